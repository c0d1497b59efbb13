"""A release of many applications through a bad network."""
import collections
import os
import random
import statistics
import sys
import time
from datetime import datetime

from abi import Library
from deploy_run import KINDS, RATE
from emulator import Service
from following import Followed

ENDS = ["succeeded", "succeeded", "succeeded", "failed", "abort", "timeout", "not_started"]
#: Waiting for a turn among so many others counts.
OPTIONS = {"timeout_ms": 10_000, "max_attempts": 3}
#: An item's state for what the emulator says of its record.
STATES = {"succeeded": "succeeded", "failed": "failed", "timeout": "failed", "abort": "stopped",
          "not_started": "stopped"}


def order_ends(service: Service, count: int, lasting_ms: int, rng: random.Random) -> None:
    for _ in range(count):
        service.next_ends(rng.choice(ENDS), pending_ms=0, duration_ms=rng.randrange(lasting_ms))


def faults(followed: Followed, records: list[dict]) -> list[str]:
    """Every disagreement with what truly ran, in words."""
    started: dict[str, list[dict]] = collections.defaultdict(list)
    for record in records:
        started[record["task_id"]].append(record)
    found = [f"{task}: {len(ran)} deployments were started" for task, ran in started.items() if len(ran) > 1]
    for item in followed.document["items"]:
        state, ran = item["state"], started.pop(item["task_id"], [])
        if state in ("not_started", "unknown"):
            # One whose answer was lost is found, unless the records themselves could not be asked.
            asked = "cannot be asked for" not in item["error"]["message"]
            fault = bool(ran) and (state == "not_started" or asked)
        else:
            fault = not ran or item["record_id"] != ran[0]["record_id"] or (
                state != "still_running" and state != STATES[ran[0]["state"]])
        if fault:
            found.append(f"{item['name']}: {state}, and the truth is {ran}: {item.get('error')}")
    found += [f"{task}: nobody reported it" for task in started]
    return found


def instant(text: str) -> float:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def lateness(events: list[dict]) -> list[float]:
    """How long after each deployment's end its item has ended, in seconds."""
    begun = {event["record_id"]: instant(event["time"]) for event in events if event["event"] == "started"}
    return [instant(event["time"]) - begun[event["record_id"]] - event["duration_ms"] / 1000 for event in events
            if event["event"] == "item" and "duration_ms" in event and event.get("record_id") in begun]


def main(count: int, seed: int, interval_ms: int = 3000) -> int:
    rng = random.Random(seed)
    library = Library(os.environ["CODEARTS_DEPLOY_LIBRARY"])
    options = ("--pending-ms", "0", "--step-ms", "0", "--steps", "2", "--seed", str(seed), "--applications", str(count))
    with Service(os.environ["CODEARTS_DEPLOY_PROGRAM"], *options) as service:
        order_ends(service, count + count // 10, 20 * interval_ms, rng)
        service.mix(rate=RATE, seed=seed, kinds=KINDS)
        items = [{"task_id": task, "name": f"app-{number}"} for number, task in enumerate(service.facts["task_ids"])]
        config = {"endpoint": service.endpoint, "token": service.token, "project_id": service.project_id}
        began = time.monotonic()
        with library.client(**config) as client:
            with client.begin(
                    "deploy_many", items=items, max_in_flight=count, interval_ms=interval_ms,
                    _options=OPTIONS) as operation:
                events = operation.events()
                followed = Followed(operation.wait(), [])
        seconds = time.monotonic() - began
        records = service.records()
        asked = sum(path.endswith(("/state", "/applications/list")) for path in service.paths())
    found = faults(followed, records)
    most = (600 * seconds / 60 + 60) * 3000 / min(3000, interval_ms)
    if asked > most:
        found.append(f"{asked} requests for following in {seconds:.0f} s, and {most:.0f} would be many")
    if len(records) < 0.8 * count:
        found.append(f"only {len(records)} were started, which is no test")
    late = lateness(events)
    counts = ", ".join(f"{number} {state}" for state, number in followed.document["counts"].items() if number)
    known = f", ends known after {statistics.median(late):.1f} s (median)" if late else ""
    print(f"{count} applications, seed {seed}: {counts}; {len(records)} deployments, {asked} requests for following "
          f"in {seconds:.0f} s{known}")
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
