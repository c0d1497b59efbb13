"""What lies in the wheels, the sdists and the release, and what their names promise."""
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from conftest import ROOT, Made

CURL = "libcurl-codearts.so.4"
MEGABYTE = 1_000_000
WHEELS = ("codearts_deploy", "codearts_deploy_cli")


def output(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


@pytest.fixture(scope="module", params=WHEELS)
def unpacked(request: pytest.FixtureRequest, made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one wheel's files; its name is that of the wheel."""
    path = made.wheel(request.param)
    folder = tmp_path_factory.mktemp("unpacked") / path.stem
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder


def binaries(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.read_bytes()[:4] == b"\x7fELF"]


def test_the_tag_asks_for_the_c_library_that_the_files_need(unpacked: Path) -> None:
    match = re.search(r"-py3-none-manylinux_(\d+)_(\d+)_(\w+)$", unpacked.name)
    assert match, unpacked.name
    assert match.group(3) == os.uname().machine
    promised = (int(match.group(1)), int(match.group(2)))
    versions = [re.findall(r"GLIBC_(\d+)\.(\d+)", output("readelf", "--wide", "--version-info", str(file)))
                for file in binaries(unpacked)]
    needed = max((int(major), int(minor)) for each in versions for major, minor in each)
    assert needed == promised


def test_nothing_but_the_system_is_needed(unpacked: Path) -> None:
    allowed = {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6", "ld-linux-x86-64.so.2",
               "ld-linux-aarch64.so.1"}
    files = binaries(unpacked)
    assert CURL in [file.name for file in files]
    for file in files:
        dynamic = output("readelf", "--wide", "--dynamic", str(file))
        assert set(re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic)) <= allowed, file
        assert not re.search(r"\((RPATH|RUNPATH|TEXTREL)\)", dynamic), file


def test_the_wheel_holds_no_more_than_it_says(unpacked: Path) -> None:
    folders = {path.name.split("-")[0] for path in unpacked.iterdir()}
    assert folders == {unpacked.name.split("-")[0]}
    suffixes = {path.suffix for path in unpacked.rglob("*") if path.is_file() and ".dist-info" not in str(path)}
    assert suffixes <= {".py", ".typed", ".0", ".4", ""}


def test_the_licences_go_along(unpacked: Path) -> None:
    [licences] = unpacked.glob("*.dist-info/licenses")
    assert (licences / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    text = (licences / "libcurl-codearts.txt").read_text(encoding="utf-8")
    for name in ("curl/COPYING", "nghttp2/COPYING", "zlib/LICENSE", "openssl", "Apache License"):
        assert name in text


def test_the_copy_of_libcurl_is_alone_in_its_file(unpacked: Path) -> None:
    [copy] = unpacked.rglob(CURL)
    symbols = [line.split()[-1] for line in output("nm", "-D", "--defined-only", str(copy)).splitlines()]
    assert symbols and all(symbol.startswith("curl_") for symbol in symbols)
    script = f"import ctypes; c = ctypes.CDLL({str(copy)!r}); c.curl_version.restype = ctypes.c_char_p; " \
        "print(c.curl_version().decode())"
    words = output(sys.executable, "-c", script).split()
    assert [word.split("/")[0] for word in words] == ["libcurl", "OpenSSL", "zlib", "nghttp2"]


def test_the_wheels_are_small(made: Made) -> None:
    for name in WHEELS:
        assert made.wheel(name).stat().st_size <= 12 * MEGABYTE, name
    with zipfile.ZipFile(made.wheel("codearts_deploy")) as archive:
        sizes: dict[str, int] = {item.filename: item.compress_size for item in archive.infolist()}
    assert sum(size for name, size in sizes.items() if not name.endswith(CURL)) <= 3 * MEGABYTE


def test_security_md_says_which_versions_travel(unpacked: Path) -> None:
    [listing] = unpacked.glob("*.dist-info/licenses/libcurl-codearts.txt")
    versions = re.findall(r"^    (\w+) (\S+)$", listing.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert [name for name, _ in versions] == ["curl", "nghttp2", "zlib", "openssl"]
    security = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    for name, version in versions:
        assert f"{name} {version}" in security, f"SECURITY.md names another {name}: renew it there and in CHANGELOG.md"


@pytest.mark.parametrize("name", WHEELS)
def test_the_sdist_has_no_built_file(made: Made, name: str) -> None:
    with tarfile.open(made.sdist(name)) as archive:
        names = archive.getnames()
    assert any(each.endswith("/native/Package.swift") for each in names)
    assert not [each for each in names if re.search(r"\.so(\.|$)|\.pyc$|/\.build|/build/", each)]


def test_the_sdist_builds_outside_the_repository(made: Made, tmp_path: Path) -> None:
    sdist = str(made.sdist("codearts_deploy"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CAD_")}
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), sdist]
    subprocess.run(command, check=True, cwd=tmp_path, env=environment, timeout=1800)
    [built] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        assert "codearts_deploy/libcodearts_deploy.so.0" in archive.namelist()
