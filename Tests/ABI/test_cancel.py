"""An operation that is cancelled ends at once, whatever the server does, and says what may have become of it."""
import threading

import pytest

from abi import TASK, Client, Library
from emulator import Service
from fault_server import HOLD, FaultServer
from threads import together
from waits import until


@pytest.mark.parametrize("fault, records", [("stall_after_work", 1), ("stall_before_work", 0)])
def test_it_ends_while_the_server_still_holds_its_answer(
        client: Client, service: Service, fault: str, records: int) -> None:
    service.fault(fault)
    with client.begin(task_id=TASK) as operation:
        until(lambda: (service.requests(), len(service.records())) == (1, records), "the start never came")
        threading.Timer(0.2, operation.cancel).start()
        answer = operation.wait(-1)  # and nobody has released the server
        assert (answer.status, answer.outcome, answer.attempts) == ("CAD_E_CANCELLED", "unknown", 1)
        assert answer.document["message"]
        assert operation.wait(0) == answer
    service.release()
    assert client.start(task_id=TASK).status == "CAD_OK"  # the client is as good as new
    assert service.requests() == 2 and len(service.records()) == records + 1


def test_what_still_waits_for_its_turn_was_not_sent(cad: Library, service: Service) -> None:
    service.fault("stall_after_work")
    with cad.client(endpoint=service.endpoint, token=service.token, max_in_flight=1) as client, client.begin(
            task_id=TASK) as first, client.begin(task_id=TASK) as second:
        until(lambda: len(service.records()) == 1, "the start never came")
        second.cancel()
        answer = second.wait(-1)
        assert (answer.status, answer.outcome) == ("CAD_E_CANCELLED", "not_sent")
        assert first.wait(0).status == "CAD_PENDING"
        service.release()
        assert first.wait(-1).status == "CAD_OK"
    assert service.requests() == 1 == len(service.records())


def test_a_place_that_is_given_up_goes_to_the_next(cad: Library) -> None:
    with FaultServer(HOLD) as server, cad.client(
            endpoint=server.endpoint, token="t", max_in_flight=1) as client, client.begin(
            task_id=TASK) as first, client.begin(task_id=TASK) as second:
        until(lambda: len(server.requests) == 1, "the request never came")
        first.cancel()
        until(lambda: len(server.requests) == 2, "the next one never came")
        assert second.wait(0).status == "CAD_PENDING"


def test_cancelling_twice_is_cancelling_once(client: Client, service: Service) -> None:
    service.fault("stall_after_work")
    with client.begin(task_id=TASK) as operation:
        until(lambda: len(service.records()) == 1, "the start never came")
        operation.cancel()
        operation.cancel()
        answer = operation.wait(-1)
        operation.cancel()
        assert answer.status == "CAD_E_CANCELLED" and operation.wait(-1) == answer


def test_what_has_ended_stays_as_it_ended(client: Client) -> None:
    with client.begin(task_id=TASK) as operation:
        answer = operation.wait(-1)
        operation.cancel()
        assert answer.status == "CAD_OK" and operation.wait(-1) == answer


def test_eight_threads_cancel_at_the_same_moment(client: Client, service: Service) -> None:
    service.fault("stall_after_work", times=5)
    for count in range(1, 6):
        with client.begin(task_id=TASK) as operation:
            until(lambda: len(service.records()) == count, "the start never came")
            together(8, operation.cancel)
            assert operation.wait(-1).status == "CAD_E_CANCELLED"


def test_what_is_told_as_not_sent_was_not_sent(cad: Library, service: Service) -> None:
    words = []
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        for number in range(300):
            with client.begin(task_id=TASK, params=[{"key": "n", "value": str(number), "type": "text"}]) as operation:
                threading.Event().wait(number / 200_000)
                operation.cancel()
                words.append(operation.wait(-1))
        assert client.start(task_id=TASK).status == "CAD_OK"
    until(lambda: any(record["params"] == [] for record in service.records()), "the last start never came")
    ran = {int(record["params"][0]["value"]) for record in service.records() if record["params"]}
    assert not ran & {number for number, word in enumerate(words) if word.outcome == "not_sent"}
    assert ran >= {number for number, word in enumerate(words) if word.status == "CAD_OK"}


def test_a_cancelled_wait_for_another_attempt_ends_at_once(cad: Library, service: Service) -> None:
    service.fault("throttle", times=9, retry_after="50")
    with cad.client(endpoint=service.endpoint, token=service.token) as client, client.begin(
            task_id=TASK) as operation:
        until(lambda: operation.next_event().document["event"] == "retry", "it never waited")
        operation.cancel()
        answer = operation.wait(-1)
    assert (answer.status, answer.outcome, answer.attempts) == ("CAD_E_THROTTLED", "refused", 1)
    assert service.requests() == 1 and service.records() == []


@pytest.mark.parametrize("method", ["DELETE", "GET"])
def test_a_request_without_a_body_that_was_written_is_not_told_as_unsent(cad: Library, method: str) -> None:
    """There is no body whose reading tells that it went out: its headers have to."""
    with FaultServer(HOLD) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        with client.begin("call_api", method=method, path="/v2/things/1") as operation:
            until(lambda: len(server.requests) == 1, "the request never came")
            operation.cancel()
            answer = operation.wait(-1)
    assert (answer.status, answer.attempts) == ("CAD_E_CANCELLED", 1)
    assert answer.outcome == (None if method == "GET" else "unknown")


@pytest.mark.parametrize("method", ["DELETE", "POST"])
def test_its_deadline_does_not_tell_it_as_unsent_either(cad: Library, method: str) -> None:
    with FaultServer(HOLD) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        with client.begin("call_api", method=method, path="/v2/things/1", _options={"timeout_ms": 2000}) as operation:
            answer = operation.wait(-1)
    assert (answer.status, answer.outcome, answer.attempts) == ("CAD_E_TIMEOUT", "unknown", 1)


def test_one_that_never_had_a_connection_is_told_as_unsent(cad: Library) -> None:
    with FaultServer(HOLD, before=(HOLD,)) as server, cad.client(
            endpoint=server.endpoint.replace("http:", "https:"), token="t") as client:
        with client.begin("call_api", method="DELETE", path="/v2/things/1") as operation:
            until(lambda: server.connections == 1, "no connection came")
            operation.cancel()
            answer = operation.wait(-1)
    assert (answer.status, answer.outcome) == ("CAD_E_CANCELLED", "not_sent")
