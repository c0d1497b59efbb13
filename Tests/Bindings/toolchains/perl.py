"""Perl, by FFI::Platypus."""
import subprocess
from pathlib import Path

from . import Language, Programs, needs, scripts


def missing() -> str | None:
    why = needs("perl")()
    if why is None and subprocess.run(["perl", "-MFFI::Platypus", "-e1"], stderr=subprocess.DEVNULL).returncode:
        return "this perl has no FFI::Platypus"
    return why


def build(folder: Path) -> Programs:
    perl = ["perl", "-I", str(LANGUAGE.folder / "lib")]
    return Programs([*perl, str(LANGUAGE.runners / "runner.pl")], scripts(LANGUAGE.folder, "pl", *perl))


LANGUAGE = Language("perl", ("perl", "libffi-platypus-perl"), "bytes", missing, build)
