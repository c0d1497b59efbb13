"""C, by the header itself."""
import subprocess
from pathlib import Path

from . import STORIES, Language, Programs, library, needs, stage

STRICT = ("-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror", "-O1", "-g")


def build(folder: Path) -> Programs:
    # The stories are C99; the runner reads lines as POSIX has it, and counts from threads.
    sources = {story: ("-std=c99", str(LANGUAGE.folder / f"stories/{story}.c")) for story in STORIES}
    for name, source in {**sources, "runner": ("-std=gnu11", str(LANGUAGE.runners / "runner.c"))}.items():
        subprocess.run(
            ["gcc", *STRICT, *source, "-o", str(folder / name), "-pthread", "-I", str(stage() / "include"), "-L",
             str(stage() / "lib"), "-lcodearts_deploy"], check=True)
    return Programs([str(folder / "runner")], {story: [str(folder / story)] for story in STORIES},
                    {"LD_LIBRARY_PATH": str(Path(library()).parent)})


LANGUAGE = Language("c", ("gcc",), "cstring", needs("gcc"), build)
