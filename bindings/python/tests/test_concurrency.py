"""Many threads on one client, and a client on both sides of a fork: everybody gets the reply to his own request."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from functools import partial

import pytest

import codearts_deploy as cad
from codearts_deploy.testing import Emulator

THREADS = 32
CALLS = 10


def start(client: cad.Client, service: Emulator, marker: str) -> str:
    """Starts with `marker` as a parameter and gives the record's id."""
    return client.start_deploy_task(service.task_ids[0], params={"marker": marker}).id


def markers(service: Emulator) -> dict[str, str]:
    """Record id -> marker, as the service saw them."""
    return {record["record_id"]: record["params"][0]["value"] for record in service.records()}


def run_threads(count: int, work: Callable[[int], None]) -> None:
    threads = [threading.Thread(target=work, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_each_thread_gets_its_own_reply(service: Emulator, client: cad.Client) -> None:
    replies: dict[str, str] = {}

    def work(number: int) -> None:
        for call in range(CALLS):
            marker = f"{number}-{call}"
            replies[start(client, service, marker)] = marker

    run_threads(THREADS, work)
    assert len(replies) == THREADS * CALLS
    assert replies == markers(service)


def forked(work: Callable[[], str]) -> Callable[[], str]:
    """Runs `work` in a forked child; what is given waits for its end and gives the text that it returned."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(60)  # whatever hangs is ended, even inside the library
        try:
            text = work()
        except BaseException as error:
            text = repr(error)
        os.write(writer, text.encode())
        os._exit(0)
    os.close(writer)

    def said() -> str:
        with os.fdopen(reader) as pipe:
            text = pipe.read()
        assert os.waitpid(child, 0)[1] == 0
        return text

    return said


def in_child(work: Callable[[], str]) -> str:
    """The text that `work` returns in a forked child."""
    return forked(work)()


def test_both_sides_of_a_fork_may_go_on_with_a_used_client(service: Emulator, client: cad.Client) -> None:
    replies = {start(client, service, "before"): "before"}
    replies[in_child(lambda: start(client, service, "child"))] = "child"
    replies[start(client, service, "parent")] = "parent"
    assert replies == markers(service)


def test_a_child_may_close_the_client_and_the_parent_goes_on(service: Emulator, client: cad.Client) -> None:
    start(client, service, "before")

    def work() -> str:
        client.close()
        return repr(client)

    assert "closed" in in_child(work)
    start(client, service, "after")
    assert sorted(markers(service).values()) == ["after", "before"]


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_children_forked_from_busy_threads_and_their_parents_get_their_own_replies(
    service: Emulator, client: cad.Client
) -> None:
    """Connections are in use when the child is made; one that it shared would bring it another's reply."""
    replies: dict[str, str] = {}
    stop = threading.Event()

    def parent(number: int) -> None:
        call = 0
        while not stop.is_set():
            marker = f"parent-{number}-{call}"
            replies[start(client, service, marker)] = marker
            call += 1

    def children() -> None:
        try:
            for marker in [f"child-{number}" for number in range(20)]:
                replies[in_child(partial(start, client, service, marker))] = marker
        finally:
            stop.set()

    run_threads(5, lambda number: children() if number == 4 else parent(number))
    assert sum(marker.startswith("child") for marker in replies.values()) == 20
    assert replies == markers(service)
