"""What a C program gets from operations on its own thread, plain and under valgrind: answers, signals, no leak."""
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from certificates import Certificates
from emulator import Service
from fault_server import HOLD, NEXT, FaultServer, reply
from test_c_program import UNDER, of, run, succeed

PROGRAM = "Tests/C/prepared.c"
GOOD = reply("200 OK", '{"id": "x"}')


@UNDER
def test_operations_live_and_die_in_every_order(
        build: Callable[[str], str], service: Service, under: list[str]) -> None:
    succeed(run([*under, build(PROGRAM), "life"], **of(service)))
    assert 5 <= len(service.records()) <= 6  # one was freed on its way


@pytest.mark.parametrize("mode", ["signals", "restarts"])
def test_an_alarm_every_5_ms_loses_nothing(
        build: Callable[[str], str], service: Service, mode: str) -> None:
    succeed(run([build(PROGRAM), mode, "200"], **of(service)))
    assert len(service.records()) == service.requests() >= 200


@pytest.mark.parametrize("mode", ["alarm", "cancel"])
def test_a_wait_without_a_limit_ends_by(build: Callable[[str], str], mode: str) -> None:
    with FaultServer(HOLD) as server:
        succeed(run([build(PROGRAM), mode], CODEARTS_DEPLOY_ENDPOINT=server.endpoint, CODEARTS_DEPLOY_TOKEN="t"))


def test_10_000_of_them_leave_nothing_behind(build: Callable[[str], str]) -> None:
    with FaultServer(GOOD, NEXT) as server:
        succeed(run([build(PROGRAM), "grow", "10000"],
                    CODEARTS_DEPLOY_ENDPOINT=server.endpoint, CODEARTS_DEPLOY_TOKEN="t"))
        assert len(server.requests) == 10_000 and server.connections == 1


def test_sigpipe_at_every_write_does_not_reach_the_program(
        build: Callable[[str], str], certificates: Certificates, tmp_path: Path) -> None:
    preload = str(tmp_path / "sigpipe.so")
    source = str(Path(__file__).with_name("sigpipe.c"))
    subprocess.run(["cc", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", source, "-o", preload], check=True)
    with FaultServer(GOOD, NEXT, tls=certificates.local) as server:
        environment = {"CODEARTS_DEPLOY_ENDPOINT": server.endpoint, "CODEARTS_DEPLOY_TOKEN": "t"}
        succeed(run([build(PROGRAM), "signals", "20"], **environment, SSL_CERT_FILE=certificates.ca,
                    LD_PRELOAD=preload))
        assert len(server.requests) >= 20
