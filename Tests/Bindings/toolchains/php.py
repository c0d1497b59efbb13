"""PHP, by its own FFI."""
import subprocess
from pathlib import Path

from . import Language, Programs, needs, scripts


def missing() -> str | None:
    why = needs("php")()
    if why is None and "FFI" not in subprocess.run(["php", "-m"], stdout=subprocess.PIPE, text=True).stdout.split():
        return "this php has no FFI"
    return why


def build(folder: Path) -> Programs:
    php = ["php", "-d", f"include_path={LANGUAGE.folder}", "-d", "display_errors=stderr", "-d", "error_reporting=-1"]
    return Programs([*php, str(LANGUAGE.runners / "runner.php")], scripts(LANGUAGE.folder, "php", *php))


LANGUAGE = Language("php", ("php8.2-cli",), "bytes", missing, build)
