"""The configuration of a client, and what the environment adds to it."""
import json
from typing import Any

import pytest

from abi import TASK, Answer, Library
from fault_server import NEXT, FaultServer, reply

GOOD = reply("200 OK", '{"id": "0ee9c8e6a7dc44109541e53c6dccf47c"}')
HERE = "https://127.0.0.1:1"


def refused(cad: Library, **config: Any) -> list[tuple[str, str]]:
    answer, client = cad.client_new(json.dumps(config))
    assert client is None
    assert answer.status == "CAD_E_CONFIGURATION"
    return answer.faults


@pytest.mark.parametrize("config, fault", [
    ({"endpont": HERE}, ("endpont", "unknown_field")),
    ({"endpoint": 5}, ("endpoint", "type")),
    ({"endpoint": HERE, "timeout_ms": 0}, ("timeout_ms", "range")),
    ({"endpoint": HERE, "timeout_ms": 3_600_001}, ("timeout_ms", "range")),
    ({"endpoint": HERE, "timeout_ms": 1.5}, ("timeout_ms", "range")),
    ({"endpoint": HERE, "timeout_ms": 10**30}, ("timeout_ms", "range")),
    ({"endpoint": HERE, "timeout_ms": "5"}, ("timeout_ms", "type")),
    ({"endpoint": HERE, "connect_timeout_ms": 600_001}, ("connect_timeout_ms", "range")),
    ({"endpoint": HERE, "max_response_bytes": 1023}, ("max_response_bytes", "range")),
    ({"endpoint": HERE, "allow_http": 1}, ("allow_http", "type")),
    ({"endpoint": HERE, "token": ""}, ("token", "length")),
    ({"endpoint": HERE, "user_agent": "a\nb"}, ("user_agent", "pattern")),
    ({"region": "cn-north-99"}, ("region", "enum")),
    ({"endpoint": "http://deploy.example.com"}, ("endpoint", "forbidden")),
], ids=lambda value: json.dumps(value)[:60])
def test_a_wrong_member_is_refused(cad: Library, config: dict, fault: tuple[str, str]) -> None:
    assert refused(cad, **config) == [fault]


def test_every_fault_is_listed_and_the_nearest_name_is_given(cad: Library) -> None:
    answer, _ = cad.client_new('{"endpont": "x", "timeout_ms": 0, "token": ""}')
    assert set(answer.faults) == {("endpont", "unknown_field"), ("timeout_ms", "range"), ("token", "length")}
    assert "endpoint" in answer.document["violations"][0]["message"]


@pytest.mark.parametrize("endpoint", [
    "ftp://127.0.0.1", "file:///etc/passwd", "127.0.0.1:8080", "https://", "https:///path",
    "https://eve:pass@127.0.0.1",
    "https://127.0.0.1:0", "https://127.0.0.1:65536", "https://127.0.0.1:x", "https://a b", "https://127.0.0.1/?q=1",
    "https://127.0.0.1/#f", "https://127.0.0.1/../x", "https://127.0.0.1/a/./b",
    "https://127.0.0.1\\@evil.example", "https://[::1",
])
def test_an_endpoint_that_is_none_is_refused(cad: Library, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(cad, endpoint=endpoint) == [("endpoint", "pattern")]
    monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", endpoint)
    answer = cad.start_task(TASK, None, "token")
    assert (answer.status, answer.outcome) == ("CAD_E_CONFIGURATION", "not_sent")
    assert "pass@" not in answer.document["message"]


@pytest.mark.parametrize("blank, name", [
    (" ", "ends with a space"), ("\t", "ends with a tab"), ("\n", "ends with a line break"), ("\u00a0", "U+00A0"),
    ("\u200b", "U+200B"), ("\ufeff", "byte order mark"), ("\u3000", "U+3000"),
], ids=["space", "tab", "line break", "U+00A0", "U+200B", "BOM", "U+3000"])
@pytest.mark.parametrize("variable", ["CODEARTS_DEPLOY_ENDPOINT", "HUAWEICLOUD_SDK_IAM_ENDPOINT"])
def test_a_blank_behind_an_endpoint_is_named(
        cad: Library, blank: str, name: str, variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", HERE)
    monkeypatch.setenv(variable, HERE + blank)
    answer = cad.start_task(TASK, None, "token")
    assert answer.faults == [(variable, "pattern")] and name in answer.document["message"]
    assert answer.document["message"].count("othing was sent") == 1


@pytest.mark.parametrize(
    "host", ["127.0.0.1.evil.example", "localhost.evil.example", "127.0.0.256", "1270.0.0.1", "128.0.0.1"])
def test_http_is_only_for_this_machine(cad: Library, host: str) -> None:
    assert refused(cad, endpoint=f"http://{host}") == [("endpoint", "forbidden")]
    cad.client(endpoint=f"http://{host}", allow_http=True).free()


@pytest.mark.parametrize("config", [
    {"region": "cn-north-4"}, {"region": "eu-west-101"}, {"endpoint": "https://[::1]:8443/a"},
    {"endpoint": "http://[::1]"}, {"endpoint": "HTTPS://LOCALHOST"}, {"endpoint": "http://127.255.0.1:65535"},
    {"endpoint": HERE, "proxy": ""},
], ids=lambda config: json.dumps(config))
def test_a_right_configuration_opens_nothing(cad: Library, config: dict) -> None:
    answer, client = cad.client_new(json.dumps(config))
    assert (answer.status, answer.document) == ("CAD_OK", {}) and client is not None
    client.free()


def test_without_endpoint_and_region_there_is_no_client(cad: Library) -> None:
    assert cad.client_new(None)[0].status == "CAD_E_CONFIGURATION"
    answer = cad.start_task(TASK, None, "token")
    assert (answer.status, answer.outcome) == ("CAD_E_CONFIGURATION", "not_sent")


def start(cad: Library, **config: Any) -> Answer:
    with cad.client(**config) as client:
        return client.start(task_id=TASK)


def test_the_token_is_looked_up_at_each_call(cad: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer(GOOD, NEXT) as server, cad.client(endpoint=server.endpoint) as client:
        answer = client.start(task_id=TASK)
        assert (answer.status, answer.outcome) == ("CAD_E_CONFIGURATION", "not_sent")
        for variable in ("OS_AUTH_TOKEN", "HW_AUTH_TOKEN", "CODEARTS_DEPLOY_TOKEN"):  # the later one wins
            monkeypatch.setenv(variable, f"from-{variable}")
            assert client.start(task_id=TASK).status == "CAD_OK"
            assert server.requests[-1].headers["X-Auth-Token"] == f"from-{variable}"
        monkeypatch.setenv("CODEARTS_DEPLOY_TOKEN", "")  # set but empty counts as not set
        assert client.start(task_id=TASK).status == "CAD_OK"
        assert server.requests[-1].headers["X-Auth-Token"] == "from-HW_AUTH_TOKEN"
        monkeypatch.setenv("HW_AUTH_TOKEN", "a\r\nX-Evil: 1")
        assert client.start(task_id=TASK).status == "CAD_E_CONFIGURATION"


def test_a_region_given_takes_no_endpoint_from_the_environment(cad: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer(GOOD, NEXT) as server, FaultServer(GOOD, NEXT) as other:
        monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", other.endpoint)
        monkeypatch.setenv("HUAWEICLOUD_SDK_REGION_CODEARTSDEPLOY_CN_NORTH_4", server.endpoint)
        assert start(cad, region="cn-north-4", token="t").status == "CAD_OK"
        assert (len(server.requests), other.connections) == (1, 0)
        assert start(cad, token="t").status == "CAD_OK"
        assert len(other.requests) == 1


def test_cad_start_task_follows_a_change_of_the_environment(cad: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer(GOOD, NEXT) as first, FaultServer(GOOD, NEXT) as second:
        for server in (first, second, first):
            monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", server.endpoint)
            assert cad.start_task(TASK, None, "t").status == "CAD_OK"
        assert (len(first.requests), len(second.requests)) == (2, 1)


def test_a_reply_is_read_up_to_its_limit(cad: Library) -> None:
    body = '{"id": "x", "y": "%s"}' % ("y" * (4096 - 20))
    with FaultServer(reply("200 OK", body), NEXT) as server:
        config = {"endpoint": server.endpoint, "token": "t"}
        assert start(cad, max_response_bytes=len(body), **config).status == "CAD_OK"
        answer = start(cad, max_response_bytes=len(body) - 1, **config)
        assert (answer.status, answer.outcome) == ("CAD_E_BAD_RESPONSE", "unknown")
