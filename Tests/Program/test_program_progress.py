"""How much is shown while a deployment goes on: as it is asked for, not more than changes, and a word a minute."""
import re
import time

import pytest

from emulator import Service
from program_run import Program
from program_terminal import TerminalRun

ESCAPE = re.compile(r"\x1b\[[\d;]*[A-Za-z]")


def test_a_machine_that_builds_gets_plain_lines_on_its_terminal(program: Program, service: Service) -> None:
    with TerminalRun(program, "deploy", service.task_id, CI="true") as run:
        done = run.end()
    assert done.code == 0 and "\x1b" not in done.out and "] record " in done.out


@pytest.mark.parametrize("style, variables, is_live", [
    ("live", {"CI": "true"}, True), ("live", {"TERM": "dumb"}, False), ("plain", {}, False), ("none", {}, False),
    ("auto", {}, True), ("auto", {"CI": "false"}, True)])
def test_progress_is_shown_as_it_was_asked_for(
        program: Program, service: Service, style: str, variables: dict, is_live: bool) -> None:
    arguments = ["deploy", service.task_id, "--progress", style]
    with TerminalRun(program, *arguments, **variables) as run:
        done = run.end()
    assert done.code == 0 and ("\x1b[" in done.out) == is_live and "succeeded" in done.out
    assert ("initial" in done.out) == (style != "none")


def test_no_progress_is_no_line_but_the_result(program: Program, service: Service) -> None:
    done = program.run("deploy", service.task_id, "--progress", "none")
    assert re.fullmatch(r"The deployment [0-9a-f]{32} succeeded( in .*)?\.\n", done.out) and done.err == ""
    done = program.run("deploy", service.task_id, "--progress", "none", "-o", "jsonl")
    assert [line["event"] for line in done.lines] == ["end"]


def test_progress_beside_a_document_goes_to_standard_error(program: Program, service: Service) -> None:
    done = program.run("deploy", service.task_id, "--progress", "plain", "-o", "json")
    assert done.document["state"] == "succeeded" and "] record " in done.err


def test_a_watch_shows_it_as_asked_for_too(program: Program, service: Service) -> None:
    record = program.run("start", service.task_id, "-o", "json").document["id"]
    done = program.run("watch", service.task_id, record, "--progress", "none")
    assert len(done.out.splitlines()) == 1


def test_nothing_but_the_clock_is_drawn_while_nothing_changes(program: Program, service: Service) -> None:
    service.next_lasts(pending_ms=0)
    with TerminalRun(program, "deploy", service.task_id, columns=100) as run:
        run.sees("Stop the service")
        run.until(lambda: "00:02" in run.text, "clock")
        begun, seen = time.monotonic(), len(run.text)
        run.until(lambda: time.monotonic() > begun + 4, "time")
        drawn = run.text[seen:]
        screen = run.screen
    seconds = time.monotonic() - begun
    assert len(ESCAPE.findall(drawn)) < 12 * seconds and len(drawn) < 400 * seconds
    assert "Stop the service" not in drawn, "a step that has not begun was drawn again"
    assert "running" in screen[0] and len([line for line in screen if line]) == 4


def test_in_the_end_the_picture_is_whole(program: Program, service: Service) -> None:
    service.settings(step_ms=1500)
    with TerminalRun(program, "deploy", service.task_id, columns=100) as run:
        assert run.end().code == 0
        screen = [re.sub(r" +", " ", re.sub(r"\d\d:\d\d|[0-9a-f]{32}", "", line)) for line in run.screen[:4]]
    assert screen == [
        "✔ succeeded record ", " ✔ initial succeeded", " ✔ 下载软件包 succeeded", " ✔ Stop the service succeeded"]


@pytest.mark.parametrize("columns", [1, 2, 5])
def test_the_narrowest_window_ends_nothing(program: Program, service: Service, columns: int) -> None:
    with TerminalRun(program, "deploy", service.task_id, "--log", columns=columns) as run:
        assert run.end().code == 0


@pytest.mark.parametrize("time", ["1", "1s", "500ms", "0.5", "0.01m"])
def test_a_long_silence_is_broken_by_a_line(program: Program, service: Service, time: str) -> None:
    service.next_lasts(pending_ms=0)
    with program.begin("deploy", service.task_id, "--heartbeat", time) as run:
        run.until("] the deployment is still running: initial")
        run.until("] the deployment is still running: initial")


def test_a_long_silence_is_broken_by_an_event(program: Program, service: Service) -> None:
    service.next_lasts(pending_ms=0)
    with program.begin("deploy", service.task_id, "-o", "jsonl", "--heartbeat", "500ms") as run:
        while '"state":"running"' not in run.until('"event":"heartbeat"'):
            pass
        run.interrupt()
        beats = [line for line in run.end().lines if line["event"] == "heartbeat"]
    running = next(beat for beat in beats if beat.get("state") == "running")
    assert running["record_id"] == service.records()[0]["record_id"] and running["elapsed_ms"] >= 500


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_long_silence_is_broken_beside_the_output(program: Program, service: Service, form: str) -> None:
    service.next_lasts(pending_ms=0)
    arguments = ["deploy", service.task_id, "-o", form, "--heartbeat", "500ms"]
    quiet = program.run(*arguments, "--progress", "none", "--timeout", "2")
    assert "still" not in quiet.out + quiet.err
    service.reset()
    service.next_lasts(pending_ms=0)
    with program.begin(*arguments) as run:
        run.until("the deployment is still running: initial", "out" if form == "text" else "err")


def test_nobody_is_told_of_silence_while_things_happen(program: Program, service: Service) -> None:
    done = program.run("deploy", service.task_id)
    assert "still" not in done.out
