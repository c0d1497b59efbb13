"""A deployment that was started, and then cannot be followed to its end: it is not taken for one that was refused."""
import re

import pytest

from emulator import Service
from program_run import Program
from program_terminal import TerminalRun
from program_transcripts import expect

#: Seconds in which a busy machine too sees a deployment run.
SEEN_BY = "5"


@pytest.fixture(autouse=True)
def long_deployments(service: Service) -> None:
    service.next_lasts(pending_ms=0)


def ways_on(service: Service, *commands: str) -> list[str]:
    record = service.started()[0]["record_id"]
    return [f"codearts-deploy {command} {service.task_id} {record}" for command in commands]


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_it_goes_on_although_its_state_is_refused(program: Program, service: Service, status: int) -> None:
    service.fault("error", http_status=status, code="Deploy.00011154", message="no", path="/state", times=99)
    run = program.run("deploy", service.task_id, "--interval", "20ms")
    assert run.code == 13, run
    assert f"HTTP {status}" in run.err and all(line in run.err for line in ways_on(service, "watch", "stop"))


def test_json_says_so_too(program: Program, service: Service) -> None:
    service.fault("error", http_status=403, code="Deploy.00011154", message="no", path="/state", times=99)
    end = program.run("deploy", service.task_id, "--interval", "20ms", "-o", "jsonl").lines[-1]
    assert (end["exit_status"], end["error"]["outcome"]) == (13, "started")


def test_its_record_is_named_as_soon_as_it_is_started(program: Program, service: Service) -> None:
    service.fault("stall_before_work", path="/state")
    with program.begin("deploy", service.task_id, "--interval", "20ms") as running:
        running.until("] record ")
        assert service.asked("/state") <= 1, "its state had to be asked for first"
        service.release()
        running.until("running")
        running.interrupt()
        assert running.end().out.count("] record ") == 1


def test_who_leaves_at_once_hears_that_it_was_started(program: Program, service: Service) -> None:
    service.fault("stall_before_work", path="/state")
    with TerminalRun(program, "deploy", service.task_id, "--interval", "20ms") as run:
        run.sees("record ")
        for _ in range(2):
            run.control_c()
            run.sees("Enter]? ")
        done = run.end()
    service.release()
    assert done.code == 130 and re.search("Left at once; the deployment [0-9a-f]{32} is left to itself", done.out)
    assert all(line in done.out for line in ways_on(service, "watch", "stop"))


@pytest.mark.parametrize("command, name", [("deploy", "stopped_in_time"), ("watch", "watched_and_stopped_in_time")])
def test_what_was_stopped_in_time_does_not_go_on(program: Program, service: Service, command: str, name: str) -> None:
    more = [program.run("start", service.task_id, "-o", "json").document["id"]] if command == "watch" else []
    arguments = [command, service.task_id, *more, "--interval", "20ms", "--timeout", SEEN_BY, "--on-timeout", "stop"]
    run = program.run(*arguments)
    expect(name, arguments, run._replace(out=""))
    assert (run.code, service.records()[0]["state"]) == (12, "abort")


def test_what_could_not_be_stopped_in_time_goes_on(program: Program, service: Service) -> None:
    service.fault("error", http_status=403, code="Deploy.00011154", message="no permission", path="/stop")
    arguments = ["deploy", service.task_id, "--interval", "20ms", "--timeout", SEEN_BY, "--on-timeout", "stop"]
    run = program.run(*arguments)
    expect("not_stopped_in_time", arguments, run._replace(out=""))
    assert (run.code, service.records()[0]["state"]) == (13, "running")
