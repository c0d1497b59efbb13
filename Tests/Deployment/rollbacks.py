"""Deployments that fail and are to go back to the last good record."""
from typing import Any

from abi import Client
from emulator import Service
from following import Followed, deploy


def failing_deploy(client: Client, service: Service, **request: Any) -> Followed:
    service.next_ends("failed", failed_step=2)
    return deploy(client, **{"on_failure": "rollback", **request})


def rolled_back(followed: Followed) -> dict:
    assert (followed.status, followed.outcome) == ("CAD_E_DEPLOYMENT_FAILED", "started")
    assert followed.deployment["state"] == "failed" and followed.deployment["failed_step"]["name"] == "下载软件包"
    return followed.deployment["rollback"]
