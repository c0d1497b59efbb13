"""run.py MODULE KIND CREDENTIAL ENDPOINT COUNT WIDTH: measures a peer in Python, as peer.h does those in C.

KIND is blocking, threads, asyncio or batch. What makes the starts is the module's: `blocking`, `asynchronous`, `batch`.
"""
import asyncio
import json
import os
import sys
import threading
import time
from importlib import import_module

from cold import peak_kb
from request import RECORD

#: Of more calls than this, the latencies are not kept: memory is looked at.
NOTED_AT_MOST = 200_000


class Nothing(list):
    def append(self, latency):
        pass


def blocking(peer, target, latencies):
    start = peer.blocking(*target)
    if start() != RECORD:
        raise RuntimeError("that is not the record that was started")

    def starts(count):
        for _ in range(count):
            begin = time.perf_counter()
            start()
            latencies.append(time.perf_counter() - begin)
    return starts


def threads(peer, target, latencies):
    work, width = blocking(peer, target, latencies), target[-1]

    def starts(count):
        running = [threading.Thread(target=work, args=[count // width]) for _ in range(width)]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
    return starts


def batch(peer, target, latencies):
    return peer.batch(*target)


def measured(starts, count, width, latencies):
    starts(2 * width)  # makes the connections
    latencies.clear()
    used, begin = time.process_time(), time.perf_counter()
    starts(count)
    return time.perf_counter() - begin, time.process_time() - used


async def at_once(peer, target, count, width, latencies):
    """As measured, within a loop."""
    async with peer.asynchronous(*target) as start:
        async def work(each):
            for _ in range(each):
                begin = time.perf_counter()
                await start()
                latencies.append(time.perf_counter() - begin)

        await asyncio.gather(*(work(2) for _ in range(width)))
        latencies.clear()
        used, begin = time.process_time(), time.perf_counter()
        await asyncio.gather(*(work(count // width) for _ in range(width)))
        return time.perf_counter() - begin, time.process_time() - used


def main(module, kind, credential, endpoint, count, width):
    count, width = int(count), int(width)
    count -= count % width
    peer, latencies = import_module(module), [] if count <= NOTED_AT_MOST else Nothing()
    target = (endpoint, credential, os.environ.get("BENCH_CA"), width)
    if kind == "asyncio":
        seconds, used = asyncio.run(at_once(peer, target, count, width, latencies))
    else:
        make = {"blocking": blocking, "threads": threads, "batch": batch}[kind]
        seconds, used = measured(make(peer, target, latencies), count, width, latencies)
    told = {"count": count, "seconds": seconds, "cpu_seconds": used, "peak_kb": peak_kb()}
    if latencies:
        latencies.sort()
        for percent in (50, 90, 99):
            told[f"p{percent}_us"] = latencies[len(latencies) * percent // 100] * 1e6
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
