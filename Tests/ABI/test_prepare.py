"""A prepared operation runs on the thread that waits for it, and only while it waits."""
import threading
from typing import Any

import pytest

from abi import TASK, Answer, Client, Library, Operation
from call_modes import MANY
from emulator import Service
from fault_server import HOLD, NEXT, FaultServer, reply
from forked_child import in_a_child
from waits import until

GOOD = reply("200 OK", '{"id": "0ee9c8e6a7dc44109541e53c6dccf47c"}')


def begun(operation: Operation, service: Service, requests: int = 1) -> None:
    """Moves it until the service has its request and holds the answer."""
    def has_come() -> bool:
        assert operation.wait(0).status == "CAD_PENDING"
        return service.requests() == requests
    until(has_come, "the start never came")


def from_another_thread(work: Any) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def in_slices(operation: Operation, timeout_ms: int) -> Answer:
    while True:
        answer = operation.wait(timeout_ms)
        if answer.status != "CAD_PENDING":
            return answer


def test_nothing_is_sent_before_somebody_waits(client: Client, service: Service) -> None:
    with client.prepare(task_id=TASK):
        assert client.start(task_id=TASK).status == "CAD_OK"
    assert service.requests() == 1


def test_a_request_with_faults_is_refused_at_once(cad: Library, client: Client, service: Service) -> None:
    answer, operation = client._operation("cad_client_prepare", '{"task_id": "x"}', "start_deploy_task")
    assert (answer.status, answer.outcome, operation) == ("CAD_E_VALIDATION", "not_sent", None)
    assert service.requests() == 0


@pytest.mark.parametrize("timeout_ms", [0, 1, 50, -1])
def test_it_gives_the_same_answer_at_every_slice(client: Client, service: Service, timeout_ms: int) -> None:
    with client.prepare(task_id=TASK) as operation:
        answer = in_slices(operation, timeout_ms)
        assert answer.status == "CAD_OK" and operation.wait(0) == answer
    assert [record["record_id"] for record in service.records()] == [answer.document["id"]]


def test_its_events_can_be_read_meanwhile(client: Client, service: Service) -> None:
    service.fault("throttle", retry_after="1")
    with client.prepare(task_id=TASK) as operation:
        assert [event["event"] for event in operation.events()] == ["attempt", "throttled", "retry", "attempt"]
        assert operation.wait(0).status == "CAD_OK"


def test_event_loops_hear_nothing_of_it(client: Client) -> None:
    with client.prepare(task_id=TASK) as operation:
        assert operation.wait().status == "CAD_OK"
        assert client.next_ready() is None


def test_its_connection_is_used_again(cad: Library) -> None:
    with FaultServer(GOOD, NEXT) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        for _ in range(5):
            with client.prepare(task_id=TASK) as operation:
                assert operation.wait().status == "CAD_OK"
        assert server.connections == 1 and len(server.requests) == 5


def test_a_second_thread_that_waits_is_refused(client: Client, service: Service) -> None:
    service.fault("stall_after_work")
    with client.prepare(task_id=TASK) as operation:
        first = threading.Thread(target=lambda: in_slices(operation, -1))
        first.start()
        until(lambda: service.requests() == 1, "the start never came")
        assert operation.wait(0).status == "CAD_E_INVALID_ARGUMENT"
        assert operation.next_event(0).status in ("CAD_OK", "CAD_E_INVALID_ARGUMENT")
        service.release()
        first.join()
        assert operation.wait(0).status == "CAD_OK"


def test_threads_take_turns(client: Client, service: Service) -> None:
    service.fault("stall_after_work")
    with client.prepare(task_id=TASK) as operation:
        begun(operation, service)
        from_another_thread(lambda: operation.wait(1))
        service.release()
        assert operation.wait().status == "CAD_OK"


# Cancelling


def test_cancelled_before_anybody_waits_it_was_not_sent(client: Client, service: Service) -> None:
    with client.prepare(task_id=TASK) as operation:
        operation.cancel()
        answer = operation.wait()
        assert (answer.status, answer.outcome) == ("CAD_E_CANCELLED", "not_sent")
        assert operation.wait(0) == answer
    assert service.requests() == 0


@pytest.mark.parametrize("fault, records", [("stall_after_work", 1), ("stall_before_work", 0)])
def test_a_cancel_wakes_the_thread_that_waits(
        client: Client, service: Service, fault: str, records: int) -> None:
    service.fault(fault)
    with client.prepare(task_id=TASK) as operation:
        def cancel() -> None:
            until(lambda: (service.requests(), len(service.records())) == (1, records), "the start never came")
            operation.cancel()
        other = threading.Thread(target=cancel)
        other.start()
        answer = operation.wait()  # and nobody has released the server
        other.join()
        assert (answer.status, answer.outcome, answer.attempts) == ("CAD_E_CANCELLED", "unknown", 1)
    service.release()
    assert client.start(task_id=TASK).status == "CAD_OK"


def test_cancelled_between_two_waits_it_ends_at_the_next(client: Client, service: Service) -> None:
    service.fault("stall_after_work")
    with client.prepare(task_id=TASK) as operation:
        begun(operation, service)
        operation.cancel()
        answer = operation.wait(0)
        assert (answer.status, answer.outcome) == ("CAD_E_CANCELLED", "unknown")


def test_freed_on_its_way_it_leaves_the_client_as_good_as_new(cad: Library) -> None:
    with FaultServer(HOLD) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        operation = client.prepare(task_id=TASK)
        until(lambda: operation.wait(1).status == "CAD_PENDING" and len(server.requests) == 1, "the start never came")
        operation.free()
        with client.prepare(task_id=TASK) as second:
            until(lambda: second.wait(1).status == "CAD_PENDING" and len(server.requests) == 2, "it never came")


# Time


def test_its_time_runs_while_nobody_waits(client: Client, service: Service) -> None:
    service.fault("stall_after_work")
    with client.prepare(task_id=TASK, _options={"timeout_ms": 2000}) as operation:
        begun(operation, service)
        threading.Event().wait(2.2)
        answer = operation.wait()
        assert (answer.status, answer.outcome) == ("CAD_E_TIMEOUT", "unknown")


def test_an_answer_that_came_while_nobody_waited_counts(client: Client, service: Service) -> None:
    service.fault("stall_after_work")
    with client.prepare(task_id=TASK, _options={"timeout_ms": 3000}) as operation:
        begun(operation, service)
        service.release()
        threading.Event().wait(3.2)
        assert operation.wait().status == "CAD_OK"


def test_its_time_begins_with_the_first_wait(client: Client) -> None:
    with client.prepare(task_id=TASK, _options={"timeout_ms": 3000}) as operation:
        threading.Event().wait(3.2)
        assert operation.wait().status == "CAD_OK"


def test_what_was_to_wait_goes_on_although_nobody_waited(client: Client, service: Service) -> None:
    service.fault("throttle", retry_after="1")
    with client.prepare(task_id=TASK) as operation:
        until(lambda: operation.next_event().document["event"] == "retry", "it never waited")
        threading.Event().wait(1.5)
        assert operation.wait().status == "CAD_OK"
    assert service.requests() == 2


# Processes and clients


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_fork_between_two_waits_leaves_it_to_the_parent(client: Client, service: Service) -> None:
    service.fault("stall_after_work")
    operation = client.prepare(task_id=TASK)
    begun(operation, service)

    def use() -> int:
        statuses = [operation.wait(0).status, operation.next_event(0).status]
        operation.cancel()
        operation.free()
        with client.prepare(task_id=TASK) as own:
            statuses.append(own.wait().status)
        client.free()
        return 0 if statuses == ["CAD_E_FORKED", "CAD_E_FORKED", "CAD_OK"] else 1
    assert in_a_child(use) == 0
    assert operation.wait(0).status == "CAD_PENDING"
    service.release()
    assert operation.wait().status == "CAD_OK"
    operation.free()
    assert len(service.records()) == 2


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_one_that_nobody_waited_for_is_the_parents_too(client: Client, service: Service) -> None:
    with client.prepare(task_id=TASK) as operation:
        assert in_a_child(lambda: int(operation.wait().status != "CAD_E_FORKED")) == 0
        assert operation.wait().status == "CAD_OK"
    assert len(service.records()) == 1


@pytest.mark.parametrize("is_begun", [False, True])
def test_the_client_may_be_freed_before_it(client: Client, service: Service, is_begun: bool) -> None:
    service.fault("stall_after_work")
    with client.prepare(task_id=TASK) as operation:
        if is_begun:
            begun(operation, service)
        client.free()
        if is_begun:
            service.release()
            assert operation.wait().status == "CAD_OK"
    assert len(service.records()) == (1 if is_begun else 0)


# Several calls


def test_a_batch_runs_on_this_thread(client: Client, service: Service) -> None:
    with client.prepare(MANY, items=[{"task_id": TASK}] * 40) as operation:
        answer = in_slices(operation, 5)
    assert answer.document["counts"]["started"] == 40 == len(service.records())


def test_a_batch_whose_results_are_streamed(client: Client, service: Service) -> None:
    with client.prepare(MANY, items=[{"task_id": TASK}] * 1500, results="stream") as operation:
        until(lambda: operation.wait(50).status == "CAD_PENDING" and service.requests() >= 1000, "it never held back")
        assert operation.wait(50).status == "CAD_PENDING" and service.requests() < 1500
        results = [event for event in operation.events() if event["event"] == "result"]
        assert len(results) == 1500 and operation.wait(0).status == "CAD_OK"
