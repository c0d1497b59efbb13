"""Ctrl-C, as a key on a terminal and as a signal in a pipe: the program ends, and says what goes on."""
import signal
import threading

import pytest

from emulator import Service
from program_run import Program
from program_terminal import TerminalRun
from program_transcripts import expect
from waits import until

QUESTION = "Stop the deployment [s], leave it running [l], or go on following it [Enter]? "


def state(service: Service) -> str:
    return service.records()[0]["state"]


@pytest.fixture(autouse=True)
def long_deployments(service: Service) -> None:
    service.next_lasts()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("how", ["ask", "leave", "stop"])
def test_in_a_pipe_nobody_is_asked(program: Program, service: Service, how: str, number: signal.Signals) -> None:
    arguments = ["deploy", service.task_id, "--interval", "20ms", "--on-interrupt", how]
    with program.begin(*arguments) as running:
        running.until("running")
        running.interrupt(number)
        run = running.end()
    expect({"ask": "interrupted_in_a_pipe", "leave": "interrupted", "stop": "interrupted_and_stopped"}[how],
           arguments, run._replace(out=""))
    assert (run.code, state(service)) == (130, "abort" if how == "stop" else "running")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_is_being_started_is_stopped_once_it_is_known(
        program: Program, service: Service, number: signal.Signals) -> None:
    service.fault("stall_after_work", path="/start")
    with program.begin("deploy", service.task_id, "--on-interrupt", "stop") as running:
        until(lambda: service.asked("/start") == 1, "nothing was started")
        running.interrupt(number)
        threading.Event().wait(0.5)  # by now it has heard of it; were it too short, this would only prove less
        service.release()
        run = running.end()
    assert run.code == 130 and state(service) in ("abort", "not_started") and "is being stopped" in run.err


def test_json_tells_the_record_of_an_interrupted_deployment(program: Program, service: Service) -> None:
    with program.begin("deploy", service.task_id, "--interval", "20ms", "--output", "jsonl") as running:
        running.until("running")
        running.interrupt()
        run = running.end()
    end = run.lines[-1]
    assert (end["exit_status"], end["error"]["status"]) == (130, "CAD_E_CANCELLED")
    assert end["error"]["record_id"] == service.records()[0]["record_id"]


@pytest.mark.parametrize("answer, goes_on", [("s", False), ("l", True), ("Leave", True)])
def test_on_a_terminal_somebody_is_asked(program: Program, service: Service, answer: str, goes_on: bool) -> None:
    with TerminalRun(program, "deploy", service.task_id, "--interval", "20ms") as run:
        run.sees("running")
        run.control_c()
        run.sees(QUESTION)
        run.type(answer + "\n")
        done = run.end()
    record = service.records()[0]["record_id"]
    assert f"codearts-deploy watch {service.task_id} {record}" in done.out
    assert (f"codearts-deploy stop {service.task_id} {record}" in done.out) == goes_on
    assert (done.code, state(service)) == (130, "running" if goes_on else "abort")


def test_who_goes_on_is_not_asked_again(program: Program, service: Service) -> None:
    with TerminalRun(program, "deploy", service.task_id, "--interval", "20ms") as run:
        run.sees("running")
        run.control_c()
        run.sees(QUESTION)
        run.type("\n")
        seen = len(run.text)
        run.until(lambda: "running" in run.text[seen + 20:], "another picture")
        run.control_c()
        done = run.end()
    assert done.code == 130 and done.out.count(QUESTION) == 1
    record = service.records()[0]["record_id"]
    assert f"Left at once; the deployment {record} is left to itself (state running)." in done.out
    assert f"codearts-deploy watch {service.task_id} {record}" in done.out


def test_ctrl_c_at_the_question_leaves_at_once(program: Program, service: Service) -> None:
    with TerminalRun(program, "deploy", service.task_id, "--interval", "20ms") as run:
        run.sees("running")
        run.control_c()
        run.sees(QUESTION)
        run.control_c()
        done = run.end()
    assert done.code == 130 and "Left at once" in done.out and state(service) == "running"


def test_the_question_is_dropped_when_the_deployment_has_ended(program: Program, service: Service) -> None:
    with TerminalRun(program, "deploy", service.task_id, "--interval", "20ms") as run:
        run.sees("running")
        run.control_c()
        run.sees(QUESTION)
        program.run("stop", service.task_id, service.records()[0]["record_id"])
        done = run.end()
    assert done.code == 12 and "was stopped or cancelled" in done.out


def test_an_option_spares_the_question(program: Program, service: Service) -> None:
    with TerminalRun(program, "deploy", service.task_id, "--interval", "20ms", "--on-interrupt", "stop") as run:
        run.sees("running")
        run.control_c()
        done = run.end()
    assert QUESTION not in done.out and (done.code, state(service)) == (130, "abort")


def test_json_is_a_document_even_for_one_who_leaves_at_once(program: Program, service: Service) -> None:
    service.fault("stall_before_work", path="/stop")
    arguments = ["deploy", service.task_id, "--interval", "20ms", "--on-interrupt", "stop", "--output", "jsonl"]
    with program.begin(*arguments) as running:
        running.until("running")
        running.interrupt()
        until(lambda: bool(service.asked("/stop")), "the service was never asked")
        running.interrupt()
        run = running.end()
    service.release()
    error = run.lines[-1]["error"]
    assert (run.code, error["status"], error["outcome"]) == (130, "CAD_E_CANCELLED", "started")
    assert "whether it does was not waited for" in error["message"]
    assert f"codearts-deploy stop {service.task_id} {error['record_id']}" in run.err


def test_on_a_terminal_nobody_is_asked_about_what_was_not_started(program: Program, service: Service) -> None:
    service.fault("busy", path="/start", times=99)
    arguments = ["deploy", service.task_id, "--interval", "60", "--wait-until-idle", "600"]
    with TerminalRun(program, *arguments) as run:
        run.sees("Waiting until that is over")
        run.control_c()
        done = run.end()
    assert QUESTION not in done.out and done.code == 130 and "Nothing was sent" in done.out


@pytest.mark.parametrize("command", ["start", "deploy"])
def test_a_start_that_hangs_can_be_interrupted(program: Program, service: Service, command: str) -> None:
    service.fault("stall_after_work", path="/start")
    arguments = [command, service.task_id]
    with program.begin(*arguments, "--output", "jsonl") as running:
        until(lambda: bool(service.records()), "the service was never asked")
        running.interrupt()
        run = running.end()
    service.release()
    last = run.lines[-1]
    error = last.get("error", last)
    assert (run.code, error["status"], error["outcome"]) == (130, "CAD_E_CANCELLED", "unknown")


def test_whoever_interrupts_a_start_hears_that_it_may_run(program: Program, service: Service) -> None:
    service.fault("stall_after_work", path="/start")
    arguments = ["deploy", service.task_id]
    with program.begin(*arguments) as running:
        until(lambda: bool(service.records()), "the service was never asked")
        running.interrupt()
        run = running.end()
    service.release()
    expect("interrupted_start", arguments, run._replace(out=""))


def test_a_stop_can_be_interrupted_and_may_have_stopped(program: Program, service: Service) -> None:
    service.fault("stall_after_work", path="/stop")
    record = program.run("start", service.task_id, "--output", "json").document["id"]
    arguments = ["stop", service.task_id, record]
    with program.begin(*arguments) as running:
        until(lambda: bool(service.asked("/stop")), "the service was never asked")
        running.interrupt()
        run = running.end()
    service.release()
    expect("interrupted_stop", arguments, run)


def test_a_log_is_not_told_again_at_ctrl_c(program: Program, service: Service) -> None:
    record = program.run("start", service.task_id, "--output", "json").document["id"]
    with program.begin("log", "-f", service.task_id, record) as running:
        running.until("begins")
        running.interrupt()
        run = running.end()
    assert run.code == 130 and "The end of its log" not in run.err
    assert f"codearts-deploy stop {service.task_id} {record}" in run.err


def test_reading_can_be_interrupted(program: Program, service: Service) -> None:
    service.fault("stall_before_work", path="/history")
    with program.begin("params", service.task_id) as running:
        until(lambda: bool(service.asked("/history")), "the service was never asked")
        running.interrupt()
        run = running.end()
    service.release()
    assert run.code == 130 and run.err
