"""No bad reply is a success: each is an error with its status, and says what a second try would mean."""
import email.utils
import gzip
import json
import time
from typing import Any, NamedTuple

import pytest

from abi import SECRET_TOKEN, SECRET_VALUE, TASK, Library
from fault_server import RESET, FaultServer, reply

RECORD = "0ee9c8e6a7dc44109541e53c6dccf47c"
GOOD = json.dumps({"id": RECORD, "task_id": TASK})
PAGE = "<!DOCTYPE html><html><head><title>Log in</title></head>" + "<p>padding</p>" * 350 + "</html>"
BAD_RESPONSE, SERVICE = "CAD_E_BAD_RESPONSE", "CAD_E_SERVICE"


class Row(NamedTuple):
    name: str
    steps: tuple[Any, ...]
    status: str
    outcome: str
    more: dict = {}  # further members of the error document


def ok(body: Any, name: str) -> Row:
    """A 200 whose body cannot be used."""
    return Row(f"200 with {name}", (reply("200 OK", body),), BAD_RESPONSE, "unknown", {"http_status": 200})


def cut(steps: tuple[Any, ...], name: str) -> Row:
    """No whole answer after the request was written."""
    return Row(name, steps, BAD_RESPONSE, "unknown")


def dialect(name: str, document: Any, code: str, message: str) -> Row:
    more = {"http_status": 200, "error_code": code, "error_msg": message}
    return Row(f"200 with {name}", (reply("200 OK", json.dumps(document)),), SERVICE, "refused", more)


def http(line: str, status: str, outcome: str, body: Any = "{}", *headers: str, **more: Any) -> Row:
    return Row(line, (reply(line, body, *headers),), status, outcome, {"http_status": int(line.split()[0]), **more})


def coded(code: str) -> str:
    return json.dumps({"error_code": code, "error_msg": "no"}, ensure_ascii=False)


HUGE = b'{"id": "%s", "x": "' % RECORD.encode() + b"x" * (64 << 20) + b'"}'
BOMB = gzip.compress(HUGE)
UNMEASURED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"

ROWS = [
    ok("hello", "a word"), ok(PAGE, "a login page"), ok(f"[{GOOD}]", "an array"), ok("null", "null"),
    ok("5", "a number"), ok(GOOD[:-5], "truncated JSON"), ok("", "an empty body"),
    ok(GOOD + " x", "text behind the JSON"),
    ok("{}", "no id"), ok('{"id": 5}', "a number for an id"), ok('{"id": null}', "null for an id"),
    ok('{"id": ["x"]}', "an array for an id"), ok('{"id": ""}', "an empty id"), ok('{"id": "a", "id": "b"}', "two ids"),
    ok('{"id": "a", "i\\u0064": "b"}', "two ids, one escaped"),
    ok(b'{"id": "%s", "x": "\xff"}' % RECORD.encode(), "invalid UTF-8"), ok(GOOD[:-1] + ', "x": "\0"}', "a NUL"),
    ok(GOOD[:-1] + ', "x": ' + "[" * 70 + "]" * 70 + "}", "too deep nesting"), ok("[" * 100000, "100,000 brackets"),
    Row("204", (b"HTTP/1.1 204 No Content\r\n\r\n",), BAD_RESPONSE, "unknown", {"http_status": 204}),
    http("302 Found", BAD_RESPONSE, "unknown", GOOD, "Location: /elsewhere"),
    http("307 Temporary Redirect", BAD_RESPONSE, "unknown", GOOD, "Location: /elsewhere"),
    http("304 Not Modified", BAD_RESPONSE, "unknown", ""),

    dialect("a gateway error", {"error_msg": "no", "error_code": "APIGW.0106", "request_id": "r"}, "APIGW.0106", "no"),
    dialect("a service error", {"error_code": "Deploy.00011042", "error_msg": "应用"}, "Deploy.00011042", "应用"),
    dialect("both forms, which differ", {"error": {"code": "DEV-12-10303", "reason": "无"}, "status": "error",
                                         "error_code": "Deploy.00015905", "error_msg": "无"}, "Deploy.00015905", "无"),
    dialect("both forms", {"error": {"code": "Deploy.00021423", "message": "m"}, "error_code": "Deploy.00021423",
                           "error_msg": "m", "status": "failed"}, "Deploy.00021423", "m"),
    dialect("the documents' form", {"error": {"code": "DEV.CH.10001", "message": "Param invalid"}, "status": "failed"},
            "DEV.CH.10001", "Param invalid"),
    dialect("IAM's form", {"error": {"code": 400, "message": "Bad", "title": "T"}}, "400", "Bad"),
    dialect("camel case", {"errorCode": "X.1", "errorMsg": "m"}, "X.1", "m"),
    http("200 with status error alone", SERVICE, "refused", '{"status": "error"}'),
    http("200 that says busy", "CAD_E_BUSY", "refused", coded("Deploy.00060218")),
    http("200 with an id and an error", BAD_RESPONSE, "unknown", json.dumps({"id": RECORD, "error_code": "X"})),

    http("400 Bad Request", SERVICE, "refused", coded("Deploy.00011042"), error_code="Deploy.00011042"),
    http("400 Bad request, labelled HTML", SERVICE, "refused", coded("Deploy.00015905"),
         "Content-Type: text/html; charset=UTF-8", error_code="Deploy.00015905"),
    *(http(f"400 Busy {code}", "CAD_E_BUSY", "refused", coded(code), error_code=code)
      for code in ("Deploy.00011027", "Deploy.00011161", "Deploy.00015829", "Deploy.00060218")),
    http("401 Unauthorized", "CAD_E_AUTHENTICATION", "refused", coded("APIGW.0301"), error_code="APIGW.0301"),
    http("403 Forbidden", "CAD_E_PERMISSION", "refused", coded("Deploy.00011154"), error_code="Deploy.00011154"),
    http("404 Not Found", "CAD_E_NOT_FOUND", "refused", coded("Deploy.00011020"), error_code="Deploy.00011020"),
    http("404 Not Found, HTML", "CAD_E_NOT_FOUND", "refused", PAGE),
    http("413 Content Too Large", SERVICE, "refused", ""),
    http("429 seconds", "CAD_E_THROTTLED", "refused", coded("APIGW.0308"), "Retry-After: 2", retry_after_ms=2000),
    http("429 without a word", "CAD_E_THROTTLED", "refused", ""),
    http("429 unreadable", "CAD_E_THROTTLED", "refused", "{", "Retry-After: soon"),
    http("500 Internal Server Error", SERVICE, "unknown", coded("Deploy.00099999"), "X-Request-Id: r-1",
         error_code="Deploy.00099999", request_id="r-1"),
    http("502 Bad Gateway", SERVICE, "unknown", PAGE, "Content-Type: text/html"),
    http("503 Service Unavailable", SERVICE, "unknown", "", "Retry-After: 1", retry_after_ms=1000),

    cut((reply("200 OK", GOOD, length=len(GOOD) + 10),), "less than Content-Length says"),
    cut((CHUNKED + b"%x\r\n" % (len(GOOD) + 9) + GOOD.encode(),), "a chunk cut"),
    cut((CHUNKED + b"%x\r\n" % len(GOOD) + GOOD.encode() + b"\r\n",), "the last chunk missing"),
    cut((b"HTTP/1.1 200 OK\r\nContent-Le",), "headers cut"), cut((GOOD.encode(),), "a body without headers"),
    cut((b"SSH-2.0-OpenSSH_9.2\r\n",), "another protocol"),
    cut((b"HTTP/1.1 abc OK\r\n\r\n",), "a status that is no number"),
    cut((), "closed without an answer"), cut((RESET,), "reset"),
    cut((UNMEASURED + HUGE,), "64 MiB"), cut((reply("200 OK", HUGE),), "64 MiB, announced"),
    cut((reply("200 OK", BOMB, "Content-Encoding: gzip"),), "64 MiB in 64 KiB of gzip"),
    cut((reply("200 OK", GOOD, "Content-Encoding: gzip"),), "gzip that is none"),
    cut((reply("200 OK", GOOD, "Content-Encoding: unheard-of"),), "an unknown encoding"),
]


def request() -> dict:
    return {"task_id": TASK, "params": [{"key": "password", "value": SECRET_VALUE, "type": "encrypt"}]}


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_a_bad_reply_is_an_error(cad: Library, row: Row) -> None:
    config = {"token": SECRET_TOKEN, "max_attempts": 1}
    with FaultServer(*row.steps) as server, cad.client(endpoint=server.endpoint, **config) as client:
        answer = client.start(**request())
        assert (answer.status, answer.outcome) == (row.status, row.outcome)
        assert {name: answer.document.get(name) for name in row.more} == row.more
        assert answer.document["attempts"] == 1 == len(server.requests)
        assert len(json.dumps(answer.document)) < 4000  # a page of HTML is no message


def test_the_harness_can_give_a_good_reply(cad: Library) -> None:
    with FaultServer(reply("200 OK", GOOD, "X-Request-Id: r-2")) as server:
        with cad.client(endpoint=server.endpoint, token=SECRET_TOKEN, max_attempts=1) as client:
            answer = client.start(**request())
    assert answer.status == "CAD_OK"
    assert answer.document == {
        "id": RECORD, "task_id": TASK, "_meta": {"http_status": 200, "request_id": "r-2", "attempts": 1}}


@pytest.mark.parametrize("seconds", [30, -30])
def test_retry_after_may_be_a_date(cad: Library, seconds: int) -> None:
    date = email.utils.formatdate(time.time() + seconds, usegmt=True)
    with FaultServer(reply("429 Too Many Requests", "", f"Retry-After: {date}")) as server:
        with cad.client(endpoint=server.endpoint, token=SECRET_TOKEN, max_attempts=1) as client:
            wait = client.start(**request()).document["retry_after_ms"]
    assert 0 <= wait <= max(0, seconds) * 1000


def test_a_redirect_is_not_followed_to_another_port(cad: Library) -> None:
    with FaultServer(reply("200 OK", GOOD)) as other:
        for code in (301, 302, 303, 307, 308):
            with FaultServer(reply(f"{code} Moved", "", f"Location: {other.endpoint}/v2/tasks/{TASK}/start")) as server:
                with cad.client(endpoint=server.endpoint, token=SECRET_TOKEN, max_attempts=1) as client:
                    answer = client.start(**request())
            assert (answer.status, answer.outcome) == (BAD_RESPONSE, "unknown")
        assert other.connections == 0
