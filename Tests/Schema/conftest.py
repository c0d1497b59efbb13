"""What the library says of requests and replies. CODEARTS_DEPLOY_LIBRARY and CODEARTS_DEPLOY_PROGRAM name the files."""
import os
from typing import Any, Dict, Iterator

import pytest

from abi import Library
from emulator_process import EmulatorProcess


def named(variable: str) -> str:
    path = os.environ.get(variable)
    if not path:
        pytest.exit(f"{variable} must name a file that was built before", returncode=2)
    return path


@pytest.fixture(scope="session")
def library() -> Library:
    return Library(named("CODEARTS_DEPLOY_LIBRARY"))


@pytest.fixture(scope="session")
def emulator() -> Iterator[EmulatorProcess]:
    with EmulatorProcess(named("CODEARTS_DEPLOY_PROGRAM")) as emulator:
        yield emulator


@pytest.fixture
def openapi(library: Library) -> Dict[str, Any]:
    """The whole document; a test may change its copy."""
    answer = library.answer("cad_schema", None)
    assert answer.status == "CAD_OK"
    return dict(answer.document)
