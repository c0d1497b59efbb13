"""A release: many deployments in waves, each followed to its end, and what is told of each."""
import json
from typing import Any

import pytest

from abi import TASK, TIME, Client, Library, Operation
from emulator import LONG_MS, Service
from following import Followed, call, finish
from releases import OTHER, agrees, begin, item, items, release, states, version
from waits import until


def order(service: Service) -> list[str]:
    return [version(record) for record in service.started()]


def ended(followed: Followed) -> list[str]:
    return [event["name"] for event in followed.of("item")]


def wait_for(operation: Operation, *names: str) -> None:
    """Reads events until so many of these names have come."""
    for name in names:
        while operation.next_event().document["event"] != name:
            pass


def test_all_are_deployed_and_each_is_told_of(client: Client, service: Service) -> None:
    followed = release(client, [*items("a", "b"), {"task_id": OTHER}])
    assert followed.status == "CAD_OK"
    assert followed.document["release"]["state"] == "succeeded" and followed.document["release"]["waves"] == 1
    assert states(followed) == {"a": "succeeded", "b": "succeeded", OTHER: "succeeded"}
    assert followed.document["counts"] == {
        "succeeded": 3, "failed": 0, "stopped": 0, "rolled_back": 0, "not_started": 0, "unknown": 0, "still_running": 0}
    agrees(followed, service.records())
    first = item(followed, "a")
    assert first["task_id"] == TASK and len(first["steps"]) == 3 and first["duration_ms"] >= 0
    assert followed.document["_meta"]["attempts"] >= 9


def test_events_name_the_item_that_they_are_about(client: Client, service: Service) -> None:
    followed = release(client, items("a", "b"), log=True)
    for event in followed.events:
        assert TIME.fullmatch(event["time"])
        if event["event"] == "wave":
            assert (event["wave"], event["of"], event["items"]) == (1, 1, 2) and "index" not in event
        else:
            assert event["item"] == "ab"[event["index"]] and event["task_id"] == TASK, event
    for name in "ab":
        own = [event for event in followed.events if event.get("item") == name]
        record = item(followed, name)["record_id"]
        assert [event["record_id"] for event in own if event["event"] == "started"] == [record]
        assert (own[-1]["event"], own[-1]["state"], own[-1]["record_id"]) == ("item", "succeeded", record)
        assert "".join(event["text"] for event in own if event["event"] == "log") == service.whole_log(record)
        assert {event["name"] for event in own if event["event"] == "step"}.isdisjoint({name})


def test_only_logs_of_failures_are_read(client: Client, service: Service) -> None:
    service.next_ends("failed")
    followed = release(client, items("a", "b"), max_in_flight=1)
    assert "log" not in {event["event"] for event in followed.events}
    failed = item(followed, "a")
    assert failed["log_tail"] and failed["failed_step"]["state"] == "failed" and "log_tail" not in item(followed, "b")
    assert "deployment" not in failed["error"] and failed["error"]["status"] == "CAD_E_DEPLOYMENT_FAILED"
    assert all(failed["record_id"] in path for path in service.paths() if path.endswith("/logs"))


def test_no_more_run_at_once_than_may(client: Client, service: Service) -> None:
    for _ in range(4):
        service.next_lasts()
    with begin(client, items(*"abcd"), max_in_flight=2) as operation:
        until(lambda: len(service.started()) == 2, "two were started")
        for record in service.started():
            call(client, "stop_deploy_task_record", task_id=TASK, record_id=record["record_id"])
        until(lambda: len(service.started()) == 4, "the others follow where there is room")
        assert order(service) == ["a", "b", "c", "d"]
        for record in service.started()[2:]:
            call(client, "stop_deploy_task_record", task_id=TASK, record_id=record["record_id"])
        followed = finish(operation)
    assert followed.status == "CAD_E_DEPLOYMENT_STOPPED" and set(states(followed).values()) == {"stopped"}


def test_a_wave_begins_after_all_of_the_one_before_it(client: Client, service: Service) -> None:
    followed = release(client, items(*"abcdefghij"), waves=[1, "20%", "100%"])
    assert followed.status == "CAD_OK" and followed.document["release"]["waves"] == 3
    assert [(event["wave"], event["of"], event["items"]) for event in followed.of("wave")] == [
        (1, 3, 1), (2, 3, 2), (3, 3, 7)]
    kinds = ("wave", "item", "started")
    told = [event.get("item", event["event"]) for event in followed.events if event["event"] in kinds]
    places = [place for place, each in enumerate(told) if each == "wave"]
    assert set(told[places[0] + 1:places[1]]) == {"a"} and set(told[places[1] + 1:places[2]]) == {"b", "c"}


def test_waves_pause_in_between(client: Client, service: Service) -> None:
    service.next_lasts()
    with begin(client, [*items("a", wave=1), *items("b", wave=2)], pause_ms=LONG_MS) as operation:
        until(lambda: len(service.started()) == 1, "the first was started")
        call(client, "stop_deploy_task_record", task_id=TASK, record_id=service.started()[0]["record_id"])
        wait_for(operation, "item")
        operation.cancel()
        followed = finish(operation)
    assert states(followed) == {"a": "stopped", "b": "not_started"} and len(service.started()) == 1
    assert followed.document["release"]["state"] == "stopped_early"


def test_an_item_starts_after_those_that_it_waits_for(client: Client, service: Service) -> None:
    given = [*items("top", after=["left", "right"]), *items("left", "right", after=["base"]), *items("base")]
    followed = release(client, given)
    assert followed.status == "CAD_OK" and order(service)[0] == "base" and order(service)[-1] == "top"
    told = [(event["event"], event["item"]) for event in followed.events if event["event"] in ("item", "started")]
    assert told.index(("item", "base")) < told.index(("started", "left"))
    assert max(told.index(("item", "left")), told.index(("item", "right"))) < told.index(("started", "top"))


def test_what_waits_for_a_failure_is_not_started(client: Client, service: Service) -> None:
    service.next_ends("failed")
    given = [*items("base"), *items("next", after=["base"]), *items("last", after=["next"]), *items("other")]
    followed = release(client, given, max_in_flight=1)
    assert states(followed) == {
        "base": "failed", "next": "not_started", "last": "not_started", "other": "succeeded"}
    assert item(followed, "next")["error"]["message"] == (
        "It was not started, because base, after which it comes, did not succeed.")
    assert followed.document["release"]["state"] == "failed"
    agrees(followed, service.records())


@pytest.mark.parametrize("limit, started", [(0, 2), (1, 3), ("50%", 4), (None, 5)])
def test_after_so_many_failures_nothing_new_starts(
        client: Client, service: Service, limit: Any, started: int) -> None:
    service.next_ends("succeeded")
    service.next_ends("failed", times=4)
    request = {} if limit is None else {"max_failures": limit}
    followed = release(client, items(*"abcde"), max_in_flight=1, **request)
    assert followed.status == "CAD_E_DEPLOYMENT_FAILED" and followed.outcome == "started"
    assert len(service.started()) == started
    assert followed.document["counts"]["not_started"] == 5 - started
    assert followed.document["release"]["state"] == ("stopped_early" if started < 5 else "failed")
    agrees(followed, service.records())


def test_what_runs_is_followed_to_its_end_after_a_failure(client: Client, service: Service) -> None:
    service.settings(step_ms=300)
    service.next_ends("succeeded")
    service.next_ends("failed", duration_ms=10)
    followed = release(client, items(*"abcd"), max_in_flight=2, max_failures=0)
    assert states(followed) == {"a": "succeeded", "b": "failed", "c": "not_started", "d": "not_started"}
    assert "max_failures" in item(followed, "d")["error"]["message"]


def test_a_refused_start_is_a_failure_that_was_not_started(client: Client, service: Service) -> None:
    followed = release(
        client, [{"task_id": "e" * 32, "name": "unknown"}, *items("b")], max_in_flight=1, max_failures=0)
    assert states(followed) == {"unknown": "not_started", "b": "not_started"} and service.records() == []
    assert followed.status == "CAD_E_NOT_FOUND" and followed.outcome in ("not_sent", "refused")
    assert item(followed, "unknown")["error"]["status"] == "CAD_E_NOT_FOUND"
    assert item(followed, "b")["error"]["status"] == "CAD_E_CANCELLED"


def test_an_item_that_fails_goes_back_where_it_asks_for_it(client: Client, service: Service) -> None:
    assert release(client, items("old")).status == "CAD_OK"
    service.next_ends("failed")
    followed = release(client, items("new", on_failure="rollback"))
    assert states(followed) == {"new": "rolled_back"} and followed.status == "CAD_E_DEPLOYMENT_FAILED"
    assert item(followed, "new")["rollback"]["state"] == "succeeded"
    assert len(service.started("rollback")) == 1


def test_a_release_goes_back_the_last_first(client: Client, service: Service) -> None:
    both: list[dict[str, Any]] = [{"task_id": TASK, "name": "a"}, {"task_id": OTHER, "name": "b", "after": ["a"]}]
    assert release(client, both).status == "CAD_OK"
    service.next_ends("succeeded", times=2)
    service.next_ends("failed")
    followed = release(
        client, [*both, {"task_id": TASK, "name": "c", "after": ["b"], "guard": False}], on_release_failure="rollback")
    # The same task failed once more as "c": going back from "a" would undo what came after it.
    assert states(followed) == {"a": "succeeded", "b": "rolled_back", "c": "failed"}
    assert item(followed, "a")["rollback"]["error"]["status"] == "CAD_E_BUSY"
    assert [record["task_id"] for record in service.started("rollback")] == [OTHER]
    assert followed.document["release"]["state"] == "failed"


def test_what_went_back_is_told_again(client: Client, service: Service) -> None:
    two = [{"task_id": OTHER, "name": "first"}, {"task_id": TASK, "name": "second"}]
    assert release(client, two).status == "CAD_OK"
    service.next_ends("succeeded")
    service.next_ends("failed")
    followed = release(client, two, max_in_flight=1, on_release_failure="rollback", max_failures=0)
    assert states(followed) == {"first": "rolled_back", "second": "failed"}
    assert followed.document["release"]["state"] == "rolled_back"
    assert [(event["name"], event["state"]) for event in followed.of("item")] == [
        ("first", "succeeded"), ("second", "failed"), ("first", "rolled_back")]


def test_cancelled_nothing_new_starts_and_what_runs_is_left(client: Client, service: Service) -> None:
    service.next_lasts()
    with begin(client, items("a", "b"), max_in_flight=1) as operation:
        wait_for(operation, "started")
        operation.cancel()
        followed = finish(operation)
    assert followed.status == "CAD_E_CANCELLED" and followed.outcome == "started"
    assert states(followed) == {"a": "still_running", "b": "not_started"}
    assert followed.document["release"]["state"] == "stopped_early"
    assert service.records()[0]["state"] in ("pending", "running")


def test_cancelled_each_item_is_stopped_that_asks_for_it(client: Client, service: Service) -> None:
    service.next_lasts()
    service.next_lasts()
    with begin(client, [*items("a", on_cancel="stop"), *items("b")]) as operation:
        wait_for(operation, "started", "started")
        operation.cancel()
        followed = finish(operation)
    assert states(followed) == {"a": "stopped", "b": "still_running"}


def test_an_item_has_its_own_time(client: Client, service: Service) -> None:
    service.next_lasts()
    service.next_lasts()
    given = [*items("a", timeout_ms=1500), *items("b", timeout_ms=1500, on_timeout="stop")]
    followed = release(client, given)
    assert followed.status == "CAD_E_DEPLOYMENT_STOPPED"
    assert states(followed) == {"a": "still_running", "b": "stopped"}


def test_a_lost_answer_is_cleared_up_for_its_item(client: Client, service: Service) -> None:
    service.fault("cut_after_work", path="/start")
    followed = release(client, items("a", "b"), max_in_flight=1)
    assert followed.status == "CAD_OK" and len(service.started()) == 2
    assert item(followed, "a")["adopted"] is True and "adopted" not in item(followed, "b")
    assert all(warning.startswith("a: ") for warning in followed.document["_meta"]["warnings"])


def test_an_unknown_one_is_told_as_such(client: Client, service: Service) -> None:
    service.fault("cut_after_work", path="/start")
    followed = release(client, items("a", "b"), guard=False, max_in_flight=1)
    assert (followed.status, followed.outcome) == ("CAD_E_UNRECONCILED", "unknown")
    assert states(followed) == {"a": "unknown", "b": "succeeded"}


def test_a_bad_request_is_refused_whole(cad: Library, client: Client, service: Service) -> None:
    request = {
        "items": [{"task_id": TASK, "after": ["b"]}, {"task_id": OTHER, "name": "b", "after": [TASK], "wave": 2},
                  {"task_id": "short", "name": "b"}],
        "waves": ["120%", 0], "max_failures": -1, "on_unknown": "stop"}
    answers = [cad.validate(json.dumps(request), "deploy_many"), call(client, "deploy_many", **request)]
    for answer in answers:
        assert answer.status == "CAD_E_VALIDATION"
        assert {("items[2].task_id", "length"), ("items[2].name", "duplicate"), ("waves", "conflict"),
                ("max_failures", "pattern"), ("items[0].after", "conflict")} <= set(answer.faults)
        [cycle] = [each for each in answer.document["violations"] if "wait for each other" in each["message"]]
        assert f"{TASK} after b after {TASK}" in cycle["message"] and cycle["line"] == 1
    assert service.requests() == 0


def test_too_hasty_items_are_refused_as_well(cad: Library) -> None:
    with cad.client(endpoint="https://deploy.example.com", token="t") as client:
        answer = call(client, "deploy_many", items=[*items("a"), *items("b", interval_ms=20)])
    assert (answer.status, answer.faults) == ("CAD_E_VALIDATION", [("items[1].interval_ms", "range")])
