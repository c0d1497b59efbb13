"""C programs against an installed library: CAD_PREFIX is where it is."""
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from installed import ROOT, compiler_flags


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
