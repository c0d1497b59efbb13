"""codearts_deploy.hpp is clean with every warning, in both compilers, and under the address sanitizer."""
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from abi import TASK
from emulator import Service
from installed import ROOT, compiler_flags, library_folder

STRICT = ["-std=c++17", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror", "-g"]
STORIES = ROOT / "bindings/cpp/stories"


def build(compiler: str, source: Path, program: Path, *options: str) -> str:
    if shutil.which(compiler) is None:
        pytest.skip(f"{compiler} is not installed")
    subprocess.run([compiler, *STRICT, *options, str(source), "-o", str(program), *compiler_flags()], check=True)
    return str(program)


def run(service: Service, *command: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        "PATH": os.environ["PATH"], "LD_LIBRARY_PATH": library_folder(), "CODEARTS_DEPLOY_ENDPOINT": service.endpoint,
        "CODEARTS_DEPLOY_TOKEN": service.token}
    return subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120)


@pytest.mark.parametrize("compiler", ["g++", "clang++"])
def test_it_has_no_warning(compiler: str, tmp_path: Path) -> None:
    source = tmp_path / "alone.cpp"
    source.write_text("#include <codearts_deploy.hpp>\n" * 2 + "int main() { return 0; }\n", encoding="utf-8")
    build(compiler, source, tmp_path / "alone", "-I", str(ROOT / "bindings/cpp"))


@pytest.fixture(scope="module")
def sanitized(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("sanitized")
    return {story: build("g++", STORIES / f"{story}.cpp", folder / story, "-I", str(ROOT / "bindings/cpp"),
                         "-fsanitize=address,undefined", "-fno-sanitize-recover") for story in ("start", "deploy")}


def test_nothing_is_leaked_when_it_succeeds(sanitized: dict[str, str], service: Service) -> None:
    for command in ([sanitized["start"], TASK], [sanitized["deploy"], TASK, "1.2.3"]):
        done = run(service, *command)
        assert (done.returncode, done.stderr) == (0, "")
    assert len(service.records()) == 2


def test_nothing_is_leaked_when_it_throws(sanitized: dict[str, str], service: Service) -> None:
    done = run(service, sanitized["deploy"], "short", "1")
    assert done.returncode == 1 and done.stderr.startswith("CAD_E_VALIDATION: "), done.stderr
    service.next_ends("failed", failed_step=2)
    done = run(service, sanitized["deploy"], TASK, "1")
    assert done.returncode == 1 and done.stderr.startswith("CAD_E_DEPLOYMENT_FAILED: "), done.stderr
    assert "AddressSanitizer" not in done.stderr and "LeakSanitizer" not in done.stderr
