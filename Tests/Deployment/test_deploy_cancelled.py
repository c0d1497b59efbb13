"""A deploy that is ended before its deployment is: by its limit or by its caller, at any moment."""
import threading
import time

import pytest

from abi import TASK, Client
from emulator import Service
from following import deploy, finish, text
from waits import until


@pytest.mark.parametrize("on_timeout, state", [("leave", "running"), ("stop", "abort")])
def test_by_its_limit_it_leaves_or_stops(client: Client, service: Service, on_timeout: str, state: str) -> None:
    service.next_lasts(pending_ms=0)
    followed = deploy(client, timeout_ms=5000, on_timeout=on_timeout)
    [record] = service.records()
    assert (followed.status, followed.outcome) == ("CAD_E_DEPLOYMENT_TIMED_OUT", "started")
    assert followed.document["record_id"] == record["record_id"] and record["state"] == state
    assert followed.deployment.get("stopped") == (True if on_timeout == "stop" else None)


@pytest.mark.parametrize("on_cancel, state", [("leave", "running"), ("stop", "abort")])
def test_cancelled_it_leaves_or_stops(client: Client, service: Service, on_cancel: str, state: str) -> None:
    service.next_lasts(pending_ms=0)
    with client.begin("deploy", task_id=TASK, interval_ms=30, on_cancel=on_cancel) as operation:
        until(lambda: service.asked("/state") > 1, "it was not followed")
        operation.cancel()
        followed = finish(operation)
    [record] = service.records()
    assert (followed.status, followed.outcome) == ("CAD_E_CANCELLED", "started")
    assert followed.document["record_id"] == record["record_id"] and record["state"] == state


def test_cancelled_before_the_start_nothing_is_sent(client: Client, service: Service) -> None:
    service.fault("stall_before_work")  # the look at the task
    with client.begin("deploy", task_id=TASK) as operation:
        until(lambda: service.requests() == 1, "nothing was asked")
        operation.cancel()
        answer = operation.wait()
    assert (answer.status, answer.outcome) == ("CAD_E_CANCELLED", "not_sent")
    assert service.asked("/start") == 0


@pytest.mark.parametrize("fault, ran", [("stall_before_work", 0), ("stall_after_work", 1)])
def test_cancelled_during_the_start_it_is_unknown(
        client: Client, service: Service, fault: str, ran: int) -> None:
    service.fault(fault, path="/start")
    with client.begin("deploy", task_id=TASK) as operation:
        until(lambda: service.asked("/start") == 1, "nothing was started")
        operation.cancel()
        answer = operation.wait()
    assert (answer.status, answer.outcome) == ("CAD_E_CANCELLED", "unknown")
    assert len(service.records()) == ran and service.asked("/start") == 1


@pytest.mark.parametrize("guard", [True, False])
def test_cancelled_during_the_start_it_is_stopped_once_it_is_known(
        client: Client, service: Service, guard: bool) -> None:
    service.next_lasts(pending_ms=0)
    service.fault("stall_after_work", path="/start")
    with client.begin("deploy", task_id=TASK, on_cancel="stop", guard=guard) as operation:
        until(lambda: service.asked("/start") == 1, "nothing was started")
        operation.cancel()
        assert operation.wait(300).status == "CAD_PENDING"
        service.release()
        followed = finish(operation)
    [record] = service.records()
    assert (followed.status, followed.outcome) == ("CAD_E_CANCELLED", "started")
    assert followed.document["record_id"] == record["record_id"] and record["state"] == "abort"
    assert followed.deployment["stopped"] is True and len(followed.of("started")) == 1


def test_cancelled_during_a_start_that_is_never_answered_it_is_unknown_after_a_while(
        client: Client, service: Service) -> None:
    service.fault("stall_after_work", path="/start")
    with client.begin("deploy", task_id=TASK, on_cancel="stop") as operation:
        until(lambda: service.asked("/start") == 1, "nothing was started")
        operation.cancel()
        asked = time.monotonic()
        answer = operation.wait()
    assert (answer.status, answer.outcome) == ("CAD_E_CANCELLED", "unknown")
    assert time.monotonic() - asked > 2.9 and service.asked("/stop") == 0


def test_cancelled_at_any_moment_the_outcome_is_true(client: Client, service: Service) -> None:
    begin = time.monotonic()
    with client.begin("deploy", task_id=TASK) as operation:
        until(lambda: bool(operation.wait(0).document) or service.asked("/state") > 0, "it was not followed")
    until_followed = time.monotonic() - begin
    outcomes = set()
    for number in range(120):
        marker = text("n", str(number))
        with client.begin("deploy", task_id=TASK, params=[marker], interval_ms=20) as operation:
            threading.Event().wait(number / 40 * until_followed)
            operation.cancel()
            answer = operation.wait()
        outcomes.add(answer.outcome)
        threading.Event().wait(0.005)  # what was written a moment ago arrives
        ran = [each for each in service.records() if [p["value"] for p in each["params"]] == [str(number)]]
        assert len(ran) <= 1
        if answer.status == "CAD_OK" or answer.outcome == "started":
            assert [each["record_id"] for each in ran] == [answer.document["record_id"]]
        elif answer.outcome == "not_sent":
            assert ran == []
        else:
            assert answer.outcome == "unknown", answer
    assert "not_sent" in outcomes and "started" in outcomes | {of_one_that_was_followed(client, service)}


def of_one_that_was_followed(client: Client, service: Service) -> str:
    asked = service.asked("/state")
    with client.begin("deploy", task_id=TASK, interval_ms=20) as operation:
        until(lambda: service.asked("/state") > asked, "it was not followed")
        operation.cancel()
        return operation.wait().outcome or "started"  # a success has none
