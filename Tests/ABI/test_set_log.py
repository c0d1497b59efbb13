"""cad_set_log: what its lines say, on which thread they come, and that none comes once it was taken away."""
import ctypes
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from abi import LOG, SECRET_TOKEN, SECRET_VALUE, TASK, TIME, Library
from call_modes import IN_EVERY_CALL_MODE, CallMode
from emulator import Service
from forked_child import in_a_child
from waits import until


DETAIL = json.dumps({"task_id": TASK})


class Log:
    """The lines that came, with the thread of each."""

    def __init__(self, library: Library):
        self.raw = library.raw
        self.lines: list[tuple[int, bytes]] = []
        self.also: Callable[[], None] = lambda: None
        self.callback = LOG(self._take)

    def _take(self, context: int | None, line: int, length: int) -> None:
        text = ctypes.string_at(line, length + 1)
        assert text.endswith(b"\0") and context == 0x77
        self.lines.append((threading.get_ident(), text[:-1]))
        self.also()

    def set(self) -> None:
        self.raw.cad_set_log(self.callback, 0x77)

    def clear(self) -> None:
        self.raw.cad_set_log(LOG(0), None)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for _, line in self.lines]

    def requests(self) -> list[dict[str, Any]]:
        return [event for event in self.events if event["event"] == "answer"]


@pytest.fixture
def log(cad: Library) -> Iterator[Log]:
    log = Log(cad)
    log.set()
    yield log
    log.clear()


@IN_EVERY_CALL_MODE
def test_a_start_is_an_attempt_and_a_request(cad: Library, service: Service, start: CallMode, log: Log) -> None:
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        answer = start(client, task_id=TASK)
    assert [event["event"] for event in log.events] == ["attempt", "answer"]
    [request] = log.requests()
    assert TIME.fullmatch(request["time"]) and request["call"] > 0 and request["duration_ms"] >= 0
    assert {name: request[name] for name in ("operation", "attempt", "method", "path", "status", "http_status",
                                             "task_id", "request_id")} == {
        "operation": "start_deploy_task", "attempt": 1, "method": "POST", "path": f"/v2/tasks/{TASK}/start",
        "status": "CAD_OK", "http_status": 200, "task_id": TASK, "request_id": answer.document["_meta"]["request_id"]}


@IN_EVERY_CALL_MODE
def test_every_attempt_has_its_line(cad: Library, service: Service, start: CallMode, log: Log) -> None:
    service.fault("throttle", retry_after="0", times=1)
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        assert start(client, task_id=TASK).status == "CAD_OK"
    assert [(each["attempt"], each["status"], each["http_status"]) for each in log.requests()] == [
        (1, "CAD_E_THROTTLED", 429), (2, "CAD_OK", 200)]


def test_a_lost_answer_has_its_line(cad: Library, service: Service, log: Log) -> None:
    service.fault("cut_after_work")
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        client.start(task_id=TASK)
    [request] = log.requests()
    assert (request["status"], request.get("http_status")) == ("CAD_E_BAD_RESPONSE", None)


@IN_EVERY_CALL_MODE
def test_no_secret_and_no_query_is_in_a_line(cad: Library, service: Service, start: CallMode, log: Log) -> None:
    params = [{"key": "k", "value": SECRET_VALUE, "type": "encrypt"}]
    with cad.client(endpoint=service.endpoint, token=SECRET_TOKEN) as client:
        assert start(client, task_id=TASK, params=params).status == "CAD_E_AUTHENTICATION"
        client.call(json.dumps({"method": "GET", "path": "/v2/x", "query": {"q": SECRET_VALUE}}), "call_api")
    text = b"\n".join(line for _, line in log.lines).decode()
    assert SECRET_TOKEN not in text and SECRET_VALUE not in text
    assert log.requests()[-1]["path"] == "/v2/x"


def test_a_deployment_is_logged_with_its_polls(cad: Library, service: Service, log: Log) -> None:
    with cad.client(endpoint=service.endpoint, token=service.token) as client, client.begin(
            "deploy", task_id=TASK, interval_ms=10) as operation:
        assert operation.wait().status == "CAD_OK"
        assert {event["call"] for event in log.events} == {operation.id}
        seen = [event["event"] for event in operation.events()]
    assert {"show_deploy_status", "start_deploy_task"} <= {each["operation"] for each in log.requests()}
    assert "answer" not in seen


def test_a_blocking_call_is_logged_on_its_own_thread(cad: Library, service: Service, log: Log) -> None:
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        client.start(task_id=TASK)
    assert {thread for thread, _ in log.lines} == {threading.get_ident()}


def test_calls_at_once_can_be_told_apart(cad: Library, service: Service, log: Log) -> None:
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        threads = [threading.Thread(target=client.start, kwargs={"task_id": TASK}) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len({each["call"] for each in log.requests()}) == len(log.requests()) == 20


def test_it_is_not_called_once_it_was_taken_away(cad: Library, service: Service, log: Log) -> None:
    for _ in range(5):
        stop = threading.Event()
        with cad.client(endpoint=service.endpoint, token=service.token) as client:
            def work() -> None:
                while not stop.is_set():
                    client.call(DETAIL, "show_deploy_task_detail")

            threads = [threading.Thread(target=work) for _ in range(4)]
            for thread in threads:
                thread.start()
            until(lambda: len(log.lines) > 8, "nothing is logged")
            log.clear()
            log.lines.clear()
            seen = service.requests()
            until(lambda: service.requests() > seen + 8, "nothing goes on")
            stop.set()
            for thread in threads:
                thread.join()
        assert log.lines == []
        log.set()


def test_whoever_takes_it_away_waits_for_one_that_runs(cad: Library, service: Service, log: Log) -> None:
    is_inside, may_return, is_gone = threading.Event(), threading.Event(), threading.Event()

    def hold() -> None:
        is_inside.set()
        may_return.wait(60)

    log.also = hold
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        caller = threading.Thread(target=client.start, kwargs={"task_id": TASK})
        caller.start()
        assert is_inside.wait(60)

        def remove() -> None:
            log.clear()
            is_gone.set()

        remover = threading.Thread(target=remove)
        remover.start()
        assert not is_gone.wait(0.2)
        may_return.set()
        assert is_gone.wait(60)
        for thread in (caller, remover):
            thread.join()
    assert len(log.lines) == 1


@IN_EVERY_CALL_MODE
def test_a_callback_may_call_the_library(cad: Library, service: Service, start: CallMode, log: Log) -> None:
    statuses: list[str] = []
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        log.also = lambda: statuses.append(client.call(DETAIL, "show_deploy_task_detail").status)
        assert start(client, task_id=TASK).status == "CAD_OK"
    assert statuses == ["CAD_OK", "CAD_OK"]
    assert {each["operation"] for each in log.requests()} == {"start_deploy_task"}


def test_a_callback_may_take_itself_away(cad: Library, service: Service, log: Log) -> None:
    log.also = log.clear
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        client.start(task_id=TASK)
        client.start(task_id=TASK)
    assert len(log.lines) == 1


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_child_inherits_it(cad: Library, service: Service, log: Log) -> None:
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        client.start(task_id=TASK)

        def called() -> int:
            before = len(log.lines)
            client.start(task_id=TASK)
            came = len(log.lines) - before
            log.clear()
            client.start(task_id=TASK)
            return 0 if (came, len(log.lines) - before) == (2, 2) else 1

        assert in_a_child(called) == 0


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_child_of_a_callback_does_not_wait_for_its_parents_threads(
        cad: Library, service: Service, log: Log) -> None:
    is_inside, may_return = threading.Event(), threading.Event()

    def hold() -> None:
        is_inside.set()
        may_return.wait(60)

    log.also = hold
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        caller = threading.Thread(target=client.start, kwargs={"task_id": TASK})
        caller.start()
        assert is_inside.wait(60)

        def called() -> int:
            log.clear()
            return 0

        try:
            assert in_a_child(called) == 0
        finally:
            may_return.set()
            caller.join()
