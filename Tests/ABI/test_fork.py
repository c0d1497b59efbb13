"""A client on both sides of fork(): never another call's reply, and never a hang.

Connections that a child shares with its parent answer the wrong one of them, with CAD_OK. So the server names the task
of each request in its reply, eight threads of the parent call without a pause, and each child checks what it gets.
"""
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from abi import Answer, Client, Library
from call_modes import MANY, answer_of
from forked_child import FAILED, in_a_child

FORKS, THREADS = 100, 8
RIGHT, WRONG = 0, 1
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@pytest.fixture
def echo() -> Iterator[str]:
    script = str(Path(__file__).with_name("echo_server.py"))
    with subprocess.Popen([sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin is not None and server.stdout is not None
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        server.stdin.close()


def by_client(cad: Library, client: Client) -> int:
    task = uuid.uuid4().hex
    return judge(client.start(task_id=task), task)


def by_background(cad: Library, client: Client) -> int:
    task = uuid.uuid4().hex
    with client.begin(task_id=task) as operation:
        return judge(operation.wait(), task)


def by_batch(cad: Library, client: Client) -> int:
    tasks = [uuid.uuid4().hex for _ in range(3)]
    with client.begin(MANY, items=[{"task_id": task} for task in tasks]) as operation:
        items = operation.wait().document["items"]
    return max(judge(answer_of(item), task) for item, task in zip(items, tasks))


def by_start_task(cad: Library, client: Client) -> int:
    task = uuid.uuid4().hex
    return judge(cad.start_task(task, None, "token"), task)


def free_it(cad: Library, client: Client) -> int:
    client.free()
    return RIGHT


def call_then_free(cad: Library, client: Client) -> int:
    result = by_client(cad, client)
    client.free()
    return result


def judge(answer: Answer, task: str) -> int:
    if answer.status != "CAD_OK":
        return FAILED
    return RIGHT if answer.document["id"] == task else WRONG


Use = Callable[[Library, Client], int]


@pytest.mark.parametrize("of_parent, of_child", [
    (by_client, by_client), (by_start_task, by_start_task), (by_client, free_it), (by_client, call_then_free),
    (by_background, by_background), (by_background, by_client), (by_client, by_background),
    (by_background, free_it), (by_batch, by_batch),
])
def test_no_reply_goes_to_another_call(
        cad: Library, echo: str, monkeypatch: pytest.MonkeyPatch, of_parent: Use, of_child: Use) -> None:
    monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", echo)
    parent: list[int] = []
    done = threading.Event()

    def call_without_a_pause(client: Client) -> None:
        while not done.is_set():
            parent.append(of_parent(cad, client))

    with cad.client(endpoint=echo, token="token") as client:
        threads = [threading.Thread(target=call_without_a_pause, args=(client,)) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        try:
            verdicts = (in_a_child(lambda: of_child(cad, client)) for _ in range(FORKS))
            wrong = next((verdict for verdict in verdicts if verdict != RIGHT), None)
        finally:
            done.set()
            for thread in threads:
                thread.join()
        assert by_client(cad, client) == RIGHT
    assert wrong is None
    assert len(parent) > THREADS and set(parent) == {RIGHT}


def test_a_child_of_a_quiet_parent_and_its_own_child_can_call(cad: Library, echo: str) -> None:
    with cad.client(endpoint=echo, token="token") as client:
        assert by_client(cad, client) == RIGHT

        def call_and_fork_again() -> int:
            return max(by_client(cad, client), abs(in_a_child(lambda: by_client(cad, client))))
        assert in_a_child(call_and_fork_again) == RIGHT
        assert by_client(cad, client) == RIGHT


def test_a_client_that_was_never_used_can_be_used_in_the_child(cad: Library, echo: str) -> None:
    with cad.client(endpoint=echo, token="token") as client:
        assert in_a_child(lambda: by_client(cad, client)) == RIGHT
