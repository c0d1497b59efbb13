"""Every event tells when it happened, and which task and record it is about."""
import time
from datetime import datetime, timezone

import pytest

from abi import TASK, TIME, Client
from emulator import Service
from following import deploy, run

FOLLOWING = {"state", "step", "log"}


def seconds(event: dict) -> float:
    assert TIME.fullmatch(event["time"])
    return datetime.strptime(event["time"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc).timestamp()


def test_the_times_are_those_of_the_deployment_in_their_order(client: Client, service: Service) -> None:
    before = time.time() - 0.001
    followed = deploy(client)
    times = [seconds(event) for event in followed.events]
    assert times == sorted(times) and before <= times[0] and times[-1] <= time.time()
    assert [list(event)[:2] for event in followed.events] == [["event", "time"]] * len(followed.events)


def test_a_deployment_is_named_from_its_start_on(client: Client, service: Service) -> None:
    followed = deploy(client)
    record = service.records()[0]["record_id"]
    assert {event["event"] for event in followed.events} >= FOLLOWING | {"attempt", "started"}
    assert {event["task_id"] for event in followed.events} == {TASK}
    for event in followed.events:
        assert event.get("record_id") == (None if event["event"] == "attempt" else record), event


def test_who_follows_another_one_s_deployment_hears_its_names(client: Client, service: Service) -> None:
    record = service.somebody_else_starts()
    followed = run(client, "watch", task_id=TASK, record_id=record, interval_ms=30)
    assert {(event["task_id"], event["record_id"]) for event in followed.events} == {(TASK, record)}


def test_the_way_back_names_the_record_that_it_goes_to_and_the_one_that_it_makes(
        client: Client, service: Service) -> None:
    earlier, = service.had({"days_ago": 1, "state": "succeeded"})
    service.next_ends("failed")
    followed = deploy(client, on_failure="rollback")
    failed, back = (record["record_id"] for record in service.records()[-2:])
    assert [event["record_id"] for event in followed.of("started")] == [failed, back]
    assert [event["record_id"] for event in followed.of("rollback")] == [earlier]
    assert [event.get("record_id") for event in followed.of("attempt")] == [None, earlier]
    turn = followed.events.index(followed.of("rollback")[0])
    for part, record in ((followed.events[:turn], failed), (followed.events[turn:], back)):
        assert {event["record_id"] for event in part if event["event"] in FOLLOWING} == {record}


@pytest.mark.parametrize("wanted", ["collect", "stream"])
def test_each_of_many_starts_names_its_task_and_its_record(client: Client, service: Service, wanted: str) -> None:
    other = "f" * 32
    items = [{"task_id": TASK}, {"task_id": other}]
    followed = run(client, "start_many", items=items, results=wanted, max_in_flight=1)
    record = service.records()[0]["record_id"]
    if wanted == "collect":
        assert not followed.of("result") and all("time" not in item for item in followed.document["items"])
    else:
        assert [(event["task_id"], event.get("record_id")) for event in followed.of("result")] == [
            (TASK, record), (other, None)]
        assert all(seconds(event) for event in followed.of("result"))


def test_a_warning_names_the_record_that_it_is_about(client: Client, service: Service) -> None:
    service.fault("error", http_status=403, message="no right to read logs", path="/logs", times=1000)
    followed = deploy(client)
    warning, = followed.of("warning")
    assert (warning["task_id"], warning["record_id"]) == (TASK, service.records()[0]["record_id"])
