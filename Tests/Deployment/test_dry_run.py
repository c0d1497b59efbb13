"""A dry run tells whether a deployment could be started, and starts none."""
from typing import Any

import pytest

from abi import TASK, Client
from emulator import LONG_MS, Service
from following import Followed, call, deploy, text


@pytest.fixture(autouse=True)
def nothing_is_started(service: Service) -> Any:
    yield
    assert service.asked(method="POST") == 0 == service.asked(method="PUT")


def failing(followed: Followed) -> list[str]:
    return [check["name"] for check in followed.document["checks"] if not check["ok"]]


def test_where_nothing_stands_in_the_way_it_says_so(client: Client, service: Service) -> None:
    service.settings(declared=["version"])
    followed = deploy(client, dry_run=True, params=[text("version", "1")])
    assert followed.status == "CAD_OK" and followed.document["dry_run"] is True
    checks = followed.document["checks"]
    assert len(checks) >= 4 and all(check["ok"] and check["message"] and check["name"] for check in checks)
    assert followed.events == [] and service.records() == []


def test_a_draft_fails(client: Client, service: Service) -> None:
    service.settings(draft=[TASK])
    followed = deploy(client, dry_run=True)
    assert (followed.status, followed.outcome) == ("CAD_E_VALIDATION", "not_sent") and len(failing(followed)) == 1
    assert "Draft" in followed.document["message"]


def test_a_running_deployment_fails(client: Client, service: Service) -> None:
    service.somebody_else_starts(pending_ms=0, duration_ms=LONG_MS)
    followed = deploy(client, dry_run=True)
    assert (followed.status, followed.outcome) == ("CAD_E_BUSY", "not_sent") and failing(followed) == ["idle"]


def test_a_waiting_deployment_fails(client: Client, service: Service) -> None:
    service.somebody_else_starts(pending_ms=LONG_MS)
    followed = deploy(client, dry_run=True)
    assert (followed.status, failing(followed)) == ("CAD_E_BUSY", ["idle"])


def test_an_undeclared_parameter_fails(client: Client, service: Service) -> None:
    service.settings(declared=["version"])
    followed = deploy(client, dry_run=True, params=[text("version", "1"), text("verison", "1")])
    assert (followed.status, followed.outcome) == ("CAD_E_VALIDATION", "not_sent")
    assert failing(followed) == ["parameters"] and "verison" in followed.document["message"]


def test_every_check_that_fails_is_told(client: Client, service: Service) -> None:
    service.settings(declared=["version"], draft=[TASK])
    service.somebody_else_starts(pending_ms=0, duration_ms=LONG_MS)
    followed = deploy(client, dry_run=True, params=[text("x", "1")])
    assert failing(followed) == ["available", "idle", "parameters"] and followed.outcome == "not_sent"


def test_an_unknown_task_is_not_found(client: Client, service: Service) -> None:
    followed = deploy(client, dry_run=True, task_id="e" * 32)
    assert (followed.status, followed.outcome) == ("CAD_E_NOT_FOUND", "not_sent")


@pytest.mark.parametrize("fault, status", [
    ({"kind": "error", "http_status": 403}, "CAD_E_PERMISSION"),
    ({"kind": "error", "http_status": 500}, "CAD_E_SERVICE"),
    ({"kind": "unauthorized", "message": "no"}, "CAD_E_AUTHENTICATION")], ids=str)
def test_a_task_that_cannot_be_looked_at_is_an_error_and_no_guess(
        client: Client, service: Service, fault: dict, status: str) -> None:
    service.fault(**fault, times=9)
    followed = deploy(client, dry_run=True)
    assert (followed.status, followed.outcome) == (status, "not_sent")


def test_faults_of_the_request_are_told_like_those_of_a_start(client: Client, service: Service) -> None:
    answer = call(client, "deploy", task_id=TASK, dry_run=True, params=[text("?", "{{")])
    assert answer.status == "CAD_E_VALIDATION" and len(answer.faults) == 2 and service.requests() == 0


class TestDisabled:
    @pytest.fixture(autouse=True)
    def nothing_is_started(self) -> None:
        """Here something is changed before."""

    def test_a_disabled_application_fails(self, client: Client, service: Service) -> None:
        assert call(client, "update_app_disable_status", app_id=service.app_id, is_disable=True).status == "CAD_OK"
        followed = deploy(client, dry_run=True)
        assert (followed.status, followed.outcome) == ("CAD_E_VALIDATION", "not_sent")
        assert failing(followed) == ["enabled"] and service.asked("/start") == 0
