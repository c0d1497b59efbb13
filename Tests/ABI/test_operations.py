"""An operation in the background: it ends as the blocking call would, and says on its way what it does."""
import threading
import time

import pytest

from abi import SECRET_TOKEN, TASK, TIME, Answer, Client, Library
from answering_server import RECORD
from emulator import Service
from fault_server import HOLD, NEXT, FaultServer, reply
from scripted_service import ScriptedService, wrapped
from threads import together
from waits import until

PENDING, END = Answer("CAD_PENDING", None), Answer("CAD_END", None)


def test_it_answers_what_the_blocking_call_answers(client: Client, service: Service) -> None:
    with client.begin(task_id=TASK) as operation:
        answer = operation.wait()
    blocking = client.start(task_id=TASK)
    assert answer.status == blocking.status == "CAD_OK"
    assert set(answer.document) == set(blocking.document)
    assert [record["record_id"] for record in service.records()] == [answer.document["id"], blocking.document["id"]]


def test_submit_returns_before_the_service_has_answered(client: Client, service: Service) -> None:
    service.fault("stall_after_work")
    with client.begin(task_id=TASK) as operation:
        until(lambda: len(service.records()) == 1, "the start never came")
        assert operation.wait(0) == PENDING
        begin = time.monotonic()
        assert operation.wait(300) == PENDING
        assert time.monotonic() - begin >= 0.29
        service.release()
        assert operation.wait(-1).status == "CAD_OK"


def test_a_wait_for_good_ends_with_the_operation(client: Client, service: Service) -> None:
    service.fault("stall_after_work")
    answers: list[Answer] = []
    with client.begin(task_id=TASK) as operation:
        waiting = threading.Thread(target=lambda: answers.append(operation.wait(-1)))
        waiting.start()
        until(lambda: len(service.records()) == 1, "the start never came")
        service.release()
        waiting.join()
    assert [answer.status for answer in answers] == ["CAD_OK"]


def test_each_wait_after_the_end_gives_a_copy_of_its_own(client: Client) -> None:
    with client.begin(task_id=TASK) as operation:
        first = operation.wait()
        assert first.status == "CAD_OK"
        assert [operation.wait(timeout) for timeout in (-1, 0, 5)] == [first] * 3


@pytest.mark.parametrize("timeout", [-2, -2**31], ids=str)
def test_any_negative_time_waits_for_the_end(client: Client, timeout: int) -> None:
    with client.begin(task_id=TASK) as operation:
        assert operation.wait(timeout).status == "CAD_OK"


def test_an_invalid_request_is_refused_at_once_and_makes_no_operation(
        client: Client, service: Service) -> None:
    answer, operation = client.submit('{"task_id": "short", "x": 1}')
    assert operation is None
    assert (answer.status, answer.outcome) == ("CAD_E_VALIDATION", "not_sent")
    assert sorted(answer.faults) == sorted(client.call('{"task_id": "short", "x": 1}').faults) != []
    assert service.requests() == 0


def test_submit_with_success_answers_an_empty_object(client: Client) -> None:
    answer, operation = client.submit('{"task_id": "%s"}' % TASK)
    assert answer == Answer("CAD_OK", {}) and operation is not None
    with operation:
        assert operation.wait().status == "CAD_OK"


def test_no_two_operations_have_the_same_id(cad: Library, client: Client, service: Service) -> None:
    with cad.client(endpoint=service.endpoint, token=service.token) as other:
        operations = [each.begin(task_id=TASK) for each in (client, other) * 20]
        ids = [operation.id for operation in operations]
        for operation in operations:
            operation.wait()
            operation.free()
    assert len(set(ids)) == len(ids) and 0 not in ids


def test_the_events_tell_the_attempt_and_then_the_end(client: Client) -> None:
    with client.begin(task_id=TASK) as operation:
        assert operation.wait().status == "CAD_OK"
        event, = operation.events()
        assert TIME.fullmatch(event.pop("time"))
        assert event == {"event": "attempt", "attempt": 1, "operation": "start_deploy_task", "task_id": TASK}
        assert [operation.next_event(timeout) for timeout in (0, 10, -1)] == [END] * 3
        assert operation.wait(0).status == "CAD_OK"  # the events take nothing from the answer


def test_events_come_while_it_runs(client: Client, service: Service) -> None:
    service.fault("stall_after_work")
    with client.begin(task_id=TASK) as operation:
        assert operation.next_event().document["event"] == "attempt"
        assert operation.next_event(0) == PENDING
        assert operation.next_event(50) == PENDING
        service.release()
        assert operation.next_event() == END


def test_of_progress_that_nobody_reads_the_newest_is_kept_and_the_rest_counted(cad: Library) -> None:
    states = [wrapped(("running", "draining")[number % 2]) for number in range(300)]
    with ScriptedService(*states, wrapped("succeeded")) as server, cad.client(
            endpoint=server.endpoint, token="t") as client, client.begin(
            "watch", task_id=TASK, record_id=RECORD, interval_ms=1) as operation:
        assert operation.wait().status == "CAD_OK"
        first, *events = operation.events()
    assert first["event"] == "dropped" and first["count"] > 0
    assert len(events) == 256 and "dropped" not in [event["event"] for event in events]
    assert ("state", "succeeded") in [(event["event"], event.get("state")) for event in events]


def test_the_token_of_a_client_is_in_no_event(cad: Library) -> None:
    with FaultServer(reply("503 Service Unavailable", SECRET_TOKEN), NEXT) as server, cad.client(
            endpoint=server.endpoint, token=SECRET_TOKEN) as client, client.begin(task_id=TASK) as operation:
        operation.wait()
        assert SECRET_TOKEN not in str(operation.events())


def test_a_client_may_be_freed_while_its_operations_live(cad: Library, service: Service) -> None:
    service.fault("stall_after_work", times=2)
    client = cad.client(endpoint=service.endpoint, token=service.token, max_in_flight=1)
    operations = [client.begin(task_id=TASK) for _ in range(3)]
    until(lambda: len(service.records()) == 1, "the start never came")
    client.free()
    service.release()
    until(lambda: len(service.records()) == 2, "the second start never came")
    service.release()
    assert [operation.wait().status for operation in operations] == ["CAD_OK"] * 3
    for operation in operations:
        operation.free()
    assert len(service.records()) == 3


def test_an_operation_may_be_freed_while_it_is_on_its_way(cad: Library) -> None:
    with FaultServer(HOLD) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        for count in range(1, 11):
            operation = client.begin(task_id=TASK)
            until(lambda: len(server.requests) == count, "the request never came")
            operation.free()  # the server still holds its answer
    assert len(server.requests) == 10


def test_many_threads_may_submit_with_one_client(client: Client, service: Service) -> None:
    def work() -> list[str]:
        operations = [client.begin(task_id=TASK) for _ in range(25)]
        statuses = [operation.wait().status for operation in operations]
        for operation in operations:
            operation.free()
        return statuses
    assert sum(together(8, work), []) == ["CAD_OK"] * 200
    assert len(service.records()) == 200


def test_threads_that_submit_and_leave_without_a_pause(client: Client) -> None:
    """Most are freed while the client's thread has just taken them over, or has just ended them."""
    def work() -> None:
        for _ in range(100):
            operations = [client.begin(task_id=TASK) for _ in range(10)]
            for operation in operations:
                operation.free()
    together(8, work)
    assert client.start(task_id=TASK).status == "CAD_OK"
