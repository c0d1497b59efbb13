"""How long the emulator lives, by itself and with the life of whoever started it; and it says why it ends."""
import json
import signal
import subprocess
import tempfile
import urllib.request
from typing import Any

import pytest

from program_run import Program
from program_situations import Child, full_device
from program_terminal import TerminalRun


UNTIL_CLOSED = "--until-stdin-closes"


def first_line(child: Child) -> dict:
    assert child.process.stdout is not None
    line = child.process.stdout.readline()
    assert line, child.end()
    return json.loads(line)


def inputs(kind: str) -> Any:
    if kind == "file":
        file = tempfile.TemporaryFile()
        file.write(b"some text\n")
        file.seek(0)
        return file
    return {"null": subprocess.DEVNULL, "zero": open("/dev/zero", "rb")}[kind]


@pytest.mark.parametrize("kind", ["null", "file", "zero", "closed"])
def test_it_stays_where_its_input_says_nothing_of_anybody(bare_program: Program, kind: str) -> None:
    closed = (0,) if kind == "closed" else ()
    with Child(bare_program, "emulator", UNTIL_CLOSED, text=None if closed else inputs(kind), closed=closed) as child:
        first_line(child)
        with pytest.raises(subprocess.TimeoutExpired):
            child.process.wait(timeout=1)
        child.signal(signal.SIGTERM)
        done = child.end()
    assert done.code == 0 and done.err == "codearts-deploy: The emulator ends: SIGTERM came.\n"


def test_it_stays_when_its_input_closes_unless_it_is_told_otherwise(bare_program: Program) -> None:
    with Child(bare_program, "emulator", text=subprocess.PIPE) as child:
        facts = first_line(child)
        assert child.process.stdin is not None
        child.process.stdin.write(b"end\n")
        child.process.stdin.close()
        child.process.stdin = None
        with pytest.raises(subprocess.TimeoutExpired):
            child.process.wait(timeout=1)
        with urllib.request.urlopen(facts["endpoint"] + "/_emulator/records") as reply:
            assert json.load(reply)["total"] == 0
        child.signal(signal.SIGINT)
        done = child.end()
    assert done.code == 0 and done.err == "codearts-deploy: The emulator ends: SIGINT (Ctrl-C) came.\n"


def test_it_ends_when_a_pipe_closes_and_says_so(bare_program: Program) -> None:
    with Child(bare_program, "emulator", UNTIL_CLOSED, text=subprocess.PIPE) as child:
        first_line(child)
        done = child.end()  # closes it
    assert done.code == 0 and done.err == "codearts-deploy: The emulator ends: standard input was closed.\n"


def test_it_ends_without_a_word_when_it_is_told_to(bare_program: Program) -> None:
    with Child(bare_program, "emulator", UNTIL_CLOSED, text=subprocess.PIPE) as child:
        first_line(child)
        assert child.process.stdin is not None and child.process.stderr is not None
        child.process.stdin.write(b"end\n")
        child.process.stdin.flush()
        assert (child.ended(), child.process.stderr.read()) == (0, b"")


def test_it_ends_at_the_end_of_a_terminals_input(bare_program: Program) -> None:
    with TerminalRun(bare_program, "emulator", UNTIL_CLOSED) as run:
        run.sees('"endpoint"')
        run.type("\x04")
        done = run.end()
    assert done.code == 0 and "The emulator ends: the terminal's input has ended." in done.out


def test_it_ends_when_its_terminal_is_closed(bare_program: Program) -> None:
    with TerminalRun(bare_program, "emulator") as run:
        run.sees('"endpoint"')
        assert run.hang_up() == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_what_is_ignored_at_the_start_does_not_end_it(bare_program: Program, number: signal.Signals) -> None:
    with Child(bare_program, "emulator", UNTIL_CLOSED, text=subprocess.PIPE, ignored=(number,)) as child:
        first_line(child)
        child.signal(number)
        with pytest.raises(subprocess.TimeoutExpired):
            child.process.wait(timeout=1)
        assert child.end().code == 0


def test_an_announcement_that_is_lost_is_no_emulator(bare_program: Program) -> None:
    with full_device() as out, Child(bare_program, "emulator", out=out) as child:
        done = child.end()
    assert done.code == 1 and "The output cannot be written: No space left on device." in done.err
