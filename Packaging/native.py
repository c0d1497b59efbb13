"""What the Python packages of this project have in common when they are built: files that the Swift toolchain makes.

    CAD_PREFIX        a prefix where `make install` put them; without it they are built, which takes minutes
    CAD_BUNDLED_CURL  a folder that Scripts/bundled-curl filled: its libcurl goes along, for machines without one
"""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from setuptools import Distribution
from setuptools.command.sdist import sdist

try:
    from setuptools.command.bdist_wheel import bdist_wheel
except ImportError:  # setuptools before 70.1
    from wheel.bdist_wheel import bdist_wheel

SOURCES = Path(__file__).resolve().parent.parent
CURL, CURL_LICENCES = "libcurl-codearts.so.4", "libcurl-codearts.txt"

# What a build from source needs; SwiftPM wants the folder of every target to be there, those of tests included.
SOURCE_FILES = ("Package.swift", "Makefile", "README.md", "SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE")
SOURCE_FOLDERS = ("Sources", "include", "Tests", "Scripts", "Packaging", "bindings/c", "bindings/cpp", "bindings/swift")
NO_SOURCE = shutil.ignore_patterns("__pycache__", "*.pyc", ".*", "build", "dist", "*.egg-info", "native")


def version():
    """The library's, from its header."""
    header = (SOURCES / "include/codearts_deploy.h").read_text(encoding="utf-8")
    return re.search(r'#define CAD_VERSION "(.*)"', header).group(1)


@contextlib.contextmanager
def installed(target):
    """A prefix in which `make TARGET` has put its files."""
    prefix = os.environ.get("CAD_PREFIX")
    if prefix:
        yield Path(prefix)
        return
    if not shutil.which("swift"):
        raise SystemExit(
            "codearts-deploy: this is built by the Swift toolchain, and there is no `swift` on the PATH. Install a "
            "ready wheel, or the toolchain, or set CAD_PREFIX to where `make install` has put the library."
        )
    print(f"make {target}; a first build takes minutes", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        make = ["make", "-C", str(SOURCES), target, f"PREFIX={folder}"]
        subprocess.run(make, check=True)
        yield Path(folder)


def bundled_curl(name):
    """A file of the libcurl that goes along; None where none does."""
    folder = os.environ.get("CAD_BUNDLED_CURL")
    return Path(folder) / name if folder else None


class WithLibrary(Distribution):
    """Tells setuptools that what it builds belongs to one platform."""

    def has_ext_modules(self):
        return True


class AnyPythonWheel(bdist_wheel):
    """A shared library or a program without an extension module serves every Python 3 of its platform."""

    def get_tag(self):
        return ("py3", "none", super().get_tag()[2])

    def egg2dist(self, egginfo_path, distinfo_path):
        """Adds the licences of all that the wheel carries."""
        super().egg2dist(egginfo_path, distinfo_path)
        licences = Path(distinfo_path) / "licenses"
        licences.mkdir(exist_ok=True)
        shutil.copyfile(SOURCES / "LICENSE", licences / "LICENSE")
        bundled = bundled_curl(CURL_LICENCES)
        if bundled:
            shutil.copyfile(bundled, licences / CURL_LICENCES)


class SourcesToo(sdist):
    """Takes along, in the folder `native`, the sources outside the Python project from which its files are built."""

    def make_release_tree(self, base_dir, files):
        super().make_release_tree(base_dir, files)
        native = Path(base_dir) / "native"
        shutil.rmtree(native, ignore_errors=True)
        for folder in SOURCE_FOLDERS:
            shutil.copytree(SOURCES / folder, native / folder, ignore=NO_SOURCE)
        for file in SOURCE_FILES:
            shutil.copyfile(SOURCES / file, native / file)
        shutil.copyfile(SOURCES / "LICENSE", Path(base_dir) / "LICENSE")
