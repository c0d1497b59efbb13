"""`_options.answers`: how each request ended, as an event; and `_options.traceparent`, a header of the caller's."""
from typing import Any

import pytest

from abi import START, TASK, TIME, Library
from emulator import Service
from following import deploy, run

ANSWERS = {"answers": True}
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def answers(events: list[dict]) -> list[dict]:
    return [event for event in events if event["event"] == "answer"]


@pytest.mark.parametrize("way", ["begin", "prepare"])
def test_each_attempt_has_its_answer(cad: Library, service: Service, way: str) -> None:
    service.fault("error", http_status=429, dialect=3)
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        begun = getattr(client, way)(START, task_id=TASK, _options=ANSWERS)
        with begun as operation:
            events = operation.events()
            reply = operation.wait().document
    refused, taken = answers(events)
    for number, answer in enumerate((refused, taken), start=1):
        assert TIME.fullmatch(answer["time"]) and answer["duration_ms"] >= 0
        assert (answer["attempt"], answer["operation"], answer["task_id"]) == (number, START, TASK)
        assert (answer["method"], answer["path"]) == ("POST", f"/v2/tasks/{TASK}/start")
    assert (refused["http_status"], refused["status"]) == (429, "CAD_E_THROTTLED")
    assert (taken["http_status"], taken["status"]) == (200, "CAD_OK")
    assert taken["request_id"] == reply["_meta"]["request_id"]


def test_polls_have_one_too_and_a_query_is_left_out(cad: Library, service: Service) -> None:
    service.settings(pending_ms=0, step_ms=0)
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        followed = deploy(client, _options=ANSWERS)
    told = answers(followed.events)
    assert len(told) == service.requests()
    assert {"show_deploy_status", START} <= {answer["operation"] for answer in told}
    assert all("?" not in answer["path"] for answer in told)


def test_a_request_for_a_credential_has_one_without_an_operation(cad: Library, service: Service) -> None:
    with cad.client(**service.iam()) as client:
        login, start = answers(run(client, START, task_id=TASK, _options=ANSWERS).events)
    assert (login["method"], login["path"], login["http_status"]) == ("POST", "/v3/auth/tokens", 201)
    assert "operation" not in login and start["operation"] == START


def test_a_connection_that_fails_is_an_answer_without_a_status_of_http(cad: Library) -> None:
    with cad.client(endpoint="http://127.0.0.1:9", token="t", max_attempts=1) as client:
        [answer] = answers(run(client, START, task_id=TASK, _options=ANSWERS).events)
    assert answer["status"] == "CAD_E_CONNECT" and not {"http_status", "request_id"} & answer.keys()


def test_without_the_wish_there_is_none(cad: Library, service: Service) -> None:
    service.settings(pending_ms=0, step_ms=0)
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        assert answers(deploy(client).events) == []


@pytest.mark.parametrize("credential", ["token", "key"])
@pytest.mark.parametrize("operation", [START, "deploy"])
def test_a_trace_is_sent_with_every_request_and_not_signed(
        cad: Library, service: Service, credential: str, operation: str) -> None:
    service.settings(pending_ms=0, step_ms=0)
    config = {"token": {"token": service.token}, "key": {"ak": service.facts["ak"], "sk": service.facts["sk"]}}
    request: Any = {"task_id": TASK, **({"interval_ms": 30} if operation == "deploy" else {})}
    with cad.client(endpoint=service.endpoint, **config[credential]) as client:
        assert run(client, operation, **request, _options={"traceparent": TRACE}).status == "CAD_OK"
    for came in service.last_requests(service.requests()):
        headers = {name.lower(): value for name, value in came["headers"]}
        assert headers["traceparent"] == TRACE
        assert "traceparent" not in headers.get("authorization", "")


@pytest.mark.parametrize("wrong", [
    "", "x", TRACE[:-1], TRACE + "0", TRACE.upper(), TRACE.replace("-", "_"), TRACE.replace("00-4b", "ff-4b"),
    f"00-{'0' * 32}-00f067aa0ba902b7-01", f"00-4bf92f3577b34da6a3ce929d0e0e4736-{'0' * 16}-01",
    "00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01", TRACE[:-1] + "\n",
])
def test_what_is_no_trace_is_refused(cad: Library, wrong: str) -> None:
    answer = cad.validate(f'{{"task_id": "{TASK}", "_options": {{"traceparent": {_json(wrong)}}}}}', START)
    assert answer.status == "CAD_E_VALIDATION" and {path for path, _ in answer.faults} == {"_options.traceparent"}


def _json(text: str) -> str:
    return '"' + text.replace("\n", "\\n") + '"'
