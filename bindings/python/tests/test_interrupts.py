"""Ctrl-C is felt while a call waits, ends what it does, and says what became of it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest

import codearts_deploy as cad
from codearts_deploy import _native
from codearts_deploy.testing import Emulator, FaultKind
from tests.conftest import Interrupt, Program, cancelled_by, until

START = """
    try:
        client.start_deploy_task(task)
    except KeyboardInterrupt as error:
        told = error.deployment_outcome
        print(type(told).__name__, told.outcome, error.__cause__ is told)
"""


@pytest.mark.parametrize("fault, records", [("stall_after_work", 1), ("stall_before_work", 0)])
def test_ctrl_c_ends_a_call_while_the_server_holds_its_answer(service: Emulator, fault: FaultKind, records: int) -> None:
    service.faults({"kind": fault})
    with Program(service, START) as program:
        until(service.requests)
        program.interrupt()
        said = program.end()
    assert said == "OperationCancelledError unknown True\n"
    assert len(service.records()) == records
    assert service.release() == 1  # the server was holding all the time


def test_what_was_never_sent_is_said_to_be_so(service: Emulator) -> None:
    """All the client's requests at once are held, so that one more waits for its turn."""
    service.faults({"kind": "stall_before_work"})
    code = """
    client = cad.Client(endpoint=endpoint, token=token, max_in_flight=1)
    first = client.submit("start_deploy_task", {"task_id": task})
    print(next(event["event"] for event in first.events()), flush=True)
    try:
        client.start_deploy_task(task)
    except KeyboardInterrupt as error:
        print(error.deployment_outcome.outcome)
    """
    with Program(service, code) as program:
        assert program.line() == "attempt\n"
        until(service.requests)
        until(program.waits)
        program.interrupt()
        assert program.end() == "not_sent\n"
    assert service.requests() == 1


def test_whatever_a_signal_handler_raises_does_the_same(service: Emulator) -> None:
    service.faults({"kind": "stall_after_work"})
    code = """
    class Enough(Exception):
        pass
    def handler(number, frame):
        raise Enough
    signal.signal(signal.SIGINT, handler)
    try:
        client.start_deploy_task(task)
    except Enough as error:
        print(error.deployment_outcome.outcome)
    """
    with Program(service, code) as program:
        until(service.records)
        program.interrupt()
        assert program.end() == "unknown\n"
    assert service.release() == 1


def test_a_signal_handler_that_raises_nothing_lets_the_call_go_on(service: Emulator) -> None:
    service.faults({"kind": "stall_after_work"})
    code = """
    signal.signal(signal.SIGINT, lambda number, frame: print("felt", flush=True))
    print(client.start_deploy_task(task).id)
    """
    with Program(service, code) as program:
        until(service.records)
        program.interrupt()
        assert program.line() == "felt\n"  # while the server still holds
        assert service.release() == 1
        assert program.end() == service.records()[0]["record_id"] + "\n"


def test_after_ctrl_c_the_client_is_as_good_as_before(service: Emulator) -> None:
    service.faults({"kind": "stall_before_work"})
    code = """
    try:
        client.start_deploy_task(task)
    except KeyboardInterrupt:
        print(client.start_deploy_task(task).id)
    """
    with Program(service, code) as program:
        until(service.requests)
        program.interrupt()
        assert program.end() == service.records()[0]["record_id"] + "\n"


def test_an_operation_outlives_the_waiting_for_it(service: Emulator) -> None:
    """Who holds the operation decides himself what Ctrl-C means for it."""
    service.faults({"kind": "stall_after_work"})
    code = """
    with client.submit("start_deploy_task", {"task_id": task}) as operation:
        try:
            operation.wait()
        except KeyboardInterrupt as error:
            print("interrupted", hasattr(error, "deployment_outcome"), flush=True)
        print(operation.wait()["id"])
    """
    with Program(service, code) as program:
        until(service.records)
        program.interrupt()
        assert program.line() == "interrupted False\n"
        assert service.release() == 1
        assert program.end() == service.records()[0]["record_id"] + "\n"


def test_leaving_the_block_of_an_operation_by_ctrl_c_tells_its_outcome(service: Emulator) -> None:
    service.faults({"kind": "stall_after_work"})
    code = """
    try:
        with client.submit("start_deploy_task", {"task_id": task}) as operation:
            print("inside", flush=True)
            signal.pause()
    except KeyboardInterrupt as error:
        print(error.deployment_outcome.outcome)
    """
    with Program(service, code) as program:
        assert program.line() == "inside\n"
        until(service.records)
        program.interrupt()
        assert program.end() == "unknown\n"
    assert service.release() == 1


def test_a_call_that_ended_just_before_tells_its_result(service: Emulator) -> None:
    code = """
    try:
        with client.submit("start_deploy_task", {"task_id": task}) as operation:
            list(operation.events())  # until it has ended
            raise KeyboardInterrupt
    except KeyboardInterrupt as error:
        print(error.deployment_outcome["id"], error.__cause__)
    """
    with Program(service, code) as program:
        said = program.end()
    assert said == f"{service.records()[0]['record_id']} None\n"


Begin = Callable[[cad.Client, "list[dict[str, str]]"], object]
BEGIN: list[Begin] = [
    lambda client, items: client.submit("start_many", {"items": items}),
    lambda client, items: client.start_many(items),
    lambda client, items: client.start_many(items, results="collect"),
]


@pytest.mark.parametrize("begin", BEGIN, ids=["submit", "stream", "collect"])
def test_an_interrupt_while_it_begins_tells_what_became_of_it(
    service: Emulator, client: cad.Client, monkeypatch: pytest.MonkeyPatch, begin: Begin
) -> None:
    """Of many starts the first are sent while the last are still being queued."""
    service.faults({"kind": "stall_after_work", "times": 2})
    submit = _native.library.cad_client_submit

    def interrupted(*arguments: object) -> None:
        submit(*arguments)
        until(lambda: len(service.records()) == 2)
        raise Interrupt

    monkeypatch.setattr(_native.library, "cad_client_submit", interrupted)
    with pytest.raises(Interrupt) as caught:
        begin(client, [{"task_id": service.task_ids[0]}] * 2)
    assert cancelled_by(caught.value).document["counts"]["unknown"] == 2
    assert service.release() == 2


def test_a_stop_that_nobody_answers_is_waited_for_to_its_end(service: Emulator, client: cad.Client) -> None:
    """The library gives the service 5 s for it, and knows the record all the time."""
    service.settings(step_ms=60_000)

    def fail(event: dict[str, str]) -> None:
        if event.get("state") == "running":
            service.faults({"kind": "stall_before_work", "times": 50})
            raise Interrupt

    with pytest.raises(Interrupt) as caught:
        client.deploy(service.task_ids[0], on_cancel="stop", interval=0.05, log=False, on_event=fail)
    outcome = cancelled_by(caught.value)
    assert (outcome.outcome, outcome.record_id) == ("started", service.records()[0]["record_id"])


ONE_CALL = """
    import os
    os.environ.update(CODEARTS_DEPLOY_ENDPOINT=endpoint, CODEARTS_DEPLOY_TOKEN=token)
    try:
        cad.start_task(task)
    except KeyboardInterrupt as error:
        print(error.deployment_outcome.outcome)
"""


def test_ctrl_c_ends_a_start_in_one_call_as_well(service: Emulator) -> None:
    service.faults({"kind": "stall_after_work"})
    with Program(service, ONE_CALL) as program:
        until(service.records)
        program.interrupt()
        assert program.end() == "unknown\n"
    assert service.release() == 1  # the server was holding all the time


def test_it_is_the_signal_that_ends_the_wait_and_not_the_end_of_a_slice(service: Emulator) -> None:
    service.faults({"kind": "stall_after_work"})
    code = """
    from codearts_deploy import client as module
    module.SLICE_MS = 3_600_000
    try:
        client.start_deploy_task(task)
    except KeyboardInterrupt as error:
        print(error.deployment_outcome.outcome)
    """
    with Program(service, code) as program:
        until(service.records)
        until(program.waits)
        program.interrupt()
        assert program.end() == "unknown\n"
    assert service.release() == 1


def test_a_call_is_cancelled_while_it_waits_for_another_attempt(service: Emulator) -> None:
    """Nothing is on the wire then, and the last failure is known."""
    service.faults({"kind": "throttle", "retry_after": "600", "times": 9})
    code = """
    try:
        client.start_deploy_task(task)
    except KeyboardInterrupt as error:
        print(type(error.deployment_outcome).__name__, error.deployment_outcome.outcome)
    """
    with Program(service, code) as program:
        until(service.requests)
        until(program.waits)
        program.interrupt()
        assert program.end() == "ThrottledError refused\n"


TICKING = """
    import time
    ticks = []
    signal.signal(signal.SIGALRM, lambda number, frame: ticks.append(number))
    def took(is_ticking):
        signal.setitimer(signal.ITIMER_REAL, *[0.005 if is_ticking else 0] * 2)
        before = time.monotonic()
        client.start_deploy_task(task)
        return time.monotonic() - before
    client.start_deploy_task(task)
    quiet, ticking = [], []
    while len(quiet) < 3 or (min(ticking) > 1.1 * min(quiet) and len(quiet) < 30):
        quiet.append(took(False))
        ticking.append(took(True))
    signal.setitimer(signal.ITIMER_REAL, 0)
    print(len(ticks) >= len(quiet), min(ticking) <= 1.1 * min(quiet))
"""


def test_a_hosts_own_timer_neither_ends_nor_slows_a_call(service: Emulator) -> None:
    """Each answer takes 300 ms, with some 60 signals or without. A busy machine slows some calls of either kind, and what
    is compared is the fastest of each."""
    service.faults({"kind": "delay", "ms": 300, "times": 61})
    with Program(service, TICKING) as program:
        assert program.end() == "True True\n"
    assert len(service.records()) >= 7


def test_the_end_of_a_hosts_own_child_does_not_end_a_call(service: Emulator) -> None:
    service.faults({"kind": "stall_after_work"})
    code = """
    import subprocess
    ended = []
    signal.signal(signal.SIGCHLD, lambda number, frame: (ended.append(number), print("felt", flush=True)))
    child = subprocess.Popen(["cat"], stdin=subprocess.PIPE)  # it ends with this program at the latest
    print(child.pid, flush=True)
    print(client.start_deploy_task(task).id, len(ended))
    """
    with Program(service, code) as program:
        child = int(program.line())
        until(service.records)
        until(program.waits)
        os.kill(child, signal.SIGTERM)
        assert program.line() == "felt\n"  # while the server still holds
        assert service.release() == 1
        assert program.end() == service.records()[0]["record_id"] + " 1\n"
