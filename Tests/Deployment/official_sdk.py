"""The official SDK for Python in an environment of its own, as an independent client."""
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from emulator import Service

PACKAGE = "huaweicloudsdkcodeartsdeploy"
PLAIN = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}


class OfficialSDK:
    def __init__(self, python: str):
        self.python = python

    def calls(self, service: Service, *calls: tuple[str, dict]) -> list[Any]:
        """What each call came to: {"reply": …} or {"error": …}."""
        task = {name: service.facts[name] for name in ("ak", "sk", "project_id")}
        task = {**task, "endpoint": service.endpoint, "calls": calls}
        script = Path(__file__).with_name("sdk_calls.py")
        done = subprocess.run(
            [self.python, str(script)], input=json.dumps(task), env=PLAIN, stdout=subprocess.PIPE, text=True,
            timeout=300, check=True)
        return json.loads(done.stdout)


def install(folder: Path) -> OfficialSDK:
    """Skips where the package index cannot be reached."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, env=PLAIN)
    python = str(folder / "bin" / "python")
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE]
    done = subprocess.run(command, env=PLAIN, stderr=subprocess.PIPE, text=True, timeout=600)
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        pytest.skip(f"the official SDK could not be installed from the package index: {reason}")
    return OfficialSDK(python)
