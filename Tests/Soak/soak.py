"""soak.py [--count 10000] [--seed 7] [--host c|python]: thousands of starts as one batch, a fifth of them with a fault.

CODEARTS_DEPLOY_LIBRARY, CODEARTS_DEPLOY_PROGRAM and CAD_PREFIX name what was built before.
"""
import argparse
import os
import sys
import threading
import time

from emulator import START_PATH, Service
from faults import mix
from hosts import HOSTS
from oracle import Verdict, judge


def soak(host: str, count: int, seed: int) -> Verdict:
    with Service(os.environ["CODEARTS_DEPLOY_PROGRAM"]) as cloud:
        cloud.mix(**mix(seed))
        config = {
            "endpoint": cloud.endpoint, "token": cloud.token, "timeout_ms": 10_000, "max_response_bytes": 100_000}
        items = [{"task_id": cloud.task_id, "params": [{"key": "marker", "value": str(place), "type": "text"}]}
                 for place in range(count)]
        done = threading.Event()

        def let_stalled_go() -> None:
            while not done.wait(0.2):
                cloud.release()

        releasing = threading.Thread(target=let_stalled_go)
        releasing.start()
        try:
            told = HOSTS[host](config, {"items": items, "results": "stream"})
        finally:
            done.set()
            releasing.join()
        return judge(told, count, cloud.records(), cloud.log(START_PATH))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--host", choices=HOSTS, action="append")
    options = parser.parse_args()
    failed = False
    for host in options.host or HOSTS:
        begin = time.monotonic()
        verdict = soak(host, options.count, options.seed)
        print(f"{host}: {verdict.counts}, {len(verdict.contradictions)} contradictions, "
              f"{time.monotonic() - begin:.0f} s", flush=True)
        for each in verdict.contradictions[:20]:
            print(f"  {each}")
        failed = failed or bool(verdict.contradictions)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
