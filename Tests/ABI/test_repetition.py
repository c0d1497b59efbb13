"""A start is tried again where it is certain that the service has not got it, and nowhere else."""
import email.utils
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from abi import TASK, TIME, Answer, Client, Library
from answering_server import STARTED, AnsweringServer
from call_modes import CALL_MODES, IN_EVERY_CALL_MODE, CallMode
from emulator import LOGIN_PATH, START_PATH, Service
from fault_server import NEXT, FaultServer, Request, reply

ATTEMPT = {"event": "attempt", "operation": "start_deploy_task", "task_id": TASK}


def test_a_port_that_opens_later_gets_the_start_once(cad: Library) -> None:
    server = FaultServer(STARTED, NEXT)
    with cad.client(endpoint=server.endpoint, token="t", max_attempts=10) as client, client.begin(
            task_id=TASK) as operation:
        events: list[dict[str, Any]] = []
        while [event["event"] for event in events].count("retry") < 2:
            events.append(operation.next_event().document)
        with server:
            answer = operation.wait()
            assert (answer.status, answer.attempts) == ("CAD_OK", 1)  # it was written once
            assert len(server.requests) == 1
        events += operation.events()
    retries = [event for event in events if event["event"] == "retry"]
    assert len(retries) >= 2
    tries = [event for event in events if event["event"] == "attempt"]
    times = [event.pop("time") for event in tries]
    assert times == sorted(times) and all(TIME.fullmatch(time) for time in times)
    assert tries == [{**ATTEMPT, "attempt": number + 1} for number in range(len(retries) + 1)]
    assert [event["event"] for event in events] == ["attempt", "retry"] * len(retries) + ["attempt"]
    for number, event in enumerate(retries):
        assert (event["attempt"], event["status"]) == (number + 1, "CAD_E_CONNECT")
        assert event["message"] and 0 <= event["delay_ms"] <= 200 << number


@IN_EVERY_CALL_MODE
def test_every_way_waits_for_a_port_that_opens_later(cad: Library, start: CallMode) -> None:
    server, answers = FaultServer(STARTED, NEXT), []
    with cad.client(endpoint=server.endpoint, token="t", max_attempts=10) as client:
        calling = threading.Thread(target=lambda: answers.append(start(client, task_id=TASK)))
        calling.start()
        time.sleep(0.3)
        with server:
            calling.join()
            assert [(answer.status, answer.attempts) for answer in answers] == [("CAD_OK", 1)]
            assert len(server.requests) == 1


@pytest.mark.parametrize("config, options, attempts", [
    ({}, {}, 3), ({"max_attempts": 1}, {}, 1), ({}, {"max_attempts": 2}, 2),
    ({"max_attempts": 1}, {"max_attempts": 4}, 4),
], ids=["the default", "configured", "of one call", "of one call against the configuration"])
def test_it_is_tried_as_often_as_is_allowed(cad: Library, config: dict, options: dict, attempts: int) -> None:
    gone = FaultServer()  # its port refuses, and nobody else can take it
    with cad.client(endpoint=gone.endpoint, token="t", **config) as client, client.begin(
            task_id=TASK, _options=options) as operation:
        answer = operation.wait()
        assert (answer.status, answer.outcome) == ("CAD_E_CONNECT", "not_sent")
        assert [event["event"] for event in operation.events()].count("attempt") == attempts


def test_repetitions_end_with_the_deadline(cad: Library) -> None:
    gone = FaultServer()  # its port refuses, and nobody else can take it
    with cad.client(endpoint=gone.endpoint, token="t", max_attempts=10, timeout_ms=1000) as client:
        begin = time.monotonic()
        answer = client.start(task_id=TASK)
        assert (answer.status, answer.outcome) == ("CAD_E_CONNECT", "not_sent")
        assert time.monotonic() - begin < 30  # ten attempts would take about a minute


class Throttling(AnsweringServer):
    """Refuses the first start, and knows by its own clock when each one came."""

    def __init__(self, retry_after: Callable[[], str]):
        super().__init__(self.throttle_first)
        self.retry_after = retry_after
        self.times: list[float] = []

    def throttle_first(self, request: Request) -> bytes:
        self.times.append(time.monotonic())
        return STARTED if len(self.times) > 1 else reply(
            "429 Too Many Requests", "", f"Retry-After: {self.retry_after()}")


def test_the_time_that_the_service_asks_for_is_given(cad: Library) -> None:
    """In both forms that it may have, and by every way; side by side, because each takes its seconds."""
    def run(start: CallMode, retry_after: Callable[[], str], least: float) -> None:
        with Throttling(retry_after) as server, cad.client(endpoint=server.endpoint, token="t") as client:
            answer = start(client, task_id=TASK)
            assert (answer.status, answer.attempts, len(server.times)) == ("CAD_OK", 2, 2)
            assert server.times[1] - server.times[0] >= least

    failures: list[BaseException] = []

    def guarded(*arguments: Any) -> None:
        try:
            run(*arguments)
        except BaseException as error:  # raised again below
            failures.append(error)

    # More than the five seconds that it would wait at most without being asked.
    cases = [(start, lambda: "6", 5.99) for start in CALL_MODES]
    # In whole seconds, so it names a time that is more than seven seconds away.
    cases += [(start, lambda: email.utils.formatdate(time.time() + 8, usegmt=True), 5.5) for start in CALL_MODES]
    threads = [threading.Thread(target=guarded, args=case) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures


@IN_EVERY_CALL_MODE
def test_a_wait_beyond_the_deadline_is_not_begun(cad: Library, service: Service, start: CallMode) -> None:
    service.fault("throttle", retry_after="120")
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        begin = time.monotonic()
        answer = start(client, task_id=TASK)
        assert time.monotonic() - begin < 30
    assert (answer.status, answer.outcome, answer.attempts) == ("CAD_E_THROTTLED", "refused", 1)
    assert answer.document["retry_after_ms"] == 120_000
    assert service.requests() == 1 and service.records() == []


@IN_EVERY_CALL_MODE
@pytest.mark.parametrize("times, status, records", [(1, "CAD_OK", 1), (2, "CAD_E_AUTHENTICATION", 0)])
def test_a_token_that_ended_is_renewed_once(
        cad: Library, cloud: Service, start: CallMode, times: int, status: str, records: int) -> None:
    cloud.fault("unauthorized", message="Token expired", times=times, path=START_PATH)
    with cad.client(**cloud.iam()) as client:
        answer = start(client, task_id=TASK)
    assert (answer.status, answer.attempts) == (status, 2)
    assert answer.outcome == (None if status == "CAD_OK" else "refused")
    assert (len(cloud.log(START_PATH)), len(cloud.log(LOGIN_PATH)), len(cloud.records())) == (2, 2, records)


def test_a_token_of_the_caller_is_not_renewed(client: Client, service: Service) -> None:
    service.fault("unauthorized", message="Token expired")
    answer: Answer = client.start(task_id=TASK)
    assert (answer.status, answer.outcome, answer.attempts) == ("CAD_E_AUTHENTICATION", "refused", 1)
    assert service.requests() == 1
