"""What is made of several calls, on the thread that waits for it."""
import pytest

from abi import TASK, Answer, Client, Operation
from emulator import Service
from waits import until


def in_slices(operation: Operation, timeout_ms: int) -> Answer:
    while True:
        answer = operation.wait(timeout_ms)
        if answer.status != "CAD_PENDING":
            return answer


def states(operation: Operation) -> None:
    """Reads events until the deployment's state is among them."""
    until(lambda: (operation.next_event(50).document or {}).get("event") == "state", "it was not followed")


def test_a_deployment_is_followed_in_slices(client: Client, service: Service) -> None:
    with client.prepare("deploy", task_id=TASK, interval_ms=250) as operation:
        answer = in_slices(operation, 20)
        assert answer.status == "CAD_OK" and answer.document["state"] == "succeeded"
    record = answer.document["record_id"]
    with client.prepare("watch", task_id=TASK, record_id=record, interval_ms=250) as operation:
        assert operation.wait().document["state"] == "succeeded"
    with client.prepare("list_records", task_id=TASK) as operation:
        assert [each["execution_id"] for each in operation.wait().document["items"]] == [record]
    assert len(service.records()) == 1


@pytest.mark.parametrize("on_cancel, state", [("leave", "running"), ("stop", "abort")])
def test_cancelled_it_leaves_or_stops(client: Client, service: Service, on_cancel: str, state: str) -> None:
    service.next_lasts(pending_ms=0)
    with client.prepare("deploy", task_id=TASK, interval_ms=250, on_cancel=on_cancel) as operation:
        states(operation)
        operation.cancel()
        answer = in_slices(operation, 20)
    [record] = service.records()
    assert (answer.status, answer.outcome) == ("CAD_E_CANCELLED", "started")
    assert answer.document["record_id"] == record["record_id"] and record["state"] == state


@pytest.mark.parametrize("is_prepared", [True, False], ids=["prepared", "submitted"])
def test_freed_it_is_stopped_all_the_same(client: Client, service: Service, is_prepared: bool) -> None:
    service.next_lasts(pending_ms=0)
    make = client.prepare if is_prepared else client.begin
    operation = make("deploy", task_id=TASK, interval_ms=250, on_cancel="stop")
    states(operation)
    operation.free()
    until(lambda: [record["state"] for record in service.records()] == ["abort"], "it was never stopped")


def test_freed_during_its_start_it_is_stopped_once_it_is_known(client: Client, service: Service) -> None:
    service.next_lasts(pending_ms=0)
    service.fault("stall_after_work", path="/start")
    operation = client.prepare("deploy", task_id=TASK, interval_ms=250, on_cancel="stop")
    until(lambda: operation.wait(20).status == "CAD_PENDING" and service.asked("/start") == 1, "it never started")
    operation.free()
    client.free()  # which what is left to do keeps alive
    service.release()
    until(lambda: [record["state"] for record in service.records()] == ["abort"], "it was never stopped")
