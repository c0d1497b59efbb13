"""For engines that keep their own state: what is known before a start, the start by it, and what became of that."""
import json
import re

import pytest

from abi import TASK, TIME, Client, Library
from emulator import Service
from following import call, deploy, private, text
from intents import prepare, settle

OTHER = "e" * 32
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


def test_an_intent_starts_nothing_and_has_no_value_of_the_request_in_it(client: Client, service: Service) -> None:
    service.settings(declared=["version", "db_password"])
    service.had({"days_ago": 1, "state": "succeeded"})
    intent = prepare(client, params=[text("version", "1.2.3-rc"), private("db_password", "s3cret"), text("typo", "x")])
    assert service.started() == [] and service.asked(method="POST") == 0
    assert (intent["version"], intent["task_id"], intent["project_id"]) == (1, TASK, service.project_id)
    assert intent["app_id"] == service.app_id and intent["declared"] == ["version", "db_password"]
    assert re.fullmatch("[0-9a-f]{64}", intent["request_digest"]) and intent["baseline"]["release_id"] > 0
    assert TIME.fullmatch(intent["prepared_at"]) and TIME.fullmatch(intent["service_time"])
    assert "s3cret" not in json.dumps(intent) and "1.2.3-rc" not in json.dumps(intent)
    assert any("typo" in warning for warning in intent["_meta"]["warnings"])


def test_a_deployment_is_started_by_its_intent_without_another_look(client: Client, service: Service) -> None:
    intent = prepare(client, params=[text("version", "1")])
    before = service.asked(method="GET")
    followed = deploy(client, params=[text("version", "1")], intent=intent, log=False)
    assert followed.status == "CAD_OK" and len(service.started()) == 1
    attempt, = followed.of("attempt")
    assert attempt["task_id"] == TASK
    assert service.asked("/history") == 1 and service.asked(method="GET") - before == service.asked("/state")


@pytest.mark.parametrize("other", [
    {"params": [text("version", "2")]}, {"params": []}, {"params": [text("version", "1"), text("b", "1")]},
    {"params": [{"key": "version", "value": "1", "type": "enum"}]}, {"trigger_source": 1},
    {"record_id": "a" * 32}, {"task_id": OTHER}], ids=str)
@pytest.mark.parametrize("settles", [False, True])
def test_an_intent_of_another_request_is_refused(
        client: Client, service: Service, other: dict, settles: bool) -> None:
    intent = prepare(client, params=[text("version", "1")])
    asked = service.asked()
    request = {"task_id": TASK, "params": [text("version", "1")], "intent": intent, "settle": settles, **other}
    answer = call(client, "deploy", **request)
    assert (answer.status, answer.outcome) == ("CAD_E_VALIDATION", "not_sent")
    assert answer.document["violations"][0]["path"] == "intent.request_digest"
    assert service.asked() == asked


def test_the_same_request_may_be_written_in_another_way(client: Client, service: Service) -> None:
    service.settings(declared=["a", "b", "secret"])
    params = [text("b", "é"), text("a", "1"), private("secret", "old")]
    intent = prepare(client, params=params, trigger_source="0")
    renewed = [private("secret", "renewed"), text("a", "1"), text("b", "\u00e9")]
    followed = deploy(client, params=renewed, trigger_source=0, timeout_ms=50_000, intent=intent)
    assert followed.status == "CAD_OK" and len(service.started()) == 1


def test_what_was_not_started_is_settled_as_that(client: Client, service: Service) -> None:
    service.had({"days_ago": 1, "state": "succeeded"})
    intent = prepare(client)
    settled = settle(client, intent)
    assert settled.status == "CAD_OK" and settled.document["settled"] == "not_started"
    assert "no new record" in settled.document["reason"] and service.started() == []


@pytest.mark.parametrize("params", [[], [text("version", "1")]], ids=["without parameters", "with one"])
def test_what_was_started_is_settled_by_another_client(
        client: Client, cad: Library, service: Service, params: list) -> None:
    service.settings(declared=["version"])
    intent = json.loads(json.dumps(prepare(client, params=params)))
    record = deploy(client, params=params, intent=intent).document["record_id"]
    with cad.client(endpoint=service.endpoint, token=service.token) as other:
        settled = settle(other, intent, params=params)
    assert (settled.document["settled"], settled.document["record_id"]) == ("started", record)
    assert "Somebody else may have started the same" in settled.document["warning"]
    assert len(service.started()) == 1


def test_two_that_fit_are_told_and_none_is_taken(client: Client, service: Service) -> None:
    service.settings(declared=["version"])
    params = [text("version", "1")]
    intent = prepare(client, params=params)
    ours = deploy(client, params=params, intent=intent).document["record_id"]
    theirs = service.somebody_else_starts(*params)
    settled = settle(client, intent, params=params)
    assert settled.document["settled"] == "unknown" and set(settled.document["candidates"]) == {ours, theirs}


def test_records_that_may_not_be_looked_at_settle_nothing(client: Client, service: Service) -> None:
    intent = prepare(client)
    service.fault("error", http_status=403, message="no", path="/history", times=1000)
    settled = settle(client, intent)
    assert (settled.status, settled.document["settled"]) == ("CAD_OK", "unknown")
    assert settled.document["candidates"] == [] and "cannot be asked" in settled.document["reason"]


def test_an_intent_without_a_baseline_settles_nothing(client: Client, service: Service) -> None:
    intent = prepare(client, guard=False)
    assert "baseline" not in intent
    settled = settle(client, intent)
    assert settled.document["settled"] == "unknown" and "baseline" in settled.document["reason"]


# A marker

def test_a_marker_tells_two_of_the_same_apart(client: Client, service: Service) -> None:
    service.settings(declared=["version", "start_id"])
    params = [text("version", "1")]
    intent = prepare(client, params=params, marker="start_id")
    assert intent["marker"]["name"] == "start_id" and re.fullmatch(UUID, intent["marker"]["value"])
    service.somebody_else_starts(*params, text("start_id", "mine"))
    ours = deploy(client, params=params, intent=intent).document["record_id"]
    service.somebody_else_starts(*params)
    settled = settle(client, intent, params=params)
    assert (settled.document["settled"], settled.document["record_id"]) == ("started", ours)
    assert "warning" not in settled.document


def test_with_a_marker_another_one_s_deployment_of_the_same_is_none_of_ours(client: Client, service: Service) -> None:
    service.settings(declared=["version", "start_id"])
    params = [text("version", "1")]
    intent = prepare(client, params=params, marker="start_id")
    service.somebody_else_starts(*params, text("start_id", "mine"))
    assert settle(client, intent, params=params).document["settled"] == "not_started"


def test_no_two_intents_have_the_same_marker(client: Client, service: Service) -> None:
    service.settings(declared=["start_id"])
    markers = {prepare(client, marker="start_id")["marker"]["value"] for _ in range(20)}
    assert len(markers) == 20


def test_an_undeclared_marker_is_not_sent_and_said_to_be_missing(client: Client, service: Service) -> None:
    service.settings(declared=["version"])
    intent = prepare(client, marker="start_id")
    assert "marker" not in intent and any("start_id" in warning for warning in intent["_meta"]["warnings"])
    assert deploy(client, marker="start_id").status == "CAD_OK"
    assert "start_id" not in json.dumps(service.last_request())


def test_a_lost_answer_is_cleared_up_exactly_by_a_marker(client: Client, service: Service) -> None:
    service.settings(declared=["start_id"])
    service.fault("cut_after_work", path="/start")
    followed = deploy(client, marker="start_id")
    ours = service.started()[-1]["record_id"]
    assert followed.status == "CAD_OK" and followed.document["record_id"] == ours
    assert followed.document["adopted"] is True and "warning" not in followed.document
    assert not any("fits" in warning for warning in followed.warnings)


# Bad input

@pytest.mark.parametrize("request_, path", [
    ({"settle": True}, "settle"), ({"resume": True}, "resume"), ({"on_unknown": "start"}, "on_unknown"),
    ({"intent": {}}, "intent.version"), ({"intent": {"version": 2}}, "intent.version"),
    ({"intent": []}, "intent"), ({"on_unknown": "hope", "journal": "j", "resume": True}, "on_unknown"),
    ({"journal": ""}, "journal"), ({"marker": "two words"}, "marker"),
    ({"marker": "m", "params": [text("m", "1")]}, "marker"),
], ids=str)
def test_what_does_not_belong_together_is_refused_before_anything_is_sent(
        client: Client, service: Service, request_: dict, path: str) -> None:
    answer = call(client, "deploy", task_id=TASK, **request_)
    assert answer.status == "CAD_E_VALIDATION" and path in [each["path"] for each in answer.document["violations"]]
    assert service.asked() == 0


@pytest.mark.parametrize("member", ["settle", "resume"])
def test_what_is_not_wished_for_needs_nothing_beside_it(client: Client, service: Service, member: str) -> None:
    assert deploy(client, **{member: False}).status == "CAD_OK"
