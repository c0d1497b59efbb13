"""Whatever an operation warns of stands in its result, and in its error: not every caller reads events."""
import json
from pathlib import Path
from typing import Any

import pytest

from abi import TASK, Client, Library
from emulator import LONG_MS, Service
from following import Followed, call, deploy, finish, text
from waits import until


def repeated(followed: Followed) -> list[str]:
    """The warnings of a result or an error, which are those that the events told."""
    meta = followed.document["_meta"] if followed.status == "CAD_OK" else followed.document
    found = meta.get("warnings", [])
    assert found == followed.warnings
    if followed.status == "CAD_OK":
        assert meta.get("warning") == (found[0] if found else None)
    return found


def test_an_undeclared_parameter_is_named_in_the_result(client: Client, service: Service) -> None:
    service.settings(declared=["version"])
    [warning] = repeated(deploy(client, params=[text("versoin", "1")]))
    assert "versoin" in warning and "version" in warning
    answer = call(client, "deploy", task_id=TASK, interval_ms=30, params=[text("versoin", "1")])
    assert answer.document["_meta"]["warnings"] == [warning] and answer.document["_meta"]["warning"] == warning


def test_it_is_named_in_the_error_too(client: Client, service: Service) -> None:
    service.settings(declared=["version"])
    service.next_ends("failed")
    followed = deploy(client, params=[text("versoin", "1")])
    assert followed.status == "CAD_E_DEPLOYMENT_FAILED" and "versoin" in repeated(followed)[0]


def test_several_come_in_their_order(client: Client, service: Service) -> None:
    service.settings(declared=["version"])
    service.fault("cut_after_work", path="/start")
    first, second, third = repeated(deploy(client, params=[text("versoin", "1")]))
    assert "versoin" in first and "lost" in second and "taken for this deployment" in third


def test_where_there_is_none_there_is_no_member(client: Client, service: Service) -> None:
    followed = deploy(client)
    assert repeated(followed) == [] and "warnings" not in followed.document["_meta"]
    for request in ({"dry_run": True}, {"task_id": "e" * 32, "dry_run": True}):
        assert "warnings" not in json.dumps(deploy(client, **request).document)


def test_a_look_that_was_refused_and_a_guard_that_is_missing_are_told(client: Client, service: Service) -> None:
    service.fault("error", http_status=403, path=f"/tasks/{TASK}", method="GET", times=1)
    found = repeated(deploy(client))
    assert len(found) == 2 and "could not be looked at" in found[0] and "cleared up" in found[1]


def test_an_outage_is_told_by_the_deployment_that_survived_it(client: Client, service: Service) -> None:
    service.fault("error", http_status=503, path="/state", times=4)
    [warning] = repeated(deploy(client, _options={"max_attempts": 1}))
    assert "cannot be asked" in warning


def test_a_cancelled_one_tells_them(client: Client, service: Service) -> None:
    service.settings(declared=["version"])
    service.next_lasts()
    with client.begin("deploy", task_id=TASK, interval_ms=30, params=[text("versoin", "1")]) as operation:
        until(lambda: service.asked("/state") > 0, "it was never followed")
        operation.cancel()
        followed = finish(operation)
    assert followed.status == "CAD_E_CANCELLED" and "versoin" in repeated(followed)[0]


@pytest.fixture
def loose_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, service: Service) -> str:
    """A profile that others can read."""
    path = tmp_path / "credentials"
    path.write_text(f"[basic]\nak = {service.facts['ak']}\nsk = {service.facts['sk']}\n")
    path.chmod(0o644)
    monkeypatch.setenv("HUAWEICLOUD_SDK_CREDENTIALS_FILE", str(path))
    return str(path)


@pytest.mark.parametrize("in_background", [False, True])
@pytest.mark.parametrize("name", ["show_deploy_status", "watch", "deploy", "list_records", "start_many", "dry run"])
def test_a_key_file_that_others_can_read_is_told_once_by_whichever_operation_is_first(
        cad: Library, service: Service, loose_file: str, name: str, in_background: bool) -> None:
    record = service.somebody_else_starts(pending_ms=0, duration_ms=0)
    requests: Any = {
        "show_deploy_status": {"task_id": TASK, "record_id": record},
        "watch": {"task_id": TASK, "record_id": record}, "deploy": {"task_id": TASK, "interval_ms": 30},
        "list_records": {"task_id": TASK}, "start_many": {"items": [{"task_id": TASK}] * 3},
        "dry run": {"task_id": TASK, "dry_run": True}}
    operation = "deploy" if name == "dry run" else name
    told = []
    with cad.client(endpoint=service.endpoint) as client:
        for _ in range(2):
            if in_background:
                with client.begin(operation, **requests[name]) as running:
                    answer: Any = finish(running)
                    assert answer.warnings == answer.document.get("_meta", {}).get("warnings", [])
            else:
                answer = call(client, operation, **requests[name])
            assert answer.status == "CAD_OK", answer
            told.append(len([each for each in answer.document.get("_meta", {}).get("warnings", []) if loose_file in each]))
    assert told == [1, 0]


def test_a_single_call_that_fails_tells_it_in_its_error(
        cad: Library, service: Service, loose_file: str) -> None:
    with cad.client(endpoint=service.endpoint) as client:
        answer = call(client, "show_deploy_status", task_id=TASK, record_id="f" * 32)
    assert answer.status == "CAD_E_NOT_FOUND" and len(answer.document["warnings"]) == 1


def test_a_deployment_of_a_day_of_outages_repeats_no_more_than_a_hundred(client: Client, service: Service) -> None:
    record = service.somebody_else_starts(pending_ms=0, duration_ms=LONG_MS)
    with client.begin(
            "watch", task_id=TASK, record_id=record, interval_ms=1, log=False,
            _options={"max_attempts": 1}) as operation:
        for _ in range(130):
            service.fault("error", http_status=503, path="/state", skip=1, times=1)
        until(lambda: service.asked("/state") > 300, "it was not followed")
        operation.cancel()
        answer = operation.wait()
    assert answer.status == "CAD_E_CANCELLED" and len(answer.document["warnings"]) == 100
