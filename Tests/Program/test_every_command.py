"""Every command of the program wherever it may be run: it ends, as it should, and does not crash."""
import json
import os
import pty
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from emulator import LONG_MS, Service
from program_run import Program
from program_situations import Child, broken_pipe, full_device
from program_terminal import TerminalRun

STARTS, FOLLOWS, CHANGES, LOOKS = "starts", "follows", "changes", "looks"
#: Where nothing is wrong, and where the output is lost.
FINE = {STARTS: 0, FOLLOWS: 0, CHANGES: 0, LOOKS: 0}
LOST = {STARTS: 13, FOLLOWS: 0, CHANGES: 1, LOOKS: 1}


class Command(NamedTuple):
    kind: str
    arguments: Callable[[Service, str], list[str]]


def call(operation: str, request: str) -> Command:
    return Command(LOOKS, lambda service, _: ["call", operation, request % service.task_id])


def plan(service: Service, _: str) -> list[str]:
    """A release of one application, whose plan is a file beside no other's."""
    path = Path(tempfile.gettempdir()) / f"release-{service.port}.json"
    path.write_text(json.dumps({"applications": [{"task_id": service.task_id, "interval": "20ms"}]}))
    return ["release", str(path)]


COMMANDS: dict[str, Command] = {
    "start": Command(STARTS, lambda service, _: ["start", service.task_id]),
    "deploy": Command(FOLLOWS, lambda service, _: ["deploy", service.task_id]),
    "release": Command(FOLLOWS, plan),
    "deploy --log": Command(FOLLOWS, lambda service, _: ["deploy", service.task_id, "--log"]),
    "watch": Command(FOLLOWS, lambda service, record: ["watch", service.task_id, record]),
    "stop": Command(CHANGES, lambda service, record: ["stop", service.task_id, record]),
    "rollback": Command(STARTS, lambda service, record: ["rollback", service.task_id, record]),
    "apps": Command(LOOKS, lambda *_: ["apps"]),
    "log": Command(LOOKS, lambda service, record: ["log", service.task_id, record]),
    "log --follow": Command(LOOKS, lambda service, record: ["log", "--follow", service.task_id, record]),
    "records": Command(LOOKS, lambda service, _: ["records", service.task_id]),
    "params": Command(LOOKS, lambda service, record: ["params", service.task_id, record]),
    "validate": Command(LOOKS, lambda service, _: ["validate", "list_records", '{"task_id": "%s"}' % service.task_id]),
    "schema": Command(LOOKS, lambda *_: ["schema"]),
    "call": call("show_deploy_task_detail", '{"task_id": "%s"}'),
    "doctor": Command(LOOKS, lambda *_: ["doctor"]),
    "--help": Command(LOOKS, lambda *_: ["--help"]),
    "--version": Command(LOOKS, lambda *_: ["--version"]),
}


class Situation(NamedTuple):
    codes: dict[str, int]
    options: Callable[[ExitStack], dict[str, Any]] = lambda stack: {}
    variables: dict[str, str] = {}
    lacks: tuple[str, ...] = ()


def ignoring(*numbers: int) -> Situation:
    return Situation(FINE, lambda stack: {"ignored": numbers})


def closing(codes: dict[str, int], *descriptors: int) -> Situation:
    names = {0: "text", 1: "out", 2: "err"}
    return Situation(codes, lambda stack: {"closed": descriptors, **{names[each]: None for each in descriptors}})


SITUATIONS: dict[str, Situation] = {
    "a pipe": Situation(FINE),
    "/dev/full": Situation(LOST, lambda stack: {"out": stack.enter_context(full_device())}),
    "/dev/full twice": Situation(LOST, lambda stack: {
        "out": stack.enter_context(full_device()), "err": stack.enter_context(full_device())}),
    "a broken pipe, SIGPIPE ignored": Situation(LOST, lambda stack: {
        "out": stack.enter_context(broken_pipe()), "ignored": (signal.SIGPIPE,)}),
    "no standard input": closing(FINE, 0),
    "no standard output": closing(LOST, 1),
    "no standard error": closing(FINE, 2),
    "no input, output and error": closing(LOST, 0, 1, 2),
    "every signal ignored": ignoring(signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE, signal.SIGQUIT),
    "no HOME": Situation(FINE, lacks=("HOME",)),
    "LC_ALL=C": Situation(FINE, variables={"LC_ALL": "C"}),
    "CI=true": Situation(FINE, variables={"CI": "true"}),
}


Ways = dict[str, list[str]]


@pytest.fixture
def ways(service: Service) -> Ways:
    """The words of each command, with a record for it to be about."""
    def record(command: str) -> str:
        more = {"duration_ms": LONG_MS} if command == "stop" else {}
        return service.somebody_else_starts({"key": "version", "value": "1", "type": "text"}, pending_ms=0, **more)

    return {command: arguments(service, record(command)) for command, (_, arguments) in COMMANDS.items()}


def side_by_side(run: Callable[[list[str]], int], ways: Ways) -> dict[str, int]:
    """They wait more than they work."""
    with ThreadPoolExecutor(4) as pool:
        return dict(zip(ways, pool.map(run, ways.values())))


@pytest.mark.parametrize("name", SITUATIONS)
def test_it_ends_as_it_should(program: Program, ways: Ways, name: str) -> None:
    situation = SITUATIONS[name]
    placed = program.having(**situation.variables).lacking(*situation.lacks)

    def run(arguments: list[str]) -> int:
        with ExitStack() as stack:
            done = stack.enter_context(Child(placed, *arguments, **situation.options(stack))).end()
        assert "Fatal error" not in done.err and "Backtrace" not in done.err, (arguments, done)
        return done.code

    assert side_by_side(run, ways) == {command: situation.codes[kind] for command, (kind, _) in COMMANDS.items()}


@pytest.mark.parametrize("variables", [{}, {"TERM": "dumb", "LC_ALL": "C"}, {"CI": "1"}], ids=str)
def test_it_ends_as_it_should_on_a_terminal(program: Program, ways: Ways, variables: dict) -> None:
    for command, arguments in ways.items():
        with TerminalRun(program, *arguments, **variables) as run:
            assert run.end().code == 0, command


def test_it_ends_as_it_should_in_the_background_of_a_terminal(program: Program, ways: Ways) -> None:
    def run(arguments: list[str]) -> int:
        master, slave = pty.openpty()
        reader = threading.Thread(target=drained, args=(master,))
        reader.start()
        try:
            with Child(
                    program, *arguments, terminal=os.ttyname(slave), out=subprocess.DEVNULL,
                    err=subprocess.DEVNULL) as child:
                return child.ended()
        finally:
            os.close(slave)
            reader.join()
            os.close(master)

    assert side_by_side(run, ways) == dict.fromkeys(ways, 0)


def drained(master: int) -> None:
    try:
        while os.read(master, 65536):
            pass
    except OSError:
        pass  # nobody holds the other side any more
