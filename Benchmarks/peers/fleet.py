"""fleet.py ENDPOINT COUNT: one start_many under a limit. Prints when it began, and when each start was known to run."""
import json
import sys
import time

import codearts_deploy as cad
from request import PARAMS, TASK, TOKEN

#: Much more than a limit of 50 a second takes for a thousand: what ends by it is lost.
PATIENCE_MS = 600_000


def main(endpoint, count):
    item = {"task_id": TASK, "params": PARAMS, "trigger_source": "0"}
    began, times = time.monotonic(), []
    with cad.Client(endpoint=endpoint, token=TOKEN, timeout_ms=PATIENCE_MS) as client:
        for result in client.start_many([item] * count):
            if result.error is None:
                times.append(time.monotonic())
    print(json.dumps({"began": began, "times": times}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
