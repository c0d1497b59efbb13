"""What a C program gets in the background, plain and under valgrind: right answers, no leak, only its own signals."""
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from certificates import Certificates
from emulator import Service
from fault_server import NEXT, FaultServer, reply
from test_c_program import UNDER, of, run, succeed

PROGRAM = "Tests/C/background.c"


@UNDER
def test_operations_live_and_die_in_every_order(
        build: Callable[[str], str], service: Service, under: list[str]) -> None:
    succeed(run([*under, build(PROGRAM), "life"], **of(service)))
    assert 3 <= len(service.records()) <= 5  # two of five may have been cancelled in time


@UNDER
def test_a_poll_loop_serves_them_all(
        build: Callable[[str], str], service: Service, under: list[str]) -> None:
    succeed(run([*under, build(PROGRAM), "loop", "100"], **of(service)))
    assert len(service.records()) == 100 == service.requests()


@UNDER
def test_a_batch_streams_its_results(
        build: Callable[[str], str], service: Service, under: list[str]) -> None:
    succeed(run([*under, build(PROGRAM), "many", "300"], **of(service)))
    assert len(service.records()) == 300 == service.requests()


@UNDER
@pytest.mark.parametrize("fault, records", [("cut_after_work", 10), ("reset", 0), ("half_body", 10)])
def test_connections_that_break(
        build: Callable[[str], str], service: Service, under: list[str], fault: str, records: int) -> None:
    service.fault(fault, times=10)
    succeed(run([*under, build(PROGRAM), "lost", "10"], **of(service)))
    assert len(service.records()) == records and service.requests() == 10


def test_signals_of_the_host_are_delivered_to_its_own_threads(
        build: Callable[[str], str], service: Service) -> None:
    succeed(run([build(PROGRAM), "signals", "200"], **of(service)))


@pytest.mark.parametrize("mode", [["many", "20"], ["loop", "20"]], ids=" ".join)
def test_sigpipe_at_every_write_does_not_reach_the_program(
        build: Callable[[str], str], certificates: Certificates, tmp_path: Path, mode: list[str]) -> None:
    preload = str(tmp_path / "sigpipe.so")
    source = str(Path(__file__).with_name("sigpipe.c"))
    subprocess.run(["cc", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", source, "-o", preload], check=True)
    with FaultServer(reply("200 OK", '{"id": "x"}'), NEXT, tls=certificates.local) as server:
        environment = {"CODEARTS_DEPLOY_ENDPOINT": server.endpoint, "CODEARTS_DEPLOY_TOKEN": "t"}
        command = [build(PROGRAM), *mode]
        succeed(run(command, **environment, SSL_CERT_FILE=certificates.ca, LD_PRELOAD=preload))
        assert len(server.requests) == 20
