"""Somebody else starts the same while an answer is lost: whose deployment it is, is never told for certain."""
from collections.abc import Callable
from typing import Any

import pytest

from abi import TASK, Client
from emulator import LONG_MS, Service
from following import Followed, finish, private, text
from waits import until

OURS = [text("version", "2"), private("password", "ours")]
EQUAL = [text("version", "2"), private("password", "theirs")]


def deploy_while(client: Client, service: Service, fault: str, meanwhile: Callable[[], Any],
                 **request: Any) -> Followed:
    """Loses the answer of the start, and lets something happen before the records are looked at a second time."""
    service.fault(fault, path="/start")
    before_the_start = 1
    service.fault("stall_after_work", path="/history", skip=before_the_start)
    arguments = {"task_id": TASK, "interval_ms": 150, "params": OURS, **request}
    with client.begin("deploy", **arguments) as operation:
        until(lambda: service.asked("/history") == 2, "it never looked")
        meanwhile()
        service.release()
        followed = finish(operation)
    assert service.asked("/start") == 1
    return followed


def test_an_equal_one_instead_of_ours_is_adopted_with_the_word(client: Client, service: Service) -> None:
    followed = deploy_while(
        client, service, "cut_before_work", lambda: service.somebody_else_starts(*EQUAL))
    [foreign] = service.records()
    assert followed.document["record_id"] == foreign["record_id"] and followed.document["adopted"] is True
    [remark] = [each for each in followed.warnings if foreign["record_id"] in each]
    assert "omebody else" in remark and "encrypted values cannot be compared" in remark


def test_an_equal_one_beside_ours_leaves_it_open_and_names_both(client: Client, service: Service) -> None:
    followed = deploy_while(
        client, service, "cut_after_work", lambda: service.somebody_else_starts(*EQUAL))
    assert (followed.status, followed.outcome) == ("CAD_E_UNRECONCILED", "unknown")
    assert set(followed.document["candidates"]) == {each["record_id"] for each in service.records()}
    assert len(service.records()) == 2


@pytest.mark.parametrize("params", [
    [text("version", "1")], [text("version", "2.1")], [text("version", "22"), private("password", "ours")]], ids=str)
def test_a_different_one_instead_of_ours_is_not_adopted(client: Client, service: Service, params: list) -> None:
    followed = deploy_while(
        client, service, "cut_before_work", lambda: service.somebody_else_starts(*params))
    assert (followed.status, followed.outcome) == ("CAD_E_UNRECONCILED", "unknown")
    assert followed.document["candidates"] == [] and service.started() == []
    [foreign] = service.records()
    assert f"other parameters ({foreign['record_id']})" in followed.document["message"]


def test_a_different_one_beside_ours_is_told_apart(client: Client, service: Service) -> None:
    def others() -> None:
        for number in range(5):
            service.somebody_else_starts(text("version", f"other-{number}"))
    followed = deploy_while(client, service, "cut_after_work", others)
    [ours] = service.started()
    assert followed.status == "CAD_OK" and followed.document["record_id"] == ours["record_id"]
    assert followed.document["adopted"] is True


def test_one_without_the_parameters_that_the_application_has_is_not_ours(client: Client, service: Service) -> None:
    service.settings(declared=["version", "password"])
    followed = deploy_while(client, service, "cut_before_work", lambda: service.somebody_else_starts())
    assert (followed.status, followed.outcome) == ("CAD_E_UNRECONCILED", "unknown")
    assert followed.document["candidates"] == []


def test_ours_is_found_although_the_service_dropped_what_it_does_not_know(client: Client, service: Service) -> None:
    service.settings(declared=["version"])
    params = [text("version", "2"), text("unknown", "x")]
    followed = deploy_while(client, service, "cut_after_work", lambda: None, params=params)
    assert followed.status == "CAD_OK" and followed.document["record_id"] == service.started()[0]["record_id"]


def test_of_two_equal_ones_while_ours_is_hidden_none_is_taken(client: Client, service: Service) -> None:
    service.next_ends(hidden_ms=LONG_MS)

    def twice() -> None:
        service.somebody_else_starts(*EQUAL)
        service.somebody_else_starts(*EQUAL)
    followed = deploy_while(client, service, "cut_after_work", twice)
    assert followed.status == "CAD_E_UNRECONCILED"
    assert set(followed.document["candidates"]) == {each["record_id"] for each in service.started("foreign")}


def test_an_equal_one_that_comes_a_look_later_still_counts(client: Client, service: Service) -> None:
    def later() -> None:
        service.release()
        until(lambda: service.asked("/history") >= 3, "it never looked again")
        service.somebody_else_starts(*EQUAL)
    followed = deploy_while(client, service, "cut_after_work", later, interval_ms=400)
    assert followed.status == "CAD_E_UNRECONCILED" and len(followed.document["candidates"]) == 2


def test_an_equal_one_from_before_is_not_taken_for_ours(client: Client, service: Service) -> None:
    service.somebody_else_starts(*EQUAL)
    followed = deploy_while(client, service, "cut_before_work", lambda: None)
    assert (followed.status, followed.document["candidates"]) == ("CAD_E_UNRECONCILED", [])


def test_a_foreign_one_that_is_adopted_is_stopped_by_nobody_who_did_not_ask(client: Client, service: Service) -> None:
    followed = deploy_while(
        client, service, "cut_before_work",
        lambda: service.somebody_else_starts(*EQUAL, pending_ms=0, duration_ms=LONG_MS), timeout_ms=5000)
    assert followed.status == "CAD_E_DEPLOYMENT_TIMED_OUT" and followed.deployment["adopted"] is True
    assert service.asked("/stop") == 0


def test_without_parameters_any_new_record_may_be_ours_and_that_is_said(client: Client, service: Service) -> None:
    followed = deploy_while(
        client, service, "cut_before_work",
        lambda: service.somebody_else_starts(text("version", "9")), params=[])
    assert followed.status == "CAD_OK" and followed.document["adopted"] is True
    assert any("omebody else" in each and "cannot be compared" in each for each in followed.warnings)


def test_one_that_kept_the_application_busy_is_not_taken_for_ours(client: Client, service: Service) -> None:
    """It is newer than the record that was the newest at first, and equal; but ours was refused while it ran."""
    service.settings(busy=True)
    service.fault("busy", path="/start")

    def while_it_waits() -> None:
        service.somebody_else_starts(*EQUAL, pending_ms=0, duration_ms=50)
        service.fault("cut_before_work", path="/start")
    arguments = {"task_id": TASK, "interval_ms": 300, "params": OURS, "wait_until_idle_ms": 60_000}
    with client.begin("deploy", **arguments) as operation:
        until(lambda: service.asked("/start") == 1, "nothing was started")
        while_it_waits()
        followed = finish(operation)
    assert (followed.status, followed.document["candidates"]) == ("CAD_E_UNRECONCILED", [])
    assert "no new record of this task has shown up" in followed.document["message"]
