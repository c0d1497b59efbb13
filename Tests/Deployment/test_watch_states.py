"""Which words of the service end a deployment, and as what."""
from collections.abc import Callable
from typing import Any

import pytest

from abi import TASK, Client, Library
from answering_server import RECORD
from emulator import Service
from following import watch
from scripted_service import ScriptedService, flat, wrapped

ENDS = {
    "succeeded": "CAD_OK", "failed": "CAD_E_DEPLOYMENT_FAILED", "timeout": "CAD_E_DEPLOYMENT_FAILED",
    "abort": "CAD_E_DEPLOYMENT_STOPPED", "not_started": "CAD_E_DEPLOYMENT_STOPPED",
}
FORMS = pytest.mark.parametrize("form", [wrapped, flat], ids=lambda form: form.__name__)
Form = Callable[..., dict]


@pytest.mark.parametrize("shape", ["documented", "renamed", "flat_status", "flat"])
@pytest.mark.parametrize("end", ENDS)
def test_each_documented_end_in_each_form(client: Client, service: Service, end: str, shape: str) -> None:
    service.settings(status_shape=shape)
    record = service.somebody_else_starts(end=end, failed_step=2)
    followed = watch(client, record)
    assert followed.status == ENDS[end]
    deployment = followed.deployment
    assert (deployment["state"], deployment["record_id"], deployment["task_id"]) == (end, record, TASK)
    assert followed.states[-1] == end and set(followed.states) <= {"pending", "running", end}
    assert [step["name"] for step in deployment["steps"]] == ["initial", "下载软件包", "Stop the service"]
    assert all(each["record_id"] == record for each in followed.of("state"))
    if end != "succeeded":
        assert followed.document["record_id"] == record and followed.outcome is None  # nothing was started here


@pytest.mark.parametrize("end", ["failed", "timeout"])
def test_the_step_that_failed_is_named_with_the_end_of_its_log(
        client: Client, service: Service, end: str) -> None:
    record = service.somebody_else_starts(end=end, failed_step=2)
    followed = watch(client, record)
    deployment = followed.deployment
    assert deployment["failed_step"]["name"] == "下载软件包" and deployment["failed_step"]["state"] == end
    assert f"下载软件包: {end}" in deployment["log_tail"] and "initial: begins" not in deployment["log_tail"]
    assert "下载软件包" in followed.document["message"] and record in followed.document["message"]
    assert [step["state"] for step in deployment["steps"]] == ["succeeded", end, "not_executed"]


def test_a_stopped_one_names_no_failed_step(client: Client, service: Service) -> None:
    record = service.somebody_else_starts(end="abort", failed_step=2)
    deployment = watch(client, record).deployment
    assert "failed_step" not in deployment and "下载软件包: abort" in deployment["log_tail"]


@FORMS
def test_a_state_that_nobody_knows_is_told_and_no_end(cad: Library, form: Form) -> None:
    with ScriptedService(form("queued_by_region"), form("running"), form("draining"), form("succeeded")) as server:
        with cad.client(endpoint=server.endpoint, token="t") as client:
            followed = watch(client, RECORD)
    assert followed.status == "CAD_OK"
    assert followed.states == ["queued_by_region", "running", "draining", "succeeded"]


@FORMS
@pytest.mark.parametrize("state", ["not_executed", "pending", "Available", "succeeded ", "SUCCEEDED"])
def test_what_is_no_end_goes_on(cad: Library, form: Form, state: str) -> None:
    with ScriptedService(form(state), form(state), form("failed")) as server:
        with cad.client(endpoint=server.endpoint, token="t") as client:
            followed = watch(client, RECORD)
    assert followed.status == "CAD_E_DEPLOYMENT_FAILED" and followed.states == [state, "failed"]


@FORMS
def test_a_finished_step_ends_it_although_the_state_is_unknown(cad: Library, form: Form) -> None:
    with ScriptedService(form("running", step="running"), form("partly_done", step="finish")) as server:
        with cad.client(endpoint=server.endpoint, token="t") as client:
            followed = watch(client, RECORD)
    assert followed.status == "CAD_E_DEPLOYMENT_FAILED"  # never a success that nobody has told
    assert followed.deployment["state"] == "partly_done" and "partly_done" in followed.document["message"]


@FORMS
def test_a_finished_step_changes_no_end_that_is_told(cad: Library, form: Form) -> None:
    with ScriptedService(form("succeeded", step="running")) as server:
        with cad.client(endpoint=server.endpoint, token="t") as client:
            assert watch(client, RECORD).status == "CAD_OK"


@pytest.mark.parametrize("steps", [
    [{"name": "a", "id": "1", "status": "running"}], [{"name": "a", "id": "1", "state": "running"}], ["a: running"],
    "a: running", [None, 7, "a: running"], {"name": "a", "state": "running"}], ids=str)
@pytest.mark.parametrize("name", ["step_state", "step_states"])
def test_steps_are_read_in_every_form(cad: Library, steps: Any, name: str) -> None:
    with ScriptedService(wrapped("running", **{name: steps}), wrapped("succeeded")) as server:
        with cad.client(endpoint=server.endpoint, token="t") as client:
            followed = watch(client, RECORD)
    assert followed.status == "CAD_OK"
    assert [(each["name"], each["state"]) for each in followed.of("step")] == [("a", "running")]


def test_each_state_and_step_is_told_once_however_often_it_is_asked(cad: Library) -> None:
    running = wrapped("running", step_state=[{"name": "a", "id": "1", "status": "running"}])
    done = wrapped("succeeded", step_state=[{"name": "a", "id": "1", "status": "succeeded"}])
    with ScriptedService(running, running, running, running, done) as server:
        with cad.client(endpoint=server.endpoint, token="t") as client:
            followed = watch(client, RECORD)
    assert followed.states == ["running", "succeeded"]
    assert [each["state"] for each in followed.of("step")] == ["running", "succeeded"]


def test_two_steps_of_one_name_are_two(cad: Library) -> None:
    def both(first: str, second: str, state: str) -> dict:
        return wrapped(state, step_state=[
            {"name": "copy", "id": "1", "status": first}, {"name": "copy", "id": "2", "status": second}])
    with ScriptedService(both("running", "pending", "running"), both("succeeded", "running", "running"),
                    both("succeeded", "failed", "failed")) as server:
        with cad.client(endpoint=server.endpoint, token="t") as client:
            followed = watch(client, RECORD)
    assert [(each["id"], each["state"]) for each in followed.of("step")] == [
        ("1", "running"), ("2", "pending"), ("1", "succeeded"), ("2", "running"), ("2", "failed")]
    assert followed.deployment["failed_step"]["id"] == "2"


@pytest.mark.parametrize("members, milliseconds", [
    ({"start_time": "2026-02-28 23:59:58", "end_time": "2026-03-01 00:00:03"}, 5000),
    ({"start_time": "2025-07-09 11:36:28", "end_time": "2025-07-09 11:36:43"}, 15_000),
    ({"start_time": "2024-02-28 12:00:00", "end_time": "2024-03-01 12:00:00"}, 172_800_000),
])
@FORMS
def test_the_services_own_times_say_how_long_it_took(
        cad: Library, members: dict, milliseconds: int, form: Form) -> None:
    with ScriptedService(form("succeeded", **members)) as server:
        with cad.client(endpoint=server.endpoint, token="t") as client:
            assert watch(client, RECORD).deployment["duration_ms"] == milliseconds


@pytest.mark.parametrize("members", [
    {}, {"start_time": "2026-01-01 00:00:05", "end_time": "2026-01-01 00:00:00"}, {"start_time": 7, "end_time": None},
    {"start_time": "yesterday, at some t", "end_time": "2026-01-01 00:00:00"},
    {"start_time": "2026-13-41 00:00:00", "end_time": "2026-13-41 99:99:99"}], ids=str)
def test_times_that_make_no_sense_end_nothing(cad: Library, members: dict) -> None:
    with ScriptedService(wrapped("succeeded", **members)) as server:
        with cad.client(endpoint=server.endpoint, token="t") as client:
            followed = watch(client, RECORD)
    assert followed.status == "CAD_OK" and 0 <= followed.deployment["duration_ms"] < 60_000


@pytest.mark.parametrize("stateless", [{}, {"result": {}}, {"result": None}, {"state": 7}, {"result": []}], ids=str)
def test_an_answer_without_a_state_is_passed_over(cad: Library, stateless: Any) -> None:
    with ScriptedService(stateless, wrapped("succeeded")) as server:
        with cad.client(endpoint=server.endpoint, token="t") as client:
            followed = watch(client, RECORD)
    assert followed.status == "CAD_OK" and len(followed.warnings) == 1


@FORMS
def test_over_without_a_word_for_how_is_looked_at_again(cad: Library, form: Form) -> None:
    with ScriptedService(form("running", step="finish"), form("running", step="finish"), form("succeeded")) as server:
        with cad.client(endpoint=server.endpoint, token="t") as client:
            assert watch(client, RECORD).status == "CAD_OK"
    with ScriptedService(form("running", step="finish")) as server:
        with cad.client(endpoint=server.endpoint, token="t") as client:
            followed = watch(client, RECORD, log=False)
    assert followed.status == "CAD_E_DEPLOYMENT_FAILED" and len(server.asked_at) == 3
    assert "(running) does not say how" in followed.document["message"]


def test_a_failure_inside_a_result_is_that_of_the_deployment(cad: Library) -> None:
    told = {"status": "failed", "result": {"status": "failed", "record_id": RECORD}}
    with ScriptedService(told) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        assert watch(client, RECORD, log=False).status == "CAD_E_DEPLOYMENT_FAILED"


def test_steps_that_are_left_out_at_the_end_are_not_forgotten(cad: Library) -> None:
    step = {"name": "Unpack", "id": "1", "status": "failed"}
    with ScriptedService(wrapped("running", step_state=[step]), wrapped("failed")) as server:
        with cad.client(endpoint=server.endpoint, token="t") as client:
            assert watch(client, RECORD, log=False).deployment["failed_step"]["name"] == "Unpack"
