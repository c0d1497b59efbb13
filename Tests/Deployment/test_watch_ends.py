"""A watch that is ended before the deployment is: by its limit or by its caller, and the deployment left or stopped."""
import threading
import time

import pytest

from abi import TASK, Client, Library
from answering_server import RECORD, path_of
from emulator import LONG_MS, Service
from fault_server import HOLD, NEXT, FaultServer, Request
from following import finish, watch
from scripted_service import ScriptedService, wrapped
from waits import until


@pytest.fixture
def endless(service: Service) -> str:
    """A record that runs for as long as the test does."""
    return service.somebody_else_starts(pending_ms=0, duration_ms=LONG_MS)


def state_of(service: Service, record: str) -> str:
    return next(each["state"] for each in service.records() if each["record_id"] == record)


def test_by_its_limit_it_leaves_the_deployment_alone(client: Client, service: Service, endless: str) -> None:
    followed = watch(client, endless, timeout_ms=3000)
    assert followed.status == "CAD_E_DEPLOYMENT_TIMED_OUT"
    deployment = followed.deployment
    assert (deployment["state"], deployment["record_id"]) == ("running", endless)
    assert "stopped" not in deployment and "initial: begins" in deployment["log_tail"]
    assert endless in followed.document["message"] and "after 3 s" in followed.document["message"]
    assert state_of(service, endless) == "running" and service.asked("/stop") == 0


def test_by_its_limit_it_stops_the_deployment_where_that_is_asked_for(
        client: Client, service: Service, endless: str) -> None:
    followed = watch(client, endless, timeout_ms=3000, on_timeout="stop")
    assert followed.status == "CAD_E_DEPLOYMENT_TIMED_OUT" and followed.deployment["stopped"] is True
    assert state_of(service, endless) == "abort" and service.asked("/stop") == 1


def test_cancelled_it_leaves_the_deployment_alone(client: Client, service: Service, endless: str) -> None:
    with client.begin("watch", task_id=TASK, record_id=endless, interval_ms=30, on_timeout="stop") as operation:
        until(lambda: service.asked("/state") > 2, "nothing was asked")
        operation.cancel()
        followed = finish(operation)
    assert followed.status == "CAD_E_CANCELLED" and followed.document["record_id"] == endless
    assert followed.deployment["state"] == "running"
    assert state_of(service, endless) == "running" and service.asked("/stop") == 0


def test_cancelled_it_stops_the_deployment_where_that_is_asked_for(
        client: Client, service: Service, endless: str) -> None:
    with client.begin("watch", task_id=TASK, record_id=endless, interval_ms=30, on_cancel="stop") as operation:
        until(lambda: service.asked("/state") > 2, "nothing was asked")
        operation.cancel()
        operation.cancel()
        followed = finish(operation)
    assert followed.status == "CAD_E_CANCELLED" and followed.deployment["stopped"] is True
    assert state_of(service, endless) == "abort" and service.asked("/stop") == 1


def test_cancelled_at_any_moment_it_is_stopped_all_the_same(client: Client, service: Service) -> None:
    for number in range(150):
        record = service.somebody_else_starts(pending_ms=0, duration_ms=LONG_MS)
        with client.begin("watch", task_id=TASK, record_id=record, interval_ms=1, on_cancel="stop") as operation:
            threading.Event().wait(number / 5000)
            operation.cancel()
            answer = operation.wait()
        assert answer.status == "CAD_E_CANCELLED" and answer.document["deployment"]["stopped"] is True, (number, answer)
        assert state_of(service, record) == "abort"


@pytest.mark.parametrize("fault", [
    {"kind": "error", "http_status": 403, "message": "not you"}, {"kind": "cut_before_work", "times": 999}],
    ids=lambda fault: fault["kind"])
def test_a_stop_that_fails_is_said_to_have_failed(
        client: Client, service: Service, endless: str, fault: dict) -> None:
    service.fault(**fault, path="/stop")
    followed = watch(client, endless, timeout_ms=2000, on_timeout="stop")
    assert followed.status == "CAD_E_DEPLOYMENT_TIMED_OUT" and followed.deployment["stopped"] is False
    assert "could not be stopped" in followed.document["message"]
    assert state_of(service, endless) == "running"


def test_a_stop_is_sent_again_where_its_answer_was_lost(client: Client, service: Service, endless: str) -> None:
    service.fault("cut_after_work", path="/stop")
    followed = watch(client, endless, timeout_ms=2000, on_timeout="stop")
    assert followed.deployment["stopped"] is True
    assert state_of(service, endless) == "abort" and service.asked("/stop") == 2


def test_a_stop_that_nobody_answers_is_waited_for_a_few_seconds_only(
        client: Client, service: Service, endless: str) -> None:
    service.fault("stall_before_work", path="/stop", times=9)
    with client.begin("watch", task_id=TASK, record_id=endless, interval_ms=30, on_cancel="stop") as operation:
        until(lambda: service.asked("/state") > 0, "nothing was asked")
        begin = time.monotonic()
        operation.cancel()
        followed = finish(operation)
    assert followed.status == "CAD_E_CANCELLED" and followed.deployment["stopped"] is False
    assert 4 < time.monotonic() - begin < 30  # five; a call of its own would have a minute


@pytest.mark.parametrize("on_cancel", ["leave", "stop"])
def test_cancelled_it_ends_at_once_while_the_server_holds_its_answer(
        client: Client, service: Service, endless: str, on_cancel: str) -> None:
    service.fault("stall_before_work", path="/state")
    with client.begin("watch", task_id=TASK, record_id=endless, on_cancel=on_cancel) as operation:
        until(lambda: service.asked("/state") == 1, "nothing was asked")
        threading.Timer(0.1, operation.cancel).start()
        followed = finish(operation)  # nobody releases the server
    assert followed.status == "CAD_E_CANCELLED" and followed.document["record_id"] == endless
    assert state_of(service, endless) == ("abort" if on_cancel == "stop" else "running")


def test_cancelled_between_two_looks_it_ends_at_once(client: Client, service: Service, endless: str) -> None:
    with client.begin("watch", task_id=TASK, record_id=endless, interval_ms=60_000, log=False) as operation:
        until(lambda: service.asked("/state") == 3, "the first looks never came")
        operation.cancel()
        assert operation.wait().status == "CAD_E_CANCELLED"
    assert service.asked("/state") == 3


def test_cancelled_before_anything_is_known_it_still_names_the_record(cad: Library) -> None:
    with FaultServer(HOLD) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        with client.begin("watch", task_id=TASK, record_id=RECORD) as operation:
            until(lambda: len(server.requests) == 1, "nothing was asked")
            operation.cancel()
            answer = operation.wait()
    assert (answer.status, answer.document["record_id"]) == ("CAD_E_CANCELLED", RECORD)
    assert "state" not in answer.document["deployment"]


def test_the_limit_holds_while_the_server_holds_its_answer(cad: Library) -> None:
    with FaultServer(HOLD, NEXT) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        followed = watch(client, RECORD, timeout_ms=600)
    assert followed.status == "CAD_E_DEPLOYMENT_TIMED_OUT"


def test_an_end_that_comes_with_the_cancel_is_one_or_the_other(cad: Library) -> None:
    statuses = set()
    for number in range(40):
        with ScriptedService(wrapped("running"), wrapped("succeeded")) as server:
            with cad.client(endpoint=server.endpoint, token="t") as client, client.begin(
                    "watch", task_id=TASK, record_id=RECORD, interval_ms=20, log=False) as operation:
                threading.Event().wait(number / 1000)
                operation.cancel()
                answer = operation.wait()
        assert answer.document.get("record_id") == RECORD
        assert answer.status != "CAD_OK" or answer.document["state"] == "succeeded"
        statuses.add(answer.status)
    assert statuses <= {"CAD_OK", "CAD_E_CANCELLED"}


def test_the_blocking_call_watches_too(client: Client, service: Service) -> None:
    record = service.somebody_else_starts()
    answer = client.call('{"task_id": "%s", "record_id": "%s", "interval_ms": 30}' % (TASK, record), "watch")
    assert answer.status == "CAD_OK" and answer.document["state"] == "succeeded"
    assert answer.document["_meta"]["attempts"] == service.requests()


class EndsWithItsStop(ScriptedService):
    """It runs until it is asked to stop, and has come to its end by then."""

    def __init__(self, end: str):
        super().__init__(wrapped("running"))
        self.end = wrapped(end)

    def _reply(self, request: Request) -> bytes:
        if path_of(request).endswith("/stop"):
            self.states = [self.end]
        return super()._reply(request)


@pytest.mark.parametrize("end, status", [
    ("succeeded", "CAD_OK"), ("running", "CAD_E_DEPLOYMENT_TIMED_OUT"), ("abort", "CAD_E_DEPLOYMENT_TIMED_OUT"),
    ("failed", "CAD_E_DEPLOYMENT_TIMED_OUT")])
def test_one_that_succeeded_before_the_stop_is_told_so(cad: Library, end: str, status: str) -> None:
    with EndsWithItsStop(end) as server:
        with cad.client(endpoint=server.endpoint, token="t") as client:
            followed = watch(client, RECORD, timeout_ms=3000, on_timeout="stop", log=False, interval_ms=60_000)
    assert followed.status == status and followed.deployment["state"] == end
    assert followed.deployment.get("stopped") is (None if end == "succeeded" else True)
    assert server.paths[-2].endswith("/stop") and server.paths[-1].endswith("/state")
