"""Where parameters come from, and that the secret ones stay secret."""
import json
from pathlib import Path

import pytest

from emulator import Service
from fault_server import FaultServer
from program_run import SECRET, Program
from program_terminal import TerminalRun


@pytest.fixture
def program(program: Program, gateway: FaultServer) -> Program:
    return program.having(CODEARTS_DEPLOY_ENDPOINT=gateway.endpoint)


def params(gateway: FaultServer) -> list[dict]:
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


def write(tmp_path: Path, name: str, content: object) -> str:
    path = tmp_path / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("content", [{"version": "1", "other": "x"}, [
    {"key": "version", "value": "1", "type": "text"}, {"key": "other", "value": "x", "type": "text"}]])
@pytest.mark.parametrize("option", ["--param", "--param-env", "--param-prompt"])
def test_an_option_wins_over_a_file(
        program: Program, service: Service, gateway: FaultServer, tmp_path: Path, content: object, option: str) -> None:
    value = {"--param": "version=2", "--param-env": "version:text=VERSION", "--param-prompt": "version:text"}[option]
    arguments = ["start", service.task_id, "--params-file", write(tmp_path, "f.json", content), option, value]
    with TerminalRun(program, *arguments, VERSION="2") as run:
        if option == "--param-prompt":
            run.sees("Value of version: ")
            run.type("2\n")
        assert run.end().code == 0
    assert sorted(params(gateway), key=lambda each: each["key"]) == [
        {"key": "other", "value": "x", "type": "text"}, {"key": "version", "value": "2", "type": "text"}]


def test_a_value_that_wins_keeps_the_type_of_the_file(
        program: Program, service: Service, gateway: FaultServer, tmp_path: Path) -> None:
    path = write(tmp_path, "f.json", {"password:encrypt": "x", "env:enum": "test", "note:text": "public"})
    run = program.having(SECRET_NOTE=SECRET).run(
        "start", service.task_id, "--params-file", path, "--param", f"password={SECRET}", "--param", "env=prod",
        "--param-env", "note=SECRET_NOTE")
    assert run.code == 0, run
    assert [(each["key"], each["type"]) for each in params(gateway)] == [
        ("password", "encrypt"), ("env", "enum"), ("note", "encrypt")]


@pytest.mark.parametrize("arguments, places", [
    (["--param", "a=1", "--param", "b=1", "--param", "a=2"], ["--param number 1", "--param number 3"]),
    (["--param", "a=1", "--param", "a:enum=2"], ["--param number 1", "--param number 2"]),
    (["--param", "a=1", "--param-env", "a=HOME"], ["--param number 1", "--param-env number 1"]),
    (["--param-env", "a=HOME", "--param-env", "a=PATH"], ["--param-env number 1", "--param-env number 2", "HOME", "PATH"]),
    (["--param-env", "a=HOME", "--param-prompt", "a"], ["--param-env number 1", "--param-prompt number 1"]),
    (["--param-prompt", "a", "--param-prompt", "a:text"], ["--param-prompt number 1", "--param-prompt number 2"]),
    (["--params-file", "OBJECT"], ["object.json, line 1, column 2", "object.json, line 1, column 12"]),
    (["--params-file", "LIST"], ["list.json, line 1, column 2", "list.json, line 1, column 30"]),
    (["--params-file", "SAME"], ["same.json, line 1, column 2", "same.json, line 1, column 12"]),
    (["--params-file", "ONE", "--params-file", "OTHER"], ["one.json, line", "other.json, line"]),
    (["--params-file", "OBJECT", "--param", "a=3"], ["object.json, line 1, column 2"])])
def test_a_key_given_twice_is_named_with_both_places(
        program: Program, service: Service, gateway: FaultServer, tmp_path: Path, arguments: list[str],
        places: list[str]) -> None:
    texts = {"OBJECT": '{"a": "1", "a:enum": "2"}', "LIST": '[{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]',
             "SAME": '{"a": "1", "a": "2"}', "ONE": '{"a": "1"}', "OTHER": '[{"key": "a", "value": "2"}]'}
    for name, text in texts.items():
        (tmp_path / f"{name.lower()}.json").write_text(text, encoding="utf-8")
    filled = [str(tmp_path / f"{each.lower()}.json") if each in texts else each for each in arguments]
    with program.begin("start", service.task_id, *filled) as running:
        run = running.end()
    assert run.code == 64 and "key a" in run.err and "Nothing was sent" in run.err, run
    assert all(place in run.err for place in places), run
    document = program.run("start", service.task_id, *filled, "-o", "json").document
    assert (document["violations"][0]["rule"], document["outcome"]) == ("duplicate", "not_sent")
    assert gateway.requests == []


def test_a_fault_of_the_library_names_the_option(
        program: Program, service: Service, gateway: FaultServer, tmp_path: Path) -> None:
    path = write(tmp_path, "f.json", {"fine": "1", "not fine": "2"})
    run = program.run("start", service.task_id, "--params-file", path, "--param", "a=1", "--param", "b={{x")
    assert run.code == 64 and "params[1].key" in run.err and "f.json, line 1, column 15" in run.err, run
    assert "params[3].value" in run.err and "(--param number 2)" in run.err
    assert gateway.requests == []
