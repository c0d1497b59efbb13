"""The emulated cloud with its keys, IAM and metadata, and an environment in which nobody else's credentials stand."""
import json
import os
import subprocess
from pathlib import Path
from typing import Any, Iterator, List
from urllib.parse import urlsplit

import pytest

from emulator_process import EmulatorProcess

START_PATH = "/v2/tasks/d2dc947ec2424d8789bb3984bb3adf45/start"
LOGIN_PATH = "/v3/auth/tokens"
KEYS_PATH = "/openstack/latest/securitykey"


class CloudProcess(EmulatorProcess):
    """The emulator, with options of its command line and everything that it announces in `facts`."""

    def __init__(self, program: str, *options: str):
        super().__init__(program)
        self.options = options

    def __enter__(self) -> "CloudProcess":
        command = [self.program, "emulator", "--port", "0", *self.options]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        line = self.process.stdout.readline()
        assert line, f"the emulator ended with {self.process.wait()} before it listened"
        self.facts: dict = json.loads(line)
        self.endpoint = self.facts["endpoint"]
        self.token = self.facts["token"]
        self.task_id = self.facts["task_ids"][0]
        self.address = urlsplit(self.endpoint)
        return self

    def log(self, path: str) -> List[dict]:
        """The requests for this path, oldest first."""
        return [each for each in self._control("GET", "log")["requests"] if each["path"] == path]

    def iam(self, **changes: str) -> dict:
        """A configuration's members for the user that the emulator knows."""
        user = {name: self.facts[name] for name in ("user", "password", "domain")}
        return {
            "endpoint": self.endpoint, "iam_endpoint": self.facts["iam_endpoint"],
            "iam": {**user, "project": self.facts["iam_project"], **changes}}


@pytest.fixture(scope="session")
def cloud_process() -> Iterator[CloudProcess]:
    with CloudProcess(os.environ["CODEARTS_DEPLOY_PROGRAM"]) as cloud:
        yield cloud


@pytest.fixture
def cloud(cloud_process: CloudProcess) -> CloudProcess:
    """The cloud without records, log, locks and faults."""
    cloud_process.reset()
    return cloud_process


@pytest.fixture(scope="session")
def short_lived_process() -> Iterator[CloudProcess]:
    with CloudProcess(os.environ["CODEARTS_DEPLOY_PROGRAM"], "--token-seconds", "4") as cloud:
        yield cloud


@pytest.fixture
def short_lived(short_lived_process: CloudProcess) -> CloudProcess:
    """A cloud whose tokens and temporary keys last four seconds."""
    short_lived_process.reset()
    return short_lived_process


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No key of the machine's own, and a home without a profile file."""
    for name in list(os.environ):
        if name.startswith("CLOUD_SDK_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))


def access_key(request: Any) -> str:
    """The key that a request was signed with; "" for none."""
    return request.headers.get("Authorization", "").partition("Access=")[2].partition(",")[0]
