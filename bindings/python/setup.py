"""Puts the shared library into the package, built from this checkout or from what an sdist carries in `native`.

All else stands in pyproject.toml; Packaging/native.py lists the variables that change the build.
"""

import shutil
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "native" if (HERE / "native").is_dir() else HERE.parent.parent
if not (SOURCES / "Packaging/native.py").is_file():
    raise SystemExit(
        f"codearts-deploy: {SOURCES} is no checkout of codearts-deploy, from which the library is built. Install from "
        "a checkout, an sdist or a wheel."
    )
sys.path.insert(0, str(SOURCES / "Packaging"))

from native import CURL, AnyPythonWheel, SourcesToo, WithLibrary, bundled_curl, installed  # noqa: E402

SONAME = "libcodearts_deploy.so.0"


class BuildWithLibrary(build_py):
    """Puts the library beside the modules, in the source tree for an editable install."""

    def run(self):
        super().run()
        package = (HERE / "src" if self.editable_mode else Path(self.build_lib)) / "codearts_deploy"
        with installed("install-lib") as prefix:
            shutil.copyfile(prefix / "lib" / SONAME, package / SONAME)
        (package / CURL).unlink(missing_ok=True)
        bundled = bundled_curl(CURL)
        if bundled:
            shutil.copyfile(bundled, package / CURL)


setup(
    distclass=WithLibrary,
    cmdclass={"build_py": BuildWithLibrary, "bdist_wheel": AnyPythonWheel, "sdist": SourcesToo},
)
