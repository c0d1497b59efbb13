"""The debug symbols that are installed beside the stripped library are its own."""
import re
import subprocess
from pathlib import Path

from environment import named

LIBRARY = Path(named("CAD_PREFIX")) / "lib/libcodearts_deploy.so.0"
SYMBOLS = LIBRARY.parent / ".debug/libcodearts_deploy.so.0.debug"


def readelf(*arguments: str) -> str:
    return subprocess.run(["readelf", *arguments], check=True, stdout=subprocess.PIPE, text=True, errors="replace").stdout


def test_the_library_names_them() -> None:
    assert SYMBOLS.name in readelf("--string-dump=.gnu_debuglink", str(LIBRARY))


def test_they_are_of_the_same_build() -> None:
    ids = [re.search(r"Build ID: (\w+)", readelf("-n", str(path))) for path in (LIBRARY, SYMBOLS)]
    assert ids[0] and ids[1] and ids[0][1] == ids[1][1]


def test_they_have_what_the_library_has_not() -> None:
    assert ".debug_info" in readelf("-WS", str(SYMBOLS)) and ".debug_info" not in readelf("-WS", str(LIBRARY))
