"""What the tests from outside share. CODEARTS_DEPLOY_LIBRARY and CODEARTS_DEPLOY_PROGRAM name the files under test."""
from collections.abc import Iterator
from pathlib import Path

import pytest

from abi import Client, Library, watched
from certificates import Certificates, make_certificates
from emulator import Service
from environment import configured, named

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of the machine's own configuration reaches a test, and its home has no profile file."""
    for name in configured():
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture(scope="session")
def fixtures() -> Path:
    return ROOT / "Tests/Fixtures/abi"


@pytest.fixture(scope="session")
def header() -> str:
    return (ROOT / "include/codearts_deploy.h").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def library() -> Library:
    return Library(named("CODEARTS_DEPLOY_LIBRARY"))


@pytest.fixture
def cad(library: Library) -> Iterator[Library]:
    """The library; no error document that it gives may contain a secret."""
    yield from watched(library)


@pytest.fixture(scope="session")
def emulator() -> Iterator[Service]:
    with Service(named("CODEARTS_DEPLOY_PROGRAM")) as emulator:
        yield emulator


@pytest.fixture
def service(emulator: Service) -> Service:
    """The emulator with quick deployments, and nothing in it."""
    emulator.reset()
    return emulator


@pytest.fixture
def cloud(service: Service) -> Service:
    """The same where a test has a service of its own: its keys, IAM and metadata."""
    return service


@pytest.fixture(scope="session")
def short_lived_process() -> Iterator[Service]:
    with Service(named("CODEARTS_DEPLOY_PROGRAM"), "--token-seconds", "4") as emulator:
        yield emulator


@pytest.fixture
def short_lived(short_lived_process: Service) -> Service:
    """An emulator whose tokens and temporary keys last four seconds."""
    short_lived_process.reset()
    return short_lived_process


@pytest.fixture
def client(cad: Library, service: Service) -> Iterator[Client]:
    """A client of the emulator that knows endpoint and token, and nothing else."""
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        yield client
