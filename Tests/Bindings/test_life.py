"""Threads, growth, what is let go of, and processes that end in the middle of a call, in every language."""
from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from answering_server import STARTED
from emulator import LONG_MS, Service
from fault_server import NEXT, FaultServer
from runner_process import Runner
from waits import until

#: `make soak` sets 10,000: then memory is looked at as well.
STARTS = int(os.environ.get("BINDINGS_STARTS", "200"))
#: One answer that is kept of each of 10,000 starts would be more.
GROWTH_KIB = 3000


@pytest.fixture
def opened(runner: Runner, service: Service) -> Runner:
    answer = runner.order(do="open", configuration=json.dumps({"endpoint": service.endpoint, "token": service.token}))
    assert answer.status == "CAD_OK"
    return runner


@pytest.fixture
def request_text(service: Service) -> Iterator[str]:
    yield json.dumps({"task_id": service.task_id})


def descriptors(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


def resident_kib(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def test_threads_share_a_client(opened: Runner, service: Service, request_text: str) -> None:
    answer = opened.order(do="starts", request=request_text, count=40, threads=4)
    assert (answer.status, answer.count) == ("CAD_OK", 40), answer.line
    assert len(service.records()) == 40 == service.requests()


def test_starts_leave_nothing_behind(runner: Runner, request_text: str) -> None:
    """In front of a server that only answers: the emulator would remember each of them."""
    with FaultServer(STARTED, NEXT) as server:
        configuration = json.dumps({"endpoint": server.endpoint, "token": "t"})
        assert runner.order(do="open", configuration=configuration).status == "CAD_OK"

        def start(count: int) -> tuple[int, int]:
            answer = runner.order(do="starts", request=request_text, count=count, threads=2)
            assert (answer.status, answer.count) == ("CAD_OK", count), answer.line
            return descriptors(runner.pid), resident_kib(runner.pid)

        open_before, memory_before = start(STARTS)
        open_after, memory_after = start(STARTS)
        assert open_after <= open_before + 4
        if STARTS >= 10_000:
            assert memory_after - memory_before < GROWTH_KIB
        assert len(server.requests) == 2 * STARTS


def test_what_is_let_go_of_is_freed(opened: Runner, service: Service, request_text: str) -> None:
    request = json.dumps({"task_id": service.task_id, "interval_ms": 10})
    before = descriptors(opened.pid)
    assert opened.order(do="drop", operation="deploy", request=request, count=20).status == "CAD_OK"
    until(lambda: descriptors(opened.pid) < before + 20, "what was let go of keeps its connections")
    assert opened.order(do="starts", request=request_text, count=1, threads=1).count == 1


def test_a_process_ends_cleanly_in_the_middle_of_a_call(opened: Runner, service: Service) -> None:
    service.next_lasts()
    request = json.dumps({"task_id": service.task_id, "interval_ms": 10, "timeout_ms": LONG_MS})
    assert opened.order(do="abandon", operation="deploy", request=request).status == "CAD_OK"
    assert opened.end() == (0, "")
    assert [each["state"] for each in service.records()] in (["running"], ["pending"])


def test_a_runner_ends_when_it_has_no_orders_left(opened: Runner) -> None:
    assert opened.end() == (0, "")
