"""many.py threads|asyncio|batch ENDPOINT COUNT WIDTH: as many.c, through the Python binding."""
import asyncio
import resource
import sys
import threading
import time
from typing import Any, Dict

import codearts_deploy

TASK = "d2dc947ec2424d8789bb3984bb3adf45"
TOKEN = "benchmark-token-of-the-length-that-a-short-one-has"
PARAMS = [
    {"key": "string", "value": "test", "type": "text"},
    {"key": "env", "value": "e3144513a4094398857c992606ccba12", "type": "host_group"},
    {"key": "enum", "value": "value1", "type": "enum"},
]


def by_threads(config: Dict[str, Any], count: int, width: int) -> None:
    def work(client: codearts_deploy.Client) -> None:
        for _ in range(count // width):
            client.start_deploy_task(TASK, params=PARAMS, trigger_source="0")

    with codearts_deploy.Client(**config) as client:
        threads = [threading.Thread(target=work, args=[client]) for _ in range(width)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def by_asyncio(config: Dict[str, Any], count: int, width: int) -> None:
    async def work(client: codearts_deploy.AsyncClient) -> None:
        for _ in range(count // width):
            await client.start_deploy_task(TASK, params=PARAMS, trigger_source="0")

    async def run() -> None:
        async with codearts_deploy.AsyncClient(**config) as client:
            await asyncio.gather(*(work(client) for _ in range(width)))
    asyncio.run(run())


def by_batch(config: Dict[str, Any], count: int, width: int) -> None:
    item = {"task_id": TASK, "params": PARAMS, "trigger_source": "0"}
    with codearts_deploy.Client(**config) as client:
        for result in client.start_many([item] * count):
            assert result.error is None, result.error


def main(kind: str, endpoint: str, count: int, width: int) -> None:
    config = {"endpoint": endpoint, "token": TOKEN, "max_in_flight": width}
    used = resource.getrusage(resource.RUSAGE_SELF)
    before = used.ru_utime + used.ru_stime  # what starting Python takes
    begin = time.perf_counter()
    {"threads": by_threads, "asyncio": by_asyncio, "batch": by_batch}[kind](config, count, width)
    seconds = time.perf_counter() - begin
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(f"{count / seconds:.0f} {(used.ru_utime + used.ru_stime - before) * 1e6 / count:.1f}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
