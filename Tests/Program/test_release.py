"""A release in the shell: every deployment of the plan is followed to its end, and exit code, output and signals tell
what became of it."""
import json
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from emulator import Service
from program_run import Program, Run
from program_terminal import TerminalRun
from program_transcripts import expect
from waits import until

NAMES = ["gateway", "payments-api", "orders-api", "web", "admin"]
#: One after the other, so that each outcome is that of one application.
ONE_BY_ONE = "defaults: {interval: 20ms}\nmax_in_flight: 1\n"

Write = Callable[..., str]


@pytest.fixture(autouse=True)
def applications(service: Service) -> None:
    service.settings(applications=NAMES)


@pytest.fixture
def plan(tmp_path: Path) -> Write:
    def written(*names: str, head: str = ONE_BY_ONE, **members: str) -> str:
        path = tmp_path / "release.yaml"
        rows = [f"- {{app: {name}, {members.get(name.replace('-', '_'), '')}}}" for name in names or NAMES]
        path.write_text(head + "applications:\n" + "\n".join(rows) + "\n", encoding="utf-8")
        return str(path)
    return written


def items(run: Run) -> dict[str, str]:
    return {item["name"]: item["state"] for item in run.document["items"]}


def test_all_succeed(program: Program, service: Service, plan: Write) -> None:
    path = plan(head="defaults: {interval: 20ms}\nwaves: [1, 40%, 100%]\n")
    run = program.run("release", path)
    assert run.code == 0 and run.err == "" and run.out.splitlines()[-1].startswith("All 5 deployments succeeded in ")
    assert [line[8:] for line in run.out.splitlines() if "wave" in line] == [
        "wave 1 of 3: 1 deployment", "wave 2 of 3: 2 deployments", "wave 3 of 3: 2 deployments"]
    assert len(service.started()) == 5 and {each["state"] for each in service.records()} == {"succeeded"}


@pytest.mark.parametrize("head, ends, code, states", [
    ("", ["succeeded", "failed"], 14, "succeeded failed succeeded succeeded succeeded"),
    ("max_failures: 0\n", ["failed"], 16, "failed not_started not_started not_started not_started"),
    ("max_failures: 0\non_release_failure: rollback\n", ["succeeded", "failed"], 15,
     "rolled_back failed not_started not_started not_started"),
    ("", ["abort"], 12, "stopped succeeded succeeded succeeded succeeded")])
def test_each_end_has_its_exit_code(
        program: Program, service: Service, plan: Write, head: str, ends: list, code: int, states: str) -> None:
    service.had({"days_ago": 1, "state": "succeeded"})
    for end in ends:
        service.next_ends(end)
    run = program.run("release", plan(head=ONE_BY_ONE + head), "-o", "json")
    assert run.code == code, run
    assert list(items(run).values()) == states.split()


def test_what_failed_is_told_with_the_end_of_its_log(program: Program, service: Service, plan: Write) -> None:
    for end in ("succeeded", "failed"):
        service.next_ends(end)
    path = plan(orders_api="after: payments-api")
    run = program.run("release", path)
    expect("release_failed", ["release", "release.yaml"], run._replace(out="", err=run.err.replace(path, "release.yaml")))
    assert run.code == 14 and "    | " in run.err and "codearts-deploy log " in run.err


def test_json_and_events(program: Program, service: Service, plan: Write) -> None:
    path = plan("gateway", "web")
    run = program.run("release", path, "-o", "json", "--progress", "jsonl")
    assert items(run) == {"gateway": "succeeded", "web": "succeeded"}
    assert {"wave", "item", "started", "state"} <= {json.loads(line)["event"] for line in run.err.splitlines()}
    run = program.run("release", path, "-o", "jsonl")
    assert run.lines[-1]["exit_status"] == 0 and run.lines[-1]["result"]["counts"]["succeeded"] == 2
    run = program.run("release", path, "--progress", "jsonl")
    assert json.loads(run.out.splitlines()[0])["event"] and run.out.splitlines()[-1].startswith("All 2")


def test_a_name_that_is_not_one_applications_is_refused(program: Program, service: Service, plan: Write) -> None:
    service.settings(applications=["gateway", "twice", "twice"])
    run = program.run("release", plan("gateway", "twice", "gatewai"))
    assert run.code == 64 and service.started() == []
    assert "line 6, column 9" in run.err and "Did you mean gateway?" in run.err
    assert "line 5, column 9" in run.err and "2 applications have the name twice" in run.err


def test_many_names_are_found_page_by_page(program: Program, service: Service, plan: Write) -> None:
    names = [f"app-{number}" for number in range(250)]
    service.settings(applications=names)
    run = program.run("release", plan(*names[100:220]), "--dry-run", "-o", "json")
    assert run.code == 0 and len(run.document["items"]) == 120 and service.asked("/applications/list") == 3


def test_only_what_is_named_is_deployed(program: Program, service: Service, plan: Write) -> None:
    path = plan(orders_api="after: payments-api")
    run = program.run("release", path, "--only", "orders-api", "--only", "web", "-o", "json")
    assert items(run) == {"orders-api": "succeeded", "web": "succeeded"} and len(service.started()) == 2


def test_a_plan_with_a_fault_sends_nothing(program: Program, service: Service, plan: Write) -> None:
    run = program.run("release", plan("gateway", "web", web="waev: 1"))
    assert run.code == 64 and service.requests() == 0 and "did you mean wave?" in run.err


# Looking first


def test_a_dry_run_looks_at_every_application(program: Program, service: Service, plan: Write) -> None:
    tasks = {name: service.task_id if number == 0 else f"d{number + 1:031}" for number, name in enumerate(NAMES)}
    service.settings(
        draft=[tasks["payments-api"]], disabled=[tasks["orders-api"]], pipeline_only=[tasks["web"]], busy=True)
    service.somebody_else_starts(task_id=tasks["admin"], duration_ms=600_000)
    path = plan()
    run = program.run("release", path, "--dry-run")
    expect("release_dry_run", ["release", "release.yaml", "--dry-run"], run)
    assert run.code != 0 and service.started() == []
    found = {each["name"]: each["ok"] for each in program.run("release", path, "--dry-run", "-o", "json").document["items"]}
    assert found == {"gateway": True, "payments-api": False, "orders-api": False, "web": False, "admin": False}


def test_a_dry_run_where_all_is_well(program: Program, service: Service, plan: Write) -> None:
    run = program.run("release", plan(), "--dry-run")
    assert run.code == 0 and run.out.splitlines()[-1] == "All 5 could be started. Nothing was."
    assert service.started() == []


def test_who_may_deploy_but_not_look_is_not_told_that_it_could_not(
        program: Program, service: Service, plan: Write) -> None:
    service.fault("error", http_status=403, path="/v2/task/trigger/detail")
    run = program.run("release", plan("gateway"), "--dry-run", "-o", "jsonl")
    checks = {each["name"]: each for each in run.lines[0]["checks"]}
    assert run.code == 0 and checks["trigger"]["ok"] and "does not say" in checks["trigger"]["message"]


# Signals


@pytest.fixture
def lasting(service: Service) -> None:
    service.next_lasts()


def stop_of(service: Service) -> None:
    """Somebody stops what runs."""
    record = service.records()[0]
    connection = service.connect()
    connection.request(
        "PUT", f"/v2/tasks/{record['task_id']}/records/{record['record_id']}/stop", "{}",
        {"X-Auth-Token": service.token, "Content-Type": "application/json"})
    assert connection.getresponse().status == 200
    connection.close()


def test_after_ctrl_c_nothing_new_starts_and_what_runs_is_followed(
        program: Program, service: Service, plan: Write, lasting: None) -> None:
    with program.begin("release", plan()) as running:
        running.until("gateway: running")
        running.interrupt()
        running.until("nothing new starts")
        stop_of(service)
        run = running.end()
    assert run.code == 16 and len(service.started()) == 1 and "1 stopped, 4 not started" in run.err


@pytest.mark.parametrize("numbers, options, state", [
    ([signal.SIGINT, signal.SIGINT], [], "running"), ([signal.SIGTERM], [], "running"),
    ([signal.SIGINT], ["--on-interrupt", "leave"], "running"), ([signal.SIGINT], ["--on-interrupt", "stop"], "abort"),
    ([signal.SIGTERM], ["--on-interrupt", "stop"], "abort")])
def test_what_runs_is_left_or_stopped(
        program: Program, service: Service, plan: Write, lasting: None, numbers: list, options: list, state: str) -> None:
    with program.begin("release", plan(), *options) as running:
        running.until("gateway: running")
        for number in numbers:
            running.interrupt(number)
            if len(numbers) > 1 and number == signal.SIGINT and "nothing" not in running.seen["out"].decode():
                running.until("nothing new starts")
        run = running.end()
    assert run.code == 130 and service.records()[0]["state"] == state and len(service.started()) == 1
    assert ("codearts-deploy watch " in run.err) == (state == "running")


@pytest.mark.parametrize("answer, state", [("s", "abort"), ("l", "running")])
def test_a_second_ctrl_c_asks(
        program: Program, service: Service, plan: Write, lasting: None, answer: str, state: str) -> None:
    with TerminalRun(program, "release", plan()) as run:
        until(lambda: [each["state"] for each in service.records()] == ["running"], "the first runs")
        run.control_c()
        run.sees("nothing new starts")
        run.control_c()
        run.sees("Stop the deployments that run [s], leave them running [l]")
        run.type(answer + "\n")
        done = run.end()
    assert done.code == 130 and [each["state"] for each in service.records()] == [state]


def test_a_second_ctrl_c_and_enter_goes_on(program: Program, service: Service, plan: Write, lasting: None) -> None:
    with TerminalRun(program, "release", plan()) as run:
        until(lambda: [each["state"] for each in service.records()] == ["running"], "the first runs")
        run.control_c()
        run.sees("nothing new starts")
        run.control_c()
        run.sees("go on following them [Enter]?")
        run.type("\n")
        stop_of(service)
        done = run.end()
    assert done.code == 16


# A journal


def test_a_killed_release_is_resumed_and_starts_nothing_twice(
        program: Program, service: Service, plan: Write, tmp_path: Path) -> None:
    arguments = ["release", plan(), "--journal", str(tmp_path / "journal"), "--resume"]
    service.settings(step_ms=300)
    with program.begin(*arguments) as running:
        running.until("payments-api: running")
        running.process.kill()
        running.process.wait()
    run = program.run(*arguments, "-o", "json")
    assert run.code == 0 and set(items(run).values()) == {"succeeded"} and len(service.started()) == 5


# What it looks like


def test_a_live_view_shows_every_deployment(program: Program, service: Service, plan: Write) -> None:
    service.settings(step_ms=200)
    path = plan(head="defaults: {interval: 20ms}\nwaves: [2, 100%]\n")
    with TerminalRun(program, "release", path) as run:
        done = run.end()
        screen = run.screen
    assert done.code == 0
    assert screen[0].rstrip().endswith("5 of 5  5 succeeded") and "2 of 2" in screen[1] and "3 of 3" in screen[2]
    assert [line.split()[1] for line in screen[3:8]] == NAMES
    assert all(len(line) < 80 for line in screen)


def test_what_does_not_fit_is_counted(program: Program, service: Service, plan: Write) -> None:
    names = [f"app-{number}" for number in range(60)]
    service.settings(applications=names, step_ms=50)
    path = plan(*names, head="defaults: {interval: 20ms}\nmax_in_flight: 30\n")
    with TerminalRun(program, "release", path, rows=12, columns=60) as run:
        assert run.end().code == 0
        screen = run.screen
    frame = [line for line in screen if line and "All 60" not in line]
    assert len(frame) <= 11 and frame[0].rstrip().endswith("60 of 60  60 succeeded") and "60 succeeded" in frame[-1]


def test_nothing_hostile_reaches_the_terminal(program: Program, service: Service, plan: Write, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(f'applications: [{{name: "a\\u202Eb", task_id: {service.task_id}, interval: 20ms}}]\n')
    service.next_ends("failed")
    run = program.run("release", str(path))
    assert run.code == 14 and "\x1b" not in run.out + run.err and "\u202e" not in run.out + run.err


def test_a_stalled_start_is_unknown_and_told_so(program: Program, service: Service, plan: Write) -> None:
    service.fault("stall_after_work", path="/start", times=1)
    with program.begin("release", plan("gateway"), "-o", "json", "--progress", "none") as running:
        until(lambda: service.asked("/start") == 1, "nothing was started")
        running.interrupt(signal.SIGTERM)
        threading.Event().wait(0.3)  # by now it has heard of it; were it too short, this would only prove less
        service.release()
        run = running.end()
    assert run.code != 0 and run.document["items"][0]["state"] in ("unknown", "still_running")
