"""Many deployments through a bad network, several at once."""
import concurrent.futures
import os
import random
import sys
from collections.abc import Iterator
from typing import Any

from abi import TASK, Client, Library
from deploy_oracle import Verdict
from emulator import Service
from following import Followed, private, text

Marked = tuple[str, dict[str, Any]]
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


def requests(count: int, rng: random.Random) -> Iterator[Marked]:
    """Each with a marker of its own, by which the emulator's record is found again."""
    for number in range(count):
        marker = f"m{number}-{rng.randrange(1 << 30)}"
        params = [text("marker", marker), text("number", str(number)), private("secret", "x")]
        yield marker, {
            "task_id": TASK, "params": params[: rng.choice((1, 2, 3))], "interval_ms": rng.choice((20, 50, 100)),
            "log": rng.random() < 0.5, "on_failure": "leave", "_options": OPTIONS}


def order_ends(service: Service, count: int, rng: random.Random) -> None:
    """How the records come to end, and how soon they show; a rare one shows up only late."""
    for _ in range(count):
        hidden = rng.choice((0, 0, 0, 0, 0, 0, 60, 200))
        service.next_ends(rng.choice(ENDS), pending_ms=0, duration_ms=rng.choice((0, 0, 30)), hidden_ms=hidden)


def run(service: Service, client: Client, count: int, rng: random.Random) -> Verdict:
    verdict = Verdict(service)

    def deploy(marked: Marked) -> None:
        marker, request = marked
        with client.begin("deploy", **request) as operation:
            verdict.hear(marker, Followed(operation.wait(), []))

    with concurrent.futures.ThreadPoolExecutor(IN_FLIGHT) as threads:
        list(threads.map(deploy, requests(count, rng)))
    return verdict


def main(count: int, seed: int) -> int:
    rng = random.Random(seed)
    library = Library(os.environ["CODEARTS_DEPLOY_LIBRARY"])
    options = ("--pending-ms", "0", "--step-ms", "0", "--steps", "2", "--seed", str(seed))
    with Service(os.environ["CODEARTS_DEPLOY_PROGRAM"], *options) as service:
        order_ends(service, count + count // 10, rng)
        service.mix(rate=RATE, seed=seed, kinds=KINDS)
        config = {"endpoint": service.endpoint, "token": service.token, "project_id": service.project_id}
        with library.client(**config, max_in_flight=IN_FLIGHT) as client:
            verdict = run(service, client, count, rng)
        faults, summary = verdict.faults(), verdict.summary()
    print(f"{count} deploys, seed {seed}: {summary}")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
