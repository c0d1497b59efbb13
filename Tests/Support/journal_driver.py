"""A driver that may be killed: deploys by a journal, as its arguments say, and prints the end as a line of JSON."""
import json
import sys

from abi import TASK, Library
from following import finish


def main(library: str, endpoint: str, token: str, operation: str, request: str) -> None:
    task = {"task_id": TASK} if operation == "deploy" else {}
    with Library(library).client(endpoint=endpoint, token=token) as client:
        with client.begin(operation, **{**task, "interval_ms": 20, **json.loads(request)}) as running:
            followed = finish(running)
    print(json.dumps({"status": followed.status, "document": followed.document}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
