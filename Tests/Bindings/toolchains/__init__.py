"""One file for each language: what it needs, and how its programs are made and run."""
from __future__ import annotations

import importlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[3]
STORIES = ("start", "deploy", "lost_answer", "many")


class Programs(NamedTuple):
    """A language's programs, made and ready to run."""

    runner: list[str]
    stories: dict[str, list[str]]
    environment: dict[str, str] = {}
    #: The sample of the service's reference in this binding's terms, where Documentation/MovingFromTheSDK.md shows it.
    sample: list[str] = []


class Language(NamedTuple):
    """A language's toolchain."""

    #: Of its folder in bindings/.
    name: str
    #: What Debian has for it.
    packages: tuple[str, ...]
    #: What its texts are made of: "bytes", "utf16" or "utf8". "cstring": bytes without a NUL.
    text: str
    #: Why it cannot run here; None where it can.
    missing: Callable[[], str | None]
    #: Makes its programs in a folder that is empty the first time.
    build: Callable[[Path], Programs]

    @property
    def folder(self) -> Path:
        return ROOT / "bindings" / self.name

    @property
    def runners(self) -> Path:
        return ROOT / "Tests/Bindings/runners" / self.name


def needs(*programs: str) -> Callable[[], str | None]:
    """For `missing`: these have to be on the PATH."""
    def missing() -> str | None:
        absent = [each for each in programs if shutil.which(each) is None]
        return f"there is no {', '.join(absent)} on the PATH" if absent else None
    return missing


def scripts(folder: Path, extension: str, *interpreter: str) -> dict[str, list[str]]:
    """The stories of a language that needs no compiler."""
    return {story: [*interpreter, str(folder / f"stories/{story}.{extension}")] for story in STORIES}


def stage() -> Path:
    return Path(os.environ.get("CAD_PREFIX", ROOT / ".build-stage"))


def library() -> str:
    return os.environ.get("CODEARTS_DEPLOY_LIBRARY", str(stage() / "lib/libcodearts_deploy.so.0"))


def languages() -> list[Language]:
    """All of them, or those that the variable LANGUAGES names, separated by commas."""
    here = Path(__file__).parent
    names = sorted(path.stem for path in here.glob("*.py") if not path.stem.startswith("_"))
    wanted = list(filter(None, os.environ.get("LANGUAGES", "").split(",")))
    unknown = sorted(set(wanted) - set(names))
    if unknown:
        raise SystemExit(f"LANGUAGES names {', '.join(unknown)}, and there are {', '.join(names)}")
    found = [importlib.import_module(f"{__name__}.{name}").LANGUAGE for name in names]
    return [each for each in found if not wanted or each.name in wanted]
