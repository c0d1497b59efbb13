"""The example that follows a deployment: what it prints, how it ends, and what Ctrl-C does to it."""
import json
import os
import signal
import subprocess
from collections.abc import Callable

import pytest

from abi import TASK
from emulator import Service
from installed import library_folder

EXAMPLE = "bindings/c/examples/deploy.c"


def of(service: Service) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"], "LD_LIBRARY_PATH": library_folder(),
        "CODEARTS_DEPLOY_ENDPOINT": service.endpoint, "CODEARTS_DEPLOY_TOKEN": service.token}


def follow(program: str, service: Service, **members: object) -> "subprocess.Popen[str]":
    request = json.dumps({"task_id": TASK, "interval_ms": 50, **members})
    return subprocess.Popen(
        [program, request], env=of(service), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_it_prints_every_event_and_then_the_result(build: Callable[[str], str], service: Service) -> None:
    with follow(build(EXAMPLE), service) as program:
        output, errors = program.communicate(timeout=120)
    assert (program.returncode, errors) == (0, "")
    *events, result = [json.loads(line) for line in output.splitlines()]
    assert {"attempt", "state", "step", "log"} <= {event["event"] for event in events}
    assert (result["state"], result["record_id"]) == ("succeeded", service.records()[0]["record_id"])


@pytest.mark.parametrize("choice, state", [("stop", ["abort", "not_started"]), ("leave", ["running", "pending"])])
def test_ctrl_c_ends_it_and_stops_the_deployment_where_that_is_asked_for(
        build: Callable[[str], str], service: Service, choice: str, state: list[str]) -> None:
    service.settings(step_ms=20_000)
    with follow(build(EXAMPLE), service, on_cancel=choice) as program:
        assert program.stdout is not None
        while '"event":"state"' not in program.stdout.readline():
            assert program.poll() is None
        program.send_signal(signal.SIGINT)
        _, errors = program.communicate(timeout=120)
    assert program.returncode == 1
    answer = json.loads(errors)
    assert (answer["status"], answer["outcome"]) == ("CAD_E_CANCELLED", "started")
    assert service.records()[0]["state"] in state
