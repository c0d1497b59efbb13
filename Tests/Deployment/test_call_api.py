"""Any other API of the service: signed and checked like the rest, repeated only where that does no harm."""
import json

import pytest

from abi import TASK, Client, Library
from answering_server import RECORD
from emulator import Service
from fault_server import NEXT, FaultServer, reply
from following import call

PATH = f"/v2/tasks/{TASK}"


def test_an_object_comes_back_as_it_is(client: Client, service: Service) -> None:
    answer = call(client, "call_api", method="GET", path=PATH)
    assert answer.status == "CAD_OK" and answer.document["task_id"] == TASK
    assert answer.outcome is None


def test_an_array_comes_back_as_items(client: Client, service: Service) -> None:
    record = service.somebody_else_starts()
    path = f"/v2/history/tasks/{TASK}/params"
    answer = call(client, "call_api", method="GET", path=path, query={"record_id": record})
    assert (answer.status, answer.document["items"]) == ("CAD_OK", [])
    assert answer.document["_meta"]["http_status"] == 200


def test_nothing_comes_back_as_an_empty_object(cad: Library) -> None:
    with FaultServer(b"HTTP/1.1 204 No Content\r\n\r\n") as server, cad.client(
            endpoint=server.endpoint, token="t") as client:
        answer = call(client, "call_api", method="DELETE", path="/v1/applications/x")
    assert answer.status == "CAD_OK" and set(answer.document) == {"_meta"}


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("status", ["503 Service Unavailable", "500 Internal Server Error", "502 Bad Gateway"])
def test_a_get_alone_is_sent_again_after_a_server_error(cad: Library, method: str, status: str) -> None:
    with FaultServer(reply(status, "{}"), NEXT) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        answer = call(client, "call_api", method=method, path="/v1/anything")
    repeated = method == "GET"
    assert answer.status == "CAD_E_SERVICE" and len(server.requests) == answer.attempts == (3 if repeated else 1)
    assert answer.outcome == (None if repeated else "unknown")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_get_alone_is_sent_again_after_a_lost_answer(client: Client, service: Service, method: str) -> None:
    service.fault("cut_after_work")
    body = {} if method == "GET" else {"body": {"project_id": service.project_id, "page": 1, "size": 1}}
    path = PATH if method == "GET" else "/v1/applications/list"
    answer = call(client, "call_api", method=method, path=path, **body)
    if method == "GET":
        assert (answer.status, answer.attempts, service.requests()) == ("CAD_OK", 2, 2)
    else:
        assert (answer.status, answer.outcome, service.requests()) == ("CAD_E_BAD_RESPONSE", "unknown", 1)


def test_what_the_gateway_refused_was_not_done_and_is_sent_again(client: Client, service: Service) -> None:
    service.fault("throttle", retry_after="0")
    body = {"project_id": service.project_id, "page": 1, "size": 1}
    answer = call(client, "call_api", method="POST", path="/v1/applications/list", body=body)
    assert (answer.status, answer.attempts) == ("CAD_OK", 2)


def test_a_start_by_this_way_is_never_sent_twice_either(client: Client, service: Service) -> None:
    service.fault("cut_after_work")
    answer = call(client, "call_api", method="POST", path=PATH + "/start", body={})
    assert (answer.outcome, service.asked("/start"), len(service.records())) == ("unknown", 1, 1)


@pytest.mark.parametrize(
    "body", ["{}", "[]", '[1, "é", null]', "7", '"text"', "null", "true", '{"a": {"b": 1.50}}'])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_any_json_may_be_the_body_and_goes_out_as_it_was_written(cad: Library, method: str, body: str) -> None:
    with FaultServer(reply("200 OK", "{}")) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        answer = client.call('{"method": "%s", "path": "/v1/x", "body": %s}' % (method, body), "call_api")
    assert answer.status == "CAD_OK" and server.requests[0].body.decode() == body
    assert server.requests[0].line == f"{method} /v1/x HTTP/1.1"


def test_the_query_is_escaped_and_the_path_is_not(cad: Library) -> None:
    query = {"text": "a b/ü&=+%?#", "number": 1.50, "yes": True, "empty": "", "~-._": "~-._", "each": [2, "1"]}
    with FaultServer(reply("200 OK", "{}")) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        answer = call(client, "call_api", method="GET", path="/v1/a%20b/c~d", query=query)
    assert answer.status == "CAD_OK"
    assert server.requests[0].line == (
        "GET /v1/a%20b/c~d?each=1&each=2&empty=&number=1.5&text=a%20b%2F%C3%BC%26%3D%2B%25%3F%23&yes=true&~-._=~-._"
        " HTTP/1.1")


@pytest.mark.parametrize("path", ["/v1/../v2/x", "/./v1", "/v1/..", "/v1/%2e%2e/x", "/v1//x"])
def test_a_path_with_dots_is_refused_or_goes_out_as_it_was_signed(cad: Library, path: str) -> None:
    with FaultServer(reply("200 OK", "{}")) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        answer = call(client, "call_api", method="GET", path=path)
    if answer.status != "CAD_E_VALIDATION":
        assert server.requests[0].line == f"GET {path} HTTP/1.1"


def test_an_error_inside_a_200_is_an_error_here_too(cad: Library) -> None:
    body = json.dumps({"error_code": "Deploy.00011020", "error_msg": "gone"})
    with FaultServer(reply("200 OK", body)) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        answer = call(client, "call_api", method="GET", path="/v1/x")
    assert (answer.status, answer.document["error_code"]) == ("CAD_E_NOT_FOUND", "Deploy.00011020")


def test_a_path_that_no_api_has_is_not_found(client: Client, service: Service) -> None:
    answer = call(client, "call_api", method="GET", path="/v9/nothing")
    assert (answer.status, answer.document["error_code"]) == ("CAD_E_NOT_FOUND", "APIGW.0101")


@pytest.mark.parametrize("request_of", [
    {"method": "GET"}, {"path": "/v1/x"}, {"method": "get", "path": "/v1/x"}, {"method": "TRACE", "path": "/v1/x"},
    {"method": "GET", "path": "v1/x"}, {"method": "GET", "path": "/v1/x?a=1"}, {"method": "GET", "path": "/v1/x#y"},
    {"method": "GET", "path": "//elsewhere.invalid/x"}, {"method": "GET", "path": "/v1/a b"},
    {"method": "GET", "path": "/v1/\r\nX-Evil: 1"}, {"method": "GET", "path": "/v1/x", "body": {}},
    {"method": "GET", "path": "https://elsewhere.invalid/"}, {"method": "GET", "path": ""},
    {"method": "GET", "path": "/v1/x", "query": {"a": {"b": 1}}}, {"method": "GET", "path": "/v1/x", "query": "a=1"},
    {"method": "GET", "path": "/%zz"},
], ids=str)
def test_what_is_no_request_is_refused_before_it_is_sent(
        client: Client, service: Service, request_of: dict) -> None:
    answer = call(client, "call_api", **request_of)
    assert answer.status == "CAD_E_VALIDATION" and answer.faults and service.requests() == 0


def test_a_lost_record_can_be_looked_for_by_hand(client: Client, service: Service) -> None:
    answer = call(client, "call_api", method="GET", path=PATH + "/state", query={"record_id": RECORD})
    assert (answer.status, answer.document["error_code"]) == ("CAD_E_NOT_FOUND", "Deploy.00011303")
