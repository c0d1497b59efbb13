"""The documents that calls answer with: the example of the service's reference, `_meta`, and the error document."""
import json
import re
from pathlib import Path
from typing import Any

import pytest

from abi import SECRET_TOKEN, SECRET_VALUE, TASK, Library
from emulator import Service
from fault_server import FaultServer, reply

RULES = set("json type required length range count pattern forbidden enum duplicate unknown_field encoding depth size "
            "conflict".split())
MEMBERS = {
    "status": str, "message": str, "outcome": str, "retryable": bool, "violations": list, "http_status": int,
    "error_code": str, "error_msg": str, "request_id": str, "retry_after_ms": int, "attempts": int,
}


def test_the_example_of_the_documents_starts_a_deployment(
        cad: Library, service: Service, fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = (fixtures / "example-request.json").read_bytes()
    assert b'"trigger_source" : 0' in example  # as printed, although the table says that it is a string
    monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", service.endpoint)
    answer = cad.start_task(TASK, example, service.token)
    assert answer.status == "CAD_OK", answer
    documented = json.loads((fixtures / "example-reply.json").read_text())
    assert set(documented) <= set(answer.document)
    assert {name: type(answer.document[name]) for name in documented} == {
        name: type(value) for name, value in documented.items()}
    assert re.fullmatch("[0-9a-f]{32}", answer.document["id"])
    assert answer.document["task_id"] == TASK
    assert answer.document["job_name"].startswith(f"job_{answer.document['id']}_")
    [record] = service.records()
    assert record["record_id"] == answer.document["id"]
    assert record["trigger_source"] == "0"
    assert record["params"] == json.loads(example)["params"]


def test_a_result_tells_how_it_came(cad: Library, service: Service) -> None:
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        meta = client.start(task_id=TASK).document["_meta"]
    assert (meta["http_status"], meta["attempts"]) == (200, 1)
    assert set(meta) <= {"http_status", "attempts", "request_id"}


def test_unknown_fields_of_a_reply_are_kept_as_they_are(cad: Library) -> None:
    new = '{"a": [1.50, 1e2, 12345678901234567890, "\\u00e9😀", null, true]}'
    body = '{"id": "x", "new": %s, "_meta": {"from": "outside"}}' % new
    with FaultServer(reply("200 OK", body)) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        document = client.start(task_id=TASK).document
    assert document["new"] == json.loads(new)
    assert document["_meta"] == {"http_status": 200, "attempts": 1}  # ours, not the service's


def check_error(document: Any) -> None:
    """The shape that the header promises; a member that is not known is absent, never null."""
    assert set(document) <= set(MEMBERS)
    assert {"status", "message"} <= set(document)
    for name, value in document.items():
        assert type(value) is MEMBERS[name], name
    assert document.get("outcome", "not_sent") in ("not_sent", "refused", "started", "unknown")
    for violation in document.get("violations", []):
        assert {"path", "rule", "message"} <= set(violation) <= {"path", "rule", "message", "line", "column"}
        assert violation["rule"] in RULES
        assert ("line" in violation) == ("column" in violation)
        assert violation.get("line", 1) >= 1 and violation.get("column", 1) >= 1


def test_error_documents_have_the_shape_of_the_header(cad: Library, service: Service) -> None:
    documents = [
        cad.validate("{").document, cad.validate('{"task_id": 5, "x": 1}').document, cad.validate("").document,
        cad.validate("{}", "no_such_operation").document, cad.start_task("short").document,
        cad.client_new('{"endpoint": 5, "tokn": ""}')[0].document,
    ]
    with cad.client(endpoint=service.endpoint, token=SECRET_TOKEN) as client:
        documents.append(client.start(task_id=TASK).document)
    with cad.client(endpoint=service.endpoint, token=service.token, max_attempts=1) as client:
        documents.append(client.start(task_id="f" * 32).document)
        service.fault("throttle", retry_after="2")
        documents.append(client.start(task_id=TASK).document)
        service.fault("cut_after_work")
        documents.append(client.start(task_id=TASK).document)
    for document in documents:
        check_error(document)
    assert [document["status"] for document in documents[-4:]] == [
        "CAD_E_AUTHENTICATION", "CAD_E_NOT_FOUND", "CAD_E_THROTTLED", "CAD_E_BAD_RESPONSE"]
    assert documents[-2]["retry_after_ms"] == 2000


@pytest.mark.parametrize("dialect", range(1, 8))
@pytest.mark.parametrize("http_status, outcome", [(400, "refused"), (200, "refused"), (500, "unknown")])
def test_each_dialect_of_the_service_is_understood(
        cad: Library, service: Service, dialect: int, http_status: int, outcome: str) -> None:
    service.fault("error", dialect=dialect, http_status=http_status)
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        document = client.start(task_id=TASK).document
    check_error(document)
    assert document["status"] != "CAD_E_BAD_RESPONSE"
    assert (document["outcome"], document["http_status"]) == (outcome, http_status)
    assert document["error_code"] and document["error_msg"]
    assert service.records() == []


@pytest.mark.parametrize("wrong", [
    {"value": SECRET_VALUE + "{{"}, {"value": SECRET_VALUE * 1000}, {"value": SECRET_VALUE, "type": "encrpyt"},
    {"value": SECRET_VALUE, "key": ""}, {"value": [SECRET_VALUE]}, {"value": {SECRET_VALUE: 1}},
    {"valeu": SECRET_VALUE},
], ids=lambda wrong: str(list(wrong))[:40])
def test_no_error_repeats_the_value_of_a_parameter(cad: Library, wrong: dict) -> None:
    request = json.dumps({"task_id": TASK, "params": [{"key": "k", "value": "v", "type": "encrypt", **wrong}]})
    check_error(cad.validate(request).document)
    check_error(cad.validate(request[:-1]).document)  # that is no JSON


def test_no_error_repeats_the_token(cad: Library) -> None:
    for config in ('{"token": "%s\\n"}', '{"token": ["%s"]}', '{"token": "%s" "x"}', '{"token": "%s", "token": 5}'):
        answer, _ = cad.client_new(config % SECRET_TOKEN)
        assert answer.status == "CAD_E_CONFIGURATION"
        check_error(answer.document)
