"""A credential that is replaced in its variable or file while a call from Python goes on does not end the call."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import codearts_deploy as cad
from credential_sources import write_profile
from emulator import Service
from rotating_gateway import RotatingGateway

SOURCES = ["token", "key", "file"]


@pytest.fixture
def put(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], str]:
    """Sets the credential that calls find."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HUAWEICLOUD_SDK_SK", "x")
    if request.param != "key":
        monkeypatch.delenv("HUAWEICLOUD_SDK_SK")

    def set_it(name: str) -> str:
        name += f"-{request.param}"  # a key that was refused is held back in this whole process
        if request.param == "file":
            write_profile(tmp_path, f"[basic]\nak = {name}\nsk = x\n")
        else:
            variable = "CODEARTS_DEPLOY_TOKEN" if request.param == "token" else "HUAWEICLOUD_SDK_AK"
            monkeypatch.setenv(variable, name)
        return name

    return set_it


every_source = pytest.mark.parametrize("put", SOURCES, indirect=True)


@pytest.fixture(scope="module")
def service() -> object:
    with Service(os.environ["CODEARTS_DEPLOY_PROGRAM"], "--pending-ms", "30", "--step-ms", "500", "--steps", "3") as it:
        yield it


@every_source
@pytest.mark.parametrize("flow", ["deploy", "watch", "async deploy"])
def test_a_deployment_is_followed_to_its_end(service: Service, put: Callable[[str], str], flow: str) -> None:
    service.reset()
    with RotatingGateway(service, put(f"OLD-{flow}".replace(" ", "-"))) as gate:
        gate.rotates_after(7, lambda: put(f"NEW-{flow}".replace(" ", "-")))
        if flow == "async deploy":

            async def deploy() -> cad.Deployment:
                async with cad.AsyncClient(endpoint=gate.endpoint) as client:
                    return await client.deploy(service.task_id, interval=0.02)

            deployment = asyncio.run(deploy())
        else:
            with cad.Client(endpoint=gate.endpoint) as client:
                if flow == "deploy":
                    deployment = client.deploy(service.task_id, interval=0.02)
                else:
                    deployment = client.watch(service.task_id, service.somebody_else_starts(), interval=0.02)
        assert deployment.state == "succeeded"
        assert gate.refusals == 1 and len(set(gate.sent)) == 2
    assert len(service.records()) == 1


@every_source
def test_every_start_of_many_is_made_once(service: Service, put: Callable[[str], str]) -> None:
    service.reset()
    with RotatingGateway(service, put("OLD-many")) as gate:
        gate.rotates_after(20, lambda: put("NEW-many"))
        with cad.Client(endpoint=gate.endpoint, max_in_flight=8) as client:
            results = list(client.start_many([{"task_id": service.task_id}] * 60))
        assert [each.error for each in results] == [None] * 60
        assert 1 <= gate.refusals <= 8
    assert len(service.records()) == 60
