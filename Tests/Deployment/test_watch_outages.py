"""A service that cannot be asked for a while ends no watch; one that says no for good does."""
from typing import Any

import pytest

from abi import TASK, Client, Library
from answering_server import RECORD
from emulator import LONG_MS, Service
from fault_server import FaultServer, reply
from following import finish, watch
from scripted_service import ScriptedService, wrapped
from waits import once_in_five

#: Each question is asked three times, so this is an outage of several looks.
OUTAGES: dict[str, dict[str, Any]] = {
    "ended connections": {"kind": "cut_before_work"}, "resets": {"kind": "reset"},
    "server errors": {"kind": "error", "http_status": 503}, "half bodies": {"kind": "half_body"},
    "a proxy's pages": {"kind": "html", "http_status": 502}, "redirects": {"kind": "redirect", "location": "/x"},
    "throttling": {"kind": "throttle", "retry_after": "0"}, "no answer": {"kind": "stall_before_work"},
}


@pytest.mark.parametrize("outage", OUTAGES)
def test_an_outage_is_survived_and_told_once(client: Client, service: Service, outage: str) -> None:
    record = service.somebody_else_starts()
    times = 2 if outage == "throttling" else 5  # its pauses are long
    service.fault(**OUTAGES[outage], path="/state", times=times)
    followed = watch(client, record, _options={"timeout_ms": 1000, "max_attempts": 1})
    assert followed.status == "CAD_OK" and followed.states[-1] == "succeeded"
    assert len(followed.warnings) == 1, followed.warnings
    assert service.asked("/state") > times


def test_two_outages_are_two_warnings(cad: Library) -> None:
    down = reply("503 Service Unavailable", "{}")
    running = wrapped("running")
    with ScriptedService(down, down, running, down, down, wrapped("succeeded")) as server:
        with cad.client(endpoint=server.endpoint, token="t") as client:
            followed = watch(client, RECORD, _options={"max_attempts": 1})
    assert followed.status == "CAD_OK" and len(followed.warnings) == 2


def test_an_endpoint_that_is_gone_ends_with_the_limit_and_not_before(cad: Library) -> None:
    gone = FaultServer()  # its port refuses, and nobody else can take it
    with cad.client(endpoint=gone.endpoint, token="t") as client:
        followed = watch(client, RECORD, timeout_ms=3000, log=False)
    assert followed.status == "CAD_E_DEPLOYMENT_TIMED_OUT" and len(followed.warnings) == 1
    assert "state unknown" in followed.document["message"]


@pytest.mark.parametrize("status, expected", [
    ("401 Unauthorized", "CAD_E_AUTHENTICATION"), ("403 Forbidden", "CAD_E_PERMISSION"),
    ("400 Bad Request", "CAD_E_SERVICE")])
def test_a_service_that_says_no_is_not_asked_for_half_an_hour(cad: Library, status: str, expected: str) -> None:
    no = reply(status, '{"error_code":"Deploy.00099999","error_msg":"no"}')
    with ScriptedService(wrapped("running"), no) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        followed = watch(client, RECORD)
    assert followed.status == expected and followed.document["error_msg"] == "no"
    # What is known by then is not lost.
    assert followed.document["record_id"] == RECORD and followed.deployment["state"] == "running"


def test_a_wrong_record_id_is_not_found(client: Client, service: Service) -> None:
    followed = watch(client, "f" * 32)
    assert followed.status == "CAD_E_NOT_FOUND" and followed.document["record_id"] == "f" * 32
    assert "record" in followed.document["message"]


def test_a_wrong_task_id_is_not_found(client: Client, service: Service) -> None:
    record = service.somebody_else_starts()
    followed = watch(client, record, task_id="e" * 32)
    assert followed.status == "CAD_E_NOT_FOUND"


def test_a_record_that_shows_up_only_later_is_followed(client: Client, service: Service) -> None:
    record = service.somebody_else_starts(hidden_ms=600, duration_ms=900)
    followed = watch(client, record)
    assert followed.status == "CAD_OK" and followed.states[-1] == "succeeded"
    assert followed.warnings == []


def test_a_throttled_watch_asks_less_often(cad: Library, service: Service) -> None:
    def questions(**fault: Any) -> int:
        service.reset()
        record = service.somebody_else_starts(duration_ms=LONG_MS)
        if fault:
            service.fault(**fault, path="/state", times=1000)
        with cad.client(endpoint=service.endpoint, token=service.token) as client:
            followed = watch(client, record, timeout_ms=2500, log=False, interval_ms=40)
        assert followed.status == "CAD_E_DEPLOYMENT_TIMED_OUT"
        return service.asked("/state")
    usual = questions()
    throttled = questions(kind="throttle", retry_after="0")
    assert 1 <= throttled < usual / 2


def test_a_watch_that_was_throttled_goes_on_as_before(cad: Library) -> None:
    too_many = reply("429 Too Many Requests", '{"error_code":"APIGW.0308","error_msg":"slow"}', "Retry-After: 0")
    states = [too_many] * 2 + [wrapped("running")] * 12 + [wrapped("succeeded")]
    with ScriptedService(*states) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        followed = watch(client, RECORD, interval_ms=50, _options={"max_attempts": 1})
    assert followed.status == "CAD_OK"
    pauses = [after - before for before, after in zip(server.asked_at, server.asked_at[1:])]
    assert sum(pauses[-8:]) / 8 < pauses[1] / 2, pauses


def test_the_first_looks_come_soon_and_then_as_asked_for(cad: Library) -> None:
    def attempt() -> bool:
        with ScriptedService(*[wrapped("running")] * 4, wrapped("succeeded")) as server:
            with cad.client(endpoint=server.endpoint, token="t") as client:
                assert watch(client, RECORD, interval_ms=1000).status == "CAD_OK"
        pauses = [after - before for before, after in zip(server.asked_at, server.asked_at[1:])]
        return pauses[0] < sum(pauses[2:]) / 2 and all(pause >= 0.2 for pause in pauses)
    once_in_five(attempt, "it looks too seldom at first, or too often")


def test_watchers_do_not_ask_in_step(cad: Library) -> None:
    with ScriptedService(*[wrapped("running")] * 12, wrapped("succeeded")) as server:
        with cad.client(endpoint=server.endpoint, token="t") as client:
            assert watch(client, RECORD, interval_ms=100).status == "CAD_OK"
    pauses = sorted(after - before for before, after in zip(server.asked_at, server.asked_at[1:]))
    assert pauses[-2] - pauses[1] > 0.005, pauses


def test_a_hundred_deployments_are_watched_by_one_client(client: Client, service: Service) -> None:
    records = [service.somebody_else_starts() for _ in range(100)]
    running = [
        client.begin("watch", task_id=TASK, record_id=record, interval_ms=200, log=False) for record in records]
    try:
        ended = [finish(operation) for operation in running]
    finally:
        for operation in running:
            operation.free()
    assert [each.document["record_id"] for each in ended if each.status == "CAD_OK"] == records


def test_a_client_may_go_while_its_watch_goes_on(cad: Library, service: Service) -> None:
    record = service.somebody_else_starts()
    client = cad.client(endpoint=service.endpoint, token=service.token)
    with client.begin("watch", task_id=TASK, record_id=record, interval_ms=30) as operation:
        client.free()
        assert operation.wait().status == "CAD_OK"
