"""One emulator for the whole run, forgetful between tests, and an environment that holds nobody's settings."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol, TypeVar

import pytest

import codearts_deploy as cad
from codearts_deploy.testing import Emulator

uvloop: ModuleType | None
try:
    import uvloop
except ImportError:
    uvloop = None

needs_uvloop = pytest.mark.skipif(not uvloop, reason="uvloop cannot be had")
LOOPS = [
    asyncio.new_event_loop,
    pytest.param(uvloop and uvloop.new_event_loop, id="uvloop", marks=needs_uvloop),
]
OWN = ("CODEARTS_DEPLOY_LIBRARY", "CODEARTS_DEPLOY_PROGRAM")
FOREIGN = ("CODEARTS_DEPLOY_", "HUAWEICLOUD_SDK_", "CLOUD_SDK_", "HW_", "OS_")
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
AUTHORITIES = ("ssl_cert_file", "ssl_cert_dir", "curl_ca_bundle", "requests_ca_bundle")

T = TypeVar("T")
Condition = Callable[[], object]
Document = dict[str, Any]  # a JSON object: a request, a reply, an event, an error


class Run(Protocol):
    """asyncio.run, or what stands in its place."""

    def __call__(self, main: Awaitable[T]) -> T: ...


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if is_foreign(name):
            monkeypatch.delenv(name)


def is_foreign(name: str) -> bool:
    """Whether a variable would change what the library does."""
    return (name.startswith(FOREIGN) and name not in OWN) or name.lower() in PROXIES + AUTHORITIES


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    with Emulator(busy=False) as service:
        yield service


@pytest.fixture
def service(emulator: Emulator) -> Emulator:
    emulator.reset()
    return emulator


@pytest.fixture
def client(service: Emulator) -> Iterator[cad.Client]:
    with cad.Client(endpoint=service.endpoint, token=service.token) as client:
        yield client


@pytest.fixture
def aclient(service: Emulator) -> cad.AsyncClient:
    return cad.AsyncClient(endpoint=service.endpoint, token=service.token, timeout_ms=3_600_000)


@pytest.fixture(params=LOOPS, ids=lambda make: getattr(make, "__module__", ""))
def run(request: pytest.FixtureRequest) -> Run:
    """asyncio.run on each kind of loop, with a limit against hanging."""

    def run(main: Awaitable[T]) -> T:
        loop: asyncio.AbstractEventLoop = request.param()
        try:
            return loop.run_until_complete(asyncio.wait_for(main, 300))
        finally:
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()

    return run


@pytest.fixture
def service_environment(service: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """The service where `start_task`, `Client()` and the examples look for it."""
    monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", service.endpoint)
    monkeypatch.setenv("CODEARTS_DEPLOY_TOKEN", service.token)
    return service


def until(condition: Condition) -> None:
    """Waits for what another thread or process does soon; a minute of it is a failure."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline


def given(value: T | None) -> T:
    """What its type says may be None, and what is there where a test asks for it."""
    assert value is not None
    return value


def cancelled_by(error: BaseException) -> cad.OperationCancelledError:
    """What `error` knows of the call that it has ended, where that had not ended by itself."""
    outcome = cad.deployment_outcome(error)
    assert isinstance(outcome, cad.OperationCancelledError)
    return outcome


PROLOGUE = """if True:
    import signal, sys
    import codearts_deploy as cad
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored
    endpoint, token, task = sys.argv[1:]
    client = cad.Client(endpoint=endpoint, token=token, timeout_ms=3600000)
"""


class Interrupt(BaseException):
    """What a signal handler raises."""


@pytest.fixture
def interrupt() -> Iterator[Callable[[], None]]:
    """Interrupts the main thread, from another one: Python runs the handler as soon as its code goes on there."""

    def handler(number: int, frame: object) -> None:
        raise Interrupt

    before = signal.signal(signal.SIGUSR1, handler)
    yield lambda: signal.pthread_kill(given(threading.main_thread().ident), signal.SIGUSR1)
    signal.signal(signal.SIGUSR1, before)


class Program:
    """Python code in a process of its own, with `client` and `task` at hand; ended at the end of its block."""

    def __init__(self, service: Emulator, code: str) -> None:
        arguments = [service.endpoint, service.token, service.task_ids[0]]
        self.process = subprocess.Popen(
            [sys.executable, "-X", "faulthandler", "-c", PROLOGUE + code, *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def interrupt(self) -> None:
        self.process.send_signal(signal.SIGINT)

    def waits(self) -> bool:
        """Whether its main thread sleeps: in a call, where nothing else can hold it."""
        return Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()[0] == "S"

    def line(self) -> str:
        """Waits for the next line that it writes."""
        return given(self.process.stdout).readline()

    def end(self) -> str:
        """Waits for its end and gives what it wrote; what it wrote to standard error comes last."""
        out, err = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, (self.process.returncode, out, err)
        return out + err
