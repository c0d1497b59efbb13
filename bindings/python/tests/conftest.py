"""One emulator for the whole run, forgetful between tests, and an environment that holds nobody's settings."""

import os
import signal
import subprocess
import sys
import time

import pytest

import codearts_deploy as cad
from codearts_deploy.testing import Emulator

OWN = ("CODEARTS_DEPLOY_LIBRARY", "CODEARTS_DEPLOY_PROGRAM")
FOREIGN = ("CODEARTS_DEPLOY_", "HUAWEICLOUD_SDK_", "HW_", "OS_", "SSL_CERT_FILE", "CURL_CA_BUNDLE")
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    for name in list(os.environ):
        if (name.startswith(FOREIGN) and name not in OWN) or name.lower() in PROXIES:
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def emulator():
    with Emulator() as service:
        yield service


@pytest.fixture
def service(emulator):
    emulator.reset()
    return emulator


@pytest.fixture
def client(service):
    with cad.Client(endpoint=service.endpoint, token=service.token) as client:
        yield client


@pytest.fixture
def service_environment(service, monkeypatch):
    """The service where `start_task`, `Client()` and the examples look for it."""
    monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", service.endpoint)
    monkeypatch.setenv("CODEARTS_DEPLOY_TOKEN", service.token)
    return service


def until(condition):
    """Waits for what another thread or process does soon; a minute of it is a failure."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline


PROLOGUE = """if True:
    import signal, sys
    import codearts_deploy as cad
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored
    endpoint, token, task = sys.argv[1:]
    client = cad.Client(endpoint=endpoint, token=token, timeout_ms=3600000)
"""


class Program:
    """Python code in a process of its own, with `client` and `task` at hand; ended at the end of its block."""

    def __init__(self, service, code):
        arguments = [service.endpoint, service.token, service.task_ids[0]]
        self.process = subprocess.Popen(
            [sys.executable, "-X", "faulthandler", "-c", PROLOGUE + code, *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)

    def end(self):
        """Waits for its end and gives what it wrote; what it wrote to standard error comes last."""
        out, err = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, (self.process.returncode, out, err)
        return out + err
