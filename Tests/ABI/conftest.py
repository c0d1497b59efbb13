"""Runs against any build of the library: CODEARTS_DEPLOY_LIBRARY and CODEARTS_DEPLOY_PROGRAM name the files."""
from pathlib import Path
from typing import Iterator

import pytest

from abi import Client, Library, watched
from certificates import Certificates, make_certificates
from emulator_process import EmulatorProcess
from machine import configured, named


@pytest.fixture(scope="session")
def fixtures() -> Path:
    return Path(__file__).parent.parent / "Fixtures" / "abi"


@pytest.fixture(scope="session")
def header() -> str:
    return (Path(__file__).parent.parent.parent / "include" / "codearts_deploy.h").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def library() -> Library:
    return Library(named("CODEARTS_DEPLOY_LIBRARY"))


@pytest.fixture(scope="session")
def emulator() -> Iterator[EmulatorProcess]:
    with EmulatorProcess(named("CODEARTS_DEPLOY_PROGRAM")) as emulator:
        yield emulator


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine's own configuration reaches a test."""
    for name in configured():
        monkeypatch.delenv(name)


@pytest.fixture
def cad(library: Library) -> Iterator[Library]:
    yield from watched(library)


@pytest.fixture
def service(emulator: EmulatorProcess) -> EmulatorProcess:
    """The emulator without records, counts and faults."""
    emulator.reset()
    return emulator


@pytest.fixture
def client(cad: Library, service: EmulatorProcess) -> Iterator[Client]:
    """A client of the emulator."""
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        yield client
