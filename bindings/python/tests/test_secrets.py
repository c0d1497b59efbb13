"""No secret stands in anything that an exception, a client or a model shows of itself."""

from __future__ import annotations

import json
import pickle
import socket
import threading
import traceback
import uuid
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import codearts_deploy as cad
from tests.conftest import Document

TASK = "d2dc947ec2424d8789bb3984bb3adf45"
RUN = uuid.uuid4().hex[:12]
TOKEN, SK, SECURITY_TOKEN, PASSWORD, PASSCODE, VALUE, PROXY = (
    f"CANARY-{RUN}-{name}" for name in ("token", "sk", "security-token", "password", "passcode", "value", "proxy")
)
PARAMS = [{"key": "password", "value": VALUE, "type": "encrypt"}]
USER = {"user": "u", "password": PASSWORD, "domain": "d", "passcode": PASSCODE, "user_id": "an-id"}
Answer = Callable[[str], tuple[int, dict[str, str], str]]  # what was sent -> status, headers and text


class Handler(BaseHTTPRequestHandler):
    """Does what the server was told, knowing all that it was sent."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        seen = f"{self.requestline}\n{self.headers}\n{body}"
        self.server.seen.append(seen)
        status, headers, text = self.server.answer(seen)
        self.send_response(status)
        headers = {"Content-Length": str(len(text.encode())), "Content-Type": "application/json", **headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    do_CONNECT = do_POST

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer = answer
        self.seen: list[str] = []
        self.address = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


def echo(status: int) -> Answer:
    return lambda seen: (status, {}, json.dumps({"error_code": seen, "error_msg": seen, "request_id": seen}))


def started(_: str) -> tuple[int, dict[str, str], str]:
    return 200, {}, json.dumps({"id": "0ee9c8e6a7dc44109541e53c6dccf47c"})


def credentials(address: str) -> list[Document]:
    """Fresh ones each time: a key that was refused is held back."""
    return [
        {"token": TOKEN},
        {"ak": uuid.uuid4().hex, "sk": SK, "security_token": SECURITY_TOKEN},
        {"iam": USER, "iam_endpoint": address},
    ]


def expect_silence(error: cad.CodeArtsDeployError) -> None:
    """Everything that a log, a queue or a crash report takes of an exception."""
    parts = [str(error), repr(error), repr(error.args), repr(vars(error)), repr(error.violations)]
    parts += traceback.format_exception(type(error), error, error.__traceback__)
    parts += [pickle.dumps(error, protocol).decode("latin-1") for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]
    link: BaseException | None = error
    while link is not None:
        parts.append(repr(link))
        link = link.__cause__ or link.__context__
    assert f"CANARY-{RUN}" not in "\n".join(parts)


def fails(configuration: Document, request: Document | None = None) -> cad.CodeArtsDeployError:
    """The one exception of a client's life."""
    with pytest.raises(cad.CodeArtsDeployError) as caught:
        client = cad.Client(max_attempts=1, **configuration)
        assert f"CANARY-{RUN}" not in repr(client) + str(client)
        client.call("start_deploy_task", request or {"task_id": TASK, "params": PARAMS})
    expect_silence(caught.value)
    return caught.value


@pytest.mark.parametrize("index", range(3), ids=["token", "key", "iam"])
def test_a_call_that_works_shows_none(index: int) -> None:
    def answer(seen: str) -> tuple[int, dict[str, str], str]:
        if "/v3/auth/tokens" in seen:
            return 201, {"X-Subject-Token": TOKEN}, "{}"
        return started(seen)

    with Server(answer) as server, cad.Client(endpoint=server.address, **credentials(server.address)[index]) as client:
        reply = client.start_deploy_task(TASK, params=PARAMS)
        assert VALUE in server.seen[-1]
        for thing in (client, reply, reply.to_dict(), vars(client)):
            assert f"CANARY-{RUN}" not in repr(thing) + str(thing)
        with pytest.raises(TypeError):
            pickle.dumps(client)
    assert f"CANARY-{RUN}" not in repr(client)


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 429, 500, 502])
@pytest.mark.parametrize("index", range(3), ids=["token", "key", "iam"])
def test_a_server_that_repeats_all_it_was_sent(status: int, index: int) -> None:
    with Server(echo(status)) as server:
        fails({"endpoint": server.address, **credentials(server.address)[index]})
        assert f"CANARY-{RUN}" in server.seen[0]


@pytest.mark.parametrize("index", range(3), ids=["token", "key", "iam"])
def test_a_redirect_to_another_server(index: int) -> None:
    with Server(started) as second, Server(lambda _: (307, {"Location": f"{second.address}/?{TOKEN}"}, "")) as server:
        fails({"endpoint": server.address, **credentials(server.address)[index]})
        assert second.seen == []


@pytest.mark.parametrize("index", range(3), ids=["token", "key", "iam"])
def test_no_connection(index: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens here, and nobody else can
        for scheme in ("http", "https"):
            address = f"{scheme}://127.0.0.1:{taken.getsockname()[1]}"
            error = fails({"endpoint": address, **credentials(address)[index]})
            assert type(error) is cad.ConnectError and error.outcome == "not_sent"


def test_no_tls() -> None:
    with Server(started) as server:
        address = server.address.replace("http", "https")
        for each in credentials(address):
            assert type(fails({"endpoint": address, **each})) is cad.TLSError


def test_a_proxy_that_refuses_its_password() -> None:
    with Server(lambda _: (407, {}, "")) as proxy:
        address = proxy.address.replace("//", f"//somebody:{PROXY}@")
        fails({"endpoint": "https://service.invalid", "token": TOKEN, "proxy": address})
        assert "Proxy-Authorization" in proxy.seen[0] and TOKEN not in proxy.seen[0]


@pytest.mark.parametrize("configuration", [
    {"token": TOKEN + "\n"}, {"token": [TOKEN]}, {"token": TOKEN, "sk": SK}, {"sk": SK}, {"ak": "", "sk": SK},
    {"ak": "a", "sk": SK + "\n"}, {"ak": "a", "sk": SK, "security_token": {"x": SECURITY_TOKEN}},
    {"iam": {**USER, "domain": None}}, {"iam": {**USER, "pasword": PASSWORD}},
    {"iam": {**USER, "passcode": [PASSCODE]}}, {"iam": PASSWORD},
    {"token": TOKEN, "iam": USER}, {"token": TOKEN, "tokn": TOKEN}, {"token": TOKEN + "\0"},
    {"token": TOKEN + "\ud800"}, {"token": TOKEN.encode()}, {"token": TOKEN, "proxy": [PROXY]},
    {"iam": {**USER, "password": PASSWORD.encode()}}, {"iam": {**USER, "password": PASSWORD + "\0"}},
], ids=lambda configuration: repr(configuration).replace(RUN, "")[:60])
def test_a_configuration_with_a_fault(configuration: Document) -> None:
    with Server(started) as server:
        fails({"endpoint": server.address, "iam_endpoint": server.address, **configuration})
        assert server.seen == []


@pytest.mark.parametrize("param", [
    {"value": VALUE + "{{"}, {"value": VALUE * 400}, {"value": VALUE.encode()}, {"value": [VALUE]}, {"type": "Encrypt"},
    {"key": "a b"}, {"valu": VALUE}, {"value": VALUE + "\0"}, {"value": VALUE + "\ud800"}, {"value": {VALUE}},
], ids=lambda param: repr(param).replace(RUN, "")[:60])
def test_a_request_with_a_fault(param: Document) -> None:
    with Server(started) as server:
        request = {"task_id": TASK, "params": [{**PARAMS[0], **param}]}
        error = fails({"endpoint": server.address, "token": TOKEN}, request)
        assert type(error) is cad.ValidationError
        assert server.seen == []
