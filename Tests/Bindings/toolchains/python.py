"""Python, by ctypes."""
import sys
from pathlib import Path

from . import ROOT, Language, Programs, scripts


def build(folder: Path) -> Programs:
    environment = {"PYTHONPATH": str(ROOT / "bindings/python/src"), "PYTHONDONTWRITEBYTECODE": "1"}
    runner = [sys.executable, str(LANGUAGE.runners / "runner.py")]
    return Programs(runner, scripts(LANGUAGE.folder, "py", sys.executable), environment)


LANGUAGE = Language("python", ("python3",), "utf16", lambda: None, build)
