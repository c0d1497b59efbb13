"""The life of deployments, seen from outside: CODEARTS_DEPLOY_LIBRARY and CODEARTS_DEPLOY_PROGRAM name the files."""
from pathlib import Path
from typing import Iterator

import pytest

from abi import Client, Library, watched
from life import Service
from machine import configured, named


@pytest.fixture(scope="session")
def library() -> Library:
    return Library(named("CODEARTS_DEPLOY_LIBRARY"))


@pytest.fixture(autouse=True)
def no_configuration_of_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in configured():
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def cad(library: Library) -> Iterator[Library]:
    yield from watched(library)


@pytest.fixture(scope="session")
def service_process() -> Iterator[Service]:
    with Service(named("CODEARTS_DEPLOY_PROGRAM")) as service:
        yield service


@pytest.fixture
def service(service_process: Service) -> Service:
    """The emulator with quick deployments, and nothing in it."""
    service_process.reset()
    return service_process


@pytest.fixture
def client(cad: Library, service: Service) -> Iterator[Client]:
    """A client of the emulator that knows endpoint and token, and nothing else."""
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        yield client
