"""Fixtures for pytest: the emulator of the service, and clients of it, found wherever the package is installed.

    def test_a_release(deploy_service, deploy_client):
        deployment = deploy_client.deploy(deploy_service.task_ids[0], params={"version": "1.2.3"}, interval=0.01)
        assert deploy_service.records()[0]["record_id"] == deployment.record_id

Every process of a test run, each worker of pytest-xdist too, has one emulator of its own, on a free port. It is started
by the first test that uses it, and forgets everything before each test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .aio import AsyncClient
    from .client import Client
    from .testing import Emulator


@pytest.fixture(scope="session")
def deploy_emulator_options() -> dict[str, Any]:
    """The arguments of `testing.Emulator`; override it in conftest.py. By default, deployments take no time."""
    return {"pending_ms": 0, "step_ms": 10}


@pytest.fixture(scope="session")
def deploy_emulator(deploy_emulator_options: dict[str, Any]) -> Iterator[Emulator]:
    """The emulator of this process. Tests use `deploy_service`, which is reset for each of them."""
    from .testing import Emulator

    with Emulator(**deploy_emulator_options) as service:
        yield service


@pytest.fixture
def deploy_service(deploy_emulator: Emulator) -> Emulator:
    """The service: a `testing.Emulator` without records, faults and orders."""
    deploy_emulator.reset()
    return deploy_emulator


@pytest.fixture
def deploy_client(deploy_service: Emulator) -> Iterator[Client]:
    """A `Client` of the service."""
    from .client import Client

    with Client(endpoint=deploy_service.endpoint, token=deploy_service.token) as client:
        yield client


@pytest.fixture
def async_deploy_client(deploy_service: Emulator) -> AsyncClient:
    """An `AsyncClient` of the service. It need not be closed: its connections are when the test lets go of it."""
    from .aio import AsyncClient

    return AsyncClient(endpoint=deploy_service.endpoint, token=deploy_service.token)


@pytest.fixture
def deploy_environment(deploy_service: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """The service where `Client()` and `start_task` find it: in the variables of the environment."""
    monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", deploy_service.endpoint)
    monkeypatch.setenv("CODEARTS_DEPLOY_TOKEN", deploy_service.token)
    return deploy_service
