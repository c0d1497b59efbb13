"""Each secret carries a marker: it goes to the one who is to see it, and stands in no document of the library."""
import base64
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from abi import TASK, Answer, Library
from answering_server import RECORD, STARTED, AnsweringServer, path_of
from canaries import CANARIES, HOLDERS, RUN, Holder, canary, echo, expect_silence, found_in, give_credential, text_of
from certificates import Certificates
from emulator import START_PATH
from fault_server import RESET, FaultServer, Request, reply

LINES = ["200 OK", "400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found", "409 Conflict",
         "413 Too Large", "429 Too Many Requests", "500 Internal Server Error", "502 Bad Gateway"]
FORMS = ["flat", "nested", "camel", "identity", "page", "list", "unfinished"]
by_name = pytest.mark.parametrize("holder", HOLDERS, ids=lambda holder: holder.name)


def request(value: str = CANARIES["encrypt"]) -> str:
    return json.dumps({"task_id": TASK, "params": [{"key": "password", "value": value, "type": "encrypt"}]})


@pytest.fixture(autouse=True)
def silent_log(monkeypatch: pytest.MonkeyPatch, capfd: Any) -> Iterator[None]:
    """Whatever a test does, what stands on standard error then tells no secret."""
    monkeypatch.setenv("CODEARTS_DEPLOY_LOG", "debug")
    yield
    assert found_in(capfd.readouterr().err) == []


def call(cad: Library, config: dict, text: str = "") -> Answer:
    """In the background, so that its events are seen as well."""
    answer, client = cad.client_new(json.dumps(config))
    if client is None:
        return answer
    with client:
        answer, operation = client.submit(text or request())
        if operation is None:
            return answer
        with operation:
            assert found_in(operation.events()) == []
            return operation.wait()


def service(answer: Callable[[Request], bytes]) -> AnsweringServer:
    """Gives the credential by the book; `answer` is for the start."""
    return AnsweringServer(lambda each: answer(each) if path_of(each) == START_PATH else give_credential(each))


@by_name
def test_the_harness_sees_every_secret_where_it_belongs(
        cad: Library, holder: Holder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with service(lambda _: STARTED) as server:
        answer = call(cad, {"endpoint": server.endpoint, **holder.prepare(server.endpoint, monkeypatch, tmp_path)})
        assert answer.status == "CAD_OK"
        expect_silence(answer)
        *before, start = server.requests
    assert sorted(found_in(text_of(start))) == sorted([*holder.sent, "encrypt"])
    allowed = {"iam": ["password", "passcode"], "iam variables": ["password"], "metadata": ["session"],
               "identity token": ["fetched", "identity"]}
    assert sorted(found_in(*map(text_of, before))) == sorted(allowed.get(holder.name, []))
    assert "encrypt" not in found_in(start.line, str(start.headers))
    assert found_in(start.body.decode()) == ["encrypt"]


@by_name
@pytest.mark.parametrize("form", FORMS)
def test_a_service_that_repeats_all_it_was_sent_reaches_no_document(
        cad: Library, holder: Holder, form: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for line in LINES:
        with service(echo(line, form)) as server:
            answer = call(cad, {"endpoint": server.endpoint, **holder.prepare(server.endpoint, monkeypatch, tmp_path)})
            assert answer.status != "CAD_OK"
            assert found_in(text_of(server.requests[-1])) != []
            expect_silence(answer)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["iam", "iam variables", "metadata", "identity token"])
def test_an_iam_and_a_metadata_service_that_repeat_all_reach_no_document(
        cad: Library, name: str, form: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    holder = next(each for each in HOLDERS if each.name == name)
    for line in ["201 Created", *LINES]:
        for opens_sessions in (True, False):
            def answer(each: Request) -> bytes:
                session = path_of(each) == "/meta-data/latest/api/token" and opens_sessions
                return give_credential(each) if session else echo(line, form)(each)

            with AnsweringServer(answer) as server:
                config = holder.prepare(server.endpoint, monkeypatch, tmp_path)
                answered = call(cad, {"endpoint": server.endpoint, "max_attempts": 1, **config})
                assert answered.status != "CAD_OK" and answered.outcome == "not_sent"
                expect_silence(answered)
                assert all(path_of(each) != START_PATH for each in server.requests)


AWKWARD = [f'"quoted" {CANARIES["encrypt"]}', f'back\\slash {CANARIES["encrypt"]}', f'密码 {CANARIES["encrypt"]}',
           f'line\n{CANARIES["encrypt"]}\ttab', f'\U0001f511{CANARIES["encrypt"]}', f'a/b {CANARIES["encrypt"]}',
           CANARIES["encrypt"] + "x" * 8000, f'\x7f{CANARIES["encrypt"]}', f' {CANARIES["encrypt"]} ']


@pytest.mark.parametrize("value", AWKWARD, ids=lambda value: repr(value)[:12])
@pytest.mark.parametrize("escaped", [False, True])
def test_a_secret_that_json_writes_in_several_ways_is_found_when_it_comes_back(
        cad: Library, value: str, escaped: bool) -> None:
    text = request(value) if escaped else json.dumps(json.loads(request(value)), ensure_ascii=False)
    for line in ("400 Bad Request", "500 Internal Server Error"):
        plain = reply(line, json.dumps({"error_code": "X", "error_msg": f"bad: {value}"}))
        for answer in (echo(line), lambda _: plain):
            with service(answer) as server:
                expect_silence(call(cad, {"endpoint": server.endpoint, "token": CANARIES["token"]}, text))


@pytest.mark.parametrize("length", [100, 1000, 5000, 20_000])
@pytest.mark.parametrize("distance", [0, 100, 200, 240, 480, 500, 1000, 2000, 4000])
def test_a_secret_that_is_cut_off_with_a_long_message_is_not_left_in_part(
        cad: Library, length: int, distance: int) -> None:
    token = (CANARIES["token"] + "x" * 20_000)[:length]
    words = json.dumps({"error_code": "X", "error_msg": "." * distance + token})
    with service(lambda _: reply("400 Bad Request", words)) as server:
        expect_silence(call(cad, {"endpoint": server.endpoint, "token": token}))


@by_name
def test_a_redirect_takes_nothing_along(
        cad: Library, holder: Holder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with FaultServer(STARTED) as second:
        def away(each: Request) -> bytes:
            sent = each.headers["X-Auth-Token"] or each.headers["X-Security-Token"] or ""
            headers = (f"Location: {second.endpoint}/?{sent}", f"Refresh: 0;{second.endpoint}")
            return reply("307 Temporary Redirect", "", *headers)

        for answer in (service(away), AnsweringServer(away)):
            with answer as server:
                config = holder.prepare(server.endpoint, monkeypatch, tmp_path)
                answered = call(cad, {"endpoint": server.endpoint, "max_attempts": 1, **config})
                assert answered.status != "CAD_OK"
                expect_silence(answered)
        assert second.connections == 0


@by_name
def test_another_host_that_a_reply_names_hears_nothing(
        cad: Library, holder: Holder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with FaultServer(STARTED) as second:
        headers = [f"{name}: {second.endpoint}" for name in ("Location", "Content-Location", "X-Endpoint", "Alt-Svc")]
        body = json.dumps({"id": RECORD, "next": second.endpoint, "endpoint": second.endpoint})
        with service(lambda _: reply("200 OK", body, *headers)) as server:
            config = {"endpoint": server.endpoint, **holder.prepare(server.endpoint, monkeypatch, tmp_path)}
            for _ in range(2):
                assert call(cad, config).status == "CAD_OK"
        assert second.connections == 0


def broken(certificates: Certificates) -> Iterator[FaultServer]:
    yield FaultServer()
    yield FaultServer(RESET)
    yield FaultServer(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
    yield FaultServer(b"SSH-2.0\r\n")
    yield FaultServer(STARTED, tls=certificates.local)  # by a CA that nobody trusts
    yield FaultServer(STARTED, tls=certificates.elsewhere)


@by_name
def test_broken_connections_tell_no_secret(
        cad: Library, holder: Holder, certificates: Certificates, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:
    for each in broken(certificates):
        with each as bad, service(lambda _: STARTED) as good:
            for credentials, endpoint in ((good, bad), (bad, good)):
                config = {"endpoint": endpoint.endpoint, **holder.prepare(credentials.endpoint, monkeypatch, tmp_path)}
                expect_silence(call(cad, config))
            if bad.context:
                assert bad.requests == []  # a secret is written to nobody who did not prove to be the host
    gone = FaultServer()  # its port refuses, and nobody else can take it
    for scheme in ("http", "https"):
        address = f"{scheme}://127.0.0.1:{gone.port}"
        answer = call(cad, {"endpoint": address, **holder.prepare(address, monkeypatch, tmp_path)})
        assert (answer.status, answer.outcome) == ("CAD_E_CONNECT", "not_sent")
        expect_silence(answer)


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("by", ["configuration", "environment"])
def test_a_proxys_password_goes_to_the_proxy_alone(
        cad: Library, scheme: str, by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    config = {"endpoint": f"{scheme}://service.invalid", "allow_http": True, "token": CANARIES["token"]}
    for line in ("407 Proxy Authentication Required", "502 Bad Gateway", "401 Unauthorized"):
        with AnsweringServer(echo(line)) as proxy:
            address = f"http://somebody:{CANARIES['proxy']}@127.0.0.1:{proxy.port}"
            if by == "configuration":
                config["proxy"] = address
            else:
                monkeypatch.setenv(f"{scheme}_proxy", address)
            answer = call(cad, config)
            assert answer.status != "CAD_OK"
            shown = json.dumps(answer.document)
            expect_silence(answer)
            assert base64.b64encode(f"somebody:{CANARIES['proxy']}".encode()).decode() not in shown
            basic = proxy.requests[0].headers["Proxy-Authorization"].partition("Basic ")[2]
            assert base64.b64decode(basic).decode() == f"somebody:{CANARIES['proxy']}"
            if scheme == "https":  # all that a tunnel needs to know
                assert found_in(*map(text_of, proxy.requests)) == []


def test_a_proxy_that_is_gone_is_told_without_its_password(cad: Library) -> None:
    for place in ("127.0.0.1:1", "proxy.invalid:3128", "127.0.0.1:99999", "[::1", ""):
        for scheme in ("http", "https", "socks5", "ftp"):
            address = f"{scheme}://somebody:{CANARIES['proxy']}@{place}"
            answer = call(cad, {"endpoint": "https://service.invalid", "token": "t", "proxy": address})
            assert answer.status != "CAD_OK"
            expect_silence(answer)


def test_a_call_that_times_out_tells_no_secret(cad: Library) -> None:
    go_on = threading.Event()

    def hold(_: Request) -> bytes:
        go_on.wait(60)
        return STARTED

    for holder in HOLDERS[:2]:
        with service(hold) as server:
            config = {"endpoint": server.endpoint, "timeout_ms": 1500, **holder.config(server.endpoint)}
            try:
                answer = call(cad, config)
            finally:
                go_on.set()
            assert answer.outcome == "unknown"
            expect_silence(answer)
            go_on.clear()


def test_a_held_key_and_nothing_found_tell_no_secret(cad: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    key = {"ak": f"AK{RUN}", "sk": canary("sk"), "security_token": canary("security_token")}
    with FaultServer(reply("401 Unauthorized", "{}")) as server:
        for _ in range(2):
            expect_silence(call(cad, {"endpoint": server.endpoint, **key}))
        monkeypatch.setenv("HW_USER_PASSWORD", canary("password"))
        expect_silence(call(cad, {"endpoint": server.endpoint}))
