"""Where parameters come from, and that the secret ones stay secret."""
import json
from pathlib import Path
from typing import Iterator, List

import pytest

from answering_server import STARTED
from fault_server import NEXT, FaultServer
from life import Service
from program_run import SECRET, Program
from program_terminal import TerminalRun


@pytest.fixture
def gateway() -> Iterator[FaultServer]:
    """In place of the emulator, which forgets secrets: it keeps the requests as they came."""
    with FaultServer(STARTED, NEXT) as gateway:
        yield gateway


@pytest.fixture
def program(program: Program, gateway: FaultServer) -> Program:
    return program.having(CODEARTS_DEPLOY_ENDPOINT=gateway.endpoint)


def params(gateway: FaultServer) -> List[dict]:
    return json.loads(gateway.requests[-1].body)["params"]


def test_parameters_have_types(program: Program, service: Service, gateway: FaultServer) -> None:
    run = program.run(
        "start", service.task_id, "--param", "version=1=2", "--param", "hosts:host_group=blue", "--param", "size:enum=L",
        "--param", "empty=")
    assert run.code == 0, run
    assert params(gateway) == [
        {"key": "version", "value": "1=2", "type": "text"}, {"key": "hosts", "value": "blue", "type": "host_group"},
        {"key": "size", "value": "L", "type": "enum"}, {"key": "empty", "value": "", "type": "text"}]


def test_a_variable_gives_a_secret(program: Program, service: Service, gateway: FaultServer) -> None:
    run = program.having(PASSWORD=SECRET).run(
        "start", service.task_id, "--param-env", "password=PASSWORD", "--param-env", "note:text=HOME", "-o", "json")
    assert run.code == 0, run
    assert params(gateway)[0] == {"key": "password", "value": SECRET, "type": "encrypt"}
    assert params(gateway)[1]["type"] == "text"


@pytest.mark.parametrize("form", ["list", "object"])
@pytest.mark.parametrize("source", ["file", "standard input"])
def test_a_file_gives_parameters(
        program: Program, service: Service, gateway: FaultServer, tmp_path: Path, form: str, source: str) -> None:
    listed = [{"key": "version", "value": "1.2.3 ü\n", "type": "text"}, {"key": "port", "value": "8080", "type": "text"},
              {"key": "password", "value": SECRET, "type": "encrypt"}]
    text = json.dumps(listed if form == "list" else
                      {"version": "1.2.3 ü\n", "port": 8080, "password:encrypt": SECRET})
    file = tmp_path / "params.json"
    file.write_text(text, encoding="utf-8")
    run = program.run("start", service.task_id, "--params-file", str(file) if source == "file" else "-", text=text)
    assert run.code == 0, run
    assert params(gateway) == listed


@pytest.mark.parametrize("text, words", [
    ('{"a": ', "line 1, column 7"), ('"a"', "must be an array"), ('{"a": [1]}', "The value of a is an array")])
def test_a_file_that_gives_none_is_refused(program: Program, service: Service, gateway: FaultServer, text: str, words: str) -> None:
    run = program.run("start", service.task_id, "--params-file", "-", text=text)
    assert run.code == 64 and words in run.err and "Nothing was sent" in run.err, run
    assert gateway.requests == []


def test_a_faulty_secret_is_not_repeated(program: Program, service: Service, gateway: FaultServer) -> None:
    run = program.run("start", service.task_id, "--param", "password:encrypt={{" + SECRET)
    assert run.code == 64 and "params[0].value" in run.err


def test_a_secret_is_asked_for_unseen(program: Program, service: Service, gateway: FaultServer) -> None:
    with TerminalRun(program, "start", service.task_id, "--param-prompt", "password") as run:
        run.sees("Value of password: ")
        run.type(SECRET + "\n")
        assert run.end().code == 0  # that the secret is nowhere on the screen, every run checks
    assert params(gateway) == [{"key": "password", "value": SECRET, "type": "encrypt"}]


def test_ctrl_c_at_the_question_sends_nothing(program: Program, service: Service, gateway: FaultServer) -> None:
    with TerminalRun(program, "start", service.task_id, "--param-prompt", "password") as run:
        run.sees("Value of password: ")
        run.control_c()
        assert run.end().code == 130
    assert gateway.requests == []


def test_without_a_terminal_nothing_is_asked(program: Program, service: Service, gateway: FaultServer) -> None:
    with program.begin("start", service.task_id, "--param-prompt", "password") as running:
        run = running.end()
    assert run.code in (64, 130) and gateway.requests == []
