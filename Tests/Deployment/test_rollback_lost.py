"""A rollback that does not go well: refused, lost, foreign, too long or cancelled. It is told, and never sent again."""
import pytest

from abi import TASK, Client, Library
from emulator import Service
from following import call, deploy, finish, text
from rollbacks import failing_deploy, rolled_back
from waits import until


def test_a_rollback_that_fails_is_told_and_not_rolled_back_again(
        client: Client, service: Service, good: str) -> None:
    service.next_ends("failed", failed_step=2)
    service.next_ends("failed", failed_step=3)
    rollback = rolled_back(deploy(client, on_failure="rollback"))
    assert rollback["state"] == "failed" and rollback["failed_step"]["name"] == "Stop the service"
    assert "Stop the service: failed" in rollback["log_tail"] and len(service.started("rollback")) == 1


def test_a_rollback_that_the_service_refuses_is_told(client: Client, service: Service, good: str) -> None:
    service.fault("error", http_status=403, path="/rollback", message="not you")
    rollback = rolled_back(failing_deploy(client, service))
    assert rollback["error"]["status"] == "CAD_E_PERMISSION" and rollback["error"]["outcome"] == "refused"
    assert rollback["source_record_id"] == good and "record_id" not in rollback
    assert service.started("rollback") == []


def test_a_rollback_waits_where_the_application_is_still_busy(client: Client, service: Service, good: str) -> None:
    service.fault("busy", path="/rollback", times=3)
    rollback = rolled_back(failing_deploy(client, service))
    assert rollback["state"] == "succeeded" and service.asked("/rollback") == 4
    assert len(service.started("rollback")) == 1


@pytest.mark.parametrize("fault", ["cut_after_work", "reset_after_work", "half_body", "stall_after_work"])
def test_a_rollback_whose_answer_is_lost_is_adopted_and_not_sent_again(
        client: Client, service: Service, good: str, fault: str) -> None:
    service.fault(fault, path="/rollback")
    rollback = rolled_back(failing_deploy(client, service, _options={"timeout_ms": 1000}))
    [record] = service.started("rollback")
    assert rollback["record_id"] == record["record_id"] and rollback["adopted"] is True
    assert rollback["state"] == "succeeded" and service.asked("/rollback") == 1


@pytest.mark.parametrize("fault", ["cut_after_work", "cut_before_work"])
def test_somebody_elses_start_is_never_taken_for_the_rollback_for_certain(
        client: Client, service: Service, good: str, fault: str) -> None:
    service.fault(fault, path="/rollback")
    service.next_ends("failed")
    with client.begin("deploy", task_id=TASK, interval_ms=150, on_failure="rollback") as operation:
        until(lambda: service.asked("/rollback") == 1, "it never rolled back")
        foreign = service.somebody_else_starts(text("version", "9"))
        followed = finish(operation)
    rollback = followed.deployment["rollback"]
    if rollback.get("record_id") == foreign:
        assert rollback["adopted"] is True and any("omebody else" in each for each in followed.warnings)
    elif "record_id" in rollback:
        assert [rollback["record_id"]] == [each["record_id"] for each in service.started("rollback")]
    else:
        assert rollback["error"]["status"] == "CAD_E_UNRECONCILED"
    assert service.asked("/rollback") == 1


def test_a_rollback_that_never_arrived_is_not_sent_again(client: Client, service: Service, good: str) -> None:
    service.fault("cut_before_work", path="/rollback")
    rollback = rolled_back(failing_deploy(client, service))
    assert rollback["error"]["status"] == "CAD_E_UNRECONCILED" and rollback["error"]["outcome"] == "unknown"
    assert service.started("rollback") == [] and service.asked("/rollback") == 1


def test_a_history_that_cannot_be_read_is_told(client: Client, service: Service, good: str) -> None:
    before_the_start = 1
    service.fault("error", http_status=403, path="/history", skip=before_the_start, times=99)
    rollback = rolled_back(failing_deploy(client, service))
    assert rollback["error"]["status"] == "CAD_E_PERMISSION" and service.started("rollback") == []


def test_a_rollback_has_as_much_time_as_the_deployment_had(client: Client, service: Service, good: str) -> None:
    service.next_ends("failed", failed_step=2)
    service.next_lasts(pending_ms=0)
    rollback = rolled_back(deploy(client, on_failure="rollback", timeout_ms=5000))
    assert rollback["error"]["status"] == "CAD_E_DEPLOYMENT_TIMED_OUT"
    assert rollback["error"]["record_id"] == service.started("rollback")[0]["record_id"]


@pytest.mark.parametrize("on_cancel, state", [("leave", "running"), ("stop", "abort")])
def test_cancelled_while_it_rolls_back_both_records_are_known(
        client: Client, service: Service, good: str, on_cancel: str, state: str) -> None:
    service.next_ends("failed")
    service.next_lasts(pending_ms=0)
    with client.begin("deploy", task_id=TASK, interval_ms=30, on_failure="rollback", on_cancel=on_cancel) as operation:
        until(lambda: len(service.started("rollback")) == 1, "it never rolled back")
        asked = service.asked("/state")
        until(lambda: service.asked("/state") > asked + 1, "the rollback was not followed")
        operation.cancel()
        followed = finish(operation)
    _, failed, back = service.records()
    assert followed.document["record_id"] == failed["record_id"] and back["state"] == state
    assert followed.deployment["rollback"]["error"]["record_id"] == back["record_id"]


def test_a_lost_rollback_is_never_repeated_by_itself(cad: Library, service: Service) -> None:
    record = service.somebody_else_starts()
    service.fault("cut_after_work", path="/rollback")
    with cad.client(endpoint=service.endpoint, token=service.token, max_attempts=10) as client:
        answer = call(client, "rollback_records", task_id=TASK, record_id=record)
    assert (answer.outcome, answer.attempts, service.asked("/rollback")) == ("unknown", 1, 1)
