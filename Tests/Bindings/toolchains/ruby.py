"""Ruby, by its own Fiddle."""
from pathlib import Path

from . import Language, Programs, needs, scripts


def build(folder: Path) -> Programs:
    ruby = ["ruby", "-w", "-I", str(LANGUAGE.folder / "lib")]
    return Programs([*ruby, str(LANGUAGE.runners / "runner.rb")], scripts(LANGUAGE.folder, "rb", *ruby))


LANGUAGE = Language("ruby", ("ruby",), "bytes", needs("ruby"), build)
