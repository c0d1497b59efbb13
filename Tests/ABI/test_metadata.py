"""The keys of an ECS's agency: asked for only when switched on, renewed, and missing in a way that one understands."""
import json
import time
from typing import Any

import pytest

from abi import TASK, Answer, Client, Library
from answering_server import STARTED, AnsweringServer, path_of
from emulator import KEYS_PATH, START_PATH, Service, access_key
from fault_server import HOLD, NEXT, FaultServer, Request, reply
from threads import together
from waits import goes_on

SESSION_PATH = "/meta-data/latest/api/token"
SECONDS = 6  # more than one life of a short-lived token
QUICK = 0.2  # a call that a busy machine holds up for longer may come after the key's end


def ecs(cad: Library, service: str, metadata: str, **config: Any) -> Client:
    return cad.client(endpoint=service, ecs_metadata=True, metadata_endpoint=metadata, **config)


def start(client: Client) -> Answer:
    return client.start(task_id=TASK)


def said(answer: Answer) -> tuple:
    return answer.status, answer.outcome


def test_one_key_serves_many_calls(cad: Library, cloud: Service) -> None:
    with ecs(cad, cloud.endpoint, cloud.facts["metadata_endpoint"]) as client:
        for _ in range(20):
            assert start(client).status == "CAD_OK"
    assert len(cloud.log(KEYS_PATH)) == len(cloud.log(SESSION_PATH)) == 1
    sent = cloud.log(START_PATH)
    assert len(sent) == 20 and {each["authorization"] for each in sent} == {"key"}
    assert len({each["access_key"] for each in sent}) == 1 and sent[0]["access_key"] != cloud.facts["ak"]


def test_a_temporary_key_is_renewed_before_it_ends(cad: Library, short_lived: Service) -> None:
    with ecs(cad, short_lived.endpoint, short_lived.facts["metadata_endpoint"]) as client:
        begin = time.monotonic()

        def call_for_a_while() -> list[str]:
            statuses, now = [], begin
            while goes_on(begin, SECONDS, lambda: len(short_lived.log(KEYS_PATH)) >= 2):
                status = start(client).status
                before, now = now, time.monotonic()
                if now - before < QUICK:
                    statuses.append(status)
            return statuses

        statuses = [status for each in together(8, call_for_a_while) for status in each]
        lasted = time.monotonic() - begin
    assert set(statuses) == {"CAD_OK"}
    fetched = len(short_lived.log(KEYS_PATH))
    assert 2 <= fetched <= 1 + lasted / 3
    sent = short_lived.log(START_PATH)
    assert len({each["access_key"] for each in sent}) == fetched


def test_the_metadata_is_not_asked_unless_told(cad: Library, cloud: Service) -> None:
    unasked: list[dict] = [{}, {"ecs_metadata": False}]
    for config in unasked:
        config = {"endpoint": cloud.endpoint, "metadata_endpoint": cloud.facts["metadata_endpoint"], **config}
        with cad.client(**config) as client:
            assert said(start(client)) == ("CAD_E_CONFIGURATION", "not_sent")
    assert cloud.log(SESSION_PATH) == cloud.log(KEYS_PATH) == cloud.log(START_PATH) == []


def test_a_missing_metadata_service_is_told(cad: Library, cloud: Service) -> None:
    gone = FaultServer()  # its port refuses, and nobody else can take it
    with ecs(cad, cloud.endpoint, gone.endpoint) as client:
        answer = start(client)
    assert said(answer) == ("CAD_E_CONNECT", "not_sent")
    assert "ECS metadata service does not answer" in answer.document["message"]
    assert cloud.requests() == 0


def key_reply(**changes: Any) -> bytes:
    key = {"access": "AK-of-metadata", "secret": "x", "securitytoken": "its-token", **changes}
    return reply("200 OK", json.dumps({"credential": {"expires_at": "2099-01-01T00:00:00Z", **key}}))


def test_a_session_is_opened_and_its_key_signs_with_its_security_token(cad: Library) -> None:
    def answer(request: Request) -> bytes:
        return {SESSION_PATH: reply("200 OK", "a-session"), KEYS_PATH: key_reply()}.get(path_of(request), STARTED)

    with AnsweringServer(answer) as server, ecs(cad, server.endpoint, server.endpoint) as client:
        assert start(client).status == "CAD_OK"
        session, keys, sent = server.requests
    assert session.line.startswith("PUT ") and int(session.headers["X-Metadata-Token-Ttl-Seconds"]) > 0
    assert keys.line.startswith("GET ") and keys.headers["X-Metadata-Token"] == "a-session"
    assert access_key(sent) == "AK-of-metadata" and sent.headers["X-Security-Token"] == "its-token"


@pytest.mark.parametrize("status", ["404 Not Found", "405 Method Not Allowed", "403 Forbidden"])
def test_an_older_metadata_service_without_sessions_will_do(cad: Library, status: str) -> None:
    def answer(request: Request) -> bytes:
        return {SESSION_PATH: reply(status, "no"), KEYS_PATH: key_reply()}.get(path_of(request), STARTED)

    with AnsweringServer(answer) as server, ecs(cad, server.endpoint, server.endpoint) as client:
        assert start(client).status == "CAD_OK"
        _, keys, _ = server.requests
    assert keys.headers["X-Metadata-Token"] is None


@pytest.mark.parametrize("keys", [
    reply("404 Not Found", "Not Found"), reply("500 Internal Server Error", ""), reply("200 OK", "<html>"),
    reply("200 OK", "{}"), reply("200 OK", '{"credential": {}}'), key_reply(access=5), key_reply(secret=None),
    key_reply(access=""), key_reply(secret=""), key_reply(securitytoken=""), key_reply(access="a\r\nX-Evil: 1"),
    key_reply(securitytoken="a\nb"), key_reply(access="密"),
], ids=["404", "500", "a page", "an empty object", "no key", "a number", "null", "an empty AK", "an empty SK",
        "an empty token", "a line break", "a line break in the token", "no ASCII"])
def test_metadata_without_a_usable_key_sends_nothing(cad: Library, cloud: Service, keys: bytes) -> None:
    def answer(request: Request) -> bytes:
        return reply("200 OK", "a-session") if path_of(request) == SESSION_PATH else keys

    with AnsweringServer(answer) as metadata, ecs(cad, cloud.endpoint, metadata.endpoint, max_attempts=1) as client:
        answered = start(client)
        status = "CAD_E_SERVICE" if b" 500 " in keys else "CAD_E_AUTHENTICATION" if b" 404 " in keys else None
        assert answered.status == (status or "CAD_E_BAD_RESPONSE") and answered.outcome == "not_sent"
        assert "ECS" in answered.document["message"]
        assert [path_of(each) for each in metadata.requests] == [SESSION_PATH, KEYS_PATH]
    assert cloud.requests() == 0


@pytest.mark.parametrize("session", ["", "a\r\nX-Evil: 1", "x" * 20_001])
def test_a_session_that_cannot_stand_in_a_header_is_left_out(cad: Library, session: str) -> None:
    def answer(request: Request) -> bytes:
        return {SESSION_PATH: reply("200 OK", session), KEYS_PATH: key_reply()}.get(path_of(request), STARTED)

    with AnsweringServer(answer) as server, ecs(cad, server.endpoint, server.endpoint) as client:
        assert start(client).status == "CAD_OK"
        assert [each.headers["X-Evil"] for each in server.requests] == [None] * 3
        assert server.requests[1].headers["X-Metadata-Token"] is None


def test_a_metadata_service_that_hangs_does_not_outlast_the_call(cad: Library, cloud: Service) -> None:
    lasted = []
    for _ in range(3):
        with FaultServer(HOLD) as metadata, ecs(cad, cloud.endpoint, metadata.endpoint, timeout_ms=200) as client:
            begin = time.monotonic()
            assert said(start(client)) == ("CAD_E_TIMEOUT", "not_sent")
            lasted.append(time.monotonic() - begin)
    assert min(lasted) < 2.5  # it may hold any other call for three seconds; a busy machine may hold one of these
    assert cloud.requests() == 0


def test_a_key_that_is_refused_is_told_to_be_the_metadatas(cad: Library, cloud: Service) -> None:
    cloud.fault("unauthorized", message="no", times=2)
    with ecs(cad, cloud.endpoint, cloud.facts["metadata_endpoint"]) as client:
        answer = start(client)
    assert said(answer) == ("CAD_E_AUTHENTICATION", "refused")
    assert "ECS metadata" in answer.document["message"]


def test_a_key_that_ends_early_is_replaced_at_once(cad: Library, cloud: Service) -> None:
    with ecs(cad, cloud.endpoint, cloud.facts["metadata_endpoint"]) as client:
        assert start(client).status == "CAD_OK"
        cloud.fault("unauthorized", message="no")
        assert start(client).document["_meta"]["attempts"] == 2
    assert len(cloud.log(KEYS_PATH)) == 2
    assert len({each["access_key"] for each in cloud.log(START_PATH)}) == 2


def test_the_metadata_is_never_asked_through_a_proxy(cad: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another machine's metadata service would answer, with keys of another machine."""
    with FaultServer(key_reply(), NEXT) as proxy:
        for name in ("http_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.endpoint)
        more: list[dict] = [{}, {"proxy": proxy.endpoint}]
        for config in more:
            config = {"allow_http": True, "max_attempts": 1, **config}
            with ecs(cad, "http://service.invalid", "http://metadata.invalid", **config) as client:
                assert said(start(client)) == ("CAD_E_RESOLVE", "not_sent")
        assert proxy.connections == 0
