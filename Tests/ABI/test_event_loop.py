"""The descriptor and the list of news, as an event loop uses them."""
import json
import os
import resource
import select
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from abi import TASK, Client, Library
from emulator import Service
from waits import until

IsReady = Callable[[float], bool]


def by_poll(descriptor: int) -> IsReady:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return lambda seconds: bool(poll.poll(seconds * 1000))


def by_epoll(descriptor: int) -> IsReady:
    epoll = select.epoll()
    epoll.register(descriptor, select.EPOLLIN)
    return lambda seconds: bool(epoll.poll(seconds))


@pytest.fixture(params=[by_poll, by_epoll])
def is_ready(request: Any, client: Client) -> IsReady:
    """Whether the client's descriptor becomes readable within so many seconds."""
    return request.param(client.descriptor)


def named(client: Client) -> list[int]:
    return list(iter(client.next_ready, None))


def test_nothing_is_ready_where_nothing_was_submitted(client: Client, is_ready: IsReady) -> None:
    assert not is_ready(0)
    assert client.next_ready() is None


def test_a_client_has_one_descriptor_for_its_life(client: Client) -> None:
    descriptor = client.descriptor
    assert descriptor >= 0
    assert not os.get_inheritable(descriptor)
    with client.begin(task_id=TASK) as operation:
        operation.wait()
    assert client.descriptor == descriptor


def test_it_is_readable_for_as_long_as_there_is_news(
        client: Client, service: Service, is_ready: IsReady) -> None:
    service.fault("stall_after_work")
    with client.begin(task_id=TASK) as operation:
        assert is_ready(60)  # the attempt
        assert is_ready(0)  # and still: looking takes nothing
        assert named(client) == [operation.id]
        assert not is_ready(0)
        until(lambda: len(service.records()) == 1, "the start never came")
        assert not is_ready(0.05)
        service.release()
        assert is_ready(60)  # the end
        assert named(client) == [operation.id]
        assert not is_ready(0) and client.next_ready() is None
        assert operation.wait(0).status == "CAD_OK"
        assert not is_ready(0)


def test_news_from_before_anybody_asked_for_the_descriptor_are_not_lost(client: Client) -> None:
    with client.begin(task_id=TASK) as operation:
        operation.wait()
        assert by_poll(client.descriptor)(0)
        assert named(client) == [operation.id]


def test_each_operation_is_named_once(client: Client) -> None:
    operations = [client.begin(task_id=TASK) for _ in range(50)]
    for operation in operations:
        operation.wait()
    names = named(client)
    assert sorted(names) == sorted(operation.id for operation in operations)
    assert named(client) == []
    for operation in operations:
        operation.free()


def test_an_operation_that_was_freed_is_not_named(client: Client, is_ready: IsReady) -> None:
    operations = [client.begin(task_id=TASK) for _ in range(200)]
    for operation in operations:
        operation.wait()
    kept = operations.pop()
    for operation in operations:
        operation.free()
    assert named(client) == [kept.id]
    assert not is_ready(0)
    kept.free()
    assert client.next_ready() is None


def test_freeing_all_that_had_news_leaves_nothing_that_never_ends(client: Client, is_ready: IsReady) -> None:
    """A loop that is woken and finds no name must not be woken for ever."""
    for count in (1, 100, 1000):
        operations = [client.begin(task_id=TASK) for _ in range(count)]
        for operation in operations:
            operation.wait()
            operation.free()
        if is_ready(0):
            assert client.next_ready() is None
        assert not is_ready(0)


def test_each_client_has_its_own(cad: Library, client: Client, service: Service) -> None:
    with cad.client(endpoint=service.endpoint, token=service.token) as other, other.begin(task_id=TASK) as operation:
        operation.wait()
        assert other.descriptor != client.descriptor
        assert client.next_ready() is None
        assert named(other) == [operation.id]


def test_a_loop_serves_hundreds_of_operations(client: Client, is_ready: IsReady) -> None:
    operations = {}
    for _ in range(300):
        operation = client.begin(task_id=TASK)
        operations[operation.id] = operation
    while operations:
        assert is_ready(60)
        number: int | None
        while (number := client.next_ready()) is not None:
            if operations[number].wait(0).status != "CAD_PENDING":
                operations.pop(number).free()
    assert not is_ready(0)


def test_what_a_blocking_call_does_is_no_news(client: Client, service: Service, is_ready: IsReady) -> None:
    service.settings(pending_ms=0, step_ms=20)
    request = json.dumps({"task_id": TASK, "interval_ms": 20})
    answers: list[Any] = []
    thread = threading.Thread(target=lambda: answers.append(client.call(request, "deploy")))
    thread.start()
    seen = False
    while thread.is_alive():
        seen = seen or is_ready(0.01) or client.next_ready() is not None
    thread.join()
    assert answers[0].status == "CAD_OK" and not seen


@pytest.fixture
def no_descriptor_left() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_without_a_descriptor_to_give_it_says_so(client: Client, no_descriptor_left: None) -> None:
    assert client.descriptor == -1


def test_without_a_descriptor_nothing_is_submitted_and_nothing_crashes(
        client: Client, no_descriptor_left: None) -> None:
    answer, operation = client.submit('{"task_id": "%s"}' % TASK)
    assert operation is None
    assert (answer.status, answer.outcome) == ("CAD_E_INTERNAL", "not_sent")
