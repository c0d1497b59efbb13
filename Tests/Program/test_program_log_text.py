"""A log as build tools write it: with colours, titles, links and progress bars. A terminal obeys none of it."""
import json
import re
import subprocess
from collections.abc import Iterator

import pytest

from emulator import Service
from fault_server import Request, reply
from program_run import Program
from program_terminal import TerminalRun
from tampering_proxy import TamperingProxy

TEXT = (
    "\x1b[0;32mok: [host]\x1b[0m\n"
    "  5%\r 50%\r100%\r\n"
    "windows\r\n"
    "cleared\r\x1b[K\n"
    "\x1b]0;a title\x07after the title\n"
    "\x1b]8;;https://example.com\x1b\\a link\x1b]8;;\x1b\\\n"
    "\x1b[2J\x1b[Hmoved\x1b[10;20H\x1b[?25l\x1b(B\x1b7\x1bM\n"
    "\x1bPdevice\x1b\\control \x1b^private\x1b\\\x1b_program\x1b\\string\n"
    "\u009b31mone byte\u009b0m \u009d0;title\u009ctitle\n"
    "|\b/\b-\bspun\n"
    "bell\x07 and nul\x00\n"
    "\x1b[31mnot reset\n"
    "cut \x1b[3\n"
    "a tab\there\n"
)
PLAIN = [
    "ok: [host]", "100%", "windows", "", "after the title", "a link", "moved", "control string", "one byte title",
    "spun", "bell and nul", "not reset", "cut ", "a tab    here"]


@pytest.fixture(params=[None, 1, 7], ids=["whole", "by_1", "by_7"])
def logged(service: Service, program: Program, request: pytest.FixtureRequest) -> Iterator[Program]:
    """The program, whose deployments have that log; it comes in parts of so many characters."""
    part: int | None = request.param

    def change(request: Request, body: bytes) -> bytes | None:
        target = request.line.split(" ")[1]
        if "/logs" not in target:
            return None
        found = re.search(r"[?&]offset=(\d+)", target)
        offset = int(found.group(1)) if found else 0
        end = min(len(TEXT), offset + (part or len(TEXT)))
        return reply("200 OK", json.dumps({"status": "success", "result": {
            "text": TEXT[offset:end], "end_offset": str(end), "has_more": end < len(TEXT)}}))

    with TamperingProxy(service, change) as server:
        yield program.having(CODEARTS_DEPLOY_ENDPOINT=server.endpoint)


def record_of(program: Program, service: Service) -> str:
    return program.run("start", service.task_id, "-o", "json").document["id"]


def test_a_pipe_gets_the_log_as_it_is(logged: Program, service: Service) -> None:
    record = record_of(logged, service)
    done = subprocess.run(
        logged.command("log", service.task_id, record), env=logged.environment, stdout=subprocess.PIPE, timeout=120)
    assert done.stdout == TEXT.encode()


def test_a_terminal_gets_the_log_without_what_it_would_obey(logged: Program, service: Service) -> None:
    record = record_of(logged, service)
    with TerminalRun(logged, "log", service.task_id, record, NO_COLOR="1") as run:
        done = run.end()
    assert done.code == 0 and done.out.split("\r\n")[:-1] == PLAIN


def test_a_terminal_gets_the_colours_and_they_end_with_their_line(logged: Program, service: Service) -> None:
    record = record_of(logged, service)
    with TerminalRun(logged, "log", service.task_id, record) as run:
        lines = run.end().out.split("\r\n")[:-1]
    assert lines[0] == "\x1b[0;32mok: [host]\x1b[0m" and lines[11] == "\x1b[31mnot reset\x1b[0m"
    assert lines[8] == "\x1b[31mone byte\x1b[0m title"
    assert [re.sub(r"\x1b\[[\d;]*m", "", line) for line in lines] == PLAIN


@pytest.mark.parametrize("variables", [{}, {"CI": "true"}, {"TERM": "dumb"}])
def test_the_progress_shows_it_without_what_a_terminal_would_obey(
        logged: Program, service: Service, variables: dict) -> None:
    arguments = ["deploy", service.task_id, "--log"]
    with TerminalRun(logged, *arguments, **variables) as run:
        assert run.end().code == 0
        shown = [line.partition("  | ")[2] for line in run.screen if "  | " in line]
    assert shown == PLAIN


def test_plain_lines_in_a_pipe_have_no_escapes(logged: Program, service: Service) -> None:
    done = logged.run("deploy", service.task_id, "--log")
    assert [line.partition("  | ")[2] for line in done.out.splitlines() if "  | " in line] == PLAIN


def test_the_end_of_the_log_of_a_failure_has_none_either(logged: Program, service: Service) -> None:
    service.next_ends("failed", failed_step=1)
    done = logged.run("deploy", service.task_id)
    assert [line[4:] for line in done.err.splitlines() if line.startswith("  | ")] == PLAIN


def test_a_message_of_the_service_loses_whole_sequences(program: Program, service: Service) -> None:
    message = "\x1b[31mno\x1b[0m \x1b]0;title\x07way"
    service.fault("error", http_status=404, code="Deploy.1", message=message, path="/start")
    done = program.run("start", service.task_id)
    assert "Deploy.1: no way" in done.err
