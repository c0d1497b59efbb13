"""What a deployment looks like while it runs: in a pipe, on a terminal, on a narrow one, without colours."""
import re

import pytest

from emulator import Service
from program_run import Program
from program_terminal import TerminalRun

SGR = re.compile(r"\x1b\[[\d;]*m")


def test_a_pipe_gets_plain_lines(program: Program, service: Service) -> None:
    service.runs_in_sight()
    run = program.run("deploy", service.task_id, "--interval", "10ms", "--log")
    assert "\x1b" not in run.out and "\r" not in run.out
    *lines, last = run.out.splitlines()
    assert all(re.match(r"\[\d\d:\d\d\] ", line) for line in lines)
    told = [line[8:] for line in lines]
    assert told[0] == f"record {service.records()[0]['record_id']}"
    assert {"the deployment is running", "the deployment has succeeded", "下载软件包: succeeded"} <= set(told)
    assert re.fullmatch(r"The deployment [0-9a-f]{32} succeeded( in .* s)?\.", last)
    shown = [line[4:] for line in told if line.startswith("  | ")]
    assert shown == service.whole_log(service.records()[0]["record_id"]).splitlines()


def test_a_pipe_is_told_what_is_waited_for(program: Program, service: Service) -> None:
    service.fault("busy", path="/start", times=2)
    run = program.run("deploy", service.task_id, "--interval", "20ms", "--wait-until-idle", "60")
    assert run.out.count("] The application is being deployed already. Waiting until that is over.\n") == 1


def test_lines_come_when_things_happen(program: Program, service: Service) -> None:
    service.next_lasts()
    with program.begin("deploy", service.task_id, "--interval", "20ms") as run:
        run.until("running")  # although nothing else will come for a long time
        service.release()


@pytest.mark.parametrize("variables, is_live", [
    ({}, True), ({"TERM": "dumb"}, False), ({"TERM": ""}, False), ({"NO_COLOR": "1"}, True)])
def test_a_terminal_gets_what_it_can_show(
        program: Program, service: Service, variables: dict, is_live: bool) -> None:
    with TerminalRun(program, "deploy", service.task_id, "--interval", "20ms", **variables) as run:
        assert run.end().code == 0
        assert ("\x1b[" in run.text) == is_live
        has_colours = SGR.search(run.text) is not None
        assert has_colours == (is_live and "NO_COLOR" not in variables)


def test_the_last_picture_stays(program: Program, service: Service) -> None:
    service.runs_in_sight()
    with TerminalRun(program, "deploy", service.task_id, "--interval", "20ms") as run:
        assert run.end().code == 0
        lines = [re.sub(r"\d\d:\d\d|[0-9a-f]{32}", "*", line) for line in run.screen]
    assert lines[-2].startswith("The deployment * succeeded")
    assert lines[:-2] == [
        "✔ *  succeeded  record *",
        "  ✔ initial           *  succeeded",
        "  ✔ 下载软件包        *  succeeded",
        "  ✔ Stop the service  *  succeeded",
    ]


def test_something_moves_while_nothing_happens(program: Program, service: Service) -> None:
    service.next_lasts()
    with TerminalRun(program, "deploy", service.task_id, "--interval", "60ms") as run:
        run.sees("record")
        for sign in "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏":
            run.sees(sign)


def test_a_plain_locale_gets_plain_signs(program: Program, service: Service) -> None:
    with TerminalRun(program, "deploy", service.task_id, "--interval", "20ms", LANG="C") as run:
        assert run.end().code == 0
        assert run.screen[0].startswith("+ ") and "✔" not in run.text


def test_the_log_scrolls_by_above_the_steps(program: Program, service: Service) -> None:
    with TerminalRun(program, "deploy", service.task_id, "--interval", "20ms", "--log") as run:
        assert run.end().code == 0
        screen = [line for line in run.screen if line.startswith("  | ")]
    assert [line[4:] for line in screen] == service.whole_log(service.records()[0]["record_id"]).splitlines()


@pytest.mark.parametrize("columns", [20, 40, 79])
def test_no_line_is_wider_than_the_terminal(program: Program, service: Service, columns: int) -> None:
    with TerminalRun(program, "deploy", service.task_id, "--interval", "20ms", columns=columns) as run:
        assert run.end().code == 0
        drawn = SGR.sub("", run.text).split("\x1b[J")[-1].split("The deployment")[0]
    wide = re.compile("[\u2e80-\uffe6]")
    assert all(len(line) + len(wide.findall(line)) < columns for line in drawn.splitlines())


def test_more_steps_than_rows_show_the_last(program: Program, service: Service) -> None:
    service.settings(steps=30, step_ms=1)
    with TerminalRun(program, "deploy", service.task_id, "--interval", "20ms", rows=10) as run:
        assert run.end().code == 0
        screen = run.screen
    assert "... 23 more above" in screen[1] and "Step 30" in screen[8]


def test_a_window_that_becomes_narrow_is_drawn_anew(program: Program, service: Service) -> None:
    service.next_lasts()
    with TerminalRun(program, "deploy", service.task_id, "--interval", "20ms", columns=100) as run:
        run.sees("Stop the service")
        run.resize(30, 24)
        # What was drawn takes more than its four rows now; what is drawn then does not.
        run.until(lambda: re.search(r"\x1b\[[5-8]A.*\x1b\[4A", run.text, flags=re.DOTALL) is not None, "shorter lines")


def test_going_back_is_shown_under_what_failed(program: Program, service: Service) -> None:
    service.had({"days_ago": 1, "state": "succeeded"})
    service.next_ends("failed", failed_step=1)
    arguments = ["deploy", service.task_id, "--interval", "20ms", "--on-failure", "rollback"]
    with TerminalRun(program, *arguments, columns=120) as run:
        assert run.end().code == 11
        screen = run.screen
    assert screen[0].startswith("✘ ") and screen[1].startswith("  ✘ initial")
    assert screen[4].startswith("  ! Going back to what the record")
    assert "going back: record" in screen[5] and screen[5].startswith("✔ ")


def test_control_characters_of_a_log_do_not_reach_the_terminal(program: Program, service: Service) -> None:
    service.next_ends("failed", failed_step=1)
    service.fault("error", times=1, http_status=404, code="Deploy.1", message="\x1b]0;title\x07\x1b[2J", path="/start")
    with TerminalRun(program, "start", service.task_id) as run:
        assert run.end().code == 21
        assert "\x1b" not in run.text and "\x07" not in run.text
