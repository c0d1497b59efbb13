"""A deployment that fails goes back to the last one that succeeded, and what became of that is told."""
import json
from typing import Any

import pytest

from abi import SECRET_VALUE, TASK, Client, Library
from emulator import Service
from fault_server import reply
from following import call, deploy, finish, private, text
from rollbacks import failing_deploy, rolled_back
from tampering_proxy import TamperingProxy
from waits import until


def test_it_goes_back_to_the_last_good_record_and_follows_that(
        client: Client, service: Service, good: str) -> None:
    followed = failing_deploy(client, service, params=[text("version", "2")])
    rollback = rolled_back(followed)
    first, failed, back = service.records()
    assert (back["source"], back["source_record_id"], back["params"]) == ("rollback", good, first["params"])
    assert rollback["source_record_id"] == good and rollback["record_id"] == back["record_id"]
    assert rollback["state"] == "succeeded" and len(rollback["steps"]) == 3
    assert followed.document["record_id"] == failed["record_id"]  # the failure is of the deployment that was asked for
    assert [each["record_id"] for each in followed.of("rollback")] == [good]
    assert [each["record_id"] for each in followed.of("started")] == [failed["record_id"], back["record_id"]]
    assert followed.log == service.whole_log(failed["record_id"]) + service.whole_log(back["record_id"])


def test_bad_records_in_between_are_passed_over(client: Client, service: Service, good: str) -> None:
    for end in ("failed", "abort", "timeout", "not_started"):
        service.next_ends(end)
        deploy(client)
    assert rolled_back(failing_deploy(client, service))["source_record_id"] == good


def test_a_rollback_that_succeeded_is_a_good_record_too(client: Client, service: Service, good: str) -> None:
    first = rolled_back(failing_deploy(client, service))
    assert rolled_back(failing_deploy(client, service))["source_record_id"] == first["record_id"]


@pytest.mark.parametrize("end", ["timeout"])
def test_a_deployment_that_the_service_timed_out_failed_too(
        client: Client, service: Service, good: str, end: str) -> None:
    service.next_ends(end)
    followed = deploy(client, on_failure="rollback")
    assert followed.deployment["rollback"]["source_record_id"] == good


@pytest.mark.parametrize("end", ["abort", "not_started"])
def test_what_somebody_stopped_is_left_as_it_is(client: Client, service: Service, good: str, end: str) -> None:
    service.next_ends(end)
    followed = deploy(client, on_failure="rollback")
    assert followed.status == "CAD_E_DEPLOYMENT_STOPPED" and "rollback" not in followed.deployment
    assert service.started("rollback") == []


def test_without_a_wish_for_it_nothing_is_rolled_back(client: Client, service: Service, good: str) -> None:
    for request in ({}, {"on_failure": "leave"}):
        service.next_ends("failed")
        assert "rollback" not in deploy(client, **request).deployment
    assert service.started("rollback") == []


def test_what_succeeded_is_not_rolled_back(client: Client, service: Service, good: str) -> None:
    assert deploy(client, on_failure="rollback").status == "CAD_OK" and service.started("rollback") == []


@pytest.mark.parametrize("days", [1, 27, 28, 29, 30, 31, 59, 60, 61, 89, 90, 91])
def test_the_last_good_one_may_be_as_old_as_the_history(client: Client, service: Service, days: int) -> None:
    bad = [{"days_ago": each, "state": "failed"} for each in range(1, days)]
    *_, good = service.had(*bad, {"days_ago": days, "state": "succeeded"})
    assert rolled_back(failing_deploy(client, service))["source_record_id"] == good


def test_the_newest_good_one_of_many_is_taken(client: Client, service: Service) -> None:
    newest, *_ = service.had(*({"days_ago": days} for days in range(35, 91, 5)))
    assert rolled_back(failing_deploy(client, service))["source_record_id"] == newest


def test_no_window_is_asked_for_beyond_the_good_record(client: Client, service: Service) -> None:
    service.had({"days_ago": 2}, {"days_ago": 50}, {"days_ago": 80})
    before_a_start = 1
    rolled_back(failing_deploy(client, service))
    assert service.asked("/history") == before_a_start + 1


def test_a_history_of_many_pages_is_read_to_the_good_record(client: Client, service: Service) -> None:
    records = [{"days_ago": 1, "state": "failed"}] * 230 + [{"days_ago": 2, "state": "succeeded"}]
    *_, good = service.had(*records)
    assert rolled_back(failing_deploy(client, service))["source_record_id"] == good


def test_where_there_is_nothing_to_go_back_to_that_is_said(client: Client, service: Service) -> None:
    service.had({"days_ago": 3, "state": "failed"})
    rollback = rolled_back(failing_deploy(client, service))
    assert rollback["error"]["status"] == "CAD_E_NOT_FOUND" and "source_record_id" not in rollback
    assert service.started("rollback") == [] and service.asked("/rollback") == 0


def test_both_ways_back_make_a_new_record_with_the_old_parameters(
        client: Client, service: Service, good: str) -> None:
    by_rollback = call(client, "rollback_records", task_id=TASK, record_id=good)
    by_start = call(client, "start_deploy_task", task_id=TASK, record_id=good)
    first, one, two = service.records()
    assert [by_rollback.document["id"], by_start.document["id"]] == [one["record_id"], two["record_id"]]
    assert (one["source"], two["source"]) == ("rollback", "start_record")
    for record in (one, two):
        assert record["source_record_id"] == good and record["params"] == first["params"]
    assert len({each["record_id"] for each in service.records()}) == 3


def test_a_rollback_to_a_record_that_is_not_there_is_refused(client: Client, service: Service) -> None:
    for operation in ("rollback_records", "start_deploy_task"):
        answer = call(client, operation, task_id=TASK, record_id="f" * 32)
        assert (answer.status, answer.outcome) == ("CAD_E_NOT_FOUND", "refused")
    assert service.records() == []


def test_what_somebody_deployed_since_is_not_undone(client: Client, service: Service, good: str) -> None:
    service.next_ends("failed")
    service.fault("stall_after_work", path="/state")
    asked = service.asked("/state")
    with client.begin("deploy", task_id=TASK, interval_ms=30, on_failure="rollback") as operation:
        until(lambda: service.asked("/state") > asked, "it was not followed")
        newer = service.somebody_else_starts(pending_ms=0, duration_ms=10)
        service.release()
        followed = finish(operation)
    rollback = followed.deployment["rollback"]
    assert rollback["error"]["status"] == "CAD_E_BUSY" and newer in rollback["error"]["message"]
    assert "source_record_id" not in rollback and service.asked("/rollback") == 0


def test_what_came_while_it_waited_for_its_turn_is_not_undone(client: Client, service: Service, good: str) -> None:
    service.fault("busy", path="/rollback")
    service.next_ends("failed")
    with client.begin("deploy", task_id=TASK, interval_ms=1500, on_failure="rollback") as operation:
        until(lambda: service.asked("/rollback") == 1, "it was never rolled back")
        newer = service.somebody_else_starts(pending_ms=0, duration_ms=10)
        followed = finish(operation)
    assert newer in followed.deployment["rollback"]["error"]["message"]
    assert service.asked("/rollback") == 1 and service.started("rollback") == []


@pytest.mark.parametrize("guard", [True, False])
def test_without_a_project_it_is_said_before_and_after(
        cad: Library, service: Service, good: str, guard: bool) -> None:
    def nameless(request: Any, body: bytes) -> Any:
        if f"/tasks/{TASK} " not in request.line:
            return None
        return reply("200 OK", json.dumps({**json.loads(body), "project_id": None}))

    with TamperingProxy(service, nameless) as server:
        with cad.client(endpoint=server.endpoint, token=service.token) as client:
            followed = failing_deploy(client, service, guard=guard)
    rollback = rolled_back(followed)
    assert rollback["error"]["status"] == "CAD_E_CONFIGURATION" and "project_id" in rollback["error"]["message"]
    assert any("rolled back" in each for each in followed.warnings), followed.warnings


def test_a_private_value_of_this_start_is_masked_in_the_log_of_the_rollback(
        client: Client, service: Service) -> None:
    secret = private("password", SECRET_VALUE)
    deploy(client, params=[secret])
    followed = failing_deploy(client, service, params=[secret])
    assert len(service.started("rollback")) == 1 and followed.log
    assert SECRET_VALUE not in followed.log and SECRET_VALUE not in str(followed.document)
