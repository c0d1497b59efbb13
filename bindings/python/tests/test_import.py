"""What importing the package does, and what it says when it cannot."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from codearts_deploy import _native


def run_python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True)


def build_fake(folder: Path, version: int, without: str = "") -> str:
    """A library of another interface version, or with a function less: the real one cannot show either."""
    names = [name for name in _native.PROTOTYPES if name not in ("cad_abi_version", without)]
    source = folder / "fake.c"
    source.write_text(
        f"unsigned cad_abi_version(void) {{ return {version}; }}\n"
        + "".join(f"int {name}(void) {{ return 0; }}\n" for name in names)
    )
    library = folder / "libfake.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True)
    return str(library)


def test_it_imports_nothing_that_is_slow_and_nothing_that_it_does_not_use() -> None:
    code = "import sys; before = set(sys.modules); import codearts_deploy; print(*sorted(set(sys.modules) - before))"
    loaded = set(run_python(code).stdout.split())
    assert "codearts_deploy._native" in loaded
    unwanted = {"ctypes.util", "logging", "json", "typing", "dataclasses", "http.client", "socket", "subprocess", "ssl"}
    assert not loaded & unwanted


def test_using_a_client_still_sets_up_no_logging_and_no_network() -> None:
    code = "import sys, codearts_deploy as cad; cad.Client(region='cn-north-4').close(); print(*sys.modules)"
    loaded = set(run_python(code).stdout.split())
    assert "codearts_deploy.client" in loaded
    assert not loaded & {"ctypes.util", "logging", "http.client", "socket", "subprocess", "ssl"}


def test_it_writes_no_file(tmp_path: Path) -> None:
    code = "import codearts_deploy as cad; cad.Client(region='cn-north-4')"
    result = run_python(code, HOME=str(tmp_path), TMPDIR=str(tmp_path), PYTHONDONTWRITEBYTECODE="1")
    assert (result.returncode, result.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_importtime_lists_the_package_and_not_its_first_use() -> None:
    command = [sys.executable, "-X", "importtime", "-c", "import codearts_deploy"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stderr.splitlines()
    names = [re.split(r"\|\s*", line)[-1] for line in lines]
    own = [name for name in names if name.startswith("codearts_deploy")]
    assert own == ["codearts_deploy._native", "codearts_deploy"]


def test_star_import_gives_models_client_and_exceptions() -> None:
    code = "from codearts_deploy import *; print(Client, StartDeployTaskRequest, exceptions.BusyError, validate)"
    assert run_python(code).returncode == 0


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    result = run_python("import codearts_deploy as cad; cad.nothing")
    assert "AttributeError: module 'codearts_deploy' has no attribute 'nothing'" in result.stderr


def test_a_library_that_is_named_and_missing_is_told_and_no_other_is_taken(tmp_path: Path) -> None:
    missing = str(tmp_path / "nowhere.so")
    result = run_python("import codearts_deploy", CODEARTS_DEPLOY_LIBRARY=missing)
    assert f"ImportError: {_native.SONAME} cannot be loaded. Tried:\n    {missing}: " in result.stderr
    assert f"    {_native.SONAME}: " not in result.stderr
    assert "CODEARTS_DEPLOY_LIBRARY" in result.stderr


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_a_path_that_is_not_utf_8_is_that_path(tmp_path: Path, locale: str) -> None:
    """Not the one that has U+FFFD there."""
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.so")
    os.symlink(os.path.abspath(_native.library_path), tmp_path / "caf\ufffd.so")
    options = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "CODEARTS_DEPLOY_LIBRARY": path}
    missing = run_python("import codearts_deploy", **options)
    assert "caf\\udce9.so: it is not there" in missing.stderr
    os.symlink(os.path.abspath(_native.library_path), path)
    assert run_python("import codearts_deploy", **options).returncode == 0


def test_without_a_name_the_package_and_then_the_system_are_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CODEARTS_DEPLOY_LIBRARY", raising=False)
    in_package = os.path.join(os.path.dirname(_native.__file__), _native.SONAME)
    assert _native._candidates() == [in_package, _native.SONAME]
    monkeypatch.setenv("CODEARTS_DEPLOY_LIBRARY", "")  # set but empty counts as not set
    assert _native._candidates() == [in_package, _native.SONAME]


def test_a_missing_function_is_named_with_the_library(tmp_path: Path) -> None:
    library = build_fake(tmp_path, version=_native.ABI_VERSION, without="cad_validate")
    result = run_python("import codearts_deploy", CODEARTS_DEPLOY_LIBRARY=library)
    assert "ImportError: the library has no function cad_validate;" in result.stderr
    assert f"{library}: loaded" in result.stderr


@pytest.mark.parametrize(
    "version, accepted", [(1, False), (2, False), (_native.ABI_VERSION, True), (_native.ABI_VERSION + 1, True)]
)
def test_an_older_interface_is_refused_and_a_newer_one_taken(tmp_path: Path, version: int, accepted: bool) -> None:
    library = build_fake(tmp_path, version)
    result = run_python("import codearts_deploy", CODEARTS_DEPLOY_LIBRARY=library)
    assert (result.returncode == 0) == accepted, result.stderr
    if not accepted:
        assert f"the library's ABI version is {version}, and this binding needs {_native.ABI_VERSION} or later" in result.stderr
        assert library in result.stderr
