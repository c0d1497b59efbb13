"""An operation belongs to the process that submitted it: its child can neither use nor disturb it."""
import os
import select

import pytest

from abi import TASK, Client, Library, Operation
from emulator import Service
from forked_child import end_of, in_a_child, limited
from waits import until

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@pytest.fixture
def held(client: Client, service: Service) -> Operation:
    """An operation whose answer the server holds."""
    service.fault("stall_after_work")
    operation = client.begin(task_id=TASK)
    until(lambda: len(service.records()) == 1, "the start never came")
    return operation


def expect(condition: bool) -> int:
    return 0 if condition else 1


def finish(service: Service, operation: Operation) -> None:
    """In the parent nothing has changed."""
    assert operation.wait(0).status == "CAD_PENDING"
    service.release()
    assert operation.wait().status == "CAD_OK"
    operation.free()
    assert len(service.records()) == 1


@pytest.mark.parametrize("function", ["cad_operation_wait", "cad_operation_next_event"])
@pytest.mark.parametrize("timeout_ms", [0, -1])
def test_what_answers_says_that_it_is_another_process(
        held: Operation, service: Service, function: str, timeout_ms: int) -> None:
    def ask() -> int:
        answer = held.library.answer(function, held.pointer, timeout_ms)
        return expect(answer.status == "CAD_E_FORKED" and bool(answer.document["message"]))
    assert in_a_child(ask) == 0
    finish(service, held)


def test_its_id_can_be_asked(held: Operation, service: Service) -> None:
    number = held.id
    assert in_a_child(lambda: expect(held.id == number)) == 0
    finish(service, held)


def test_cancelling_and_freeing_it_leave_the_parent_alone(
        client: Client, held: Operation, service: Service) -> None:
    def end_all() -> int:
        held.cancel()
        held.free()
        client.free()
        return 0
    assert in_a_child(end_all) == 0
    finish(service, held)


def test_a_child_that_exits_leaves_the_parent_alone(held: Operation, service: Service) -> None:
    child = os.fork()
    if child == 0:
        limited()
        held.library.raw.exit(0)  # of the C library: what is registered for the exit runs
    assert end_of(child) == 0
    finish(service, held)


def test_an_operation_that_has_ended_is_another_process_s_too(client: Client) -> None:
    with client.begin(task_id=TASK) as operation:
        assert operation.wait().status == "CAD_OK"
        assert in_a_child(lambda: expect(operation.wait(0).status == "CAD_E_FORKED")) == 0
        assert operation.wait(0).status == "CAD_OK"


def test_a_child_has_a_descriptor_and_news_of_its_own(
        client: Client, held: Operation, service: Service) -> None:
    of_parent = client.descriptor
    parent_id = held.id

    def look() -> int:
        own = client.descriptor
        if own < 0 or own == of_parent or client.next_ready() is not None:
            return 1
        with client.begin(task_id=TASK) as operation:
            answer = operation.wait()
            poll = select.poll()
            poll.register(own, select.POLLIN)
            ready = bool(poll.poll(60_000))
            names = list(iter(client.next_ready, None))
            return expect(answer.status == "CAD_OK" and ready and names == [operation.id] and parent_id not in names)
    assert in_a_child(look) == 0
    assert client.next_ready() == parent_id and client.next_ready() is None  # its first attempt, and nothing else
    assert len(service.records()) == 2
    assert held.wait(0).status == "CAD_PENDING"
    held.free()


def test_ids_of_a_child_are_no_ids_of_its_parent(cad: Library, client: Client, held: Operation) -> None:
    """So that a list of ids made before the fork names nothing in the child."""
    before = held.id

    def submit() -> int:
        with client.begin(task_id=TASK) as operation:
            return expect(operation.id != before)
    assert in_a_child(submit) == 0
    held.free()
