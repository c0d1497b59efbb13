"""Every block of code of the README runs, in the form in which it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from codearts_deploy.testing import Emulator
from tests.test_deploy import emulator  # noqa: F401

README = Path(__file__).resolve().parent.parent / "README.md"
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README.read_text(), re.S)


@pytest.mark.parametrize("code", [code for _, code in BLOCKS])
def test_a_block_runs(service: Emulator, code: str) -> None:
    """With the service of this machine in the place of the region's."""
    for library in ("gevent", "eventlet"):
        if re.search(rf"^(import|from) {library}", code, re.M):
            pytest.importorskip(library)
    code = code.replace('region="cn-north-4", token="..."', "")
    here = {"CODEARTS_DEPLOY_ENDPOINT": service.endpoint, "CODEARTS_DEPLOY_TOKEN": service.token}
    options = ["-W", "ignore"] if "eventlet" in code else []  # it warns of itself
    command = [sys.executable, *options, "-c", code]
    done = subprocess.run(command, env={**os.environ, **here}, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_all_blocks_are_python() -> None:
    assert {language for language, _ in BLOCKS} == {"python"}
