"""The example with an epoll loop: many deployments at once, signals, texts that need escapes, and a step that fails."""
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from abi import TASK
from emulator import Service
from installed import ROOT, compiler_flags, library_folder

SOURCE = "bindings/c/examples/daemon.c"


@pytest.fixture(scope="module", params=["plain", "sanitized"])
def daemon(request: pytest.FixtureRequest, build: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    if request.param == "plain":
        return build(SOURCE)
    program = tmp_path_factory.mktemp("sanitized") / "daemon"
    strict = ["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Wshadow", "-Wconversion", "-Werror", "-g"]
    subprocess.run(["cc", *strict, "-fsanitize=address,undefined", "-fno-sanitize-recover", str(ROOT / SOURCE), "-o",
                    str(program), *compiler_flags()], check=True)
    return str(program)


def begin(daemon: str, service: Service, *tasks: str) -> "subprocess.Popen[str]":
    environment = {
        "PATH": os.environ["PATH"], "LD_LIBRARY_PATH": library_folder(), "CODEARTS_DEPLOY_ENDPOINT": service.endpoint,
        "CODEARTS_DEPLOY_TOKEN": service.token}
    return subprocess.Popen([daemon, *tasks], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_it_follows_all_to_their_end(daemon: str, service: Service) -> None:
    with begin(daemon, service, *[f"{TASK}=1.{number}" for number in range(5)]) as process:
        output, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, ""), output
    assert output.count("CAD_OK") == 5 == len(service.records())


@pytest.mark.parametrize("version", ['say "1.2"', "back\\slash", "line\nbreak", "é中"])
def test_a_version_is_sent_as_it_was_given(daemon: str, service: Service, version: str) -> None:
    with begin(daemon, service, f"{TASK}={version}") as process:
        output, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, ""), output
    assert service.records()[0]["params"] == [{"key": "version", "value": version, "type": "text"}]


def test_a_step_that_fails_is_named(daemon: str, service: Service) -> None:
    service.next_ends("failed", failed_step=2)
    with begin(daemon, service, f"{TASK}=1") as process:
        output, _ = process.communicate(timeout=120)
    assert process.returncode == 1
    [line] = [line for line in output.splitlines() if line.startswith("CAD_E_DEPLOYMENT_FAILED")]
    assert ", outcome started, failed step " in line and service.records()[0]["record_id"] in line


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_cancels_and_leaves_the_deployment(daemon: str, service: Service, number: signal.Signals) -> None:
    service.settings(step_ms=20_000)
    with begin(daemon, service, f"{TASK}=1") as process:
        assert process.stdout is not None
        while not process.stdout.readline().startswith("state "):
            assert process.poll() is None
        process.send_signal(number)
        output, _ = process.communicate(timeout=120)
    assert process.returncode == 1 and "CAD_E_CANCELLED" in output and "outcome started" in output
    assert service.records()[0]["state"] in ("running", "pending")


def test_what_is_no_task_is_refused(daemon: str, service: Service) -> None:
    with begin(daemon, service, "short=1") as process:
        output, _ = process.communicate(timeout=120)
    assert process.returncode == 1 and "CAD_E_VALIDATION" in output and service.requests() == 0


def test_it_needs_no_text_search() -> None:
    for source in Path(ROOT / "bindings/c/examples").glob("*.c*"):
        assert "strstr" not in source.read_text(encoding="utf-8")
