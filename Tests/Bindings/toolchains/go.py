"""Go, by cgo."""
import os
import subprocess
from pathlib import Path

from . import STORIES, Language, Programs, library, needs, stage


def build(folder: Path) -> Programs:
    """The runner stands outside of the binding's module, so a workspace brings the two together."""
    (folder / "go.work").write_text(f"go 1.19\n\nuse {LANGUAGE.folder}\nuse {LANGUAGE.runners}\n", encoding="utf-8")
    environment = {
        **os.environ, "PKG_CONFIG_PATH": str(stage() / "lib/pkgconfig"), "GOWORK": str(folder / "go.work"),
        "GOPROXY": "off", "GOCACHE": str(folder / "cache"), "GOPATH": str(folder / "path")}
    for name in (*STORIES, "sample"):
        _build(folder / name, LANGUAGE.folder, f"./stories/{name}", environment)
    _build(folder / "runner", LANGUAGE.runners, ".", environment)
    return Programs([str(folder / "runner")], {story: [str(folder / story)] for story in STORIES},
                    {"LD_LIBRARY_PATH": str(Path(library()).parent)}, [str(folder / "sample")])


def _build(program: Path, module: Path, package: str, environment: dict[str, str]) -> None:
    subprocess.run(["go", "build", "-o", str(program), package], cwd=module, env=environment, check=True)


LANGUAGE = Language("go", ("golang-go", "gcc", "pkg-config"), "bytes", needs("go", "gcc", "pkg-config"), build)
