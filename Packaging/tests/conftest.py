"""What `make wheel` and `make release` made: CAD_WHEELS is the folder."""
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

HEADER = (ROOT / "include/codearts_deploy.h").read_text(encoding="utf-8")
VERSION = HEADER.split('#define CAD_VERSION "')[1].split('"')[0]


class Made:
    """Files of this version, among others that may lie beside them."""

    def __init__(self, folder: Path):
        self.folder = folder

    def _one(self, pattern: str) -> Path:
        [path] = self.folder.glob(pattern)
        return path

    def wheel(self, name: str) -> Path:
        return self._one(f"{name}-{VERSION}-py3-none-*.whl")

    def sdist(self, name: str) -> Path:
        return self._one(f"{name}-{VERSION}.tar.gz")

    def release(self) -> Path:
        return self._one(f"codearts-deploy-{VERSION}-linux-{os.uname().machine}.tar.gz")


@pytest.fixture(scope="session")
def made() -> Made:
    folder = os.environ.get("CAD_WHEELS")
    if not folder:
        pytest.exit("CAD_WHEELS must name the folder that `make wheel` filled", returncode=2)
    return Made(Path(folder))
