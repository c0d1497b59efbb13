"""What each command does where nothing goes wrong."""
import json
import re
from pathlib import Path

import pytest

from answering_server import RECORD, AnsweringServer, path_of
from emulator import Service
from fault_server import Request, reply
from program_run import Program
from program_transcripts import expect
from waits import until


def started(program: Program, service: Service, *arguments: str) -> str:
    """The record of a new deployment."""
    return program.run("start", service.task_id, *arguments, "--output", "json").document["id"]


def test_start_names_the_record_and_the_next_command(program: Program, service: Service) -> None:
    arguments = ["start", service.task_id]
    run = program.run(*arguments)
    expect("start", arguments, run)
    assert [each["record_id"] for each in service.started()] == [run.out.split()[3]]


def test_start_sends_the_trigger_source_and_the_record_to_go_back_to(program: Program, service: Service) -> None:
    earlier = started(program, service)
    started(program, service, "--record-id", earlier, "--trigger-source", "0")
    body = service.last_request()["body"]
    assert json.loads(body) if isinstance(body, str) else body == {"record_id": earlier, "trigger_source": "0"}


def test_deploy_follows_to_the_end(program: Program, service: Service) -> None:
    run = program.run("deploy", service.task_id, "--interval", "20ms")
    assert run.code == 0, run
    record = service.started()[0]["record_id"]
    assert run.out.splitlines()[-1].startswith(f"The deployment {record} succeeded")
    assert run.err == ""


def test_deploy_dry_run_starts_nothing(program: Program, service: Service) -> None:
    run = program.run("deploy", service.task_id, "--dry-run")
    assert run.code == 0 and run.out.endswith("It could be started. Nothing was.\n")
    assert service.records() == []


def test_watch_follows_what_was_started_elsewhere(program: Program, service: Service) -> None:
    service.runs_in_sight()
    record = service.somebody_else_starts()
    run = program.run("watch", service.task_id, record, "--interval", "20ms")
    assert run.code == 0 and "] the deployment is running\n" in run.out
    assert run.out.splitlines()[-1].startswith(f"The deployment {record} succeeded")


def test_stop_stops(program: Program, service: Service) -> None:
    service.next_lasts()
    record = started(program, service)
    arguments = ["stop", service.task_id, record]
    expect("stop", arguments, program.run(*arguments))
    assert service.records()[0]["state"] in ("abort", "not_started")  # the latter before it runs


def test_rollback_starts_what_was_deployed_before(program: Program, service: Service) -> None:
    record = started(program, service)
    program.run("watch", service.task_id, record, "--interval", "20ms")
    arguments = ["rollback", service.task_id, record]
    expect("rollback", arguments, program.run(*arguments))
    assert len(service.started("rollback")) == 1


def test_log_is_the_whole_log(program: Program, service: Service) -> None:
    service.settings(log_lines=40, log_part=512)
    record = started(program, service)
    program.run("watch", service.task_id, record, "--interval", "20ms")
    run = program.run("log", service.task_id, record)
    assert run.code == 0 and run.out == service.whole_log(record)


@pytest.mark.parametrize("end", ["succeeded", "failed"])
def test_log_follow_goes_on_to_the_end_whatever_it_is(program: Program, service: Service, end: str) -> None:
    service.next_ends(end)
    record = started(program, service)
    run = program.run("log", "-f", service.task_id, record)
    assert run.code == 0 and run.out == service.whole_log(record)


def log_reply(text: str, end: int, has_more: bool) -> bytes:
    result = {"text": text, "has_more": has_more, "start_offset": "0", "end_offset": str(end)}
    return reply("200 OK", json.dumps({"result": result}))


@pytest.mark.parametrize("end", [0, 3, 7])
def test_log_ends_where_the_service_does_not_go_on(program: Program, service: Service, end: int) -> None:
    # Who asks a third time gets a log that is whole.
    answers = iter([log_reply("a line\n", 7, True), log_reply("a line\n", end, True), log_reply("", 0, False)])
    with AnsweringServer(lambda _: next(answers)) as gateway:
        run = program.run("log", service.task_id, RECORD, "--app-id", service.app_id, "--endpoint", gateway.endpoint)
    assert (run.code, run.out, len(gateway.requests)) == (0, "a line\n" * 2, 2)


@pytest.mark.parametrize("output", ["text", "jsonl"])
def test_log_follow_says_that_it_lost_something(program: Program, service: Service, output: str) -> None:
    parts = 800

    def answer(request: Request) -> bytes:
        at = len(gateway.requests)
        is_log = path_of(request).endswith("/logs")
        return log_reply("." * 1023 + "\n", at, at < parts) if is_log else reply("200 OK", '{"state": "succeeded"}')

    with AnsweringServer(answer) as gateway:
        arguments = ["log", "-f", service.task_id, RECORD, "--app-id", service.app_id, "--output", output]
        with program.begin(*arguments, "--endpoint", gateway.endpoint) as running:
            until(lambda: len(gateway.requests) == parts, "it does not go on while nobody reads")
            run = running.end()
    assert run.code == 0 and run.out.count("\n") < parts - 200
    assert re.search(r"\d+ events .* parts of the log may be missing here.* prints all of it", run.err)


def test_log_of_one_step(program: Program, service: Service) -> None:
    record = started(program, service)
    steps = program.run("watch", service.task_id, record, "--interval", "20ms", "-o", "json").document["steps"]
    run = program.run("log", service.task_id, record, "--step-id", steps[0]["id"])
    assert "initial: succeeded" in run.out and "Stop the service" not in run.out


def test_records_are_listed_the_newest_first(program: Program, service: Service) -> None:
    old = service.had({"days_ago": 40, "state": "succeeded"}, {"days_ago": 41, "state": "failed"})
    run = program.run("records", service.task_id)
    rows = [line.split() for line in run.out.splitlines()]
    assert rows[0] == ["RECORD", "STATE", "BEGAN", "DURATION", "BY"]
    assert [(row[0], row[1]) for row in rows[1:]] == [(old[0], "succeeded"), (old[1], "failed")]
    lines = program.run("records", service.task_id, "--limit", "1", "--output", "jsonl").lines
    assert [each["execution_id"] for each in lines] == [old[0]]


def test_params_lists_what_a_deployment_had(program: Program, service: Service) -> None:
    record = started(program, service, "--param", "version=1.2.3", "--param", "hosts:host_group=blue")
    arguments = ["params", service.task_id, record]
    expect("params", arguments, program.run(*arguments))


def test_validate_needs_no_service(bare_program: Program, service: Service) -> None:
    arguments = ["validate", "start_deploy_task", json.dumps({"task_id": service.task_id})]
    expect("validate", arguments, bare_program.run(*arguments))


def test_schema_of_one_operation_and_of_all(bare_program: Program) -> None:
    one = bare_program.run("schema", "start_deploy_task", "--output", "json")
    assert one.document["operation"] == "start_deploy_task"
    assert json.loads(bare_program.run("schema").out)["openapi"] == "3.1.0"


@pytest.mark.parametrize("source", ["argument", "standard input", "file"])
def test_call_takes_its_request_from_anywhere(
        program: Program, service: Service, tmp_path: Path, source: str) -> None:
    request = json.dumps({"page": 1, "size": 1})
    (tmp_path / "request.json").write_text(request, encoding="utf-8")
    argument = {"argument": request, "standard input": "-", "file": f"@{tmp_path}/request.json"}[source]
    run = program.run("call", "list_all_app", argument, text=request)
    assert json.loads(run.out)["total_num"] == 2


def test_call_reaches_any_api(program: Program, service: Service) -> None:
    path = f"/v1/applications/{service.app_id}/info"
    run = program.run("call", "call_api", json.dumps({"method": "GET", "path": path}), "-o", "json")
    assert run.document["result"]["id"] == service.app_id


def test_the_connection_comes_from_options_and_a_file(
        bare_program: Program, service: Service, tmp_path: Path) -> None:
    config = tmp_path / "config.json"
    config.write_text(json.dumps({"endpoint": "http://127.0.0.1:1", "token": service.token}), encoding="utf-8")
    run = bare_program.run("start", service.task_id, "--config", str(config), "--endpoint", service.endpoint)
    assert run.code == 0, run
    assert f"--endpoint {service.endpoint} --config {config}" in run.out, "the next command reaches the same service"


def test_json_lines_tell_everything_that_happens(program: Program, service: Service) -> None:
    service.next_ends("failed", failed_step=2)
    run = program.run("deploy", service.task_id, "--interval", "20ms", "--output", "jsonl")
    *events, end = run.lines
    assert {"state", "step", "log"} <= {each["event"] for each in events}
    assert (end["event"], end["exit_status"], run.code) == ("end", 10, 10)
    assert end["error"]["deployment"]["failed_step"]["name"] == "下载软件包"


def test_json_is_one_document_and_nothing_else(program: Program, service: Service) -> None:
    run = program.run("deploy", service.task_id, "--interval", "20ms", "--output", "json")
    assert run.document["state"] == "succeeded" and run.err == "" and run.out.count("\n") == 1
