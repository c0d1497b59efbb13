"""The library as an archive: a program that has it inside needs no other file, and has nothing else of it."""
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from abi import TASK
from emulator import Service
from environment import named
from installed import ROOT

ARCHIVE = Path(named("CAD_PREFIX")) / "lib/libcodearts_deploy.a"
pytestmark = pytest.mark.skipif(not ARCHIVE.exists(), reason="the archive was not made (make install-lib)")


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("static")
    for source in ("bindings/c/examples/start.c", "Tests/C/program.c"):
        subprocess.run(
            ["cc", "-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-I", f"{named('CAD_PREFIX')}/include",
             str(ROOT / source), str(ARCHIVE), "-o", str(folder / Path(source).stem), "-ldl", "-lm", "-pthread"],
            check=True)
    yield folder


def run(*command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command, env={"PATH": os.environ["PATH"], **environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, timeout=600)


@pytest.mark.parametrize("mode", ["offline", "documents"])
def test_what_needs_no_network_works(programs: Path, mode: str) -> None:
    done = run(str(programs / "program"), mode)
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr


def test_a_deployment_starts(programs: Path, service: Service) -> None:
    done = run(str(programs / "start"), TASK, CODEARTS_DEPLOY_ENDPOINT=service.endpoint,
               CODEARTS_DEPLOY_TOKEN=service.token)
    assert done.returncode == 0, done.stderr
    assert service.records()[0]["record_id"] in done.stdout


def test_the_program_needs_no_other_file(programs: Path) -> None:
    needed = subprocess.run(["readelf", "-d", str(programs / "start")], check=True, stdout=subprocess.PIPE, text=True)
    assert set(re.findall(r"NEEDED.*\[(.*)\]", needed.stdout)) <= {"libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0"}


def test_only_the_names_of_the_header_are_visible(fixtures: Path) -> None:
    symbols = subprocess.run(
        ["nm", "--extern-only", "--defined-only", "--format=posix", str(ARCHIVE)], check=True, stdout=subprocess.PIPE,
        text=True).stdout
    names = {line.split()[0] for line in symbols.splitlines() if len(line.split()) > 2}
    assert names == set((fixtures / "symbols.txt").read_text().split())
