"""A start whose answer is lost: what became of it is found out, and it is never sent a second time."""
import json
from typing import Any

import pytest

from abi import TASK, Client, Library
from answering_server import RECORD
from emulator import Service
from fault_server import reply
from following import Followed, call, deploy, finish, text
from reconciliation_checks import adopted, unreconciled
from tampering_proxy import TamperingProxy, of_the_start
from waits import until

#: What never comes, or comes too late.
LATE = ("stall_after_work", "stall_before_work", "delay", "drip")
#: The deployment runs, and no usable answer says so.
LOST: dict[str, dict[str, Any]] = {
    "the connection ends": {"kind": "cut_after_work"}, "the connection is reset": {"kind": "reset_after_work"},
    "half a body comes": {"kind": "half_body"}, "only the headers come": {"kind": "close_after_headers"},
    "a length is wrong": {"kind": "wrong_length", "bytes": 10},
    "too much comes": {"kind": "too_large", "bytes": 9_000_000},
    "nothing comes in time": {"kind": "stall_after_work"}, "it comes too late": {"kind": "delay", "ms": 20_000},
    "it drips": {"kind": "drip", "interval_ms": 500},
}
#: No deployment runs, and nobody has said so.
NEVER_ARRIVED: dict[str, dict[str, Any]] = {
    "the connection ends": {"kind": "cut_before_work"}, "the connection is reset": {"kind": "reset"},
    "nothing comes in time": {"kind": "stall_before_work"}, "a server error": {"kind": "error", "http_status": 500},
    "a proxy's page": {"kind": "html", "http_status": 504}, "a redirect": {"kind": "redirect", "location": "/"},
    "a page instead": {"kind": "html", "http_status": 200},
}
INSTEAD = {
    "500": reply("500 Internal Server Error", '{"error_code":"Deploy.1","error_msg":"no"}'),
    "502": reply("502 Bad Gateway", "<html>bad</html>", "Content-Type: text/html"),
    "503": reply("503 Service Unavailable", ""), "504": reply("504 Gateway Timeout", "{}"),
    "302": reply("302 Found", "", "Location: /x"), "204": b"HTTP/1.1 204 No Content\r\n\r\n",
    "nothing": reply("200 OK", ""), "no id": reply("200 OK", '{"task_id":"x"}'),
    "an empty id": reply("200 OK", '{"id":""}'), "no object": reply("200 OK", '["x"]'),
    "no JSON": reply("200 OK", "started"),
    "an id and an error": reply("200 OK", '{"id":"%s","error_code":"Deploy.2","error_msg":"but"}' % RECORD),
}


def deploy_in_time(client: Client, service: Service, fault: dict[str, Any]) -> Followed:
    """With a time for each request where the answer to the start takes longer than that."""
    service.fault(**fault, path="/start")
    options = {"_options": {"timeout_ms": 3000}} if fault["kind"] in LATE else {}
    return deploy(client, params=[text("version", "1.2.3")], **options)


@pytest.mark.parametrize("fault", LOST)
def test_what_runs_is_found_and_adopted(client: Client, service: Service, fault: str) -> None:
    adopted(deploy_in_time(client, service, LOST[fault]), service)


@pytest.mark.parametrize("fault", NEVER_ARRIVED)
def test_what_never_arrived_stays_unknown_and_is_not_sent_again(
        client: Client, service: Service, fault: str) -> None:
    unreconciled(deploy_in_time(client, service, NEVER_ARRIVED[fault]), service)
    assert service.records() == []


def test_what_is_lost_after_a_refusal_by_the_gateway_is_found_too(client: Client, service: Service) -> None:
    service.fault("throttle", retry_after="0", path="/start")
    service.fault("cut_after_work", path="/start")
    followed = deploy(client)
    assert followed.document["adopted"] is True and service.asked("/start") == 2
    assert [each["record_id"] for each in service.records()] == [followed.document["record_id"]]


@pytest.mark.parametrize("answer", INSTEAD)
def test_an_answer_that_cannot_be_used_is_a_lost_one(
        cad: Library, service: Service, answer: str) -> None:
    with TamperingProxy(service, of_the_start(INSTEAD[answer])) as server:
        with cad.client(endpoint=server.endpoint, token=service.token) as client:
            adopted(deploy(client, params=[text("version", "1")]), service)


def test_an_adopted_one_may_fail_as_any_other(client: Client, service: Service) -> None:
    service.fault("cut_after_work", path="/start")
    service.next_ends("failed", failed_step=2)
    followed = deploy(client)
    [record] = service.records()
    assert (followed.status, followed.outcome) == ("CAD_E_DEPLOYMENT_FAILED", "started")
    assert followed.document["record_id"] == record["record_id"] and followed.deployment["adopted"] is True
    assert followed.deployment["failed_step"]["name"] == "下载软件包"


def test_an_adopted_one_is_rolled_back_as_any_other(client: Client, service: Service) -> None:
    good = deploy(client).document["record_id"]
    service.fault("cut_after_work", path="/start")
    service.next_ends("failed")
    assert deploy(client, on_failure="rollback").deployment["rollback"]["source_record_id"] == good


@pytest.mark.parametrize("hidden_ms", [300, 2500])
def test_a_record_that_shows_up_only_later_is_adopted(client: Client, service: Service, hidden_ms: int) -> None:
    service.next_ends(hidden_ms=hidden_ms)
    service.fault("cut_after_work", path="/start")
    adopted(deploy(client, params=[text("version", "1")], interval_ms=300), service)


def test_a_record_that_shows_up_too_late_stays_unknown(client: Client, service: Service) -> None:
    service.next_ends(hidden_ms=600_000)
    service.fault("cut_after_work", path="/start")
    unreconciled(deploy(client), service)
    assert len(service.records()) == 1


def test_older_records_with_the_same_parameters_are_not_taken_for_it(client: Client, service: Service) -> None:
    version = [text("version", "1")]
    assert deploy(client, params=version).status == "CAD_OK"
    service.fault("cut_before_work", path="/start")
    followed = deploy(client, params=version)
    assert (followed.status, followed.document["candidates"]) == ("CAD_E_UNRECONCILED", [])


def test_a_history_that_gives_no_order_is_read_all_the_same(cad: Library, service: Service) -> None:
    def backwards(request: Any, body: bytes) -> Any:
        if "/history?" not in request.line:
            return None
        document = json.loads(body)
        document["result"].reverse()
        return reply("200 OK", json.dumps(document))

    service.had(*({"days_ago": 1} for _ in range(5)))
    service.fault("cut_after_work", path="/start")
    with TamperingProxy(service, backwards) as server:
        with cad.client(endpoint=server.endpoint, token=service.token) as client:
            adopted(deploy(client), service)


def test_a_long_history_of_today_is_read_all_the_same(client: Client, service: Service) -> None:
    for _ in range(130):
        service.somebody_else_starts(text("version", "0"))
    service.fault("cut_after_work", path="/start")
    followed = deploy(client, params=[text("version", "1")])
    assert followed.document["adopted"] is True
    assert followed.document["record_id"] == service.started()[0]["record_id"]


@pytest.mark.parametrize("status, expected", [(403, "cannot be asked"), (500, "cannot be asked")])
def test_a_history_that_cannot_be_read_leaves_it_unknown(
        client: Client, service: Service, status: int, expected: str) -> None:
    service.fault("cut_after_work", path="/start")
    service.fault("error", http_status=status, path="/history", skip=1, times=1000, message="no history")
    followed = deploy(client, _options={"max_attempts": 1})
    unreconciled(followed, service)
    assert expected in followed.document["message"] and "no history" in followed.document["message"]
    assert len(service.records()) == 1


def test_a_history_that_cannot_be_read_for_a_while_is_asked_again(client: Client, service: Service) -> None:
    service.fault("cut_after_work", path="/start")
    service.fault("error", http_status=503, path="/history", skip=1, times=8)
    adopted(deploy(client, _options={"max_attempts": 2}), service)


def test_the_words_of_what_was_lost_are_kept(cad: Library, service: Service) -> None:
    words = reply("500 Oops", '{"error_code":"Deploy.00077777","error_msg":"halfway"}', "X-Request-Id: request-9")
    with TamperingProxy(service, of_the_start(words)) as server:
        with cad.client(endpoint=server.endpoint, token=service.token) as client:
            followed = deploy(client, guard=False)
    document = followed.document
    told = (document["http_status"], document["error_code"], document["error_msg"], document["request_id"])
    assert told == (500, "Deploy.00077777", "halfway", "request-9")


def test_cancelled_while_it_looks_for_the_record_it_is_unknown_at_once(client: Client, service: Service) -> None:
    service.fault("cut_before_work", path="/start")
    with client.begin("deploy", task_id=TASK, interval_ms=60_000) as operation:
        until(lambda: service.asked("/history") >= 2, "it never looked")
        operation.cancel()
        followed = finish(operation)
    assert followed.outcome == "unknown" and followed.status in ("CAD_E_UNRECONCILED", "CAD_E_CANCELLED")
    assert service.asked("/start") == 1


def test_the_limit_ends_the_search_too(client: Client, service: Service) -> None:
    service.fault("cut_before_work", path="/start")
    followed = deploy(client, interval_ms=300, timeout_ms=3000)
    unreconciled(followed, service)


def test_a_plain_start_is_not_searched_for(client: Client, service: Service) -> None:
    service.fault("cut_after_work", path="/start")
    answer = call(client, "start_deploy_task", task_id=TASK)
    assert (answer.status, answer.outcome) == ("CAD_E_BAD_RESPONSE", "unknown") and service.requests() == 1


@pytest.mark.parametrize("fault", ["cut_after_work", "cut_before_work"])
def test_an_earlier_record_started_again_is_searched_for_too(
        client: Client, service: Service, fault: str) -> None:
    first = deploy(client, params=[text("version", "1")]).document["record_id"]
    service.fault(fault, path="/start")
    followed = deploy(client, record_id=first)
    again = service.started("start_record")
    if fault == "cut_after_work":
        assert followed.document["adopted"] is True and followed.document["record_id"] == again[0]["record_id"]
    else:
        assert (followed.status, again) == ("CAD_E_UNRECONCILED", [])
