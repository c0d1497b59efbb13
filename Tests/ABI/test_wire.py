"""What is written on the wire, and what is never written there."""
import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from abi import SECRET_TOKEN, TASK, Answer, Library
from certificates import Certificates
from fault_server import NEXT, FaultServer, Request, reply

GOOD = reply("200 OK", '{"id": "0ee9c8e6a7dc44109541e53c6dccf47c"}', "Set-Cookie: session=1; Path=/")


@pytest.fixture
def server() -> Iterator[FaultServer]:
    """Answers every request with a good reply, on connections that stay."""
    with FaultServer(GOOD, NEXT) as server:
        yield server


def start(cad: Library, server: FaultServer, request: Any = None, **config: Any) -> Request:
    """Starts a task and gives the request that the server saw."""
    config = {"endpoint": server.endpoint, "token": SECRET_TOKEN, **config}
    with cad.client(**config) as client:
        answer: Answer = client.start(**(request or {"task_id": TASK}))
    assert answer.status == "CAD_OK", answer
    return server.requests[-1]


def test_the_request_is_what_the_documents_ask_for(cad: Library, server: FaultServer) -> None:
    request = start(cad, server, {"task_id": TASK, "trigger_source": 1, "params": [
        {"key": "size", "value": 'ü "quoted" \\ €', "type": "text"}]})
    assert request.line == f"POST /v2/tasks/{TASK}/start HTTP/1.1"
    assert request.headers.get_all("X-Auth-Token") == [SECRET_TOKEN]
    assert request.headers.get_content_type() == "application/json"
    assert request.headers["Host"] == f"127.0.0.1:{server.port}"
    assert request.headers["User-Agent"].startswith("codearts-deploy")
    assert json.loads(request.body) == {
        "trigger_source": "1", "params": [{"key": "size", "value": 'ü "quoted" \\ €', "type": "text"}]}
    for never in ("Expect", "Authorization", "Cookie", "Referer", "Transfer-Encoding"):
        assert never not in request.headers


def test_a_missing_body_is_an_empty_object(cad: Library, server: FaultServer) -> None:
    assert json.loads(start(cad, server).body) == {}


def test_options_and_path_fields_stay_out_of_the_body(cad: Library, server: FaultServer) -> None:
    request = start(cad, server, {"_options": {"timeout_ms": 50_000}, "task_id": TASK, "record_id": "f" * 32})
    assert json.loads(request.body) == {"record_id": "f" * 32}


def test_a_body_of_megabytes_arrives_whole(cad: Library, server: FaultServer) -> None:
    params = [{"key": f"k{i}", "value": "x" * 8192, "type": "text"} for i in range(500)]
    request = start(cad, server, {"task_id": TASK, "params": params})
    assert json.loads(request.body) == {"params": params}
    assert "Expect" not in request.headers


@pytest.mark.parametrize("slashes", ["", "/", "//"])
def test_the_path_of_the_endpoint_is_kept(cad: Library, server: FaultServer, slashes: str) -> None:
    request = start(cad, server, endpoint=f"{server.endpoint}/gate/way{slashes}")
    assert request.line == f"POST /gate/way/v2/tasks/{TASK}/start HTTP/1.1"


def test_the_user_agent_stands_in_front_of_ours(cad: Library, server: FaultServer) -> None:
    assert start(cad, server, user_agent="nightly/7").headers["User-Agent"].startswith("nightly/7 codearts-deploy")


def test_netrc_is_not_read(
        cad: Library, server: FaultServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login eve password secret\ndefault login eve password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    headers = start(cad, server).headers
    assert headers.get_all("X-Auth-Token") == [SECRET_TOKEN]
    assert "Authorization" not in headers


def test_cookies_are_not_kept(cad: Library, server: FaultServer) -> None:
    with cad.client(endpoint=server.endpoint, token=SECRET_TOKEN) as client:
        for _ in range(2):
            assert client.start(task_id=TASK).status == "CAD_OK"
    assert ["Cookie" in request.headers for request in server.requests] == [False, False]


def test_one_connection_serves_calls_in_a_row(cad: Library, server: FaultServer) -> None:
    with cad.client(endpoint=server.endpoint, token=SECRET_TOKEN) as client:
        for _ in range(5):
            assert client.start(task_id=TASK).status == "CAD_OK"
    assert server.connections == 1


def test_loopback_needs_no_proxy_and_gets_none_from_the_environment(
        cad: Library, server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer(reply("502 Bad Gateway", "")) as proxy:
        for variable in ("http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(variable, proxy.endpoint)
        start(cad, server)
        assert proxy.connections == 0


def test_other_hosts_are_reached_through_the_proxy_of_the_environment(
        cad: Library, server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server.endpoint)
    request = start(cad, server, endpoint="http://deploy.invalid", allow_http=True)
    assert request.line == f"POST http://deploy.invalid/v2/tasks/{TASK}/start HTTP/1.1"


def test_a_proxy_gets_its_own_password_and_never_the_token(
        cad: Library, certificates: Certificates) -> None:
    with FaultServer(reply("403 Forbidden", "")) as proxy:
        address = proxy.endpoint.replace("//", "//eve:pass@")
        config = {"endpoint": "https://127.0.0.1:1", "proxy": address, "ca_file": certificates.ca}
        with cad.client(token=SECRET_TOKEN, **config) as client:
            answer = client.start(task_id=TASK)
        assert (answer.status, answer.outcome) == ("CAD_E_CONNECT", "not_sent")
        headers = proxy.requests[0].headers
        assert headers["Proxy-Authorization"] == "Basic " + base64.b64encode(b"eve:pass").decode()
        assert "X-Auth-Token" not in headers and "pass" not in json.dumps(answer.document)
