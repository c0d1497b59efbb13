"""Many deployments through a bad network, several at once."""
import concurrent.futures
import os
import random
import sys
from typing import Any, Dict, Iterator, List, Tuple

from abi import TASK, Client, Library
from deploy_verdict import Verdict
from following import Followed, private, text
from life import Service

Marked = Tuple[str, Dict[str, Any]]
IN_FLIGHT = 24
RATE = 0.2
#: Every way in which a request fails that says nothing, or the wrong thing, about the work.
KINDS = [
    {"kind": "cut_after_work"}, {"kind": "reset_after_work"}, {"kind": "half_body"}, {"kind": "close_after_headers"},
    {"kind": "wrong_length", "bytes": 9}, {"kind": "cut_before_work"}, {"kind": "reset"},
    {"kind": "error", "http_status": 500}, {"kind": "error", "http_status": 503}, {"kind": "html", "http_status": 502},
    {"kind": "html", "http_status": 200}, {"kind": "redirect", "location": "/elsewhere"},
    {"kind": "jitter", "max_ms": 30},
    {"kind": "stall_after_work", "path": "/start"}, {"kind": "stall_before_work", "path": "/start"},
]
ENDS = ["succeeded", "failed", "abort", "timeout", "not_started"]
#: Above what a busy machine makes a request wait, so that a stall alone is one.
OPTIONS = {"timeout_ms": 2000, "max_attempts": 3}


def requests(count: int, lots: random.Random) -> Iterator[Marked]:
    """Each with a marker of its own, by which the emulator's record is found again."""
    for number in range(count):
        marker = f"m{number}-{lots.randrange(1 << 30)}"
        params = [text("marker", marker), text("number", str(number)), private("secret", "x")]
        yield marker, {
            "task_id": TASK, "params": params[: lots.choice((1, 2, 3))], "interval_ms": lots.choice((20, 50, 100)),
            "log": lots.random() < 0.5, "on_failure": "leave", "_options": OPTIONS}


def order_ends(service: Service, count: int, lots: random.Random) -> None:
    """How the records come to end, and how soon they show; a rare one shows up only late."""
    for _ in range(count):
        hidden = lots.choice((0, 0, 0, 0, 0, 0, 60, 200))
        service.next_ends(lots.choice(ENDS), pending_ms=0, duration_ms=lots.choice((0, 0, 30)), hidden_ms=hidden)


def run(service: Service, client: Client, count: int, lots: random.Random) -> Verdict:
    verdict = Verdict(service)

    def deploy(marked: Marked) -> None:
        marker, request = marked
        with client.begin("deploy", **request) as operation:
            verdict.hear(marker, Followed(operation.wait(), []))

    with concurrent.futures.ThreadPoolExecutor(IN_FLIGHT) as threads:
        list(threads.map(deploy, requests(count, lots)))
    return verdict


def main(arguments: List[str]) -> int:
    if len(arguments) != 2 or not all(each.isdigit() for each in arguments):
        print(__doc__, "usage: deploy-soak COUNT SEED", sep="\n", file=sys.stderr)
        return 2
    count, seed = map(int, arguments)
    lots = random.Random(seed)
    library = Library(os.environ["CODEARTS_DEPLOY_LIBRARY"])
    options = ("--pending-ms", "0", "--step-ms", "0", "--steps", "2", "--seed", str(seed))
    with Service(os.environ["CODEARTS_DEPLOY_PROGRAM"], *options) as service:
        order_ends(service, count + count // 10, lots)
        service.mix(rate=RATE, seed=seed, kinds=KINDS)
        config = {"endpoint": service.endpoint, "token": service.token, "project_id": service.project_id}
        with library.client(**config, max_in_flight=IN_FLIGHT) as client:
            verdict = run(service, client, count, lots)
        faults, summary = verdict.faults(), verdict.summary()
    print(f"{count} deploys, seed {seed}: {summary}")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0
