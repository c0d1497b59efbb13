"""Deployments that fail and are to go back to the last good record."""
from typing import Any

import pytest

from abi import Client
from following import Followed, deploy, private, text
from life import Service


def failing_deploy(client: Client, service: Service, **request: Any) -> Followed:
    service.next_ends("failed", failed_step=2)
    return deploy(client, **{"on_failure": "rollback", **request})


def rolled_back(followed: Followed) -> dict:
    assert (followed.status, followed.outcome) == ("CAD_E_DEPLOYMENT_FAILED", "started")
    assert followed.deployment["state"] == "failed" and followed.deployment["failed_step"]["name"] == "下载软件包"
    return followed.deployment["rollback"]


@pytest.fixture
def good(client: Client, service: Service) -> str:
    """A record that succeeded a moment ago."""
    return deploy(client, params=[text("version", "1"), private("p", "x")]).document["record_id"]
