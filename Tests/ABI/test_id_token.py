"""A pipeline's identity token (OpenID Connect) in place of a key: exchanged at IAM, renewed, and its mistakes explained."""
import http.client
import json
import time
from pathlib import Path
from typing import Any

import pytest

from abi import TASK, Answer, Client, Library
from answering_server import STARTED, AnsweringServer, login_reply, path_of
from canaries import CANARIES, expect_silence, text_of
from credential_sources import write_profile
from emulator import EXCHANGE_PATH as EXCHANGE
from emulator import START_PATH, Service
from emulator import TEMPORARY_KEYS_PATH as KEYS
from fault_server import HOLD, NEXT, FaultServer, Request, reply
from threads import together
from waits import until

ISSUER = "/id-token"
FILE, VARIABLE = "HUAWEICLOUD_SDK_ID_TOKEN_FILE", "CODEARTS_DEPLOY_ID_TOKEN"
KEY = {"access": "AK", "secret": "the-secret", "securitytoken": "a-security-token", "expires_at": "2099-01-01T00:00:00Z"}


def start(client: Client) -> Answer:
    return client.start(task_id=TASK)


def said(answer: Answer) -> tuple:
    return answer.status, answer.outcome


def identity(cloud: Service) -> str:
    """A new token of the emulator's issuer."""
    connection = http.client.HTTPConnection(cloud.host, cloud.port, timeout=60)
    try:
        connection.request("GET", ISSUER, headers={"Authorization": "Bearer " + cloud.facts["id_token_request_token"]})
        return str(json.loads(connection.getresponse().read())["value"])
    finally:
        connection.close()


@pytest.fixture(params=["file", "variable", "github"])
def origin(request: pytest.FixtureRequest, cloud: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    monkeypatch.setenv("HUAWEICLOUD_SDK_IDP_ID", cloud.facts["idp_id"])
    if request.param == "file":
        path = tmp_path / "token"
        path.write_text(identity(cloud) + "\n", encoding="ascii")
        monkeypatch.setenv(FILE, str(path))
    elif request.param == "variable":
        monkeypatch.setenv(VARIABLE, identity(cloud))
    else:
        monkeypatch.setenv("ACTIONS_ID_TOKEN_REQUEST_URL", cloud.facts["id_token_url"] + "?api-version=2.0")
        monkeypatch.setenv("ACTIONS_ID_TOKEN_REQUEST_TOKEN", cloud.facts["id_token_request_token"])
    return str(request.param)


def client_of(cad: Library, cloud: Service, **config: Any) -> Client:
    return cad.client(endpoint=cloud.endpoint, iam_endpoint=cloud.facts["iam_endpoint"], **config)


def test_one_exchange_serves_many_calls(cad: Library, cloud: Service, origin: str) -> None:
    with client_of(cad, cloud) as client:
        assert {start(client).status for _ in range(5)} == {"CAD_OK"}
        assert {each.status for each in together(8, lambda: start(client))} == {"CAD_OK"}
    assert len(cloud.log(EXCHANGE)) == len(cloud.log(KEYS)) == 1
    assert {each["authorization"] for each in cloud.log(START_PATH)} == {"key"}


@pytest.mark.parametrize("config, scope", [
    ({}, None), ({"region": "cn-north-4"}, {"project": {"name": "cn-north-4"}}),
    ({"region": "cn-north-4", "iam_project_id": "b" * 32}, {"project": {"id": "b" * 32}}),
    ({"domain": "d"}, {"domain": {"id": "d"}})], ids=["none", "region", "project", "domain"])
def test_the_exchange_is_asked_for_as_documented(
        cad: Library, monkeypatch: pytest.MonkeyPatch, config: dict, scope: Any) -> None:
    def answer(request: Request) -> bytes:
        if path_of(request) == EXCHANGE:
            return login_reply()
        return reply("201 Created", json.dumps({"credential": KEY})) if path_of(request) == KEYS else STARTED

    monkeypatch.setenv("HUAWEICLOUD_SDK_IDP_ID", "my-idp")
    monkeypatch.setenv(VARIABLE, "header.payload.signature")
    if "domain" in config:
        monkeypatch.setenv("HUAWEICLOUD_SDK_DOMAIN_ID", config.pop("domain"))
    with AnsweringServer(answer) as server:
        with cad.client(endpoint=server.endpoint, iam_endpoint=server.endpoint, **config) as client:
            assert start(client).status == "CAD_OK"
        exchange, keys, sent = server.requests
    assert exchange.line.startswith("POST ") and exchange.headers["X-Idp-Id"] == "my-idp"
    expected = {"id_token": {"id": "header.payload.signature"}, **({"scope": scope} if scope else {})}
    assert json.loads(exchange.body) == {"auth": expected}
    assert json.loads(keys.body) == {"auth": {"identity": {
        "methods": ["token"], "token": {"id": "token-of-iam", "duration_seconds": 21600}}}}
    assert sent.headers["X-Security-Token"] == "a-security-token"


def test_github_is_asked_for_the_audience(cad: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer(reply("200 OK", json.dumps({"value": "a-token"}))) as issuer, FaultServer() as iam:
        monkeypatch.setenv("HUAWEICLOUD_SDK_IDP_ID", "my-idp")
        monkeypatch.setenv("ACTIONS_ID_TOKEN_REQUEST_URL", issuer.endpoint + "/x//idtoken?api-version=2.0&a=b%20c")
        monkeypatch.setenv("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "bearer-of-the-job")
        monkeypatch.setenv("CODEARTS_DEPLOY_ID_TOKEN_AUDIENCE", "https://iam.example/?x")
        with cad.client(endpoint="http://127.0.0.1:1", iam_endpoint=iam.endpoint, max_attempts=1) as client:
            assert start(client).outcome == "not_sent"  # IAM hangs up
        request, = issuer.requests
    assert request.line == (
        "GET /x//idtoken?api-version=2.0&a=b%20c&audience=https%3A%2F%2Fiam.example%2F%3Fx HTTP/1.1")
    assert request.headers["Authorization"] == "Bearer bearer-of-the-job"


def test_a_renewal_takes_a_new_token(
        cad: Library, short_lived: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "token"
    monkeypatch.setenv("HUAWEICLOUD_SDK_IDP_ID", short_lived.facts["idp_id"])
    monkeypatch.setenv(FILE, str(path))
    path.write_text(identity(short_lived), encoding="ascii")
    with client_of(cad, short_lived) as client:
        assert start(client).status == "CAD_OK"
        path.write_text("is.not.valid", encoding="ascii")
        until(lambda: said(start(client)) == ("CAD_E_AUTHENTICATION", "not_sent"), "the key did not end")
        path.write_text(identity(short_lived), encoding="ascii")
        assert start(client).status == "CAD_OK"
    assert [each["http_status"] for each in short_lived.log(EXCHANGE)][-1] == 201


def test_a_key_that_the_service_refuses_is_fetched_again_once(
        cad: Library, cloud: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUAWEICLOUD_SDK_IDP_ID", cloud.facts["idp_id"])
    monkeypatch.setenv(VARIABLE, identity(cloud))
    with client_of(cad, cloud) as client:
        assert start(client).status == "CAD_OK"
        cloud.fault("unauthorized", path="/start", message="no")
        assert start(client).status == "CAD_OK"
    assert len(cloud.log(EXCHANGE)) == 2


@pytest.mark.parametrize("variables, words", [
    ({VARIABLE: "a.b.c"}, "HUAWEICLOUD_SDK_IDP_ID is missing beside CODEARTS_DEPLOY_ID_TOKEN"),
    ({FILE: "/tmp/x"}, "HUAWEICLOUD_SDK_IDP_ID is missing beside HUAWEICLOUD_SDK_ID_TOKEN_FILE"),
    ({"HUAWEICLOUD_SDK_IDP_ID": "i"}, "Set HUAWEICLOUD_SDK_ID_TOKEN_FILE or CODEARTS_DEPLOY_ID_TOKEN"),
    ({"HUAWEICLOUD_SDK_IDP_ID": "i", "GITHUB_ACTIONS": "true"}, 'permission "id-token: write"'),
    ({"HUAWEICLOUD_SDK_IDP_ID": "i", VARIABLE: "a.b.c", FILE: "/tmp/x"}, "are both set"),
    ({"HUAWEICLOUD_SDK_IDP_ID": "i", FILE: "/nowhere/token"}, "/nowhere/token is not there"),
    ({"HUAWEICLOUD_SDK_IDP_ID": "i", FILE: "/"}, "is a folder"),
    ({"HUAWEICLOUD_SDK_IDP_ID": "i", FILE: "/dev/null"}, "The identity token has a fault"),
    ({"HUAWEICLOUD_SDK_IDP_ID": "i", VARIABLE: "a.b.c\n"}, "ends with a line break"),
    ({"HUAWEICLOUD_SDK_IDP_ID": "i\t", VARIABLE: "a.b.c"}, "HUAWEICLOUD_SDK_IDP_ID: This ends with a tab"),
    ({"HUAWEICLOUD_SDK_IDP_ID": "i", "ACTIONS_ID_TOKEN_REQUEST_URL": "http://192.0.2.1/x",
      "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "t"}, "no address of https://"),
    ({"HUAWEICLOUD_SDK_IDP_ID": "i", "ACTIONS_ID_TOKEN_REQUEST_URL": "https://192.0.2.1/x"},
     "ACTIONS_ID_TOKEN_REQUEST_TOKEN is missing"),
])
def test_half_of_it_is_a_fault_of_the_environment(
        cad: Library, cloud: Service, monkeypatch: pytest.MonkeyPatch, variables: dict, words: str) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with client_of(cad, cloud) as client:
        answer = start(client)
    assert said(answer) == ("CAD_E_CONFIGURATION", "not_sent") and words in answer.document["message"], answer
    assert cloud.requests() == 0 and cloud.log(EXCHANGE) == []


def test_githubs_variables_alone_mean_nothing(
        cad: Library, cloud: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACTIONS_ID_TOKEN_REQUEST_URL", cloud.facts["id_token_url"])
    monkeypatch.setenv("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "x")
    monkeypatch.setenv("CODEARTS_DEPLOY_TOKEN", cloud.token)
    with client_of(cad, cloud) as client:
        assert start(client).status == "CAD_OK"
    assert cloud.log(ISSUER) == []


def test_a_key_that_is_set_too_comes_first(cad: Library, cloud: Service, origin: str,
                                           monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUAWEICLOUD_SDK_AK", cloud.facts["ak"])
    monkeypatch.setenv("HUAWEICLOUD_SDK_SK", cloud.facts["sk"])
    with client_of(cad, cloud) as client:
        assert start(client).status == "CAD_OK"
    assert cloud.log(EXCHANGE) == []


@pytest.mark.parametrize("path, line, status", [
    (EXCHANGE, "401 Unauthorized", "CAD_E_AUTHENTICATION"), (EXCHANGE, "403 Forbidden", "CAD_E_PERMISSION"),
    (EXCHANGE, "503 Service Unavailable", "CAD_E_SERVICE"), (EXCHANGE, "201 Created", "CAD_E_BAD_RESPONSE"),
    (KEYS, "403 Forbidden", "CAD_E_PERMISSION"), (KEYS, "201 Created", "CAD_E_BAD_RESPONSE"),
    (ISSUER, "403 Forbidden", "CAD_E_AUTHENTICATION"), (ISSUER, "500 Internal Server Error", "CAD_E_SERVICE")])
def test_a_refusal_is_told_without_what_was_sent(
        cad: Library, monkeypatch: pytest.MonkeyPatch, path: str, line: str, status: str) -> None:
    def answer(request: Request) -> bytes:
        if path_of(request) == path:
            return reply(line, json.dumps({"error": {"code": 1, "message": text_of(request), "title": "x"}}))
        if path_of(request) == ISSUER:
            return reply("200 OK", json.dumps({"value": CANARIES["token"]}))
        return login_reply(CANARIES["fetched"])

    with AnsweringServer(answer) as server:
        monkeypatch.setenv("HUAWEICLOUD_SDK_IDP_ID", "my-idp")
        monkeypatch.setenv("ACTIONS_ID_TOKEN_REQUEST_URL", server.endpoint + ISSUER)
        monkeypatch.setenv("ACTIONS_ID_TOKEN_REQUEST_TOKEN", CANARIES["session"])
        with cad.client(endpoint=server.endpoint, iam_endpoint=server.endpoint, max_attempts=1) as client:
            result = start(client)
    assert said(result) == (status, "not_sent")
    expect_silence(result)


def test_the_time_of_a_call_holds_for_the_exchange(cad: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUAWEICLOUD_SDK_IDP_ID", "my-idp")
    monkeypatch.setenv(VARIABLE, "a.b.c")
    with FaultServer(HOLD, NEXT) as server:
        with cad.client(endpoint=server.endpoint, iam_endpoint=server.endpoint, timeout_ms=300) as client:
            begun = time.monotonic()
            assert said(start(client)) == ("CAD_E_TIMEOUT", "not_sent")
            assert time.monotonic() - begun < 60


def test_the_profile_file_and_what_follows_it_come_after(
        cad: Library, cloud: Service, origin: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    write_profile(tmp_path, "[basic]\nak = not-this-one\nsk = not-this-one\n")
    with client_of(cad, cloud) as client:
        assert start(client).status == "CAD_OK"
    assert len(cloud.log(EXCHANGE)) == 1
