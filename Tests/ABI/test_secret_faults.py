"""No fault of a configuration, a request or a token is told with the secret that has it."""
import json
from collections.abc import Iterator
from typing import Any

import pytest

from abi import TASK, Library
from canaries import CANARIES, RUN, expect_silence
from fault_server import FaultServer

T, S, P, E = CANARIES["token"], CANARIES["sk"], CANARIES["password"], CANARIES["encrypt"]
IAM = {"user": "u", "password": P, "domain": "d"}
BAD_CONFIGURATIONS: list[Any] = [
    {"token": f"{T}\n"}, {"token": T + "x" * 20_000}, {"token": [T]}, {"token": {T: 1}}, {"token": None, "sk": S},
    {"token": T, "sk": S}, {"token": T, "tokn": T}, {"ak": "a", "sk": f"{S}\n{S}"}, {"ak": "a", "sk": S * 20},
    {"sk": S}, {"ak": "a", "sk": {"x": S}}, {"ak": "a", "sk": S, "security_token": f"{T}\r\n"},
    {"ak": "", "sk": S}, {"ak": "a", "sk": S, "iam": IAM}, {"iam": {**IAM, "domain": ""}},
    {"iam": {**IAM, "password": P * 50}}, {"iam": {**IAM, "password": [P]}}, {"iam": {**IAM, "passcode": P}},
    {"iam": {**IAM, "passcode": f"{P}\n{P}", "user_id": "i"}}, {"iam": {**IAM, "pasword": P}},
    {"iam": P}, {"iam": [IAM]},
    {"token": T, "endpoint": f"https://u:{P}@host"}, {"token": T, "endpoint": f"https://u:{P}@host:x"},
    {"iam": IAM, "iam_endpoint": f"https://u:{P}@host"}, {"token": T, "proxy": f"http://u:{P}\n@host"},
    {"token": T, "proxy": [f"http://u:{P}@host"]}, {"token": T, "proxy": f"http://u:{P}@host/" + "x" * 5000},
    {"token": T, "timeout_ms": 0}, {"token": T, "ca_file": "/nowhere"},
]
BROKEN_TEXTS = [
    f'{{"token": "{T}', f'{{"token": "{T}" x}}', f'{{"token": "{T}",}}', f'{{"token": "{T}\\q"}}', f'{{"token": {T}}}',
    f'{{"token": "{T}", "token": "{T}"}}', f'{{"token": "{T}\\ud800"}}', f"{{'token': '{T}'}}", T, f'"{T}"', f'["{T}"]',
    f'{{"token": "{T}\x01"}}', f'{{"token" "{T}"}}', f'{{"iam": {{"password": "{P}"}}',
]


@pytest.mark.parametrize("config", BAD_CONFIGURATIONS, ids=lambda config: str(config).replace(RUN, "")[:50])
def test_no_fault_of_a_configuration_quotes_a_secret(cad: Library, config: dict) -> None:
    with FaultServer() as server:
        endpoints = {"endpoint": server.endpoint, "iam_endpoint": server.endpoint}
        answer, client = cad.client_new(json.dumps({**endpoints, **config}))
        assert client is None and answer.status == "CAD_E_CONFIGURATION"
        assert answer.document["violations"] != []
        expect_silence(answer)


@pytest.mark.parametrize("text", BROKEN_TEXTS, ids=lambda text: text.replace(RUN, "")[:50])
def test_no_fault_of_a_json_text_quotes_a_secret(cad: Library, text: str) -> None:
    surrogate = text.replace(T[-5:], "\ud800", 1).encode("utf-8", "surrogatepass")
    for bytes_ in (text.encode(), text.encode() + b"\xff", surrogate):
        answer, client = cad.client_new(bytes_)
        assert client is None
        expect_silence(answer)
        for answer in (cad.validate(bytes_), cad.start_task(TASK, bytes_, "t")):
            assert answer.status not in ("CAD_OK", "CAD_E_CONNECT")
            expect_silence(answer)


def bad_requests() -> Iterator[Any]:
    param = {"key": "password", "value": E, "type": "encrypt"}
    for change in ({"value": E + "{{"}, {"value": E + "x" * 8192}, {"value": [E]}, {"value": {E: 1}},
                   {"value": E + "{%"}, {"valu": E}, {"type": "Encrypt"}, {"type": None}, {"type": ["encrypt"]},
                   {"key": "a b"}, {"key": ""}):
        yield {"params": [{**param, **change}]}
    yield {"params": [param, param]}
    yield {"params": param}
    yield {"params": [[param]]}
    yield {"params": [E]}
    yield {"params": [param] * 501}
    yield {"parms": [param]}
    yield {"params": [param], "record_id": "x"}
    yield {"params": [param], "trigger_source": "2"}
    yield {"params": [{"value": E, "type": "encrypt"}]}


@pytest.mark.parametrize("body", list(bad_requests()), ids=lambda body: str(body).replace(RUN, "")[:60])
def test_no_fault_of_a_request_quotes_a_private_value(
        cad: Library, body: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer() as server, cad.client(endpoint=server.endpoint, token=T) as client:
        monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", server.endpoint)
        text = json.dumps({"task_id": TASK, **body})
        for answer in (client.call(text), cad.validate(text), cad.start_task(TASK, json.dumps(body), T)):
            assert answer.status == "CAD_E_VALIDATION"
            expect_silence(answer)
        assert server.connections == 0


VARIABLES = {
    "CODEARTS_DEPLOY_TOKEN": [], "HUAWEICLOUD_SDK_SK": ["HUAWEICLOUD_SDK_AK"], "HUAWEICLOUD_SDK_SECURITY_TOKEN": [],
    "HW_SECURITY_TOKEN": ["HW_ACCESS_KEY", "HW_SECRET_KEY"], "HW_USER_PASSWORD": ["HW_USER_NAME"],
}


@pytest.mark.parametrize("token", [f"{T}\n", T + "x" * 20_000, f"\x01{T}", T.encode() + b"\xff"],
                         ids=["line break", "long", "control", "no UTF-8"])
def test_no_fault_of_a_token_quotes_it(cad: Library, token: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer() as server:
        monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", server.endpoint)
        answer = cad.start_task(TASK, None, token)
        assert answer.status in ("CAD_E_VALIDATION", "CAD_E_INVALID_ARGUMENT")
        expect_silence(answer)
        value = token.decode("utf-8", "surrogateescape") if isinstance(token, bytes) else token
        for name, beside in VARIABLES.items():
            with monkeypatch.context() as context:
                for other in beside:
                    context.setenv(other, "a")
                context.setenv(name, value)
                answer = cad.start_task(TASK)
                assert answer.status not in ("CAD_OK", "CAD_E_AUTHENTICATION")
                expect_silence(answer)
        assert server.connections == 0
