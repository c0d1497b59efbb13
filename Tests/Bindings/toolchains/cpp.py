"""C++17, by the header codearts_deploy.hpp."""
import subprocess
from pathlib import Path

from . import STORIES, Language, Programs, library, needs, stage

STRICT = ("-std=c++17", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror", "-O1", "-g")


def build(folder: Path) -> Programs:
    sources = {story: LANGUAGE.folder / f"stories/{story}.cpp" for story in STORIES}
    for name, source in {**sources, "runner": LANGUAGE.runners / "runner.cpp"}.items():
        subprocess.run(
            ["g++", *STRICT, str(source), "-o", str(folder / name), "-pthread", "-I", str(LANGUAGE.folder), "-I",
             str(stage() / "include"), "-L", str(stage() / "lib"), "-lcodearts_deploy"], check=True)
    return Programs([str(folder / "runner")], {story: [str(folder / story)] for story in STORIES},
                    {"LD_LIBRARY_PATH": str(Path(library()).parent)})


LANGUAGE = Language("cpp", ("g++",), "bytes", needs("g++"), build)
