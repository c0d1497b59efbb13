"""A driver that may be killed: deploys by a journal, as its arguments say, and prints the end as a line of JSON."""
import json
import sys

from abi import TASK, Library
from following import finish


def main(library: str, endpoint: str, token: str, request: str) -> None:
    with Library(library).client(endpoint=endpoint, token=token) as client:
        with client.begin("deploy", **{"task_id": TASK, "interval_ms": 20, **json.loads(request)}) as operation:
            followed = finish(operation)
    print(json.dumps({"status": followed.status, "document": followed.document}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
