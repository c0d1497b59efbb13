"""Rust, without a crate: Debian's compiler is enough."""
import shutil
import subprocess
from pathlib import Path

from . import STORIES, Language, Programs, library, needs, stage


def build(folder: Path) -> Programs:
    strict = ["--edition", "2021", "-D", "warnings", "-L", f"native={stage() / 'lib'}", "-L", str(folder)]
    _compile([*strict, "-O", "--crate-type", "rlib", "--crate-name", "codearts_deploy", "--out-dir", str(folder),
              str(LANGUAGE.folder / "src/lib.rs")])
    sources = {story: LANGUAGE.folder / f"stories/{story}.rs" for story in STORIES}
    for name, source in {**sources, "runner": LANGUAGE.runners / "runner.rs"}.items():
        linked = ["--extern", f"codearts_deploy={folder / 'libcodearts_deploy.rlib'}", "-o", str(folder / name)]
        _compile([*strict, *linked, str(source)])
    return Programs([str(folder / "runner")], {story: [str(folder / story)] for story in STORIES},
                    {"LD_LIBRARY_PATH": str(Path(library()).parent)})


def _compile(arguments: list[str]) -> None:
    subprocess.run(["rustc", *arguments], check=True)


# A compiler that is not Debian's will do as well.
PACKAGES = () if shutil.which("rustc") else ("rustc",)
LANGUAGE = Language("rust", (*PACKAGES, "gcc"), "utf8", needs("rustc", "gcc"), build)
