"""The examples, built with nothing but what `make install` puts in place, and that moved elsewhere first."""
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from emulator import Service
from environment import named
from installed import ROOT

TASK = "d2dc947ec2424d8789bb3984bb3adf45"
STRICT = ["-Wall", "-Wextra", "-pedantic", "-Werror"]
CMAKE = shutil.which("cmake")
NEEDS_CMAKE = pytest.mark.skipif(CMAKE is None, reason="cmake is not installed")


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed tree under a name that has a space in it."""
    return Path(shutil.copytree(named("CAD_PREFIX"), tmp_path_factory.mktemp("moved") / "a prefix", symlinks=True))


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the examples, from which nothing of the repository can be reached by a relative path."""
    return Path(shutil.copytree(ROOT / "bindings/c/examples", tmp_path_factory.mktemp("copy") / "examples"))


def run(*command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    base = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    return subprocess.run(
        command, env={**base, **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=600)


def succeed(*command: str, **environment: str) -> str:
    done = run(*command, **environment)
    assert done.returncode == 0, done.stdout
    return done.stdout


def by_pkg_config(prefix: Path, examples: Path, folder: Path) -> list[Path]:
    # Quotes and spaces in what pkg-config prints are for a shell.
    flags = '$(pkg-config --cflags --libs codearts_deploy)'
    environment = {"PKG_CONFIG_PATH": str(prefix / "lib/pkgconfig")}
    programs = []
    for compiler, source in (("cc -std=c99", "start.c"), ("c++ -std=c++17", "start.cpp")):
        program = folder / Path(source).suffix[1:]
        script = f'eval "{compiler} {" ".join(STRICT)} $SOURCE -o $PROGRAM {flags}"'
        succeed("sh", "-ec", script, SOURCE=str(examples / source), PROGRAM=str(program), **environment)
        programs.append(program)
    return programs


def by_cmake(prefix: Path, examples: Path, folder: Path) -> list[Path]:
    assert CMAKE
    flags = " ".join(STRICT)
    succeed(CMAKE, "-S", str(examples), "-B", str(folder), f"-DCMAKE_PREFIX_PATH={prefix}",
            f"-DCMAKE_C_FLAGS={flags}", f"-DCMAKE_CXX_FLAGS={flags}")
    succeed(CMAKE, "--build", str(folder))
    return [folder / "start", folder / "start_cpp"]


@pytest.mark.parametrize("build", [by_pkg_config, pytest.param(by_cmake, marks=NEEDS_CMAKE)])
def test_examples_in_c_and_cpp_build_and_start_a_deployment(
        build: Callable[[Path, Path, Path], list[Path]], prefix: Path, examples: Path, service: Service,
        tmp_path: Path) -> None:
    environment: dict[str, str] = {
        "CODEARTS_DEPLOY_ENDPOINT": service.endpoint, "CODEARTS_DEPLOY_TOKEN": service.token,
        "LD_LIBRARY_PATH": str(prefix / "lib")}
    programs = build(prefix, examples, tmp_path)
    answers = [succeed(str(program), TASK, **environment) for program in programs]
    records = [record["record_id"] for record in service.records()]
    assert len(records) == 2
    for record, answer in zip(records, answers):
        assert record in answer


@NEEDS_CMAKE
def test_a_program_by_cmake_finds_its_library_without_being_told(
        prefix: Path, examples: Path, tmp_path: Path) -> None:
    program, _ = by_cmake(prefix, examples, tmp_path)
    assert run(str(program), "short", CODEARTS_DEPLOY_REGION="cn-north-4").returncode == 1  # 127: no library


def test_the_cpp_example_throws_what_the_library_says(
        prefix: Path, examples: Path, service: Service, tmp_path: Path) -> None:
    _, program = by_pkg_config(prefix, examples, tmp_path)
    done = run(str(program), "short", LD_LIBRARY_PATH=str(prefix / "lib"), CODEARTS_DEPLOY_ENDPOINT=service.endpoint,
               CODEARTS_DEPLOY_TOKEN=service.token)
    assert (done.returncode, service.requests()) == (1, 0)
    assert done.stdout.startswith("CAD_E_VALIDATION\n{")
    assert run(str(program), LD_LIBRARY_PATH=str(prefix / "lib")).returncode == 64


def find_package(prefix: Path, folder: Path, request: str) -> "subprocess.CompletedProcess[str]":
    assert CMAKE
    folder.mkdir()
    text = "cmake_minimum_required(VERSION 3.13)\nproject(x C)\n" \
        f"find_package(codearts_deploy {request} CONFIG REQUIRED)\n"
    (folder / "CMakeLists.txt").write_text(text, encoding="utf-8")
    return run(CMAKE, "-S", str(folder), "-B", str(folder / "build"), f"-DCMAKE_PREFIX_PATH={prefix}")


@NEEDS_CMAKE
def test_cmake_takes_a_version_that_serves_and_refuses_another(prefix: Path, tmp_path: Path) -> None:
    header = (prefix / "include/codearts_deploy.h").read_text(encoding="utf-8")
    version = header.split('#define CAD_VERSION "')[1].split('"')[0]
    major, minor, patch = (int(part) for part in version.split("."))
    good = ["", f"{major}", f"{major}.{minor}", version, f"{version} EXACT"]
    bad = [f"{major}.{minor + 1}", f"{major}.{minor}.{patch + 1}", f"{major + 1}", f"{major}.{minor}.{patch + 1} EXACT"]
    found = {request: find_package(prefix, tmp_path / str(index), request).returncode == 0
             for index, request in enumerate(good + bad)}
    assert found == {**dict.fromkeys(good, True), **dict.fromkeys(bad, False)}


@NEEDS_CMAKE
def test_cmake_says_which_file_is_missing(prefix: Path, tmp_path: Path) -> None:
    broken = Path(shutil.copytree(prefix, tmp_path / "broken", symlinks=True))
    (broken / "lib/libcodearts_deploy.so.0").unlink()
    done = find_package(broken, tmp_path / "project", "")
    assert done.returncode != 0
    assert "libcodearts_deploy.so.0" in done.stdout
