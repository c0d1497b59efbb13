"""What can go wrong before a reply: where nothing was written, the answer says so."""
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from abi import SECRET_TOKEN, SECRET_VALUE, TASK, Answer, Library
from call_modes import IN_EVERY_CALL_MODE, CallMode
from certificates import Certificates
from fault_server import HOLD, RESET, Drip, FaultServer, reply
from waits import until

PATIENT = 60_000  # a timeout that plays no part: what ends the call must be something else
GOOD = reply("200 OK", '{"id": "0ee9c8e6a7dc44109541e53c6dccf47c"}')


def start(cad: Library, endpoint: str, **config: Any) -> Answer:
    config = {"timeout_ms": PATIENT, "connect_timeout_ms": PATIENT, "max_attempts": 1, **config}
    params = [{"key": "password", "value": SECRET_VALUE, "type": "encrypt"}]
    with cad.client(endpoint=endpoint, token=SECRET_TOKEN, **config) as client:
        return client.start(task_id=TASK, params=params)


def expect(answer: Answer, status: str, outcome: str) -> None:
    assert (answer.status, answer.outcome) == (status, outcome)
    assert answer.document["message"]


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that nobody listens on, and that nobody else can take."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.fixture
def full_port() -> Iterator[int]:
    """A port whose queue is full: it neither takes a connection nor refuses it."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        port = listener.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(("127.0.0.1", port))
        yield port
        for each in waiting:
            each.close()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_refused_connection(cad: Library, closed_port: int, scheme: str) -> None:
    expect(start(cad, f"{scheme}://127.0.0.1:{closed_port}"), "CAD_E_CONNECT", "not_sent")


def test_a_host_that_does_not_exist(cad: Library) -> None:
    expect(start(cad, "https://codearts-deploy.invalid"), "CAD_E_RESOLVE", "not_sent")


def test_a_connection_that_is_never_taken(cad: Library, full_port: int) -> None:
    answer = start(cad, f"http://127.0.0.1:{full_port}", connect_timeout_ms=200)
    expect(answer, "CAD_E_CONNECT_TIMEOUT", "not_sent")


@pytest.mark.parametrize("config, status", [
    ({"connect_timeout_ms": 200}, "CAD_E_CONNECT_TIMEOUT"),
    ({"timeout_ms": 200}, "CAD_E_TIMEOUT"),
], ids=["connect timeout", "whole timeout"])
def test_a_tls_port_that_stays_silent(cad: Library, config: dict, status: str) -> None:
    with FaultServer(GOOD, before=(HOLD,)) as server:
        answer = start(cad, server.endpoint.replace("http:", "https:"), **config)
        expect(answer, status, "not_sent")
        until(lambda: server.connections == 1, "it never connected")


def test_tls_that_is_trusted_works(cad: Library, certificates: Certificates) -> None:
    with FaultServer(GOOD, tls=certificates.local) as server:
        assert start(cad, server.endpoint, ca_file=certificates.ca).status == "CAD_OK"


def test_a_ca_from_the_environment_is_trusted(
        cad: Library, certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("SSL_CERT_FILE", "CURL_CA_BUNDLE"):
        with monkeypatch.context() as patch, FaultServer(GOOD, tls=certificates.local) as server:
            patch.setenv(variable, certificates.ca)
            assert start(cad, server.endpoint).status == "CAD_OK"


def test_an_unknown_ca(cad: Library, certificates: Certificates) -> None:
    with FaultServer(GOOD, tls=certificates.local) as server:
        expect(start(cad, server.endpoint), "CAD_E_TLS", "not_sent")
        assert server.requests == []


def test_a_certificate_for_another_host(cad: Library, certificates: Certificates) -> None:
    with FaultServer(GOOD, tls=certificates.elsewhere) as server:
        expect(start(cad, server.endpoint, ca_file=certificates.ca), "CAD_E_TLS", "not_sent")
        assert server.requests == []


def test_no_tls_where_tls_should_be(cad: Library) -> None:
    with FaultServer(before=(b"HTTP/1.1 400 Bad Request\r\n\r\n",)) as server:
        expect(start(cad, server.endpoint.replace("http:", "https:")), "CAD_E_TLS", "not_sent")


def test_a_ca_file_that_is_missing(cad: Library, tmp_path: Path) -> None:
    config = {"endpoint": "https://127.0.0.1:1", "token": SECRET_TOKEN, "ca_file": str(tmp_path / "missing.pem")}
    answer, client = cad.client_new(json.dumps(config))
    assert client is None
    assert answer.status == "CAD_E_CONFIGURATION"
    assert [path for path, _ in answer.faults] == ["ca_file"]


def test_a_proxy_that_refuses(cad: Library, certificates: Certificates) -> None:
    refusal = reply("407 Proxy Authentication Required", "who are you?", "Proxy-Authenticate: Basic realm=x")
    with FaultServer(refusal) as proxy, FaultServer(GOOD, tls=certificates.local) as server:
        answer = start(cad, server.endpoint, ca_file=certificates.ca, proxy=proxy.endpoint)
        expect(answer, "CAD_E_CONNECT", "not_sent")
        assert server.connections == 0
        assert [request.line.split()[0] for request in proxy.requests] == ["CONNECT"]
        assert "X-Auth-Token" not in proxy.requests[0].headers


def test_a_proxy_that_is_not_there(cad: Library, certificates: Certificates, closed_port: int) -> None:
    with FaultServer(GOOD, tls=certificates.local) as server:
        answer = start(cad, server.endpoint, ca_file=certificates.ca, proxy=f"http://127.0.0.1:{closed_port}")
        expect(answer, "CAD_E_CONNECT", "not_sent")
        assert server.connections == 0


NO_TUNNEL = {
    "CONNECT stalls": (HOLD,),
    "CONNECT is reset": (RESET,),
    "CONNECT is not answered": (),
    "TLS stalls": (b"HTTP/1.1 200 Connection established\r\n\r\n", HOLD),
    "TLS is reset": (b"HTTP/1.1 200 Connection established\r\n\r\n", RESET),
}


@IN_EVERY_CALL_MODE
@pytest.mark.parametrize("config, late", [
    ({"connect_timeout_ms": 1500}, "CAD_E_CONNECT_TIMEOUT"), ({"timeout_ms": 1500}, "CAD_E_TIMEOUT"),
], ids=["connect timeout", "whole timeout"])
@pytest.mark.parametrize("fault", NO_TUNNEL)
def test_a_proxy_that_opens_no_tunnel(cad: Library, start: CallMode, config: dict, late: str, fault: str) -> None:
    patient = {"timeout_ms": PATIENT, "connect_timeout_ms": PATIENT, "max_attempts": 1}
    config = {**patient, **(config if "stalls" in fault else {})}  # what stalls is there when the time is up
    with FaultServer(*NO_TUNNEL[fault]) as proxy, cad.client(
            endpoint="https://service.invalid", token=SECRET_TOKEN, proxy=proxy.endpoint, **config) as client:
        answer = start(client, task_id=TASK)
    expect(answer, late if "stalls" in fault else "CAD_E_TLS" if "TLS" in fault else "CAD_E_CONNECT", "not_sent")
    assert answer.attempts == 0
    assert [request.line.split()[0] for request in proxy.requests] == ["CONNECT"]


def test_a_tunnel_that_did_not_open_is_tried_again(cad: Library) -> None:
    with FaultServer(RESET) as proxy, cad.client(
            endpoint="https://service.invalid", token=SECRET_TOKEN, proxy=proxy.endpoint) as client:
        expect(client.start(task_id=TASK), "CAD_E_CONNECT", "not_sent")
        assert len(proxy.requests) == 3


def test_cancelled_while_the_tunnel_opens(cad: Library) -> None:
    with FaultServer(HOLD) as proxy, cad.client(
            endpoint="https://service.invalid", token=SECRET_TOKEN, proxy=proxy.endpoint) as client:
        with client.begin(task_id=TASK) as operation:
            until(lambda: len(proxy.requests) == 1, "the proxy was never asked")
            operation.cancel()
            expect(operation.wait(), "CAD_E_CANCELLED", "not_sent")


def test_an_answer_that_never_comes(cad: Library) -> None:
    with FaultServer(HOLD) as server:
        expect(start(cad, server.endpoint, timeout_ms=2000), "CAD_E_TIMEOUT", "unknown")
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    "prefix", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n"], ids=["headers", "body"])
def test_an_answer_that_drips_without_end(cad: Library, prefix: bytes) -> None:
    drip = Drip(b"X-Header: value\r\n" if not prefix else b" ", interval=0.02)
    with FaultServer(prefix or b"HTTP/1.1 200 OK\r\n", drip) as server:
        expect(start(cad, server.endpoint, timeout_ms=2000), "CAD_E_TIMEOUT", "unknown")
        assert len(server.requests) == 1


def test_the_timeout_of_one_call_applies_to_it_alone(cad: Library) -> None:
    with FaultServer(HOLD) as server, cad.client(endpoint=server.endpoint, token=SECRET_TOKEN) as client:
        expect(client.start(task_id=TASK, _options={"timeout_ms": 3000}), "CAD_E_TIMEOUT", "unknown")
