"""Secrets that somebody types: whole, or not at all."""
import json
import os
import signal
import sys
import termios
import time

import pytest

from emulator import Service
from fault_server import FaultServer
from program_run import SECRET, Program, Run
from program_terminal import TerminalRun
from waits import until

QUESTION = "Value of db_password: "


@pytest.fixture
def program(program: Program, gateway: FaultServer) -> Program:
    return program.having(CODEARTS_DEPLOY_ENDPOINT=gateway.endpoint)


def sent(gateway: FaultServer) -> list[str]:
    return [each["value"] for request in gateway.requests for each in json.loads(request.body)["params"]]


def echoes(run: TerminalRun) -> bool:
    return bool(termios.tcgetattr(run.terminal)[3] & termios.ECHO)


def typed(program: Program, service: Service, *parts: str | bytes, name: str = "db_password") -> Run:
    with TerminalRun(program, "start", service.task_id, "--param-prompt", name) as run:
        run.sees("Value of ")
        for part in parts:
            data = part if isinstance(part, bytes) else part.encode()
            while data:
                data = data[os.write(run.terminal, data[:1024]):]
        ended = run.end()
    return ended


@pytest.mark.parametrize("keys, words", [
    ("\x04", "ended (Ctrl-D)"), ("abc\x04\x04", "ended (Ctrl-D)"), ("abc\x04", "ended (Ctrl-D)"),
    ("\n", "is empty"), ("\r", "is empty"), ("abc\x15\n", "is empty"), ("a\x7f\r", "is empty"),
    ("one\ntwo\n", "More than one line"), ("one\r\ntwo\r\n", "More than one line"), ("one\n\n", "More than one line"),
    ("x" * 8193 + "\n", "8192"), ("x" * 40_000 + "\n", "8192"), (b"caf\xe9\n", "UTF-8"), ("ab\x1b[Dc\n", "arrow"),
    ("a\x01b\n", "Ctrl-A"), ("a\x00b\n", "Ctrl-@"), ("\x1b[200~one\ntwo\x1b[201~\n", "More than one line")])
def test_what_is_no_whole_line_is_refused_unsent(
        program: Program, service: Service, gateway: FaultServer, keys: str | bytes, words: str) -> None:
    run = typed(program, service, keys)
    assert run.code == 64 and words in run.out and "Nothing was sent" in run.out, run
    assert gateway.requests == []


@pytest.mark.parametrize("keys, value", [
    (SECRET + "\n", SECRET), (SECRET + "\r", SECRET), (SECRET + "\r\n", SECRET), ("x" * 6000 + "\n", "x" * 6000),
    ("x" * 8192 + "\r", "x" * 8192), ("ü" * 8192 + "\r", "ü" * 8192), ("abü\x7f\x7fc\n", "ac"), ("ab\x08c\n", "ac"),
    ("wrong\x15right\n", "right"), ("one two\x17three\n", "one three"), ("a b\tc \n", "a b\tc "),
    ("\x1b[200~" + SECRET + "\x1b[201~\n", SECRET), ("\x1b[200~" + SECRET + "\r\x1b[201~\r", SECRET),
    ("a\x16\x04b\n", "a\x04b"), ("x\x1b[200~a b\x1b[201~y\r", "xa by"), ("日本\x7f語\n", "日語")])
def test_a_whole_line_arrives_as_it_was_typed(
        program: Program, service: Service, gateway: FaultServer, keys: str, value: str) -> None:
    run = typed(program, service, keys)
    assert run.code == 0, run
    assert sent(gateway) == [value]


def test_what_arrives_byte_by_byte_is_the_same(program: Program, service: Service, gateway: FaultServer) -> None:
    with TerminalRun(program, "start", service.task_id, "--param-prompt", "a") as run:
        run.sees("Value of a: ")
        for byte in "\x1b[200~ü語\x1b[201~👍\n".encode():
            os.write(run.terminal, bytes([byte]))
            time.sleep(0.11)
        assert run.end().code == 0
    assert sent(gateway) == ["ü語👍"]


def beginning_late(program: Program, keys: str, *arguments: str) -> TerminalRun:
    """Its terminal is there before it is, and these keys were typed by then; what is typed there can be seen."""
    gate = os.path.join(program.environment["HOME"], "gate")
    os.mkfifo(gate)
    script = f"read -r go; echo ready; read -r go < '{gate}'; exec \"$0\" \"$@\""
    run = TerminalRun(Program("/bin/sh", program.environment, program.secrets), "-c", script, program.path, *arguments)
    run.type("\n")
    run.sees("ready\r\n")
    seen = len(run.text)
    run.type(keys)
    shown = [each for each in keys if each >= " " or each == "\n"]
    run.until(lambda: len(run.text[seen:].replace("\r", "")) >= len(shown), "what was typed")
    with open(gate, "w", encoding="ascii") as opened:
        opened.write("\n")
    return run


@pytest.mark.parametrize("keys", ["abc", "abc\n", "first\nsecond\n", "\x04"])
def test_what_was_typed_too_early_cuts_no_secret(
        program: Program, service: Service, gateway: FaultServer, keys: str) -> None:
    with beginning_late(program, keys, "start", service.task_id, "--param-prompt", "a", "--param-prompt", "b") as run:
        done = run.end()
    assert done.code == 64 and "before the question" in done.out
    assert gateway.requests == []


def test_enter_that_was_pressed_too_early_is_nothing(program: Program, service: Service, gateway: FaultServer) -> None:
    with beginning_late(program, "\n\n", "start", service.task_id, "--param-prompt", "a") as run:
        run.sees("Value of a: ")
        run.type("right\n")
        assert run.end().code == 0
    assert sent(gateway) == ["right"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1])
def test_a_question_on_a_halted_terminal_can_be_ended(
        program: Program, service: Service, gateway: FaultServer, number: signal.Signals) -> None:
    with beginning_late(program, "\x13", "start", service.task_id, "--param-prompt", "a") as run:
        until(lambda: not echoes(run), "it asks")
        run.signal(number)
        assert run.ended() in (130, -number)
    assert gateway.requests == []


def test_an_empty_text_may_be_typed(program: Program, service: Service, gateway: FaultServer) -> None:
    assert typed(program, service, "\n", name="note:text").code == 0
    assert sent(gateway) == [""]


def test_two_questions_have_two_answers(program: Program, service: Service, gateway: FaultServer) -> None:
    with TerminalRun(program, "start", service.task_id, "--param-prompt", "a", "--param-prompt", "b") as run:
        run.sees("Value of a: ")
        run.type("first\n")
        run.sees("Value of b: ")
        run.type("second\n")
        assert run.end().code == 0
    assert sent(gateway) == ["first", "second"]


def test_the_terminal_is_asked_and_not_standard_input(program: Program, service: Service, gateway: FaultServer) -> None:
    script = f'printf "from the pipe\\n" | "$0" start {service.task_id} --param-prompt a'
    shell = Program("/bin/sh", program.environment, program.secrets)
    with TerminalRun(shell, "-c", script, program.path) as run:
        run.sees("Value of a: ")
        run.type("from the terminal\n")
        assert run.end().code == 0
    assert sent(gateway) == ["from the terminal"]


@pytest.mark.parametrize("source", ["--param-env", "--param", "file", "list"])
def test_an_empty_secret_is_refused_unsent(
        program: Program, service: Service, gateway: FaultServer, source: str) -> None:
    listed = '[{"key": "db_password", "value": "", "type": "encrypt"}]'
    text = '{"db_password:encrypt": ""}' if source == "file" else listed
    arguments = {"--param-env": ["--param-env", "db_password=DB_PASSWORD"],
                 "--param": ["--param", "db_password:encrypt="]}.get(source, ["--params-file", "-"])
    run = program.having(DB_PASSWORD="").run("start", service.task_id, *arguments, text=text)
    assert run.code == 64 and "db_password is empty" in run.err and "Nothing was sent" in run.err, run
    assert gateway.requests == []


def test_an_empty_value_is_taken_where_it_is_meant(program: Program, service: Service, gateway: FaultServer) -> None:
    run = program.having(NOTE="").run("start", service.task_id, "--param", "a=", "--param-env", "b:text=NOTE")
    assert run.code == 0 and sent(gateway) == ["", ""]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGHUP, signal.SIGUSR1])
def test_a_signal_ends_it_and_the_terminal_echoes_again(
        program: Program, service: Service, gateway: FaultServer, number: signal.Signals) -> None:
    with TerminalRun(program, "start", service.task_id, "--param-prompt", "db_password") as run:
        run.sees(QUESTION)
        assert not echoes(run)
        run.type("half of it")
        os.kill(run.pid, number)
        code = run.end().code
        assert code in (130, -number) and echoes(run)
    assert gateway.requests == []


def test_ctrl_z_shows_the_terminal_and_the_question_comes_again(
        program: Program, service: Service, gateway: FaultServer) -> None:
    shell = Program("/bin/sh", program.environment, program.secrets)
    script = f'set -m; "$0" start {service.task_id} --param-prompt db_password; stty -a | grep -o ".echo "; fg'
    with TerminalRun(shell, "-c", script, program.path) as run:
        run.sees(QUESTION)
        run.type("dropped\x1a")
        run.until(lambda: " echo" in run.text, "echo after the stop")
        run.until(lambda: run.text.count(QUESTION) == 2, "second question")
        run.type(SECRET + "\n")
        assert run.end().code == 0
    assert sent(gateway) == [SECRET]


THIEF = """
import os, signal, sys, time
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
job = os.fork()
if job == 0:
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())
    os.execv(sys.argv[1], sys.argv[1:])
os.kill(os.getpid(), signal.SIGSTOP)
os.tcsetpgrp(0, os.getpgrp())
print("taken", flush=True)
input()
time.sleep(2)  # somebody looks ten times a second whether the keys are still his
os.tcsetpgrp(0, job)
print("given back", flush=True)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(job, 0)[1]))
"""


def test_a_question_whose_keys_go_to_another_is_asked_again(
        program: Program, service: Service, gateway: FaultServer) -> None:
    python = Program(sys.executable, program.environment, program.secrets)
    with TerminalRun(python, "-c", THIEF, program.path, "start", service.task_id, "--param-prompt", "a") as run:
        run.sees("Value of a: ")
        run.type("half")
        time.sleep(0.3)
        run.signal(signal.SIGCONT)
        run.sees("taken")
        run.type("for another\r\n")
        run.sees("given back")
        run.until(lambda: run.text.count("Value of a: ") == 2, "second question")
        run.type("whole\n")
        assert run.end().code == 0
    assert sent(gateway) == ["whole"]


def test_in_the_background_nobody_is_asked(program: Program, service: Service, gateway: FaultServer) -> None:
    shell = Program("/bin/sh", program.environment, program.secrets)
    script = f'set -m; "$0" start {service.task_id} --param-prompt db_password & wait $!; echo "code $?"'
    with TerminalRun(shell, "-c", script, program.path) as run:
        run.sees("code 64")
        run.end()
    assert gateway.requests == []


def test_what_is_left_of_a_refused_paste_does_not_reach_the_shell(
        program: Program, service: Service, gateway: FaultServer) -> None:
    shell = Program("/bin/sh", program.environment, program.secrets)
    script = f'"$0" start {service.task_id} --param-prompt db_password; read -r rest; echo "rest: $rest."'
    with TerminalRun(shell, "-c", script, program.path) as run:
        run.sees(QUESTION)
        run.type("one\n" + SECRET + "\n")
        run.until(lambda: "More than one line" in run.text and echoes(run), "the refusal")
        run.type("\n")
        assert "rest: ." in run.end().out  # that the secret was not shown, every run checks
