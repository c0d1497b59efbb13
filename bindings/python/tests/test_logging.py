"""The logger `codearts_deploy`: what it is told, at which level, on which thread, and what it never learns."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

import codearts_deploy as cad
from codearts_deploy.testing import Emulator
from tests.conftest import Document, Run

SECRET = "hunter2-5e0c1d"
LINE = re.compile(r"(\w+) (\S+): (\S+) in (\d+) ms \((.*)\)")


Log = pytest.LogCaptureFixture


@pytest.fixture
def log(caplog: Log) -> Iterator[Log]:
    """What is logged, from DEBUG on."""
    with caplog.at_level(logging.DEBUG, "codearts_deploy"):
        yield caplog


def messages(log: Log, level: int) -> list[str]:
    return [record.getMessage() for record in log.records if record.levelno == level]


def requests(log: Log) -> list[tuple[str, ...]]:
    """Method, path, status, milliseconds and details of each request."""
    found = []
    for message in messages(log, logging.INFO):
        match = LINE.fullmatch(message)
        assert match, message
        found.append(match.groups())
    return found


def test_each_attempt_is_a_line(service: Emulator, client: cad.Client, log: Log) -> None:
    task, record = service.task_ids[0], client.start_deploy_task(service.task_ids[0]).id
    log.clear()
    service.faults({"kind": "error", "http_status": 503, "dialect": 1})
    reply = client.show_deploy_status(task, record)
    failed, taken = requests(log)
    assert failed[:3] == ("GET", f"/v2/tasks/{task}/state", "503") and taken[2] == "200"
    about = f"task {task}, record {record}"
    assert taken[4] == f"show_deploy_status, {about}, request id {reply.request_id}, attempt 2"
    [retry] = messages(log, logging.WARNING)
    assert retry.startswith(f"show_deploy_status, {about}: retry attempt=1 ") and "Backend unavailable" in retry


def test_polls_are_lines_too_and_other_events_are_at_debug(
    service: Emulator, client: cad.Client, log: Log
) -> None:
    service.settings(pending_ms=0, step_ms=10)
    deployment = client.deploy(service.task_ids[0], interval=0.01)
    assert len(requests(log)) == service.requests()
    told = messages(log, logging.DEBUG)
    assert any(f"record {deployment.record_id}: state state=succeeded" in message for message in told)
    assert {record.name for record in log.records} == {"codearts_deploy"}


def test_a_query_is_left_out(service: Emulator, client: cad.Client, log: Log) -> None:
    client.call_api("GET", f"/v1/applications/{service.app_ids[0]}/info", query={"secret": SECRET})
    [request] = requests(log)
    assert "?" not in request[1] and SECRET not in str([record.__dict__ for record in log.records])


def test_who_listens_to_events_hears_the_same_as_without_a_log(
    service: Emulator, client: cad.Client, log: Log
) -> None:
    service.settings(pending_ms=0, step_ms=10)
    events: list[Document] = []
    client.deploy(service.task_ids[0], interval=0.01, on_event=events.append)
    assert events and "answer" not in {event["event"] for event in events}
    with client.submit("start_deploy_task", {"task_id": service.task_ids[0]}) as operation:
        operation.wait()
        assert [event["event"] for event in operation.events()] == ["attempt"]
    with client.submit(
        "start_deploy_task", {"task_id": service.task_ids[0], "_options": {"answers": True}}
    ) as operation:
        assert [event["event"] for event in operation.events()] == ["attempt", "answer"]


def test_all_is_logged_by_the_thread_that_calls(
    service: Emulator, client: cad.Client, log: Log
) -> None:
    service.settings(pending_ms=0, step_ms=10)
    thread = threading.Thread(target=lambda: client.deploy(service.task_ids[0], interval=0.01))
    thread.start()
    thread.join()
    assert requests(log) and {record.thread for record in log.records} == {thread.ident}


def test_asyncio_logs_the_same(service: Emulator, aclient: cad.AsyncClient, run: Run, log: Log) -> None:
    service.settings(pending_ms=0, step_ms=10)
    run(aclient.deploy(service.task_ids[0], interval=0.01))
    assert len(requests(log)) == service.requests()


def test_many_starts_are_lines(service: Emulator, client: cad.Client, log: Log) -> None:
    forms: list[cad.Results] = ["stream", "collect"]
    for results in forms:
        service.reset()
        log.clear()
        items = [{"task_id": task} for task in service.task_ids]
        found = list(client.start_many(items, results=results))
        assert len(found) == len(items) == len(requests(log))


def test_a_request_of_json_text_is_logged_and_keeps_its_lines(
    service: Emulator, client: cad.Client, log: Log
) -> None:
    client.call("start_deploy_task", '{"task_id": "%s"}' % service.task_ids[0])
    assert len(requests(log)) == 1
    with pytest.raises(cad.ValidationError) as caught:
        client.call("start_deploy_task", '{\n"task_id": 5}')
    [fault] = caught.value.violations
    assert (fault.path, fault.line, fault.column) == ("task_id", 2, 12)


def test_no_secret_is_logged(service: Emulator, log: Log) -> None:
    params = {"password:encrypt": SECRET}
    with cad.Client(endpoint=service.endpoint, token=SECRET) as client, pytest.raises(cad.AuthenticationError):
        client.start_deploy_task(service.task_ids[0], params=params)
    service.settings(pending_ms=0, step_ms=10)
    with cad.Client(endpoint=service.endpoint, token=service.token) as client:
        client.deploy(service.task_ids[0], params=params, interval=0.01)
    assert requests(log) and SECRET not in str([record.__dict__ for record in log.records])


def test_a_warning_is_logged_and_issued_all_the_same(
    service: Emulator, client: cad.Client, log: Log
) -> None:
    service.settings(pending_ms=0, step_ms=10, declared=["version"])
    with pytest.warns(cad.DeployWarning, match="surplus"):
        client.deploy(service.task_ids[0], params={"surplus": "1"}, interval=0.01)
    assert any("surplus" in message for message in messages(log, logging.WARNING))


def test_at_the_level_of_warnings_nothing_else_is_asked_of_the_library(
    service: Emulator, client: cad.Client, caplog: Log
) -> None:
    with caplog.at_level(logging.WARNING, "codearts_deploy"):
        client.show_app_detail_by_id(service.app_ids[0])
        assert caplog.records == []
        service.faults({"kind": "error", "http_status": 503, "dialect": 1})
        client.show_app_detail_by_id(service.app_ids[0])
    assert [record.levelname for record in caplog.records] == ["WARNING"]


UNHEARD = """
import logging, sys
import codearts_deploy as cad
from codearts_deploy import _observer
endpoint, token, application = sys.argv[1:]
assert _observer.observer_of("deploy") is None
with cad.Client(endpoint=endpoint, token=token) as client:
    client.show_app_detail_by_id(application)
logger = logging.getLogger("codearts_deploy")
assert [type(handler) for handler in logger.handlers] == [logging.NullHandler], logger.handlers
assert logging.getLogger().handlers == []
logging.basicConfig(level=logging.CRITICAL)
assert _observer.observer_of("deploy") is None
"""


def test_where_no_handler_takes_it_there_is_no_observer_and_no_output(service: Emulator) -> None:
    service.faults({"kind": "error", "http_status": 503, "dialect": 1})
    command = [sys.executable, "-c", UNHEARD, service.endpoint, service.token, service.app_ids[0]]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
