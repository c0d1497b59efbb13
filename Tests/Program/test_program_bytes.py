"""The bytes of the command line: values are text or refused, names of files are taken as they are."""
import json
import os
from pathlib import Path

import pytest

from emulator import Service
from program_run import Program

BAD = b"caf\xe9"


def arguments(service: Service) -> list[list[bytes]]:
    task, record = service.task_id.encode(), b"0123456789abcdef0123456789abcdef"
    return [
        [b"start", task, b"--param", b"name=" + BAD], [b"start", task, b"--param=name=" + BAD],
        [b"start", task, b"--param", BAD + b"=1"], [b"start", BAD], [b"start", task, b"--param-env", b"a=" + BAD],
        [b"start", task, b"--param-prompt", BAD], [b"start", task, b"--record-id", BAD],
        [b"start", task, b"--trigger-source", BAD], [b"start", task, b"--endpoint", b"http://" + BAD],
        [b"deploy", task, b"--region", BAD], [b"deploy", task, b"--project-id=" + BAD], [b"deploy", task, b"--timeout", BAD],
        [b"deploy", task, b"--app-id", BAD], [b"deploy", task, b"--on-failure", BAD], [b"watch", task, BAD],
        [b"stop", task, BAD], [b"rollback", BAD, record], [b"log", task, record, b"--step-id", BAD], [b"log", BAD, record],
        [b"records", task, b"--since", BAD], [b"records", BAD], [b"params", task, BAD], [b"schema", BAD],
        [b"validate", b"start_deploy_task", b'{"task_id": "' + BAD + b'"}'], [b"validate", BAD, b"{}"],
        [b"call", b"list_all_app", b'{"page": 1, "size": 1, "name": "' + BAD + b'"}'], [b"call", BAD, b"{}"],
        [b"doctor", b"--endpoint", BAD], [b"emulator", b"--host", BAD], [BAD], [b"start", task, b"--" + BAD],
        [b"start", task, b"--param", b"name=\xed\xa0\x80"], [b"start", task, b"--param", b"name=\xc0\xaf"]]


def test_a_value_that_is_not_utf8_is_refused_by_every_command(program: Program, service: Service) -> None:
    for words in arguments(service):
        run = program.run(*words)  # type: ignore[arg-type]
        assert run.code == 64 and "not UTF-8" in run.err and "Nothing was sent" in run.err, (words, run)
        option = next((each.split(b"=")[0].decode() for each in words[1:] if each.startswith(b"--p")), "")
        assert option in run.err, (words, run)
        document = program.run(*words, b"--output", b"json").document  # type: ignore[arg-type]
        assert document["violations"][0]["rule"] == "encoding", (words, document)
    assert service.records() == []


def test_the_violation_names_the_option(program: Program, service: Service) -> None:
    words = ["start", service.task_id, "--param", "a=1", "--param", b"name=" + BAD, "-o", "json"]
    document = program.run(*words).document  # type: ignore[arg-type]
    assert document["violations"][0]["path"] == "--param number 2" and document["outcome"] == "not_sent"


@pytest.mark.parametrize("value", ["ü", "\U0010ffff", "\U0010ff80x", "e\u0301", "\u0301", "a\r\nb", "\ufffd", "=", ""])
def test_text_arrives_as_it_is(program: Program, service: Service, value: str) -> None:
    run = program.run("start", service.task_id, "--param", f"name={value}")
    assert run.code == 0, run
    record = service.started()[0]["record_id"]
    rows = program.run("params", service.task_id, record, "-o", "json").document["items"]
    assert [each["value"] for each in rows] == [value]


@pytest.mark.parametrize("name", [b"caf\xe9.json", b"\xff", "caf\ufffd.json".encode(), "\U0010ffe9".encode(), b"a\xf0\x9f",
                                  "\u0301x".encode()])
def test_a_file_is_the_one_that_was_named(program: Program, service: Service, tmp_path: Path, name: bytes) -> None:
    folder = os.fsencode(tmp_path)
    for other in (b"caf\xe9.json", "caf\ufffd.json".encode(), b"\xff", "\ufffd".encode(), "\U0010ffe9".encode(), b"\xe9",
                  b"a\xf0\x9f", "a\ufffd".encode(), "\u0301x".encode()):
        Path(os.fsdecode(folder + b"/" + other)).write_text(json.dumps({"version": other.hex()}), encoding="utf-8")
    for words in ([b"--params-file", folder + b"/" + name], [b"--params-file=" + folder + b"/" + name]):
        run = program.run("start", service.task_id, *words)  # type: ignore[arg-type]
        assert run.code == 0, run
        record = service.started()[-1]["record_id"]
        rows = program.run("params", service.task_id, record, "-o", "json").document["items"]
        assert rows[0]["value"] == name.hex()


def test_every_kind_of_file_may_have_such_a_name(bare_program: Program, service: Service, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/" + BAD
    config = {"endpoint": service.endpoint, "token": service.token}
    Path(os.fsdecode(path + b".config")).write_text(json.dumps(config), encoding="utf-8")
    Path(os.fsdecode(path + b".request")).write_text('{"project_id": "c0000000000000000000000000000001", "page": 1, "size": 1}', encoding="utf-8")
    words = ["call", "list_all_app", b"@" + path + b".request", "--config", path + b".config"]
    run = bare_program.run(*words)  # type: ignore[arg-type]
    assert run.code == 0, run
    assert bare_program.run("validate", "list_all_app", b"@" + path + b".request").code == 0  # type: ignore[arg-type]
    missing = bare_program.run("start", service.task_id, "--config", path + b".missing")  # type: ignore[arg-type]
    assert missing.code == 64 and "caf\\xE9.missing cannot be read" in missing.err


def test_a_hint_names_such_a_file_for_a_shell(bare_program: Program, service: Service, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/it's " + BAD
    config = {"endpoint": service.endpoint, "token": service.token}
    Path(os.fsdecode(path)).write_text(json.dumps(config), encoding="utf-8")
    run = bare_program.run("start", service.task_id, "--config", path)  # type: ignore[arg-type]
    assert run.code == 0 and "/it\\'s caf\\351'" in run.out, run


@pytest.mark.parametrize("name", ["CODEARTS_DEPLOY_ENDPOINT", "CODEARTS_DEPLOY_REGION", "CODEARTS_DEPLOY_PROJECT_ID"])
def test_a_variable_that_is_not_utf8_is_refused(program: Program, service: Service, name: str) -> None:
    environment = {**program.environment, name: os.fsdecode(b"https://" + BAD)}
    if name == "CODEARTS_DEPLOY_REGION":
        environment.pop("CODEARTS_DEPLOY_ENDPOINT")
    run = Program(program.path, environment).run("start", service.task_id)
    assert run.code in (30, 64) and name in run.err and service.records() == []


def test_a_secret_of_a_variable_that_is_not_utf8_is_refused(program: Program, service: Service) -> None:
    environment = {**program.environment, "DB": os.fsdecode(BAD)}
    run = Program(program.path, environment).run("start", service.task_id, "--param-env", "password=DB", "-o", "json")
    assert run.code == 64 and run.document["violations"][0]["rule"] == "encoding", run
    assert "--param-env" in run.document["message"] and service.records() == []
