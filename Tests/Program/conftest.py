"""The program as people and scripts meet it: CODEARTS_DEPLOY_PROGRAM names it, and serves as the emulator too."""
import os
from pathlib import Path
from typing import Dict, Iterator

import pytest

from certificates import Certificates, make_certificates
from life import Service
from program_run import Program


@pytest.fixture(scope="session")
def program_path() -> str:
    path = os.environ.get("CODEARTS_DEPLOY_PROGRAM")
    if not path:
        pytest.exit("CODEARTS_DEPLOY_PROGRAM must name a file that was built before", returncode=2)
    return path


@pytest.fixture(scope="session")
def service_process(program_path: str) -> Iterator[Service]:
    with Service(program_path) as service:
        yield service


@pytest.fixture
def service(service_process: Service) -> Service:
    """The emulator with quick deployments, and nothing in it."""
    service_process.reset()
    return service_process


@pytest.fixture
def bare_program(program_path: str, tmp_path: Path) -> Program:
    """The program in an environment without any configuration."""
    environment: Dict[str, str] = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    return Program(program_path, environment)


@pytest.fixture
def program(bare_program: Program, service: Service) -> Program:
    """The program, set up for the emulator."""
    return bare_program.knowing(service)


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))
