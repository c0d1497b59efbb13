"""An application takes one deployment at a time: a deploy waits for its turn where it is told to, and starts one."""
import pytest

from abi import TASK, Client
from emulator import LONG_MS, Service
from following import deploy, finish

CODES = ["Deploy.00011027", "Deploy.00011161", "Deploy.00015829", "Deploy.00060218"]


@pytest.fixture(autouse=True)
def one_at_a_time(service: Service) -> None:
    service.settings(busy=True)


def test_without_a_wish_to_wait_it_is_refused_at_once(client: Client, service: Service) -> None:
    service.somebody_else_starts(duration_ms=LONG_MS)
    followed = deploy(client)
    assert (followed.status, followed.outcome) == ("CAD_E_BUSY", "refused")
    assert service.asked("/start") == 1 and service.started() == [] and followed.of("waiting") == []


def test_it_starts_once_the_other_has_ended(client: Client, service: Service) -> None:
    service.somebody_else_starts(pending_ms=0, duration_ms=500)
    followed = deploy(client, wait_until_idle_ms=60_000)
    assert followed.status == "CAD_OK" and len(service.started()) == 1
    assert followed.document["record_id"] == service.started()[0]["record_id"]
    assert service.asked("/start") > 1 and len(followed.of("waiting")) == 1


def test_the_wait_has_an_end(client: Client, service: Service) -> None:
    service.somebody_else_starts(duration_ms=LONG_MS)
    followed = deploy(client, wait_until_idle_ms=2000)
    assert (followed.status, followed.outcome) == ("CAD_E_BUSY", "refused") and service.started() == []
    assert service.asked("/start") > 1


def test_the_wait_takes_no_time_from_following(client: Client, service: Service) -> None:
    service.somebody_else_starts(pending_ms=0, duration_ms=6000)
    followed = deploy(client, wait_until_idle_ms=60_000, timeout_ms=5000)
    assert followed.status == "CAD_OK" and len(service.started()) == 1


@pytest.mark.parametrize("code", CODES)
def test_every_code_that_says_busy_is_waited_for(client: Client, service: Service, code: str) -> None:
    service.fault("busy", code=code, path="/start", times=3)
    followed = deploy(client, wait_until_idle_ms=60_000)
    assert followed.status == "CAD_OK" and len(service.started()) == 1 and service.asked("/start") == 4


def test_another_refusal_is_not_waited_for(client: Client, service: Service) -> None:
    service.fault("error", code="Deploy.00011042", path="/start")
    followed = deploy(client, wait_until_idle_ms=60_000)
    assert (followed.status, followed.outcome) == ("CAD_E_SERVICE", "refused") and service.asked("/start") == 1


def test_cancelled_while_it_waits_nothing_was_started(client: Client, service: Service) -> None:
    service.somebody_else_starts(duration_ms=LONG_MS)
    with client.begin("deploy", task_id=TASK, interval_ms=60_000, wait_until_idle_ms=600_000) as operation:
        while operation.next_event().document["event"] != "waiting":
            pass
        operation.cancel()
        followed = finish(operation)
    assert (followed.status, followed.outcome) == ("CAD_E_CANCELLED", "not_sent") and service.started() == []


@pytest.mark.parametrize("fault", ["cut_after_work", "cut_before_work", "stall_after_work"])
def test_an_answer_that_is_lost_after_the_wait_is_cleared_up(
        client: Client, service: Service, fault: str) -> None:
    service.somebody_else_starts(pending_ms=0, duration_ms=300)
    service.fault("busy", path="/start", times=10)
    service.fault(fault, path="/start")
    followed = deploy(client, wait_until_idle_ms=60_000, _options={"timeout_ms": 1000})
    assert service.asked("/start") == 11
    if fault == "cut_before_work":
        assert (followed.status, service.started()) == ("CAD_E_UNRECONCILED", [])
    else:
        [record] = service.started()
        assert followed.document["record_id"] == record["record_id"] and followed.document["adopted"] is True


def test_two_deploys_at_once_run_one_after_the_other(client: Client, service: Service) -> None:
    running = [
        client.begin("deploy", task_id=TASK, interval_ms=30, wait_until_idle_ms=60_000, log=False) for _ in range(4)]
    try:
        ended = [finish(operation) for operation in running]
    finally:
        for operation in running:
            operation.free()
    assert [each.status for each in ended] == ["CAD_OK"] * 4
    assert {each.document["record_id"] for each in ended} == {each["record_id"] for each in service.started()}
    assert len(service.records()) == 4


@pytest.mark.parametrize("http_status, status", [(403, "CAD_E_PERMISSION"), (404, "CAD_E_NOT_FOUND")])
def test_a_history_that_may_not_be_looked_at_any_more_ends_the_wait_and_is_told(
        client: Client, service: Service, http_status: int, status: str) -> None:
    service.somebody_else_starts(duration_ms=LONG_MS)
    service.fault(
        "error", http_status=http_status, code="Deploy.00099999", message="not you", path="/history", skip=1,
        times=1000)
    followed = deploy(client, wait_until_idle_ms=3000)
    assert (followed.status, followed.outcome) == (status, "refused") and "not you" in followed.document["message"]
    assert service.asked("/history") == 2 and service.asked("/start") == 1 and service.started() == []


def test_an_outage_of_the_history_is_waited_for_and_told_at_the_end(client: Client, service: Service) -> None:
    service.somebody_else_starts(duration_ms=LONG_MS)
    service.fault("error", http_status=503, path="/history", skip=1, times=100_000)
    followed = deploy(client, wait_until_idle_ms=500, _options={"max_attempts": 1})
    assert followed.status == "CAD_E_BUSY" and "503" in followed.document["message"] and service.started() == []
