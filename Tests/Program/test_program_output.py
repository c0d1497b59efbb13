"""An output that cannot be written, or that nobody reads: the deployment is named all the same, and the program ends."""
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from emulator import Service
from program_run import Program, Run
from program_situations import Child, broken_pipe, full_device, unread_pipe
from program_terminal import TerminalRun
from waits import until

FORMS = ["text", "json", "jsonl"]


@contextmanager
def closed_output() -> Iterator[int]:
    yield -1


def run(program: Program, where: Callable, *arguments: str, **options: Any) -> Run:
    """With a standard output that cannot be written."""
    with where() as out:
        if out == -1:
            child = Child(program, *arguments, out=None, closed=(1,), **options)
        else:
            child = Child(program, *arguments, out=out, **options)
        with child:
            return child.end()


WHERE = [full_device, broken_pipe, closed_output]


def record_of(service: Service) -> str:
    return service.records()[-1]["record_id"]


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("form", FORMS)
def test_what_was_started_is_named_although_the_output_is_lost(
        program: Program, service: Service, where: Callable, form: str) -> None:
    done = run(program, where, "start", service.task_id, "-o", form, default=(signal.SIGPIPE,))
    assert done.code == 13 and record_of(service) in done.err, done
    assert "cannot be written" in done.err and "fault of this program" not in done.err


@pytest.mark.parametrize("where", WHERE)
def test_a_rollback_is_named_too(program: Program, service: Service, where: Callable) -> None:
    record = program.run("start", service.task_id, "-o", "json").document["id"]
    done = run(program, where, "rollback", service.task_id, record)
    assert done.code == 13 and record_of(service) in done.err and record_of(service) != record


@pytest.mark.parametrize("request_of", [
    lambda service: ("start_deploy_task", '{"task_id": "%s"}' % service.task_id),
    lambda service: ("call_api", '{"method": "POST", "path": "/v2/tasks/%s/start", "body": {}}' % service.task_id)])
def test_a_call_that_starts_something_is_named_too(
        program: Program, service: Service, request_of: Callable) -> None:
    done = run(program, full_device, "call", *request_of(service))
    assert done.code == 13 and record_of(service) in done.err


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("end, code", [("succeeded", 0), ("failed", 10), ("abort", 12)])
def test_a_deployment_is_followed_to_its_end_all_the_same(
        program: Program, service: Service, where: Callable, form: str, end: str, code: int) -> None:
    service.next_ends(end)
    done = run(program, where, "deploy", service.task_id, "-o", form, default=(signal.SIGPIPE,))
    assert done.code == code and record_of(service) in done.err, done


def test_what_failed_is_put_back_although_nobody_hears_of_it(program: Program, service: Service) -> None:
    service.had({"days_ago": 1, "state": "succeeded"})
    service.next_ends("failed", failed_step=1)
    done = run(program, broken_pipe, "deploy", service.task_id, "--on-failure", "rollback")
    assert done.code == 11 and record_of(service) in done.err


@pytest.mark.parametrize("where", [*WHERE, unread_pipe])
@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_its_time_is_over_whether_anybody_reads_or_not(
        program: Program, service: Service, where: Callable, form: str) -> None:
    service.next_lasts(pending_ms=0)
    done = run(program, where, "deploy", service.task_id, "-o", form, "--timeout", "3", "--on-timeout", "stop")
    assert done.code == 12 and record_of(service) in done.err, done
    assert service.records()[0]["state"] == "abort"


@pytest.mark.parametrize("where", WHERE)
def test_a_stop_that_was_asked_for_is_made_although_the_output_is_lost(
        program: Program, service: Service, where: Callable) -> None:
    service.next_lasts(pending_ms=0)
    with where() as out:
        options: Any = {"out": None, "closed": (1,)} if out == -1 else {"out": out}
        with Child(program, "deploy", service.task_id, "--on-interrupt", "stop", **options) as child:
            until(lambda: bool(service.asked("/state")), "it is not followed")
            child.signal(signal.SIGTERM)
            done = child.end()
    assert (done.code, service.records()[0]["state"]) == (130, "abort") and record_of(service) in done.err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("both", [False, True], ids=["output", "output_and_errors"])
def test_a_reader_who_does_not_read_makes_nobody_deaf(
        program: Program, service: Service, number: signal.Signals, both: bool) -> None:
    service.next_lasts(pending_ms=0)
    with unread_pipe() as out:
        arguments = ["deploy", service.task_id, "--on-interrupt", "stop"]
        with Child(program, *arguments, out=out, err=out if both else subprocess.PIPE) as child:
            until(lambda: bool(service.asked("/state")), "it is not followed")
            child.signal(number)
            assert child.ended() == 130
            err = "" if both else child.end().err
    assert service.records()[0]["state"] == "abort"
    assert both or record_of(service) in err


def reading_commands(service: Service, record: str) -> list[list[str]]:
    return [
        ["log", service.task_id, record], ["log", "-f", service.task_id, record], ["records", service.task_id],
        ["params", service.task_id, record], ["schema"], ["doctor"],
        ["call", "show_deploy_task_detail", '{"task_id": "%s"}' % service.task_id],
        ["call", "call_api", '{"method": "GET", "path": "/v2/tasks/%s"}' % service.task_id], ["--help"],
    ]


@pytest.fixture
def readers(program: Program, service: Service) -> list[list[str]]:
    record = program.run("deploy", service.task_id, "--param", "version=1", "-o", "json").document["record_id"]
    return reading_commands(service, record)


def test_who_has_read_enough_ends_a_command_that_only_looks(program: Program, readers: list[list[str]]) -> None:
    for arguments in readers:
        done = run(program, broken_pipe, *arguments, default=(signal.SIGPIPE,))
        assert (done.code, done.err) == (-signal.SIGPIPE, ""), (arguments, done)


@pytest.mark.parametrize("where, words", [
    (full_device, "No space left on device"), (broken_pipe, "Broken pipe"), (closed_output, "Bad file descriptor")])
def test_a_command_that_only_looks_says_why_nobody_sees_it(
        program: Program, readers: list[list[str]], where: Callable, words: str) -> None:
    for arguments in readers:
        done = run(program, where, *arguments, ignored=(signal.SIGPIPE,))
        assert done.code == 1 and f"The output cannot be written: {words}." in done.err, (arguments, done)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_command_that_only_looks_can_be_ended_although_nobody_reads(
        program: Program, readers: list[list[str]], number: signal.Signals) -> None:
    for arguments in readers:
        with unread_pipe() as out, Child(program, *arguments, out=out) as child:
            # It ends at whatever moment the signal comes, before it has anything to write as well.
            with pytest.raises(subprocess.TimeoutExpired):
                child.process.wait(timeout=0.5)
            child.signal(number)
            assert child.ended() in (130, -number), arguments


def test_with_nothing_open_no_word_gets_into_a_request(program: Program, service: Service) -> None:
    for arguments in (["start", service.task_id], ["deploy", service.task_id], ["deploy", service.task_id, "--log"]):
        with Child(program.having(CODEARTS_DEPLOY_LOG=""), *arguments, closed=(0, 1, 2)) as child:
            assert child.ended() == (13 if arguments[0] == "start" else 0)
    assert len(service.records()) == 3


def test_without_standard_error_a_failure_is_told_on_standard_output(program: Program, service: Service) -> None:
    service.next_ends("failed", failed_step=1)
    with Child(program, "deploy", service.task_id, "--progress", "none", closed=(2,), err=None) as child:
        done = child.end()
    assert done.code == 10 and record_of(service) in done.out


def test_a_slow_reader_gets_all_of_it(program: Program, service: Service) -> None:
    service.settings(log_lines=4000, log_part=1 << 20)
    record = program.run("deploy", service.task_id, "-o", "json").document["record_id"]
    with Child(program, "log", service.task_id, record) as child:
        assert child.process.stdout is not None
        seen = b""
        with pytest.raises(subprocess.TimeoutExpired):
            child.process.wait(timeout=1)  # it waits for the reader, for as long as he likes
        while piece := child.process.stdout.read(65536):
            seen += piece
        assert child.ended() == 0
    assert seen.decode() == service.whole_log(record)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_terminal_that_was_halted_with_ctrl_s_makes_nobody_deaf(
        program: Program, service: Service, number: signal.Signals) -> None:
    service.next_lasts(pending_ms=0)
    with TerminalRun(program, "deploy", service.task_id, "--on-interrupt", "stop") as run:
        run.sees("Stop the service")
        run.type("\x13")
        time.sleep(1.5)  # the clock has moved on, and could not be drawn
        run.signal(number)
        assert run.ended() == 130
    assert service.records()[0]["state"] == "abort"


def test_a_pipe_that_does_not_block_gets_all_of_it_and_stays_as_it_is(program: Program, service: Service) -> None:
    service.settings(log_lines=4000, log_part=1 << 20)
    record = program.run("deploy", service.task_id, "-o", "json").document["record_id"]
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    with Child(program, "log", service.task_id, record, out=writer) as child:
        time.sleep(0.5)
        assert not os.get_blocking(writer)
        os.close(writer)
        with open(reader, "rb") as pipe:
            seen = pipe.read()
        assert child.ended() == 0
    assert seen.decode() == service.whole_log(record)
