"""Every block of code in the README runs: a reader will try them in just this form."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from typing import Iterator, List, Tuple

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bindings/python/src"))

import codearts_deploy.testing as testing  # noqa: E402

BLOCKS: List[Tuple[str, str]] = re.findall(r"```(\w+)\n(.*?)```", (ROOT / "README.md").read_text(), re.S)
PREFIX = pathlib.Path(os.environ["CAD_PREFIX"])
# What the blocks for the shell may say: each is a target of the Makefile, or run in another test.
COMMANDS = {"make demo", "make test", "make install PREFIX=/usr/local", "pip install ./bindings/python",
            "cc program.c $(pkg-config --cflags --libs codearts_deploy)"}


@pytest.fixture
def environment() -> Iterator[dict]:
    with testing.Emulator() as service:
        yield {**os.environ, "CODEARTS_DEPLOY_ENDPOINT": service.endpoint, "CODEARTS_DEPLOY_TOKEN": service.token,
               "PYTHONPATH": str(ROOT / "bindings/python/src"), "LD_LIBRARY_PATH": str(PREFIX / "lib"),
               "PKG_CONFIG_PATH": str(PREFIX / "lib/pkgconfig")}


def blocks(language: str) -> List[str]:
    return [text for kind, text in BLOCKS if kind == language]


@pytest.mark.parametrize("text", blocks("python"))
def test_a_python_block_runs(environment: dict, text: str) -> None:
    done = subprocess.run([sys.executable, "-c", text], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.parametrize("text", blocks("c"))
def test_a_c_block_builds_as_the_readme_says_and_starts_a_deployment(environment: dict, text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "program.c").write_text(text)
        command = "cc program.c $(pkg-config --cflags --libs codearts_deploy) && ./a.out"
        done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr + done.stdout
    assert '"id":' in done.stdout


def test_the_shell_blocks_say_only_what_the_makefile_has() -> None:
    said = [line.split("  #")[0].strip() for text in blocks("sh") for line in text.splitlines()]
    assert set(said) <= COMMANDS
    makefile = (ROOT / "Makefile").read_text()
    for line in said:
        if line.startswith("make"):
            assert re.search(rf"^{line.split()[1]}:", makefile, re.M), line


def test_no_block_of_another_language_goes_untested() -> None:
    assert {kind for kind, _ in BLOCKS} == {"sh", "python", "c"}
