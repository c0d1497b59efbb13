"""Where the library under test was installed, and what a compiler needs to use it."""
import os
import subprocess
from pathlib import Path

from environment import named

ROOT = Path(__file__).resolve().parents[2]


def library_folder() -> str:
    return os.path.join(named("CAD_PREFIX"), "lib")


def compiler_flags() -> list[str]:
    """As pkg-config gives them to everybody."""
    environment = {**os.environ, "PKG_CONFIG_PATH": os.path.join(library_folder(), "pkgconfig")}
    command = ["pkg-config", "--cflags", "--libs", "codearts_deploy"]
    return subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE, text=True).stdout.split()
