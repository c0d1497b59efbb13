"""Swift, without the C library: the package's own client. `make build-tests` has built its programs."""
from pathlib import Path

from . import ROOT, STORIES, Language, Programs

BUILT = ROOT / ".build/debug"


def missing() -> str | None:
    absent = [name for name in ("stories", "stories-runner") if not (BUILT / name).exists()]
    return f"swift build has not made {', '.join(absent)} yet: make build-tests" if absent else None


def build(folder: Path) -> Programs:
    return Programs([str(BUILT / "stories-runner")], {story: [str(BUILT / "stories"), story] for story in STORIES})


LANGUAGE = Language("swift", (), "utf8", missing, build)
