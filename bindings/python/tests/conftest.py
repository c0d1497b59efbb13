"""One emulator for the whole run, forgetful between tests, and an environment that holds nobody's settings."""

import os
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
