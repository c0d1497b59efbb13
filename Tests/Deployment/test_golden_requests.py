"""Every operation puts exactly these bytes on the wire, and gives the service's reply on as it came."""
import base64
import hashlib
import json
from typing import Any

import pytest

from abi import TASK, Client, Library
from emulator import Service
from following import private, text
from golden import GOLDEN, Golden

STANDARD = {"host", "user-agent", "accept", "accept-encoding", "x-auth-token"}
EACH = pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: golden.name)


@pytest.fixture
def names(service: Service) -> dict[str, str]:
    """What the words of the table stand for; the record has succeeded."""
    record = service.somebody_else_starts(
        text("version", "1.2.3"), text("port", "8080"), private("password", "x"), pending_ms=0, duration_ms=0)
    return {"$TASK": TASK, "$APP": service.app_id, "$PROJECT": service.project_id, "$RECORD": record}


def filled(value: Any, names: dict[str, str]) -> Any:
    words = json.dumps(value)
    for name, what in names.items():
        words = words.replace(name, what)
    return json.loads(words)


def test_the_table_has_every_call_of_the_service(cad: Library) -> None:
    document = cad.answer("cad_schema", None).document
    operations = {each["operationId"] for path in document["paths"].values() for each in path.values()}
    assert {golden.operation for golden in GOLDEN} >= operations - {
        "start_many", "list_records", "watch", "deploy", "prepare_deploy", "deploy_many"}


@EACH
def test_the_request_is_the_documented_one(client: Client, service: Service, names: dict[str, str],
                                           golden: Golden) -> None:
    request = filled(golden.request, names)
    answer = client.call(json.dumps(request), golden.operation)
    assert answer.status == "CAD_OK", answer
    sent = service.last_request()
    told = (sent["method"], sent["path"], sent["query"])
    assert told == tuple(filled([golden.method, golden.path, golden.query], names))
    assert sent["body"] == filled(golden.body, names)
    headers = {name.lower(): value for name, value in sent["headers"]}
    assert len(headers) == len(sent["headers"]), "a header came twice"
    has_body = {"content-length"} if golden.body else set()
    assert set(headers) - {"content-type"} == STANDARD | has_body
    assert headers.get("content-type") == "application/json"
    assert headers["host"] == f"{service.host}:{service.port}"
    assert headers["user-agent"].startswith("codearts-deploy/")
    if golden.body:
        assert int(headers["content-length"]) == len(sent["body"].encode())
        assert sent["body_sha256"] == hashlib.sha256(sent["body"].encode()).hexdigest()


@EACH
def test_the_reply_comes_as_the_service_gave_it(client: Client, names: dict[str, str], golden: Golden) -> None:
    document = client.call(json.dumps(filled(golden.request, names)), golden.operation).document
    assert golden.reply is not None
    place, expected = golden.reply
    found = document
    for step in place:
        found = found[step]
    assert found == filled(expected, names)
    meta = document["_meta"]
    assert (meta["http_status"], meta["attempts"]) == (200, 1) and meta["request_id"]


@EACH
def test_what_is_sent_is_what_validate_says(cad: Library, service: Service, names: dict[str, str],
                                            golden: Golden) -> None:
    answer = cad.validate(json.dumps(filled(golden.request, names)), golden.operation)
    assert answer.document == {
        "operation": golden.operation, "method": golden.method, "path": filled(golden.path, names)}
    assert service.requests() == 0


@EACH
def test_a_signed_request_is_accepted_too(cad: Library, service: Service, names: dict[str, str],
                                          golden: Golden) -> None:
    config = {"endpoint": service.endpoint, "ak": service.facts["ak"], "sk": service.facts["sk"]}
    with cad.client(**config) as client:
        answer = client.call(json.dumps(filled(golden.request, names)), golden.operation)
    assert answer.status == "CAD_OK", answer
    headers = {name.lower(): value for name, value in service.last_request()["headers"]}
    assert headers["authorization"].startswith(f"SDK-HMAC-SHA256 Access={service.facts['ak']}, SignedHeaders=")
    assert "x-sdk-date" in headers and "x-auth-token" not in headers


@EACH
def test_the_schema_knows_what_the_reply_has(cad: Library, client: Client, names: dict[str, str],
                                             golden: Golden) -> None:
    if golden.operation == "call_api":
        pytest.skip("what any API answers is in no schema")
    document = client.call(json.dumps(filled(golden.request, names)), golden.operation).document
    schema = cad.answer("cad_schema", golden.operation.encode()).document["response"]
    unknown = set(document) - {"_meta"} - set(schema["properties"])
    assert not unknown, f"the schema of {golden.operation} does not tell of {sorted(unknown)}"


def test_the_project_comes_from_the_configuration_where_the_request_names_none(
        cad: Library, service: Service) -> None:
    with cad.client(endpoint=service.endpoint, token=service.token, project_id=service.project_id) as client:
        answer = client.call('{"page": 1, "size": 1}', "list_all_app")
    assert answer.status == "CAD_OK"
    assert json.loads(service.last_request()["body"])["project_id"] == service.project_id


def test_a_fault_in_any_operation_is_found_before_anything_is_sent(client: Client, service: Service) -> None:
    for golden in GOLDEN:
        request = {**golden.request, "surplus": 1}
        answer = client.call(json.dumps(request), golden.operation)
        assert answer.status == "CAD_E_VALIDATION" and ("surplus", "unknown_field") in answer.faults
    assert service.requests() == 0


def test_private_values_reach_the_service_and_nothing_else(cad: Library, client: Client, service: Service) -> None:
    value = base64.b64encode(b"private").decode()
    answer = client.call(json.dumps({"task_id": TASK, "params": [private("p", value)]}))
    assert answer.status == "CAD_OK" and value not in json.dumps(answer.document)
    body = '{"params":' + json.dumps([private("p", value)]) + "}"
    assert service.last_request()["body_sha256"] == hashlib.sha256(body.encode()).hexdigest()
