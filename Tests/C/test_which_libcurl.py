"""Which libcurl is taken, and whom it trusts: the system's first, else the copy that travels."""
import os
import re
import subprocess
from pathlib import Path

import pytest

from installed import ROOT

SOURCES = ROOT / "Sources/CCurl"
HERE = Path(__file__).parent
COPY = "libcurl-codearts.so.4"
SYSTEM_NAMES = ("libcurl.so.4", "libcurl-gnutls.so.4")
AUTHORITIES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
               "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem")
FOUND = [path for path in AUTHORITIES if os.access(path, os.R_OK)]
TRUST = [f"trusts {FOUND[0]}", f"trusts {FOUND[0]} for proxies"] if FOUND else []


def compile_(output: Path, *arguments: str) -> Path:
    output.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cc", "-Wall", "-Wextra", "-Werror", "-o", str(output), *arguments], check=True)
    return output


class Machine:
    """A folder with a program, the places around it, and the system's libraries, all of them stubs or broken."""

    def __init__(self, folder: Path):
        self.folder, self.system = folder, folder / "system"
        sources = [str(SOURCES / name) for name in ("curl.c", "bundled.c")]
        self.program = compile_(folder / "prefix/bin/program", f"-I{SOURCES / 'include'}", str(HERE / "which_libcurl.c"),
                                *sources, "-ldl", "-pthread")
        for name in SYSTEM_NAMES:
            self.break_(self.system / name)

    @staticmethod
    def break_(place: Path) -> None:
        """A file that is no library: the loader looks no further than to it."""
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"")

    def put(self, place: Path, name: str) -> None:
        stub = HERE / "stub_libcurl.c"
        own = set(re.findall(r"\b(curl_\w+)\(", stub.read_text(encoding="utf-8")))
        wanted = set(re.findall(r'"(curl_\w+)"', (SOURCES / "curl.c").read_text(encoding="utf-8")))
        others = self.folder / "others.c"
        others.write_text("".join(f"void {each}(void) {{}}\n" for each in sorted(wanted - own)), encoding="utf-8")
        place.unlink(missing_ok=True)
        compile_(place, "-shared", "-fPIC", f'-DNAME="{name}"', str(stub), str(others))

    def run(self, program: str = "", **environment: str) -> list[str]:
        done = subprocess.run(
            [program or str(self.program)], stdout=subprocess.PIPE, text=True, timeout=60, cwd="/",
            env={"LD_LIBRARY_PATH": str(self.system), **environment})
        return done.stdout.splitlines()

    @property
    def beside(self) -> Path:
        return self.folder / "prefix/bin" / COPY

    @property
    def under_prefix(self) -> Path:
        return self.folder / "prefix/lib/codearts-deploy" / COPY


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_systems_goes_first_and_trusts_whom_it_trusts_by_itself(machine: Machine) -> None:
    machine.put(machine.beside, "copy")
    machine.put(machine.system / "libcurl-gnutls.so.4", "gnutls")
    assert machine.run() == ["gnutls"]
    machine.put(machine.system / "libcurl.so.4", "openssl")
    assert machine.run() == ["openssl"]


def test_the_copy_is_taken_beside_the_library_and_then_under_the_prefix(machine: Machine) -> None:
    machine.put(machine.under_prefix, "copy under prefix")
    assert machine.run() == ["copy under prefix", *TRUST]
    machine.put(machine.beside, "copy beside")
    assert machine.run() == ["copy beside", *TRUST]


def test_a_copy_that_cannot_be_loaded_does_not_hide_the_next(machine: Machine) -> None:
    machine.break_(machine.beside)
    machine.put(machine.under_prefix, "copy under prefix")
    assert machine.run() == ["copy under prefix", *TRUST]


def test_it_is_found_however_the_program_was_started(machine: Machine) -> None:
    machine.put(machine.under_prefix, "copy")
    link = machine.folder / "elsewhere/link"
    link.parent.mkdir()
    link.symlink_to(machine.program)
    assert machine.run(str(link)) == ["copy", *TRUST]
    shell = ["sh", "-c", "program"]
    environment = {"LD_LIBRARY_PATH": str(machine.system), "PATH": f"/usr/bin:/bin:{machine.program.parent}"}
    done = subprocess.run(shell, stdout=subprocess.PIPE, text=True, timeout=60, cwd="/", env=environment)
    assert done.stdout.splitlines() == ["copy", *TRUST]


def test_where_there_is_none_every_name_is_told_with_its_reason(machine: Machine) -> None:
    machine.break_(machine.under_prefix)
    [problem] = machine.run()
    reasons = problem.split("; ")
    assert len(reasons) == 4
    for reason, name in zip(reasons, (*SYSTEM_NAMES, f"$ORIGIN/{COPY}", f"codearts-deploy/{COPY}")):
        assert name in reason and ": " in reason
    assert "file too short" in reasons[0] and "No such file" in reasons[2] and "file too short" in reasons[3]


def test_a_library_that_lacks_functions_is_passed_over(machine: Machine) -> None:
    place = machine.system / "libcurl.so.4"
    place.unlink()
    compile_(place, "-shared", "-fPIC", "-xc", "/dev/null")
    machine.put(machine.beside, "copy")
    assert machine.run() == ["copy", *TRUST]
