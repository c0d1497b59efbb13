"""A deploy starts once, follows to the end, and tells how it ended."""
import os

import pytest

from abi import SECRET_TOKEN, SECRET_VALUE, TASK, Client, Library
from answering_server import RECORD
from emulator import LONG_MS, Service
from following import call, deploy, private, text
from scripted_service import ScriptedService, wrapped
from waits import until

ENDS = {
    "succeeded": "CAD_OK", "failed": "CAD_E_DEPLOYMENT_FAILED", "timeout": "CAD_E_DEPLOYMENT_FAILED",
    "abort": "CAD_E_DEPLOYMENT_STOPPED", "not_started": "CAD_E_DEPLOYMENT_STOPPED",
}


@pytest.mark.parametrize("end", ENDS)
def test_every_end_is_told_with_its_record(client: Client, service: Service, end: str) -> None:
    service.next_ends(end, failed_step=2)
    followed = deploy(client, params=[text("version", "1.2.3")])
    [record] = service.records()
    assert followed.status == ENDS[end]
    assert followed.deployment["record_id"] == record["record_id"] and followed.deployment["state"] == end
    assert record["state"] == end and record["params"] == [{"key": "version", "type": "text", "value": "1.2.3"}]
    assert "adopted" not in followed.deployment and "rollback" not in followed.deployment
    assert (followed.outcome, followed.document.get("record_id", record["record_id"])) == (
        None if end == "succeeded" else "started", record["record_id"])
    assert followed.log == service.whole_log(record["record_id"])
    assert service.asked("/start") == 1 and followed.warnings == []


def test_a_success_is_the_object_that_is_promised(client: Client, service: Service) -> None:
    document = deploy(client).document
    assert set(document) == {"state", "record_id", "task_id", "duration_ms", "steps", "_meta"}
    assert document["_meta"] == {"attempts": service.requests()}
    assert {"name", "id", "state", "elapsed_time"} == set(document["steps"][0])


def test_a_failure_counts_its_requests_too(client: Client, service: Service) -> None:
    service.next_ends("failed")
    assert deploy(client).document["attempts"] == service.requests()


def test_the_blocking_call_deploys_too(client: Client, service: Service) -> None:
    answer = call(client, "deploy", task_id=TASK, interval_ms=30)
    assert answer.status == "CAD_OK" and answer.document["record_id"] == service.records()[0]["record_id"]


def test_an_earlier_record_can_be_deployed_again(client: Client, service: Service) -> None:
    first = deploy(client, params=[text("version", "1"), private("p", "x")]).document["record_id"]
    second = deploy(client, record_id=first)
    assert second.status == "CAD_OK" and second.document["record_id"] != first
    again = service.records()[-1]
    assert (again["source"], again["source_record_id"]) == ("start_record", first)
    assert again["params"] == service.records()[0]["params"]


def test_a_refused_start_is_told_as_such(client: Client, service: Service) -> None:
    service.settings(draft=[TASK])
    followed = deploy(client)
    assert (followed.status, followed.outcome) == ("CAD_E_SERVICE", "refused")
    assert followed.document["error_code"] == "Deploy.00011042" and service.records() == []


def test_an_unknown_task_is_not_found(client: Client, service: Service) -> None:
    followed = deploy(client, task_id="e" * 32)
    assert followed.status == "CAD_E_NOT_FOUND" and followed.outcome in ("refused", "not_sent")
    assert service.records() == []


@pytest.mark.parametrize("fault", ["cut_before_work", "error"])
def test_a_service_that_cannot_be_asked_before_the_start_is_not_started(
        client: Client, service: Service, fault: str) -> None:
    service.fault(fault, times=9, **({"http_status": 503} if fault == "error" else {}))
    followed = deploy(client)
    assert followed.outcome == "not_sent" and followed.status in ("CAD_E_BAD_RESPONSE", "CAD_E_SERVICE")
    assert service.asked("/start") == 0


def test_a_wrong_token_is_not_sent_with_a_start(cad: Library, service: Service) -> None:
    with cad.client(endpoint=service.endpoint, token=SECRET_TOKEN) as client:
        followed = deploy(client)
    assert (followed.status, followed.outcome) == ("CAD_E_AUTHENTICATION", "not_sent")
    assert service.asked("/start") == 0


def test_whoever_may_not_look_may_still_deploy(client: Client, service: Service) -> None:
    service.fault("error", http_status=403, path=f"/v2/tasks/{TASK}", method="GET", times=1)
    service.fault("error", http_status=403, path="/history", times=9)
    followed = deploy(client, project_id=service.project_id)
    assert followed.status == "CAD_OK" and len(service.records()) == 1
    assert any("lost answer" in each for each in followed.warnings)


def test_a_parameter_that_the_application_does_not_have_is_a_warning(client: Client, service: Service) -> None:
    service.settings(declared=["version", "port"])
    followed = deploy(client, params=[text("version", "1"), text("verison", "2"), text("Port", "3")])
    assert followed.status == "CAD_OK"
    [warning] = followed.warnings
    undeclared, known = warning.split(": the service would ignore")
    assert "verison" in undeclared and "Port" in undeclared and "version" not in undeclared
    assert known.endswith("It knows version, port.")
    assert service.records()[0]["params"] == [{"key": "version", "type": "text", "value": "1"}]


def test_no_warning_where_the_service_does_not_tell_the_parameters(client: Client, service: Service) -> None:
    followed = deploy(client, params=[text("anything", "1")])
    assert followed.status == "CAD_OK" and followed.warnings == []


def test_private_values_stand_in_no_event_and_no_document(client: Client, service: Service) -> None:
    service.next_ends("failed")
    followed = deploy(client, params=[private("password", SECRET_VALUE)])
    assert SECRET_VALUE not in str(followed)


def test_what_the_gateway_refused_is_sent_again_and_runs_once(client: Client, service: Service) -> None:
    service.fault("throttle", retry_after="0", path="/start")
    followed = deploy(client)
    assert followed.status == "CAD_OK" and "adopted" not in followed.document
    assert (service.asked("/start"), len(service.records())) == (2, 1)


def test_every_request_of_a_deployment_is_signed(cad: Library, service: Service) -> None:
    service.next_ends("failed")
    service.had({"days_ago": 40})
    key = {name: service.facts[name] for name in ("ak", "sk")}
    with cad.client(endpoint=service.endpoint, **key) as client:
        followed = deploy(client, on_failure="rollback", params=[text("version", "1")])
    assert followed.deployment["rollback"]["state"] == "succeeded"
    assert {each["authorization"] for each in service.log()} == {"key"}


def test_whoever_reads_no_events_still_hears_the_end(cad: Library) -> None:
    states = [wrapped(("running", "draining")[number % 2]) for number in range(300)]
    with ScriptedService(*states, wrapped("succeeded")) as server:
        with cad.client(endpoint=server.endpoint, token="t") as client, client.begin(
                "watch", task_id=TASK, record_id=RECORD, interval_ms=1) as operation:
            answer = operation.wait()
            events = operation.events()
    assert answer.status == "CAD_OK" and answer.document["state"] == "succeeded"
    [dropped] = [each for each in events if each["event"] == "dropped"]
    assert dropped["count"] > 0 and len(events) <= 257


def test_many_deploys_leave_nothing_behind(cad: Library, service: Service) -> None:
    def left() -> tuple[int, int]:
        return len(os.listdir("/proc/self/fd")), len(os.listdir("/proc/self/task"))

    def deploys() -> None:
        for _ in range(10):
            with cad.client(endpoint=service.endpoint, token=service.token) as client:
                for way in ("call", "operation", "cancelled"):
                    if way == "call":
                        assert call(client, "deploy", task_id=TASK, interval_ms=10, log=False).status == "CAD_OK"
                        continue
                    with client.begin("deploy", task_id=TASK, interval_ms=10, log=False) as operation:
                        if way == "cancelled":
                            operation.cancel()
                        # One that is cancelled may have ended just before.
                        assert operation.wait().status in ("CAD_OK", "CAD_E_CANCELLED" if way == "cancelled" else "")

    deploys()
    before = left()
    deploys()
    until(lambda: left() <= before, f"there were {before} descriptors and threads before, and now {left()}")


def test_faults_of_the_request_are_found_before_anything_is_asked(client: Client, service: Service) -> None:
    request = {"task_id": "x", "params": [{"key": "?", "value": 7, "type": "no"}], "interval_ms": 0, "on_failure": "x",
               "timeout_ms": LONG_MS * 1000, "wait_until_idle_ms": -1, "dry_run": "yes", "surplus": 1}
    answer = call(client, "deploy", **request)
    assert (answer.status, answer.outcome) == ("CAD_E_VALIDATION", "not_sent")
    assert {path for path, _ in answer.faults} == {
        "task_id", "params[0].key", "params[0].value", "params[0].type", "interval_ms", "on_failure", "timeout_ms",
        "wait_until_idle_ms", "dry_run", "surplus"}
    assert service.requests() == 0


def test_the_record_is_told_as_soon_as_the_start_is_answered(client: Client, service: Service) -> None:
    service.fault("error", http_status=503, path="/state", times=9)
    followed = deploy(client, _options={"max_attempts": 1})
    [started] = followed.of("started")
    assert started["record_id"] == service.records()[0]["record_id"]
    assert followed.events.index(started) < followed.events.index(followed.of("state")[0])


def test_one_that_may_not_be_looked_at_is_said_to_have_been_started(client: Client, service: Service) -> None:
    service.fault("error", http_status=403, code="Deploy.00011154", path="/state", times=9)
    followed = deploy(client)
    assert (followed.status, followed.outcome) == ("CAD_E_PERMISSION", "started")
    assert followed.document["record_id"] == service.records()[0]["record_id"]
    assert followed.document["message"].endswith("The deployment was started; do not start it again.")
    assert followed.document["attempts"] == service.requests()
