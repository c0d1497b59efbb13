"""What ends the program from outside: it is never a question unless somebody sits there, and what was ignored stays so."""
import itertools
import os
import signal
import time
from typing import Any

import pytest

from emulator import Service
from program_run import Program
from program_situations import Child
from program_terminal import TerminalRun
from waits import until

QUESTION = "Stop the deployment [s]"

@pytest.fixture(autouse=True)
def long_deployments(service: Service) -> None:
    service.next_lasts(pending_ms=0)


def state(service: Service) -> str:
    return service.records()[0]["state"]


def named(service: Service) -> str:
    return f"codearts-deploy watch {service.task_id} {service.records()[0]['record_id']}"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("how, end", [("ask", "running"), ("leave", "running"), ("stop", "abort")])
def test_on_a_terminal_only_ctrl_c_is_a_question(
        program: Program, service: Service, number: signal.Signals, how: str, end: str) -> None:
    with TerminalRun(program, "deploy", service.task_id, "--on-interrupt", how) as run:
        run.sees("running")
        run.signal(number)
        done = run.end()
    assert QUESTION not in done.out and named(service) in done.out
    assert (done.code, state(service)) == (130, end)


@pytest.mark.parametrize("value", ["true", "1", "woodpecker"])
def test_a_machine_that_builds_is_asked_nothing(program: Program, service: Service, value: str) -> None:
    with TerminalRun(program, "deploy", service.task_id, CI=value) as run:
        run.sees("running")
        run.control_c()
        done = run.end()
    assert QUESTION not in done.out and named(service) in done.out and (done.code, state(service)) == (130, "running")


@pytest.mark.parametrize("value", ["", "false", "0"])
def test_somebody_who_says_that_it_is_no_such_machine_is_asked(
        program: Program, service: Service, value: str) -> None:
    with TerminalRun(program, "deploy", service.task_id, CI=value) as run:
        run.sees("running")
        run.control_c()
        run.sees(QUESTION)
        run.signal(signal.SIGTERM)
        done = run.end()
    # It is no second Ctrl-C either: it ends as it would have without the question.
    assert done.code == 130 and "goes on by itself" in done.out and "Left at once" not in done.out


@pytest.mark.parametrize("how, end", [("ask", "running"), ("leave", "running"), ("stop", "abort")])
def test_closing_the_terminal_is_heard(program: Program, service: Service, how: str, end: str) -> None:
    with TerminalRun(program, "deploy", service.task_id, "--on-interrupt", how) as run:
        run.sees("running")
        assert run.hang_up() == 130
    assert state(service) == end


def test_several_signals_at_once_do_not_keep_it_from_stopping(program: Program, service: Service) -> None:
    service.fault("delay", ms=500, path="/stop")
    with Child(program, "deploy", service.task_id, "--on-interrupt", "stop") as child:
        until(lambda: bool(service.asked("/state")), "it is not followed")
        for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGHUP, signal.SIGTERM):
            child.signal(number)
        assert child.end().code == 130
    assert state(service) == "abort"


@pytest.mark.parametrize("command, number", [
    *itertools.product(["deploy", "watch", "log"], [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]),
    ("deploy", signal.SIGQUIT)])
def test_what_is_ignored_at_the_start_stays_ignored(
        program: Program, service: Service, command: str, number: signal.Signals) -> None:
    arguments = [command, service.task_id, "--follow" if command == "log" else "--interval=20ms"]
    if command != "deploy":
        arguments.insert(2, program.run("start", service.task_id, "-o", "json").document["id"])
    with Child(program, *arguments, ignored=(number,)) as child:
        until(lambda: bool(service.asked("/state")), "it is not followed")
        child.signal(number)
        expected = service.asked() + (1 if command == "log" else 10)  # a log is not looked at so often
        until(lambda: service.asked() > expected, "it does not go on")
        program.run("stop", service.task_id, service.records()[0]["record_id"])
        assert child.end().code == (0 if command == "log" else 12)


class ShellJob:
    """A shell on a terminal with job control, and the program as its job in the background."""

    def __init__(self, program: Program, command: str):
        self.run = TerminalRun(
            Program("/bin/bash", {**program.environment, "PS1": "ready> ", "PROGRAM": program.path}),
            "--norc", "--noprofile", "-i")
        self.run.sees("ready> ")
        self.run.type(command + "\n")
        self.run.until(lambda: "[1] " in self.run.text, "job")
        self.pid = int(self.run.text.split("[1] ")[1].split()[0])

    def __enter__(self) -> "ShellJob":
        return self

    def __exit__(self, *_: Any) -> None:
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.run.__exit__()

    @property
    def is_stopped(self) -> bool:
        return self.status == "T"

    @property
    def status(self) -> str:
        try:
            with open(f"/proc/{self.pid}/stat", encoding="utf-8") as file:
                return file.read().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return "gone"


@pytest.mark.parametrize("number", ["INT", "TERM", "HUP"])
def test_a_job_in_the_background_asks_nothing_and_ends(program: Program, service: Service, number: str) -> None:
    with ShellJob(program, f'"$PROGRAM" deploy {service.task_id} &') as job:
        until(lambda: bool(service.asked("/state")), "it is not followed")
        job.run.type(f"kill -{number} %1\n")
        job.run.type("s\n")
        job.run.sees(named(service))
        job.run.until(lambda: job.status in ("gone", "Z"), "end of the job")
        assert QUESTION not in job.run.text and "Stopped" not in job.run.text
    assert state(service) == "running"


def test_a_job_in_the_background_does_not_draw_over_the_shell(program: Program, service: Service) -> None:
    with ShellJob(program, f'"$PROGRAM" deploy {service.task_id} &') as job:
        job.run.sees("running")
        assert "\x1b[1A" not in job.run.text and "] the deployment is running" in job.run.text


def test_who_is_put_into_the_background_at_the_question_goes_on(program: Program, service: Service) -> None:
    with ShellJob(program, f'"$PROGRAM" deploy {service.task_id} & fg') as job:
        job.run.until(lambda: "running" in job.run.text, "picture")
        job.run.control_c()
        job.run.sees(QUESTION)
        job.run.type("\x1a")
        job.run.sees("Stopped")
        seen = service.asked("/state")
        job.run.type("bg\n")
        until(lambda: service.asked("/state") > seen + 2, "it does not go on")
        job.run.type("\n")
        assert not job.is_stopped


def test_a_secret_is_not_asked_for_in_the_background(program: Program, service: Service) -> None:
    with ShellJob(program, f'"$PROGRAM" start {service.task_id} --param-prompt password &') as job:
        job.run.sees("use --param-env instead")
        job.run.type("wait %1; echo code $?\n")
        job.run.sees("code 64")
    assert service.records() == []


def test_an_emulator_in_the_background_serves_while_somebody_types(program: Program) -> None:
    with ShellJob(program, '"$PROGRAM" emulator &') as job:
        job.run.sees('"endpoint"')
        for _ in range(3):
            job.run.type("echo typed\n")
            time.sleep(0.3)
        assert job.status not in ("T", "gone", "Z")
        job.run.type("kill %1\n")
        job.run.until(lambda: job.status in ("gone", "Z"), "end of the emulator")
        assert "SIGTERM came" in job.run.text
