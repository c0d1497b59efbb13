"""The debug log waits for nobody and writes to nothing but standard error: lines are dropped and counted instead."""
import json
import os
import re
import select
import socket
import subprocess
import sys
import time
from typing import Any

import pytest

from emulator import Service
from environment import with_helpers

#: A host in a process of its own; its results go to a file, since standard error and output are what is tested.
HOST = """
import json, os, signal, sys, threading, time
{before}
from abi import TASK, Library
library = Library(os.environ["CODEARTS_DEPLOY_LIBRARY"])
def tell(**facts):
    with open({result!r}, "w") as file:
        json.dump(facts, file)
{lines}
"""


class Host:
    def __init__(self, lines: str, result: Any, before: str = "", **options: Any):
        self.result = str(result)
        script = HOST.format(before=before, result=self.result, lines=lines)
        self.process = subprocess.Popen([sys.executable, "-c", script], env=with_helpers(), **options)

    def __enter__(self) -> "Host":
        return self

    def __exit__(self, *_: Any) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def ended(self) -> dict:
        assert self.process.wait(timeout=120) == 0
        with open(self.result) as file:
            return json.load(file)


def config(service: Service) -> str:
    return f"dict(endpoint={service.endpoint!r}, token={service.token!r}, log='debug')"


MANY = """
with library.client(**{config}) as client:
    begun = time.monotonic()
    with client.begin("start_many", items=[{{"task_id": TASK}}] * 1500) as operation:
        answer = operation.wait(100_000)
    ways = [client.start(task_id=TASK, _options={{"timeout_ms": 20000}}).status for _ in range(300)]
    tell(status=answer.status, counts=answer.document["counts"], ways=ways, seconds=time.monotonic() - begun)
"""
CANCELLED = """
with library.client(**{config}) as client:
    for _ in range(1500):
        client.start(task_id=TASK)
    with client.begin("watch", task_id=TASK, record_id="f" * 32, timeout_ms=600000) as operation:
        operation.cancel()
        tell(status=operation.wait(60_000).status)
"""


def full_pipe() -> Any:
    """Both ends of a pipe that takes no more."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    for size in (65536, 1):
        try:
            while True:
                os.write(writer, b"x" * size)
        except BlockingIOError:
            pass
    os.set_blocking(writer, True)
    return reader, writer


def stuck(kind: str) -> Any:
    if kind == "an unread pipe":
        return os.pipe()
    if kind == "a full pipe":
        return full_pipe()
    if kind == "an unread socket":
        ours, theirs = socket.socketpair()
        return ours.detach(), theirs.detach()
    return os.openpty()


@pytest.mark.parametrize("kind", ["an unread pipe", "a full pipe", "an unread terminal", "an unread socket"])
@pytest.mark.parametrize("lines", [MANY, CANCELLED], ids=["starts", "cancel"])
def test_a_standard_error_that_nobody_reads_holds_up_nothing(
        service: Service, tmp_path: Any, kind: str, lines: str) -> None:
    reader, writer = stuck(kind)
    try:
        with Host(lines.format(config=config(service)), tmp_path / "result", stderr=writer) as host:
            facts = host.ended()
        if lines is CANCELLED:
            assert facts["status"] in ("CAD_E_CANCELLED", "CAD_E_NOT_FOUND")
        else:
            assert facts["counts"]["started"] == 1500 and set(facts["ways"]) == {"CAD_OK"}
        assert select.select([reader], [], [], 0)[0]  # as much as there is room for was written
    finally:
        os.close(reader)
        os.close(writer)


@pytest.mark.parametrize("kind", ["an unread pipe", "an unread terminal", "an unread socket"])
def test_what_was_dropped_is_counted_once_there_is_room_again(
        service: Service, tmp_path: Any, kind: str) -> None:
    reader, writer = stuck(kind)
    try:
        lines = f"""
with library.client(**{config(service)}) as client:
    for _ in range(2000):
        client.start(task_id=TASK)
    tell(done=1)
    signal.sigwait([signal.SIGUSR1])
    client.start(task_id=TASK)
    tell(done=2)
"""
        before = "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])"
        with Host(lines, tmp_path / "result", before, stderr=writer) as host:
            deadline = time.monotonic() + 100
            while not os.path.exists(host.result):
                assert time.monotonic() < deadline and host.process.poll() is None
                time.sleep(0.05)
            text = read_all(reader)
            host.process.send_signal(10)
            host.ended()
            text += read_all(reader)
    finally:
        os.close(reader)
        os.close(writer)
    whole = text.decode().replace("\r\n", "\n")
    [count] = re.findall(r"(\d+) lines of the log were dropped", whole)
    events = [line for line in whole.splitlines() if re.fullmatch(r'codearts-deploy \d+: {"event":.*}', line)]
    torn = [line for line in whole.splitlines() if line not in events]
    assert len(torn) <= 1, torn[:3]
    assert int(count) + len(events) - 1 == 4002  # of each start two lines


def read_all(reader: int) -> bytes:
    parts: list[bytes] = []
    while select.select([reader], [], [], 0.3)[0]:
        part = os.read(reader, 65536)
        if not part:
            break
        parts.append(part)
    return b"".join(parts)


# What is descriptor 2

TWO_STARTS = """
with library.client(**{config}) as client:
    answers = [client.start(task_id=TASK).status for _ in range(2)]
    with client.begin("start_many", items=[{{"task_id": TASK}}] * 3) as operation:
        answers.append(operation.wait(100_000).status)
tell(answers=answers)
"""


@pytest.mark.parametrize("closed", ["os.close(2)", "os.closerange(0, 3)"])
@pytest.mark.parametrize("when", ["before the library is loaded", "after it"])
def test_a_host_without_standard_error_has_its_requests_to_itself(
        service: Service, tmp_path: Any, closed: str, when: str) -> None:
    before, lines = (closed, "") if when == "before the library is loaded" else ("", closed + "\n")
    with Host(lines + TWO_STARTS.format(config=config(service)), tmp_path / "result", before) as host:
        assert host.ended()["answers"] == ["CAD_OK"] * 3
    assert len(service.records()) == 5


@pytest.mark.parametrize("what", ["a socket", "a file", "a pipe"])
@pytest.mark.parametrize("before", [True, False], ids=["before the library is loaded", "after it"])
def test_what_a_host_opens_in_place_of_standard_error_stays_clean(
        service: Service, tmp_path: Any, what: str, before: bool) -> None:
    """The number is given to whatever is opened next."""
    opening = {
        "a socket": "import socket; ours, theirs = socket.socketpair(); assert 2 in (ours.fileno(), theirs.fileno())",
        "a file": f"mine = open({str(tmp_path / 'data')!r}, 'wb'); assert mine.fileno() == 2",
        "a pipe": "ends = os.pipe(); assert 2 in ends",
    }[what]
    found = {
        "a socket": """
for each in (ours, theirs):
    each.setblocking(False)
    try:
        assert not each.recv(1)
    except BlockingIOError:
        pass
""",
        "a file": f"assert os.path.getsize({str(tmp_path / 'data')!r}) == 0",
        "a pipe": """
import select
assert not select.select([ends[0]], [], [], 0)[0]
"""}[what]
    first = f"os.close(2); {opening}"
    lines = ("" if before else first + "\n") + TWO_STARTS.format(config=config(service)) + found
    with Host(lines, tmp_path / "result", first if before else "") as host:
        assert host.ended()["answers"] == ["CAD_OK"] * 3


def test_a_standard_error_that_was_turned_to_another_file_is_written_to(
        service: Service, tmp_path: Any) -> None:
    """As a daemon does that opens its log anew."""
    second = tmp_path / "second"
    with open(tmp_path / "first", "wb") as first:
        lines = f"""
file = os.open({str(second)!r}, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
os.dup2(file, 2)
""" + TWO_STARTS.format(config=config(service))
        with Host(lines, tmp_path / "result", stderr=first) as host:
            host.ended()
    assert second.read_text().count('"event":"attempt"') == 5 and (tmp_path / "first").read_text() == ""


def test_the_signal_mask_and_pending_signals_are_left_as_they_were(
        service: Service, tmp_path: Any) -> None:
    lines = TWO_STARTS.format(config=config(service)) + """
tell(answers=[str(each) for each in signal.pthread_sigmask(signal.SIG_BLOCK, [])],
     pending=[str(each) for each in signal.sigpending()])
"""
    before = "r, w = os.pipe(); os.dup2(w, 2); os.close(r); signal.signal(signal.SIGPIPE, signal.SIG_DFL)"
    with Host(lines, tmp_path / "result", before) as host:
        assert host.ended() == {"answers": [], "pending": []}
