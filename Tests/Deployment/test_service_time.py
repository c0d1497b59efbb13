"""Which records are new, and which is the last good one, is asked in the service's time: this machine's may be wrong."""
from collections.abc import Iterator
from typing import Any

import pytest

from abi import TASK, Client, Library
from emulator import Service
from following import call, deploy, finish, text, watch
from rollbacks import failing_deploy
from waits import until

DAY = 86_400
#: How far the service's clock is ahead of this machine's.
OFFSETS = [-365 * DAY, -5 * DAY, -3 * DAY, -DAY, DAY, 3 * DAY, 5 * DAY, 365 * DAY, 20_000 * DAY]
OFF = pytest.mark.parametrize("offset", OFFSETS, ids=lambda offset: f"{offset // DAY} days")


def about_the_clock(warnings: list[str]) -> list[str]:
    return [each for each in warnings if "minutes" in each and "clock" in each]


def warnings_of(document: dict) -> list[str]:
    return document.get("_meta", document).get("warnings", [])


@pytest.fixture(params=["by the task", "by the client"])
def any_client(request: Any, cad: Library, service: Service) -> Iterator[Client]:
    """Whether a question before the history tells the service's date, or the history itself has to."""
    project = {} if request.param == "by the task" else {"project_id": service.project_id}
    with cad.client(endpoint=service.endpoint, token=service.token, **project) as client:
        yield client


@OFF
def test_the_records_are_those_of_the_service_s_days(any_client: Client, service: Service, offset: int) -> None:
    service.settings(clock_offset_s=offset)
    old = service.had({"days_ago": 1}, {"days_ago": 80})
    new = service.somebody_else_starts(pending_ms=0, duration_ms=0)
    answer = call(any_client, "list_records", task_id=TASK)
    assert [each["execution_id"] for each in answer.document["items"]] == [new, *old]
    assert len(about_the_clock(warnings_of(answer.document))) == 1


@OFF
def test_a_lost_answer_is_cleared_up_whatever_day_it_is_here(
        any_client: Client, service: Service, offset: int) -> None:
    service.settings(clock_offset_s=offset)
    service.somebody_else_starts(text("version", "1"), pending_ms=0, duration_ms=0)
    service.fault("cut_after_work", path="/start")
    followed = deploy(any_client, params=[text("version", "1")])
    assert followed.status == "CAD_OK", followed.document
    [own] = service.started()
    assert (followed.document["record_id"], followed.document["adopted"]) == (own["record_id"], True)
    assert service.asked("/start") == 1
    assert about_the_clock(followed.warnings) == about_the_clock(warnings_of(followed.document)) != []


@OFF
def test_nothing_is_rolled_back_by_a_machine_that_does_not_know_the_day(
        client: Client, service: Service, offset: int) -> None:
    service.settings(clock_offset_s=offset)
    good = deploy(client).document["record_id"]
    followed = failing_deploy(client, service)
    assert followed.status == "CAD_E_DEPLOYMENT_FAILED" and service.asked("/rollback") == 0
    error = followed.deployment["rollback"]["error"]
    for words in (error["message"], followed.document["message"]):
        assert "clock" in words and "set it right" in words and good in words, words
    assert any("rolled back" in each for each in followed.warnings)
    assert [each["source"] for each in service.records()] == ["start", "start"]


def test_a_day_that_comes_while_it_runs_stops_a_roll_back_too(client: Client, service: Service) -> None:
    deploy(client)
    service.next_ends("failed", duration_ms=25 * 3600 * 1000)
    with client.begin("deploy", task_id=TASK, interval_ms=30, on_failure="rollback") as operation:
        until(lambda: service.asked("/state") > 3, "it was never followed")
        service.settings(clock_offset_s=26 * 3600)
        followed = finish(operation)
    assert followed.status == "CAD_E_DEPLOYMENT_FAILED" and service.asked("/rollback") == 0
    assert "clock" in followed.deployment["rollback"]["error"]["message"]
    assert len(about_the_clock(followed.warnings)) == 1


def test_a_clock_that_is_off_by_less_than_a_day_stops_nothing(client: Client, service: Service) -> None:
    service.settings(clock_offset_s=DAY - 600)
    good = deploy(client).document["record_id"]
    followed = failing_deploy(client, service)
    assert followed.deployment["rollback"]["source_record_id"] == good
    assert len(about_the_clock(followed.warnings)) == 1


@OFF
@pytest.mark.parametrize("name", ["watch", "list_records", "start_many", "show_deploy_status", "deploy"])
def test_every_operation_says_once_that_the_clock_is_wrong(
        client: Client, service: Service, name: str, offset: int) -> None:
    service.settings(clock_offset_s=offset)
    record = service.somebody_else_starts(pending_ms=0, duration_ms=200)
    requests: dict = {
        "watch": {"task_id": TASK, "record_id": record, "interval_ms": 30}, "list_records": {"task_id": TASK},
        "start_many": {"items": [{"task_id": TASK}] * 3}, "deploy": {"task_id": TASK, "interval_ms": 30},
        "show_deploy_status": {"task_id": TASK, "record_id": record}}
    by_call = call(client, name, **requests[name])
    with client.begin(name, **requests[name]) as operation:
        followed = finish(operation)
    assert by_call.status == followed.status == "CAD_OK"
    assert len(about_the_clock(warnings_of(by_call.document))) == 1
    assert len(about_the_clock(warnings_of(followed.document))) == len(about_the_clock(followed.warnings)) == 1
    way = "behind" if offset > 0 else "ahead"
    assert way in warnings_of(by_call.document)[0] and "day" in warnings_of(by_call.document)[0]


def test_a_colleague_s_newer_deployment_is_not_undone_for_a_wrong_date_header(
        client: Client, service: Service) -> None:
    """Only the Date is wrong here, as behind a gateway whose clock is."""
    deploy(client)
    service.next_ends("failed")
    service.fault("stall_after_work", path="/state")
    service.fault("date", date_offset_seconds=-3 * DAY, times=100_000)
    asked = service.asked("/state")
    with client.begin("deploy", task_id=TASK, interval_ms=30, on_failure="rollback") as operation:
        until(lambda: service.asked("/state") > asked, "it was not followed")
        service.somebody_else_starts(pending_ms=0, duration_ms=10)
        service.release()
        finish(operation)
    assert service.asked("/rollback") == 0


@pytest.mark.parametrize("days", [-5, -3, 3, 5])
def test_a_wrong_date_header_hides_no_record(any_client: Client, service: Service, days: int) -> None:
    new = service.somebody_else_starts(pending_ms=0, duration_ms=0)
    service.fault("date", date_offset_seconds=days * DAY, times=100_000)
    answer = call(any_client, "list_records", task_id=TASK)
    assert [each["execution_id"] for each in answer.document["items"]] == [new]


def test_clocks_that_agree_are_not_spoken_of(client: Client, service: Service) -> None:
    record = deploy(client).document["record_id"]
    assert "warnings" not in watch(client, record).document["_meta"]
    assert "warnings" not in call(client, "list_records", task_id=TASK).document["_meta"]
