"""The program as people and scripts meet it."""
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from answering_server import STARTED
from emulator import Service
from environment import named
from fault_server import NEXT, FaultServer
from program_run import Program


@pytest.fixture
def bare_program(tmp_path: Path) -> Program:
    """The program in an environment without any configuration."""
    environment: dict[str, str] = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    return Program(named("CODEARTS_DEPLOY_PROGRAM"), environment)


@pytest.fixture
def program(bare_program: Program, service: Service) -> Program:
    """The program, set up for the emulator."""
    return bare_program.knowing(service)


@pytest.fixture
def gateway() -> Iterator[FaultServer]:
    """In place of the emulator, which forgets secrets: it keeps the requests as they came."""
    with FaultServer(STARTED, NEXT) as gateway:
        yield gateway
