"""C programs against an installed library: CAD_PREFIX is where it is, CODEARTS_DEPLOY_PROGRAM runs the emulator."""
import subprocess
from pathlib import Path
from typing import Callable, Iterator

import pytest

from certificates import Certificates, make_certificates
from emulator_process import EmulatorProcess
from installed import ROOT, compiler_flags, named


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Compiles a program of this repository as the README says, warnings being errors."""
    folder = tmp_path_factory.mktemp("programs")

    def build(source: str) -> str:
        program = folder / Path(source).stem
        if not program.exists():
            strict = ["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-g"]
            subprocess.run(["cc", *strict, str(ROOT / source), "-o", str(program), *compiler_flags()], check=True)
        return str(program)
    return build


@pytest.fixture(scope="session")
def emulator() -> Iterator[EmulatorProcess]:
    with EmulatorProcess(named("CODEARTS_DEPLOY_PROGRAM")) as emulator:
        yield emulator


@pytest.fixture
def service(emulator: EmulatorProcess) -> EmulatorProcess:
    emulator.reset()
    return emulator


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))
