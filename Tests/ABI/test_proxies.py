"""What a proxy does to the wish for a tunnel, and who is told to be at fault."""
import json

import pytest

from abi import SECRET_TOKEN, TASK, Library
from answering_server import AnsweringServer
from fault_server import FaultServer, reply

SERVICE = "https://service.invalid"


@pytest.mark.parametrize("line", ["503 Service Unavailable", "502 Bad Gateway", "500 Oops", "429 Too Many Requests"])
def test_a_proxy_that_fails_is_asked_again(cad: Library, line: str) -> None:
    with FaultServer(reply(line, "")) as proxy, cad.client(
            endpoint=SERVICE, token=SECRET_TOKEN, proxy=proxy.endpoint) as client:
        answer = client.start(task_id=TASK)
        assert (answer.status, answer.outcome) == ("CAD_E_CONNECT", "not_sent")
        assert len(proxy.requests) == 3
        message = answer.document["message"]
        assert f"The proxy 127.0.0.1:{proxy.port}" in message and line.split()[0] in message


@pytest.mark.parametrize("line", ["403 Forbidden", "407 Proxy Authentication Required", "404 Not Found"])
def test_a_proxy_that_refuses_is_asked_once(cad: Library, line: str) -> None:
    with FaultServer(reply(line, "", "Proxy-Authenticate: Digest realm=x, nonce=y")) as proxy, cad.client(
            endpoint=SERVICE, token=SECRET_TOKEN, proxy=proxy.endpoint) as client:
        answer = client.start(task_id=TASK)
        assert (answer.status, answer.outcome) == ("CAD_E_CONNECT", "not_sent")
        assert len(proxy.requests) == 1 and f"The proxy 127.0.0.1:{proxy.port}" in answer.document["message"]
        assert ("Basic is the only way" in answer.document["message"]) == line.startswith("407")


def test_the_wait_that_a_proxy_asks_for_is_kept(cad: Library) -> None:
    answers = [reply("503 Service Unavailable", "", "Retry-After: 1")] + [reply("403 Forbidden", "")] * 2
    with AnsweringServer(lambda _: answers.pop(0)) as proxy, cad.client(
            endpoint=SERVICE, token=SECRET_TOKEN, proxy=proxy.endpoint, log="off") as client:
        with client.begin(task_id=TASK) as operation:
            waits = [each["delay_ms"] for each in operation.events() if each["event"] == "retry"]
            operation.wait()
    assert len(waits) == 1 and waits[0] >= 1000


@pytest.mark.parametrize("by", ["configuration", "environment"])
def test_a_proxy_that_is_gone_is_named(cad: Library, by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer() as gone:
        pass
    config = {"endpoint": SERVICE, "token": SECRET_TOKEN, "max_attempts": 1}
    if by == "configuration":
        config["proxy"] = f"http://127.0.0.1:{gone.port}"
    else:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{gone.port}")
    with cad.client(**config) as client:
        answer = client.start(task_id=TASK)
    assert (answer.status, answer.outcome) == ("CAD_E_CONNECT", "not_sent")
    assert f"The proxy 127.0.0.1:{gone.port}" in answer.document["message"]


@pytest.mark.parametrize("address", [
    "http://127.0.0.1:1 ", " http://127.0.0.1:1", "http://127.0.0.1:1\n", "http://127.0.0.1:1\u00a0",
    '"http://127.0.0.1:1"', "http://user:CANARY two@127.0.0.1:1", "ftp://user:CANARY@127.0.0.1:1",
    "http://user:CANARY@", "http://127.0.0.1:x", "http://127.0.0.1:65536", "http://[::1]:0",
], ids=repr)
@pytest.mark.parametrize("by", ["proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
def test_an_address_that_is_none_is_a_fault_of_the_configuration(
        cad: Library, by: str, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    config = {"endpoint": SERVICE, "token": SECRET_TOKEN}
    if by == "proxy":
        config["proxy"] = address
    else:
        monkeypatch.setenv(by, address)
    answer, client = cad.client_new(json.dumps(config))
    assert client is None and answer.status == "CAD_E_CONFIGURATION"
    assert answer.faults == [(by, "pattern")] and "CANARY" not in json.dumps(answer.document)
    monkeypatch.setenv("no_proxy", SERVICE.partition("://")[2])
    assert (cad.client_new(json.dumps(config))[1] is None) == (by == "proxy"), "it is for other hosts then"


@pytest.mark.parametrize("address", [
    "127.0.0.1:1", "HTTP://127.0.0.1:1", "http://127.0.0.1:1/", "socks5h://user:p%40ss@127.0.0.1:1", "http://[::1]:1",
    "https://user:p@ss:w@127.0.0.1:1", "socks4a://127.0.0.1:1", "proxy", "",
])
def test_every_form_that_libcurl_takes_is_taken(cad: Library, address: str) -> None:
    answer, client = cad.client_new(json.dumps({"endpoint": SERVICE, "token": SECRET_TOKEN, "proxy": address}))
    assert client is not None, answer
    client.free()


def test_where_the_proxy_is_not_for_this_host_it_is_not_blamed(cad: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "other.example,.invalid")
    with cad.client(endpoint=SERVICE, token=SECRET_TOKEN, max_attempts=1) as client:
        answer = client.start(task_id=TASK)
    assert answer.status == "CAD_E_RESOLVE" and "proxy" not in answer.document["message"]
