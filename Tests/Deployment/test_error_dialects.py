"""The service's errors come in seven forms, under any HTTP status: each is read to code, message and request id."""
from typing import Any, NamedTuple

import pytest

from abi import TASK, Answer, Client, Library
from answering_server import RECORD
from emulator import Service
from fault_server import NEXT, FaultServer, reply
from following import call

CODE, WORDS = "Deploy.00099999", "完全没有 \"quotes\" \\ and\nlines"


class Dialect(NamedTuple):
    number: int
    #: 6 is IAM's, whose code is the HTTP status.
    code: str | None = CODE


DIALECTS = [Dialect(number, None if number == 6 else CODE) for number in range(1, 8)]
EACH = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: f"dialect {dialect.number}")


def start(client: Client) -> Answer:
    return client.start(task_id=TASK)


def state(client: Client) -> Answer:
    return call(client, "show_deploy_status", task_id=TASK, record_id=RECORD)


OF_A_START_AND_A_GET = pytest.mark.parametrize("ask", [start, state], ids=lambda ask: ask.__name__)


@EACH
@OF_A_START_AND_A_GET
@pytest.mark.parametrize("http_status", [400, 403, 404, 409])
def test_an_error_is_read_in_every_form(
        client: Client, service: Service, dialect: Dialect, ask: Any, http_status: int) -> None:
    service.fault("error", dialect=dialect.number, http_status=http_status, code=CODE, message=WORDS)
    answer = ask(client)
    expected = {403: "CAD_E_PERMISSION", 404: "CAD_E_NOT_FOUND"}.get(http_status, "CAD_E_SERVICE")
    document = answer.document
    assert (answer.status, document["http_status"]) == (expected, http_status)
    assert document["error_code"] == (dialect.code or str(http_status))
    assert document["error_msg"] == WORDS and document["request_id"]
    assert document["error_code"] in document["message"]
    assert answer.outcome == ("refused" if ask is start else None)
    assert service.requests() == 1 and service.records() == []


@EACH
@OF_A_START_AND_A_GET
def test_an_error_inside_a_200_is_an_error(
        client: Client, service: Service, dialect: Dialect, ask: Any) -> None:
    service.fault("error", dialect=dialect.number, http_status=200, code=CODE, message=WORDS)
    answer = ask(client)
    assert answer.status == "CAD_E_SERVICE"
    assert answer.document["error_code"] == (dialect.code or "400") and answer.document["error_msg"] == WORDS
    assert answer.document["http_status"] == 200
    assert answer.outcome == ("refused" if ask is start else None)


@EACH
@OF_A_START_AND_A_GET
def test_a_server_error_is_read_in_every_form(
        client: Client, service: Service, dialect: Dialect, ask: Any) -> None:
    service.fault("error", dialect=dialect.number, http_status=500, code=CODE, message=WORDS, times=9)
    answer = ask(client)
    assert (answer.status, answer.document["http_status"]) == ("CAD_E_SERVICE", 500)
    assert answer.document["error_msg"] == WORDS and answer.document["request_id"]
    # A question is asked again, a start never.
    assert (answer.outcome, answer.attempts) == (("unknown", 1) if ask is start else (None, 3))
    assert service.requests() == answer.attempts


@pytest.mark.parametrize("code, status", [
    ("Deploy.00011027", "CAD_E_BUSY"), ("Deploy.00011161", "CAD_E_BUSY"), ("Deploy.00015829", "CAD_E_BUSY"),
    ("Deploy.00060218", "CAD_E_BUSY"), ("Deploy.00011154", "CAD_E_PERMISSION"),
    ("Deploy.00011020", "CAD_E_NOT_FOUND"), ("Deploy.00011303", "CAD_E_NOT_FOUND"),
    ("Deploy.00016902", "CAD_E_NOT_FOUND"), ("Deploy.00011042", "CAD_E_SERVICE"),
    ("APIGW.0301", "CAD_E_AUTHENTICATION"), ("APIG.0301", "CAD_E_AUTHENTICATION"),
])
@pytest.mark.parametrize("dialect", [1, 2, 3, 4, 5, 7])
@OF_A_START_AND_A_GET
def test_a_code_says_more_than_the_http_status(
        client: Client, service: Service, code: str, status: str, dialect: int, ask: Any) -> None:
    service.fault("error", dialect=dialect, http_status=400, code=code)
    answer = ask(client)
    assert (answer.status, answer.document["error_code"]) == (status, code)


@pytest.mark.parametrize("content_type", ["text/html; charset=UTF-8", "text/plain", "", "application/octet-stream"])
@pytest.mark.parametrize("status", ["200 OK", "400 Bad Request"])
@OF_A_START_AND_A_GET
def test_an_error_is_read_whatever_the_content_type_says(
        cad: Library, content_type: str, status: str, ask: Any) -> None:
    body = ('{"error":{"code":"DEV-12-10303","reason":"无执行记录"},"status":"error",'
            '"error_code":"Deploy.00011042","error_msg":"无执行记录"}')
    answer_bytes = reply(status, body, f"Content-Type: {content_type}", "X-Request-Id: request-1")
    with FaultServer(answer_bytes, NEXT) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        answer = ask(client)
    document = answer.document
    told = (answer.status, document["error_code"], document["error_msg"], document["request_id"])
    assert told == ("CAD_E_SERVICE", "Deploy.00011042", "无执行记录", "request-1")


@pytest.mark.parametrize("content_type", ["text/html; charset=UTF-8", "application/json;charset=utf-8"])
def test_a_success_is_read_whatever_the_content_type_says(cad: Library, content_type: str) -> None:
    body = '{"id":"%s","new":{"a":[1,2.50,null]}}' % RECORD
    with FaultServer(reply("200 OK", body, f"Content-Type: {content_type}")) as server, cad.client(
            endpoint=server.endpoint, token="t") as client:
        answer = start(client)
    assert answer.status == "CAD_OK" and answer.document["new"] == {"a": [1, 2.5, None]}


def test_the_gateways_request_id_counts_where_no_header_has_one(cad: Library) -> None:
    body = '{"error_msg":"m","error_code":"APIGW.0106","request_id":"of-the-body"}'
    with FaultServer(reply("400 Bad Request", body)) as server, cad.client(
            endpoint=server.endpoint, token="t") as client:
        assert start(client).document["request_id"] == "of-the-body"


@pytest.mark.parametrize("shape", ["documented", "renamed", "flat_status", "flat"])
@pytest.mark.parametrize("end", ["succeeded", "failed", "abort", "timeout"])
def test_a_failed_deployment_is_no_failed_question(
        client: Client, service: Service, shape: str, end: str) -> None:
    service.settings(status_shape=shape)
    record = service.somebody_else_starts(end=end, pending_ms=0, duration_ms=0)
    answer = call(client, "show_deploy_status", task_id=TASK, record_id=record)
    assert answer.status == "CAD_OK", answer
    inner = answer.document.get("result", answer.document)
    assert end in (inner.get("status"), inner.get("state"))
