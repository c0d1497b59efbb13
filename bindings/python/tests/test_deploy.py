"""A deployment from its start to its end, and what else one can ask the service."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TypedDict

import pytest

import codearts_deploy as cad
from codearts_deploy.testing import Emulator, OldRecord
from tests.conftest import Document, Program, cancelled_by, given, until
from tests.test_start import run_example


class Pace(TypedDict):
    interval: float


class Window(TypedDict):
    start_date: str
    end_date: str


QUICK = Pace(interval=0.01)


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    """Deployments that take a moment, one of an application at a time."""
    with Emulator(pending_ms=20, step_ms=20, steps=2, busy=True) as service:
        yield service


@pytest.fixture
def client(service: Emulator) -> Iterator[cad.Client]:
    project = service.project_id
    with cad.Client(endpoint=service.endpoint, token=service.token, project_id=project, max_attempts=1) as client:
        yield client


def test_a_deployment_is_followed_to_its_end(service: Emulator, client: cad.Client) -> None:
    events: list[Document] = []
    deployment = client.deploy(service.task_ids[0], params={"version": "1"}, on_event=events.append, **QUICK)
    [record] = service.records()
    assert (deployment.record_id, deployment.state) == (record["record_id"], "succeeded")
    assert [step.state for step in given(deployment.steps)] == ["succeeded"] * 2
    states = [event["state"] for event in events if event["event"] == "state"]
    assert states[-1] == "succeeded"
    assert "begins" in "".join(event["text"] for event in events if event["event"] == "log")


def test_one_that_fails_says_where_and_why(service: Emulator, client: cad.Client) -> None:
    service.outcomes({"end": "failed", "failed_step": 1})
    with pytest.raises(cad.DeploymentFailedError) as caught:
        client.deploy(service.task_ids[0], **QUICK)
    error = caught.value
    assert (error.outcome, error.record_id) == ("started", service.records()[0]["record_id"])
    deployment = given(error.deployment)
    assert deployment.state == "failed"
    assert given(deployment.failed_step).name
    assert deployment.log_tail


def test_one_that_somebody_stops_is_no_failure(service: Emulator, client: cad.Client) -> None:
    service.outcomes({"end": "abort"})
    with pytest.raises(cad.DeploymentStoppedError):
        client.deploy(service.task_ids[0], **QUICK)


def test_the_limit_of_the_waiting_is_in_seconds(service: Emulator, client: cad.Client) -> None:
    service.outcomes({"end": "succeeded", "duration_ms": 60_000})
    with pytest.raises(cad.DeploymentTimedOutError) as caught:
        client.deploy(service.task_ids[0], timeout=3, on_timeout="stop", **QUICK)
    assert given(caught.value.deployment).stopped is True
    until(lambda: service.records()[0]["state"] == "abort")


def test_an_answer_that_was_lost_is_found_in_the_history(service: Emulator, client: cad.Client) -> None:
    service.faults({"kind": "cut_after_work", "path": "/start"})
    deployment = client.deploy(service.task_ids[0], params={"version": "1"}, **QUICK)
    [record] = service.records()
    assert (deployment.adopted, deployment.record_id) == (True, record["record_id"])


def test_a_busy_application_is_waited_for(service: Emulator, client: cad.Client) -> None:
    service.foreign(service.task_ids[0])
    with pytest.raises(cad.BusyError):
        client.deploy(service.task_ids[0], **QUICK)
    deployment = client.deploy(service.task_ids[0], wait_until_idle=60, **QUICK)
    assert deployment.state == "succeeded"
    assert len(service.records()) == 2


def test_a_dry_run_starts_nothing(service: Emulator, client: cad.Client) -> None:
    looked = client.deploy(service.task_ids[0], dry_run=True)
    assert looked.dry_run is True and given(looked.checks)[0].ok is True
    with pytest.raises(cad.NotFoundError):
        client.deploy("0" * 32, dry_run=True)
    assert service.records() == []


def test_a_record_is_watched_shown_stopped_and_gone_back_to(service: Emulator, client: cad.Client) -> None:
    task, app = service.task_ids[0], service.app_ids[0]
    started = client.start_deploy_task(task, params={"version": "v1"})
    assert client.watch(task, started.id, **QUICK).record_id == started.id
    assert given(client.show_deploy_status(task, started.id).result).status == "succeeded"
    assert [param.value for param in given(client.show_execution_params(task, started.id).body)] == ["v1"]
    log = client.show_app_log(app, started.id, offset="0", end_offset="0")
    assert given(log.result).text

    service.outcomes({"end": "succeeded", "duration_ms": 60_000})
    again = client.rollback_records(task, started.id)
    assert client.stop_deploy_task_record(task, again.id).status == "success"
    with pytest.raises(cad.DeploymentStoppedError):
        client.watch(task, again.id, **QUICK)

    records = client.list_records(task, limit=10)
    assert [record.execution_id for record in records] == [again.id, started.id]
    assert [record.execution_id for record in client.list_records(task, limit=1)] == [again.id]


def test_records_of_many_weeks_are_walked_through(service: Emulator, client: cad.Client) -> None:
    records: list[OldRecord] = [{"days_ago": day, "state": "succeeded"} for day in (1, 40, 80)]
    service.history(service.task_ids[0], *records)
    assert len(client.list_records(service.task_ids[0])) == 3


def test_applications_tasks_and_figures(service: Emulator, client: cad.Client) -> None:
    app, task = service.app_ids[0], service.task_ids[0]
    client.deploy(task, **QUICK)
    detail = given(client.show_app_detail_by_id(cad.ShowAppDetailByIdRequest(app)).result)
    assert given(detail.arrange_infos)[0].id == task
    page = client.list_all_app(page=1, size=100, states=["succeeded"])
    assert [found.id for found in given(page.result)] == [app]
    assert given(client.list_deploy_tasks(page=1, size=100).total_num) >= 1
    assert client.show_deploy_task_detail(task).state == "Available"
    today = given(client.list_records(task)[0].start_time)[:10]
    window = Window(start_date=today, end_date=today)
    assert client.list_deploy_task_history_by_date(task, page=1, size=10, **window).total_num == 1
    [rate] = given(client.list_task_success_rate(task_ids=[task], **window).tasks_success_rate)
    assert (rate.task_id, rate.record_count) == (task, 1)
    assert client.show_project_success_rate(service.project_id, **window).record_count == 1

    client.update_app_disable_status(app, True)
    assert given(client.show_app_detail_by_id(app).result).is_disable is True
    client.update_app_disable_status(cad.UpdateAppDisableStatusRequest(app, {"is_disable": False}))
    assert client.call_api("GET", f"/v1/applications/{app}/info")["result"]["is_disable"] is False


def test_an_exception_in_on_event_ends_the_watching_and_knows_the_outcome(
    service: Emulator, client: cad.Client
) -> None:
    service.outcomes({"end": "succeeded", "duration_ms": 60_000})

    def stumble(event: Document) -> None:
        if event["event"] == "state":
            raise KeyError("stumbled")

    with pytest.raises(KeyError, match="stumbled") as caught:
        client.deploy(service.task_ids[0], on_event=stumble, **QUICK)
    assert hasattr(caught.value, "deployment_outcome")
    outcome = caught.value.deployment_outcome
    assert type(outcome) is cad.OperationCancelledError
    assert (outcome.outcome, outcome.record_id) == ("started", service.records()[0]["record_id"])


@pytest.mark.parametrize("on_cancel, state", [("leave", "running"), ("stop", "abort")])
def test_ctrl_c_leaves_the_deployment_or_stops_it(service: Emulator, on_cancel: str, state: str) -> None:
    service.outcomes({"end": "succeeded", "duration_ms": 60_000})
    code = f"""
    try:
        client.deploy(task, interval=0.01, on_cancel="{on_cancel}", on_event=lambda event: print(event, flush=True))
    except KeyboardInterrupt as error:
        told = error.deployment_outcome
        print(told.outcome, told.record_id)
    """
    with Program(service, code) as program:
        while "running" not in program.line():
            pass
        program.interrupt()
        said = program.end().splitlines()[-1]
    [record] = service.records()
    assert said == f"started {record['record_id']}"
    until(lambda: service.records()[0]["state"] == state)


def test_asyncio_follows_deployments_side_by_side(service: Emulator) -> None:
    async def main() -> tuple[list[cad.Deployment], list[Document]]:
        events: list[Document] = []
        async with cad.AsyncClient(endpoint=service.endpoint, token=service.token) as client:
            deployments = await asyncio.gather(
                *(client.deploy(task, on_event=events.append, **QUICK) for task in service.task_ids[:2])
            )
        return deployments, events

    deployments, events = asyncio.run(main())
    assert {deployment.record_id for deployment in deployments} == {record["record_id"] for record in service.records()}
    assert {event["record_id"] for event in events if event["event"] == "state"} == {
        deployment.record_id for deployment in deployments
    }


def test_a_cancelled_task_stops_its_deployment_if_asked_to(service: Emulator) -> None:
    service.outcomes({"end": "succeeded", "duration_ms": 60_000})

    async def main() -> asyncio.CancelledError:
        running = asyncio.Event()

        def look(event: Document) -> None:
            if event.get("state") == "running":
                running.set()

        async with cad.AsyncClient(endpoint=service.endpoint, token=service.token) as client:
            task = asyncio.ensure_future(
                client.deploy(service.task_ids[0], on_cancel="stop", on_event=look, **QUICK)
            )
            await asyncio.wait_for(running.wait(), 60)
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await task
        return caught.value

    assert cancelled_by(asyncio.run(main())).outcome == "started"
    until(lambda: service.records()[0]["state"] == "abort")


@pytest.fixture
def environment(service: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """Where the examples look for the service."""
    monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", service.endpoint)
    monkeypatch.setenv("CODEARTS_DEPLOY_TOKEN", service.token)
    return service


def test_the_example_deploy_shows_the_progress_and_the_end(environment: Emulator) -> None:
    done = run_example("deploy.py", environment.task_ids[0], "1.2.3")
    assert done.returncode == 0, done.stderr
    assert "is succeeded" in done.stdout and "begins" in done.stdout
    assert f"record {environment.records()[0]['record_id']}" in done.stdout


def test_the_example_deploy_names_the_step_that_failed(environment: Emulator) -> None:
    environment.outcomes({"end": "failed", "failed_step": 1})
    done = run_example("deploy.py", environment.task_ids[0], "1.2.3")
    assert done.returncode == 1
    assert "The step that failed: " in done.stderr and "not known" not in done.stderr


def test_the_example_start_many_says_what_became_of_each(environment: Emulator) -> None:
    environment.faults({"kind": "cut_after_work", "path": environment.task_ids[1]})
    done = run_example("start_many.py", "1.2.3", environment.task_ids[0], "0" * 32, environment.task_ids[1])
    assert done.returncode == 1
    assert f"{environment.task_ids[0]}: started as record" in done.stdout
    assert f"before you start them again: {environment.task_ids[1]}" in done.stderr


def test_the_example_for_asyncio_deploys_side_by_side(environment: Emulator) -> None:
    done = run_example("asyncio_deploy.py", "1.2.3", *environment.task_ids[:2])
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": succeeded") == 2
