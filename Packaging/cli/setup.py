"""Puts the program into a wheel, built from this checkout or from what an sdist carries in `native`.

All else stands in pyproject.toml; Packaging/native.py lists the variables that change the build.
"""

import shutil
import sys
from pathlib import Path

from setuptools import setup  # before distutils, which is then its own

from distutils.command.build_scripts import build_scripts

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "native" if (HERE / "native").is_dir() else HERE.parent.parent
if not (SOURCES / "Packaging/native.py").is_file():
    raise SystemExit(
        f"codearts-deploy-cli: {SOURCES} is no checkout of codearts-deploy, from which the program is built. Install "
        "from a checkout, an sdist or a wheel."
    )
sys.path.insert(0, str(SOURCES / "Packaging"))

from native import CURL, AnyPythonWheel, SourcesToo, WithLibrary, bundled_curl, installed, version  # noqa: E402

PROGRAM = "codearts-deploy"


class BuildProgram(build_scripts):
    """The program itself goes where scripts do, so that no interpreter starts before it."""

    def run(self):
        self.mkpath(self.build_dir)
        with installed("install-program") as prefix:
            shutil.copy(prefix / "bin" / PROGRAM, Path(self.build_dir) / PROGRAM)

    def get_source_files(self):
        return []


bundled = bundled_curl(CURL)
setup(
    version=version(),
    scripts=[PROGRAM],
    # The second place where the program looks for libcurl, seen from its own folder.
    data_files=[("lib/codearts-deploy", [str(bundled)])] if bundled else [],
    distclass=WithLibrary,
    cmdclass={"build_scripts": BuildProgram, "bdist_wheel": AnyPythonWheel, "sdist": SourcesToo},
)
