"""A deployment that fails and was to be followed by an earlier one: what became of that is told in any case."""
from collections.abc import Callable
from typing import Any

import pytest

from emulator import Service
from program_run import Program, Run
from program_transcripts import expect
from waits import until

ARGUMENTS = ["--interval", "20ms", "--on-failure", "rollback"]
#: Seconds in which a busy machine too sees the first deployment fail and the second one run.
SEEN_BY = "10"


def deploy(service: Service, *more: str) -> list[str]:
    return ["deploy", service.task_id, *ARGUMENTS, *more]


def read(name: str, arguments: list[str], run: Run) -> None:
    expect(name, arguments, run._replace(out=""))


@pytest.fixture
def service(service: Service) -> Service:
    service.next_ends("failed", failed_step=1)
    return service


@pytest.fixture
def good(service: Service) -> str:
    """A record that succeeded yesterday."""
    return service.had({"days_ago": 1, "state": "succeeded"})[0]


Case = tuple[Callable[[Service], Any], list[str]]

CASES: dict[str, Case] = {
    "rollback_refused": (
        lambda service: service.fault(
            "error", http_status=403, code="Deploy.00011154", message="no permission", path="/rollback"), []),
    "rollback_failed": (lambda service: service.next_ends("failed", failed_step=2), []),
    "rollback_unknown": (lambda service: service.fault("cut_before_work", path="/rollback"), []),
    "rollback_goes_on": (lambda service: service.next_lasts(pending_ms=0), ["--timeout", SEEN_BY]),
    "rollback_stopped_in_time": (
        lambda service: service.next_lasts(pending_ms=0), ["--timeout", SEEN_BY, "--on-timeout", "stop"]),
}


@pytest.mark.parametrize("name", CASES)
def test_what_became_of_going_back_is_told(program: Program, service: Service, good: str, name: str) -> None:
    prepare, more = CASES[name]
    prepare(service)
    arguments = deploy(service, *more)
    run = program.run(*arguments)
    read(name, arguments, run)
    assert run.code == 10 and service.asked("/rollback") == 1


def test_nothing_to_go_back_to_is_told(program: Program, service: Service) -> None:
    arguments = deploy(service)
    run = program.run(*arguments)
    read("rollback_to_nothing", arguments, run)
    assert run.code == 10


def test_where_it_goes_back_to_is_told_at_once(program: Program, service: Service, good: str) -> None:
    lines = [line[8:] for line in program.run(*deploy(service)).out.splitlines()]
    at = lines.index(f"Going back to what the record {good} deployed.")
    assert lines[at + 1].startswith("going back: record ")


@pytest.mark.parametrize("how, state", [("leave", "running"), ("stop", "abort")])
def test_ctrl_c_means_the_deployment_that_goes_back(
        program: Program, service: Service, good: str, how: str, state: str) -> None:
    service.next_lasts(pending_ms=0)
    arguments = deploy(service, "--on-interrupt", how)
    with program.begin(*arguments) as running:
        running.until("going back: record")
        running.until("running")  # what its error says was seen last
        running.interrupt()
        run = running.end()
    read({"leave": "interrupted_rollback", "stop": "interrupted_rollback_and_stopped"}[how], arguments, run)
    assert (run.code, service.started("rollback")[0]["state"]) == (130, state)


def test_json_tells_that_going_back_was_interrupted(program: Program, service: Service, good: str) -> None:
    service.next_lasts(pending_ms=0)
    with program.begin(*deploy(service, "--output", "jsonl", "--on-interrupt", "stop")) as running:
        running.until('"rollback"')
        running.until("running")
        running.interrupt()
        run = running.end()
    end = run.lines[-1]
    record = service.started("rollback")[0]["record_id"]
    assert (end["exit_status"], end["error"]["status"]) == (130, "CAD_E_DEPLOYMENT_FAILED")
    assert f"The deployment {record} is being stopped, as was asked for." in end["error"]["message"]


def test_ctrl_c_while_the_way_back_is_asked_for_says_that_it_may_run(
        program: Program, service: Service, good: str) -> None:
    service.fault("stall_after_work", path="/rollback")
    arguments = deploy(service)
    with program.begin(*arguments) as running:
        running.until("failed")
        until(lambda: bool(service.started("rollback")), "the service was never asked")
        running.interrupt()
        run = running.end()
    service.release()
    read("interrupted_start_of_rollback", arguments, run)
    assert run.code == 130
