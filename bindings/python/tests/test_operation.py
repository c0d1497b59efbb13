"""An operation in the background: waited for, followed, cancelled, closed, and at home in one process."""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import re
import threading
from collections.abc import Callable, Iterator

import pytest

import codearts_deploy as cad
from codearts_deploy import _native
from codearts_deploy.testing import Emulator
from tests.conftest import Document, Interrupt, cancelled_by, given, until
from tests.test_concurrency import in_child

Held = cad.Operation[Document]


@pytest.fixture
def held(service: Emulator, client: cad.Client) -> Iterator[Held]:
    """An operation whose answer the server holds."""
    service.faults({"kind": "stall_after_work"})
    with client.submit("start_deploy_task", {"task_id": service.task_ids[0]}) as operation:
        until(service.records)
        yield operation


def start(service: Emulator, client: cad.Client) -> Held:
    return client.submit("start_deploy_task", {"task_id": service.task_ids[0]})


def test_it_gives_what_a_call_would_give_as_often_as_asked(service: Emulator, client: cad.Client) -> None:
    with start(service, client) as operation:
        reply = operation.wait()
        assert reply["id"] == service.records()[0]["record_id"]
        assert operation.wait(0) == reply


def test_a_refused_request_begins_nothing(service: Emulator, client: cad.Client) -> None:
    with pytest.raises(cad.ValidationError):
        client.submit("start_deploy_task", {"task_id": "short"})
    assert service.requests() == 0


def test_an_error_is_raised_as_often_as_asked(service: Emulator, client: cad.Client) -> None:
    service.faults({"kind": "busy"})
    with start(service, client) as operation:
        for _ in range(2):
            with pytest.raises(cad.BusyError):
                operation.wait()


def test_its_events_come_in_their_order_and_end(service: Emulator, client: cad.Client) -> None:
    with start(service, client) as operation:
        events: list[Document] = [dict(event) for event in operation.events()]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", events[0].pop("time"))
        assert events[0] == {
            "event": "attempt", "attempt": 1, "operation": "start_deploy_task", "task_id": service.task_ids[0]
        }
        assert list(operation.events()) == []
        assert operation.wait()["id"]


def test_waiting_for_a_while_leaves_it_running(service: Emulator, held: Held) -> None:
    with pytest.raises(TimeoutError, match="had not ended after 0.01 s; it goes on"):
        held.wait(0.01)
    service.release()
    assert held.wait()["id"] == service.records()[0]["record_id"]


def test_another_thread_cancels_it(service: Emulator, held: Held) -> None:
    errors: list[cad.OperationCancelledError] = []

    def wait() -> None:
        try:
            held.wait()
        except cad.OperationCancelledError as error:
            errors.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    held.cancel()
    held.cancel()
    thread.join()
    assert errors[0].outcome == "unknown"
    assert service.release() == 1


def test_closing_it_lets_the_thread_go_that_waits_for_it(service: Emulator, held: Held) -> None:
    errors: list[type[cad.CodeArtsDeployError]] = []

    def wait() -> None:
        try:
            held.wait()
        except cad.CodeArtsDeployError as error:
            errors.append(type(error))

    thread = threading.Thread(target=wait)
    thread.start()
    until(lambda: "<locked" in repr(held._turn))
    held.close()
    thread.join()
    assert errors[0] in (cad.OperationCancelledError, cad.InvalidArgumentError)
    assert service.release() == 1


def test_a_second_thread_that_waits_is_refused(service: Emulator, held: Held) -> None:
    started = threading.Thread(target=held.wait)
    started.start()
    until(lambda: "<locked" in repr(held._turn))
    with pytest.raises(RuntimeError, match="another thread waits"):
        held.wait()
    service.release()
    started.join()


def test_a_closed_one_says_so(service: Emulator, client: cad.Client) -> None:
    operation = start(service, client)
    operation.close()
    operation.close()
    operation.cancel()
    for use in (operation.wait, lambda: list(operation.events()), lambda: operation.id):
        with pytest.raises(cad.InvalidArgumentError, match="This Operation is closed"):
            use()
    assert "closed" in repr(operation)


def test_it_goes_on_when_its_client_is_closed(service: Emulator, client: cad.Client, held: Held) -> None:
    client.close()
    gc.collect()
    service.release()
    assert held.wait()["id"] == service.records()[0]["record_id"]


def test_a_forgotten_one_is_cancelled(service: Emulator, client: cad.Client) -> None:
    service.faults({"kind": "stall_before_work"})
    operation = start(service, client)
    until(service.requests)
    del operation
    gc.collect()
    client.start_deploy_task(service.task_ids[0])
    assert service.release() == 1


def test_it_does_not_pickle(service: Emulator, held: Held) -> None:
    with pytest.raises(TypeError, match="an Operation cannot be pickled"):
        pickle.dumps(held)
    service.release()


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_forked_child_is_told_that_it_is_not_its_own(service: Emulator, client: cad.Client, held: Held) -> None:
    def child() -> str:
        said = []
        for use in (lambda: held.wait(0), lambda: next(held.events()), held.cancel, lambda: held.id):
            try:
                use()
            except cad.ForkedError as error:
                said.append(error.status)
        held.close()
        mine = client.start_deploy_task(service.task_ids[1]).id
        return f"{said} {mine}"

    said, mine = in_child(child).rsplit(" ", 1)
    assert said == str(["CAD_E_FORKED"] * 4)
    assert service.release() == 1
    assert [held.wait()["id"], mine] == [record["record_id"] for record in service.records()]


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_child_that_leaves_the_block_in_any_way_does_not_touch_it(service: Emulator, client: cad.Client) -> None:
    service.faults({"kind": "stall_after_work"})

    def child(operation: Held) -> str:
        try:
            with operation:
                raise KeyError("mine")
        except KeyError as error:
            return f"{error} {hasattr(error, 'deployment_outcome')}"

    with start(service, client) as operation:
        until(service.records)
        assert in_child(lambda: child(operation)) == "'mine' False"
        service.release()
        assert operation.wait()["id"] == service.records()[0]["record_id"]


def test_ids_are_of_one_operation_each(service: Emulator, client: cad.Client) -> None:
    operations = [start(service, client) for _ in range(20)]
    assert len({operation.id for operation in operations}) == 20
    assert len({operation.wait()["id"] for operation in operations}) == 20
    assert os.getpid() == given(operations[0]._handle).process_id


class Turn:
    """The lock of an operation, with an interrupt right behind its first acquiring."""

    def __init__(self, operation: Held) -> None:
        self._lock = operation._turn
        self._interrupts = [Interrupt()]

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        taken = self._lock.acquire(blocking, timeout)
        if self._interrupts:
            raise self._interrupts.pop()
        return taken

    def release(self) -> None:
        self._lock.release()


def test_an_interrupt_as_it_begins_to_wait_is_told_the_outcome_at_once(
    service: Emulator, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "_turn", Turn(held))
    with pytest.raises(Interrupt) as caught, held:
        held.wait()
    assert "its end did not come" not in cancelled_by(caught.value).message
    assert service.release() == 1


def test_an_interrupt_as_it_begins_to_wait_leaves_it_to_other_threads(
    service: Emulator, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "_turn", Turn(held))
    with pytest.raises(Interrupt):
        held.wait()
    service.release()
    replies: list[Document] = []
    thread = threading.Thread(target=lambda: replies.append(held.wait()))
    thread.start()
    thread.join()
    assert replies[0]["id"] == service.records()[0]["record_id"]


@pytest.mark.parametrize(
    "function, use", [("cad_operation_id", lambda held: held.id), ("cad_operation_cancel", cad.Operation.cancel)]
)
def test_closing_it_in_another_thread_frees_nothing_that_is_in_use(
    service: Emulator, held: Held, monkeypatch: pytest.MonkeyPatch, function: str, use: Callable[[Held], object]
) -> None:
    seen: list[ctypes.c_void_p] = []

    def closed_meanwhile(pointer: ctypes.c_void_p) -> int:
        if not seen:
            seen.append(pointer)
            held.close()
            gc.collect()
            assert pointer.value is not None
        return 1

    monkeypatch.setattr(_native.library, function, closed_meanwhile)
    use(held)
    assert seen[0].value is None  # and it is freed behind that
    service.release()


def test_waiting_for_ever_may_be_said_so(service: Emulator, client: cad.Client) -> None:
    with start(service, client) as operation:
        assert operation.wait(float("inf"))["id"] == service.records()[0]["record_id"]


def test_a_refusal_says_all_and_nothing_is_hung_on_it(service: Emulator, client: cad.Client) -> None:
    closed = cad.Client(endpoint=service.endpoint, token=service.token)
    closed.close()
    uses: list[Callable[[], object]] = [
        lambda: client.start_deploy_task("\0"),
        lambda: client.start_deploy_task("short"),
        lambda: client.submit("start_deploy_task", "\0"),
        lambda: client.start_many([{"task_id": "short"}]),
        lambda: closed.start_deploy_task(service.task_ids[0]),
    ]
    for use in uses:
        with pytest.raises(cad.CodeArtsDeployError) as caught:
            use()
        assert caught.value.__cause__ is None
        assert cad.deployment_outcome(caught.value) is None
