"""Builds the shared library of this checkout into the package; all else stands in pyproject.toml.

CAD_FLAVOUR chooses the flavour, `static` (the default) or `embedded`. CAD_PREFIX names a prefix with a library that
`make install-lib` or `make install` has built already; then no Swift toolchain is needed.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from setuptools import Distribution, setup
from setuptools.command.build_py import build_py

try:
    from setuptools.command.bdist_wheel import bdist_wheel
except ImportError:  # setuptools before 70.1
    from wheel.bdist_wheel import bdist_wheel

HERE = Path(__file__).resolve().parent
SONAME = "libcodearts_deploy.so.0"


class BuildWithLibrary(build_py):
    """Puts the library beside the modules, in the source tree for an editable install."""

    def run(self):
        super().run()
        package = HERE / "src" if self.editable_mode else Path(self.build_lib)
        target = package / "codearts_deploy" / SONAME
        prefix = os.environ.get("CAD_PREFIX")
        if prefix:
            shutil.copyfile(Path(prefix) / "lib" / SONAME, target)
            return
        with tempfile.TemporaryDirectory() as folder:
            build_library(folder)
            shutil.copyfile(Path(folder) / "lib" / SONAME, target)


class WithLibrary(Distribution):
    """Tells setuptools that what it builds belongs to one platform."""

    def has_ext_modules(self):
        return True


class AnyPythonWheel(bdist_wheel):
    """A shared library without an extension module serves every Python 3 of its platform."""

    def get_tag(self):
        return ("py3", "none", super().get_tag()[2])


def build_library(prefix):
    repository = HERE.parent.parent
    if not (repository / "Makefile").is_file():
        raise SystemExit(
            f"codearts-deploy: {repository} is no checkout of codearts-deploy, from which the library is "
            f"built. Install from a checkout, or set CAD_PREFIX to where {SONAME} is installed."
        )
    if not shutil.which("swift"):
        raise SystemExit(
            "codearts-deploy: the library is built by the Swift toolchain, and there is no `swift` on the "
            f"PATH. Install it, or set CAD_PREFIX to where {SONAME} is installed."
        )
    flavour = os.environ.get("CAD_FLAVOUR", "static")
    print(f"building the library, flavour {flavour}; a first build takes minutes", flush=True)
    subprocess.run(["make", "-C", str(repository), "install-lib", f"FLAVOUR={flavour}", f"PREFIX={prefix}"], check=True)


setup(distclass=WithLibrary, cmdclass={"build_py": BuildWithLibrary, "bdist_wheel": AnyPythonWheel})
