"""What a C program gets, plain and under valgrind: right answers, no leak, no SIGPIPE."""
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from certificates import Certificates
from emulator import Service
from fault_server import NEXT, FaultServer, reply
from installed import ROOT, library_folder

TASK = "d2dc947ec2424d8789bb3984bb3adf45"
EXAMPLE = ROOT / "Tests/Fixtures/abi/example-request.json"
VALGRIND = ["valgrind", "--quiet", "--error-exitcode=9", "--leak-check=full",
            "--errors-for-leak-kinds=definite,possible",
            f"--suppressions={Path(__file__).with_name('valgrind.supp')}"]
WITHOUT = pytest.mark.skipif(shutil.which("valgrind") is None, reason="valgrind is not installed")
UNDER = pytest.mark.parametrize(
    "under", [pytest.param([], id="plain"), pytest.param(VALGRIND, id="valgrind", marks=WITHOUT)])


def run(command: list[str], text: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
    """With nothing of the machine's configuration, and SIGPIPE as a C program finds it: it ends the process."""
    base: dict[str, str] = {"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": library_folder()}
    result = subprocess.run(
        command, input=text, env={**base, **environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        universal_newlines=True, restore_signals=True, timeout=600)
    assert result.returncode != -signal.SIGPIPE
    return result


def of(service: Service) -> dict[str, str]:
    """The environment of a program that shall use this service."""
    return {"CODEARTS_DEPLOY_ENDPOINT": service.endpoint, "CODEARTS_DEPLOY_TOKEN": service.token}


def succeed(result: Any) -> None:
    assert (result.returncode, result.stdout) == (0, "done\n"), result.stderr


@UNDER
def test_all_that_needs_no_network(build: Callable[[str], str], under: list[str]) -> None:
    succeed(run([*under, build("Tests/C/program.c"), "offline"]))


@UNDER
def test_documents_are_read_and_written(build: Callable[[str], str], under: list[str]) -> None:
    succeed(run([*under, build("Tests/C/program.c"), "documents"]))


@UNDER
def test_deployments_start(build: Callable[[str], str], service: Service, under: list[str]) -> None:
    program = build("Tests/C/program.c")
    succeed(run([*under, program, "start"], **of(service)))
    assert len(service.records()) == 6
    assert service.requests() == 7  # and the one with the wrong token


@UNDER
def test_a_connection_that_is_cut_after_the_work(
        build: Callable[[str], str], service: Service, under: list[str]) -> None:
    service.fault("cut_after_work", skip=1)
    program = build("Tests/C/program.c")
    succeed(run([*under, program, "cut"], **of(service)))
    assert len(service.records()) == 2 == service.requests()


@UNDER
@pytest.mark.parametrize("tls", [False, True], ids=["tcp", "tls"])
def test_writing_to_a_closed_connection_raises_no_sigpipe(
        build: Callable[[str], str], certificates: Certificates, under: list[str], tls: bool) -> None:
    with FaultServer(tls=certificates.local if tls else None, reads_bodies=False) as server:
        environment = {
            "CODEARTS_DEPLOY_ENDPOINT": server.endpoint, "CODEARTS_DEPLOY_TOKEN": "t", "SSL_CERT_FILE": certificates.ca}
        count = "1" if under else "5"
        succeed(run([*under, build("Tests/C/program.c"), "closed", count], **environment))
        assert len(server.requests) == int(count)


def test_sigpipe_at_every_write_does_not_reach_the_program(
        build: Callable[[str], str], certificates: Certificates, tmp_path: Path) -> None:
    preload = str(tmp_path / "sigpipe.so")
    source = str(Path(__file__).with_name("sigpipe.c"))
    subprocess.run(["cc", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", source, "-o", preload], check=True)
    with FaultServer(reply("200 OK", '{"id": "x"}'), NEXT, tls=certificates.local) as server:
        environment = {"CODEARTS_DEPLOY_ENDPOINT": server.endpoint, "CODEARTS_DEPLOY_TOKEN": "t"}
        command = [build("Tests/C/program.c"), "once"]
        succeed(run(command, **environment, SSL_CERT_FILE=certificates.ca, LD_PRELOAD=preload))
        assert len(server.requests) == 1


@UNDER
def test_the_example_starts_the_deployment_of_the_documents(
        build: Callable[[str], str], service: Service, under: list[str]) -> None:
    result = run([*under, build("bindings/c/examples/start.c"), TASK], **of(service))
    assert result.returncode == 0, result.stderr
    [record] = service.records()
    assert record["record_id"] in result.stdout
    assert [param["key"] for param in record["params"]] == ["string", "env", "enum"]


def test_the_example_sends_the_body_of_the_documents_byte_for_byte() -> None:
    source = (ROOT / "bindings/c/examples/start.c").read_text(encoding="utf-8")
    literals = source[source.index("body[] ="):source.index("}\\n\";")] + '}\\n"'
    text = "".join(line.strip()[1:-1] for line in literals.splitlines()[1:])
    assert text.replace('\\"', '"').replace("\\n", "\n") == EXAMPLE.read_text(encoding="utf-8")


@pytest.mark.parametrize("fault, code, advice", [
    ({"kind": "busy"}, 1, "wait for that deployment"),
    ({"kind": "throttle", "retry_after": "120"}, 1, "retry_after_ms"),
    ({"kind": "cut_after_work"}, 2, "look at the application's records"),
    ({"kind": "html", "http_status": 502}, 2, "look at the application's records"),
])
def test_the_example_says_what_to_do(
        build: Callable[[str], str], service: Service, fault: dict[str, Any], code: int, advice: str) -> None:
    service.fault(**fault)
    result = run([build("bindings/c/examples/start.c"), TASK], **of(service))
    assert result.returncode == code
    assert advice in result.stderr


def test_the_example_needs_a_task(build: Callable[[str], str]) -> None:
    assert run([build("bindings/c/examples/start.c")]).returncode == 64
    result = run([build("bindings/c/examples/start.c"), "short"], CODEARTS_DEPLOY_REGION="cn-north-4")
    assert (result.returncode, result.stdout) == (1, "")
    assert "CAD_E_VALIDATION" in result.stderr


@UNDER
def test_the_other_example_validates(build: Callable[[str], str], under: list[str]) -> None:
    program = build("bindings/c/examples/validate.c")
    right = run([*under, program], '{"task_id": "%s"}' % TASK)
    assert (right.returncode, "/start" in right.stdout) == (0, True), right.stderr
    wrong = run([*under, program], '{"task_id": "%s", "params": "%s"}' % (TASK, "x" * 100_000))
    assert (wrong.returncode, '"path":"params"' in wrong.stdout) == (1, True), wrong.stderr
