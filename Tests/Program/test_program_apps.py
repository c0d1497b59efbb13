"""Applications by their names: the list of them, and --app in place of a task."""
import json

import pytest

from emulator import Service
from program_run import Program
from program_transcripts import expect

NAMES = ["payments-api", "payments-api-canary", "ledger", "twice", "twice", "支付 服务"]


@pytest.fixture
def named(service: Service) -> Service:
    service.settings(applications=NAMES)
    return service


def task(number: int) -> str:
    return "d2dc947ec2424d8789bb3984bb3adf45" if number == 1 else f"d{number:031}"


def test_apps_lists_names_states_and_ids(program: Program, named: Service) -> None:
    named.next_lasts(pending_ms=0)
    named.somebody_else_starts(duration_ms=600_000, pending_ms=0)
    named.settings(disabled=[task(3)])
    expect("apps", ["apps"], program.run("apps"))
    expect("apps_of_a_name", ["apps", "payments"], program.run("apps", "payments"))


def test_apps_gives_documents(program: Program, named: Service) -> None:
    items = program.run("apps", "支付", "-o", "json").document["items"]
    assert items == [{
        "name": "支付 服务", "app_id": f"a{6:031}", "task_id": task(6), "state": "not_executed", "is_disable": False,
        "can_execute": True}]
    lines = program.run("apps", "-o", "jsonl").lines
    assert sorted(each["name"] for each in lines) == sorted(NAMES)


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 2000])
def test_apps_goes_through_all_pages(program: Program, service: Service, count: int) -> None:
    service.settings(applications=count)
    items = program.run("apps", "-o", "json").document["items"]
    assert len({each["task_id"] for each in items}) == len(items) == count
    assert service.asked("/applications/list") == count // 100 + 1


def test_apps_of_a_project_that_may_not_be_viewed(program: Program, named: Service) -> None:
    named.settings(forbid_view=True)
    run = program.run("apps")
    assert run.code == 20 and "Deploy.00011154" in run.err and run.out == ""


@pytest.mark.parametrize("command", [
    ["start", "--app", "payments-api"], ["deploy", "--app=payments-api", "--interval", "20ms"],
    ["deploy", "--dry-run", "--app", "payments-api"], ["records", "--app", "payments-api"],
    ["start", "--app", "a0000000000000000000000000000001"], ["start", "--app", task(1)]], ids=" ".join)
def test_a_name_stands_in_place_of_a_task(program: Program, named: Service, command: list[str]) -> None:
    run = program.run(*command)
    assert run.code == 0, run
    starts = command[0] != "records" and "--dry-run" not in command
    assert [each["task_id"] for each in named.records()] == ([task(1)] if starts else [])


def test_a_record_of_an_application_needs_no_task(program: Program, named: Service) -> None:
    record = named.somebody_else_starts(
        {"key": "version", "value": "7", "type": "text"}, task_id=task(2), duration_ms=600_000, pending_ms=0)
    app = ["--app", "payments-api-canary"]
    assert "version" in program.run("params", *app, record).out
    assert program.run("stop", *app, record).code == 0
    assert program.run("log", *app, record).code == 0
    assert program.run("watch", *app, record).code == 12
    assert program.run("rollback", *app, record).code == 0
    assert [each["task_id"] for each in named.records()] == [task(2)] * 2


@pytest.mark.parametrize("name, app", [("app_unknown", "payment-api"), ("app_twice", "twice")])
def test_a_name_that_is_not_one_application_starts_nothing(
        program: Program, named: Service, name: str, app: str) -> None:
    arguments = ["deploy", "--app", app, "--param", "version=1"]
    expect(name, arguments, program.run(*arguments))
    document = program.run(*arguments, "-o", "json").document
    assert document["candidates"] and named.records() == []
    assert named.asked(method="POST") == named.asked("/applications/list")


@pytest.mark.parametrize("command", [
    ["start"], ["records"], ["params"], ["watch"], ["stop"], ["log"], ["rollback", "--app", "x"],
    ["start", task(1), "--app", "x"], ["watch", task(1), task(1), "--app", "x"]], ids=" ".join)
def test_a_task_is_named_once(program: Program, named: Service, command: list[str]) -> None:
    run = program.run(*command)
    assert run.code == 64 and run.out == ""
    assert "Missing expected argument" in run.err or "A task and --app do not go together." in run.err
    assert named.requests() == 0


@pytest.mark.parametrize("name", [None, "payments-api"])
def test_without_a_record_the_newest_is_meant_and_named(program: Program, named: Service, name: str | None) -> None:
    where = ["--app", name] if name else [task(1)]
    named.somebody_else_starts(duration_ms=0)
    newest = named.somebody_else_starts(
        {"key": "version", "value": "7", "type": "text"}, duration_ms=600_000, pending_ms=0)
    for command, code in (("params", 0), ("stop", 0), ("log", 0), ("watch", 12)):
        run = program.run(command, *where)
        assert run.code == code, run
        assert run.err.startswith(f"The newest deployment is {newest} ("), run
    assert [each["state"] for each in named.records()] == ["succeeded", "abort"]
    assert json.loads(program.run("params", *where, "-o", "json").out)["items"][0]["value"] == 7


@pytest.mark.parametrize("command", ["params", "stop", "log", "watch"])
def test_a_task_that_was_never_deployed_has_no_newest(program: Program, named: Service, command: str) -> None:
    run = program.run(command, task(3))
    assert run.code == 21 and f"The task {task(3)} has no deployment" in run.err


@pytest.mark.parametrize("command", [["start"], ["deploy"], ["deploy", "--dry-run"], ["records"]], ids=" ".join)
def test_the_id_of_an_application_is_answered_with_its_task(
        program: Program, named: Service, command: list[str]) -> None:
    arguments = [*command, "a0000000000000000000000000000002"]
    run = program.run(*arguments)
    assert run.code == 21 and named.records() == []
    told = f"a{2:031} is the id of the application payments-api-canary; its task is {task(2)}."
    assert told in run.err
    if command == ["start"]:
        expect("id_of_an_application", arguments, run)


def test_an_id_that_is_nobodys_has_no_advice(program: Program, named: Service) -> None:
    run = program.run("start", "e" * 32)
    assert run.code == 21 and "its task is" not in run.err
