"""A file that is named is the one that is used, whatever it is; nothing takes its place, and no call outlasts its time."""
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from abi import TASK, Answer, Library
from answering_server import STARTED, AnsweringServer, anything_goes
from credential_sources import write_profile
from emulator import access_key
from fault_server import NEXT, FaultServer, Request, reply
from waits import until

VARIABLE = "HUAWEICLOUD_SDK_CREDENTIALS_FILE"
KEY = "[basic]\nak = AK-of-file\nsk = x\n"
NO = reply("401 Unauthorized", '{"error_code": "APIGW.0301", "error_msg": "verify aksk signature fail"}')
OTHERS: dict[str, dict[str, str]] = {
    "nothing else": {}, "an IAM user": {"HW_USER_NAME": "u", "HW_USER_PASSWORD": "p", "HW_DOMAIN_NAME": "d"},
    "a foreign token": {"OS_AUTH_TOKEN": "token-of-another"},
}


def start(cad: Library, endpoint: str, **config: object) -> Answer:
    with cad.client(endpoint=endpoint, **config) as client:
        return client.start(task_id=TASK)


def unreadable(folder: Path) -> str:
    file = folder / "closed"
    file.write_text(KEY)
    file.chmod(0)
    if os.access(file, os.R_OK):
        pytest.skip("this user may read everything")
    return str(file)


def written(content: bytes) -> Callable[[Path], str]:
    def write(folder: Path) -> str:
        (folder / "file").write_bytes(content)
        return str(folder / "file")
    return write


def folder(path: Path) -> str:
    return str(path)


UNUSABLE: dict[str, Callable[[Path], str]] = {
    "missing": lambda path: str(path / "none"), "mode 000": unreadable, "a folder": folder,
    "in a file": lambda path: written(b"x")(path) + "/below", "in a home that is none": lambda path: "~/not-there",
    "relative": lambda path: "not-there/credentials", "empty": written(b""), "no section": written(b"ak = a\nsk = b\n"),
    "another section": written(b"[other]\nak = a\nsk = b\n"), "NUL bytes": written(KEY.encode() + b"\0"),
    "UTF-16": written(KEY.encode("utf-16")), "Latin-1": written(b"[basic]\nak = a\nsk = caf\xe9\n"),
    "large": written(b"# x\n" * 400_000 + KEY.encode()), "quotes": written(b'[basic]\nak = a\nsk = "b"\n'),
    "a remark": written(b"[basic]\nak = a\nsk = b # mine\n"), "an indented line": written(b"[basic]\nak = a\n sk = b\n"),
    "endless": lambda path: "/dev/zero",
}


@pytest.mark.parametrize("others", OTHERS)
@pytest.mark.parametrize("kind", UNUSABLE)
def test_a_named_file_that_cannot_be_used_is_told_and_nothing_is_sent(
        cad: Library, kind: str, others: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = UNUSABLE[kind](tmp_path)
    write_profile(tmp_path, KEY)
    with anything_goes() as server:
        for name, value in {VARIABLE: path, "HUAWEICLOUD_SDK_IAM_ENDPOINT": server.endpoint, **OTHERS[others]}.items():
            monkeypatch.setenv(name, value)
        answer = start(cad, server.endpoint, ecs_metadata=True, metadata_endpoint=server.endpoint)
        assert (answer.status, answer.outcome) == ("CAD_E_CONFIGURATION", "not_sent"), answer
        assert VARIABLE in answer.document["message"]
        assert server.connections == 0


@pytest.mark.parametrize("text", [
    "\ufeff" + KEY, KEY.replace("ak =", "AK ="), KEY.replace(" = ", ": "), KEY.replace("\n", "\r\n"),
    "[DEFAULT]\nsk = x\n[basic]\nak = AK-of-file\n",
], ids=["byte order mark", "capitals", "colons", "CRLF", "DEFAULT"])
def test_every_form_that_the_official_sdks_read_is_read(
        cad: Library, text: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "keys").write_bytes(text.encode("utf-8"))
    monkeypatch.setenv(VARIABLE, "~/keys")
    with anything_goes() as server:
        assert start(cad, server.endpoint).status == "CAD_OK"
        assert access_key(server.requests[0]) == "AK-of-file"


def test_a_name_that_is_no_utf_8_is_the_file_of_that_name(
        cad: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9"
    with open(name, "w") as file:
        file.write(KEY)
    (tmp_path / "caf\ufffd").write_text(KEY.replace("of-file", "of-another"))
    monkeypatch.setitem(os.environb, VARIABLE.encode(), name)
    with anything_goes() as server:
        assert start(cad, server.endpoint).status == "CAD_OK"
        assert access_key(server.requests[0]) == "AK-of-file"


def test_a_home_that_nobody_names_is_told(
        cad: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Not taken for a folder that is called ~."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "~").mkdir()
    (tmp_path / "~" / "keys").write_text(KEY)
    monkeypatch.setenv(VARIABLE, "~/keys")
    monkeypatch.delenv("HOME")
    with anything_goes() as server:
        answer = start(cad, server.endpoint)
        assert (answer.status, answer.outcome) == ("CAD_E_CONFIGURATION", "not_sent")
        assert "HOME is not set" in answer.document["message"] and server.connections == 0


@pytest.mark.parametrize("by", ["call", "submit"])
def test_a_pipe_that_nobody_writes_to_does_not_outlast_the_call(
        cad: Library, by: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As a mount that hangs would."""
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "pipe"))
    # A busy machine too looks at what was submitted before its time is over.
    limit = {"call": 1000, "submit": 5000}[by]
    with anything_goes() as server, cad.client(endpoint=server.endpoint, timeout_ms=limit) as client:
        begin = time.monotonic()
        if by == "call":
            answer = client.start(task_id=TASK)
        else:
            with client.begin(task_id=TASK) as operation:
                assert operation.wait(0).status == "CAD_PENDING", "who submits does not wait"
                answer = operation.wait()
        assert time.monotonic() - begin < 30
        assert (answer.status, answer.outcome) == ("CAD_E_CONFIGURATION", "not_sent")
        assert VARIABLE in answer.document["message"] and server.connections == 0


def test_who_has_given_up_takes_nothing_from_a_pipe(
        cad: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "pipe"))
    writer = threading.Thread(target=(tmp_path / "pipe").write_text, args=(KEY,))
    with anything_goes() as server, cad.client(endpoint=server.endpoint) as client:
        for _ in range(3):
            assert client.start(task_id=TASK, _options={"timeout_ms": 300}).status == "CAD_E_CONFIGURATION"
        with client.begin(task_id=TASK) as operation:
            writer.start()
            assert operation.wait().status == "CAD_OK"
        writer.join()


def test_a_pipe_that_somebody_writes_to_is_read(cad: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "pipe"))
    writer = threading.Thread(target=(tmp_path / "pipe").write_text, args=(KEY,))
    with anything_goes() as server:
        writer.start()
        answer = start(cad, server.endpoint)
        writer.join()
        assert answer.status == "CAD_OK"


@pytest.mark.parametrize("flow", ["call", "start_many", "deploy"])
def test_a_key_that_was_replaced_meanwhile_is_tried_once(
        cad: Library, flow: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old, new = f"AK-old-{flow}", f"AK-new-{flow}"
    file = write_profile(tmp_path, f"[basic]\nak = {old}\nsk = x\n")

    def answer(request: Request) -> bytes:
        if access_key(request) == new:
            return STARTED if "POST" in request.line else reply("404 Not Found", "{}")
        file.write_text(f"[basic]\nak = {new}\nsk = x\n")
        return NO

    with AnsweringServer(answer) as server, cad.client(endpoint=server.endpoint) as client:
        if flow == "call":
            assert client.start(task_id=TASK).document["_meta"]["attempts"] == 2
        elif flow == "start_many":
            with client.begin("start_many", items=[{"task_id": TASK}] * 5) as operation:
                assert operation.wait().document["counts"]["started"] == 5
        else:
            with client.begin("deploy", task_id=TASK, guard=False, interval_ms=100) as operation:
                until(lambda: any(access_key(each) == new for each in server.requests), "the new key was never tried")
                operation.cancel()
                operation.wait()
        assert sum(access_key(each) == old for each in server.requests) == 1


def test_a_key_that_is_still_the_same_is_not_sent_again(cad: Library, tmp_path: Path) -> None:
    write_profile(tmp_path, "[basic]\nak = AK-same\nsk = x\n")
    with FaultServer(NO, NEXT) as server:
        answer = start(cad, server.endpoint)
        assert (answer.status, answer.outcome) == ("CAD_E_AUTHENTICATION", "refused")
        assert len(server.requests) == 1


def test_the_project_beside_a_key_goes_with_it(cad: Library, tmp_path: Path) -> None:
    project = "b0000000000000000000000000000001"
    write_profile(tmp_path, KEY + f"project_id = {project}\n")
    with anything_goes() as server:
        assert start(cad, server.endpoint).status == "CAD_OK"
        assert server.requests[0].headers["X-Project-Id"] == project
