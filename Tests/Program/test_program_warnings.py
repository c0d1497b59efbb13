"""A warning is said once by each command, whatever the form of its output."""
from pathlib import Path

import pytest

from emulator import Service
from program_run import Program
from waits import until


@pytest.fixture
def warned(program: Program, service: Service, tmp_path: Path) -> Program:
    """Signs with a key that others can read."""
    file = tmp_path / "credentials"
    file.write_text(f"[basic]\nak = {service.facts['ak']}\nsk = {service.facts['sk']}\n", encoding="utf-8")
    file.chmod(0o644)
    return program.lacking("CODEARTS_DEPLOY_TOKEN").having(HUAWEICLOUD_SDK_CREDENTIALS_FILE=str(file))


def earlier(service: Service, command: str) -> str:
    """A record that a command can be about: one that runs for `stop`, else one that has ended."""
    if command == "stop":
        return service.somebody_else_starts(pending_ms=0, duration_ms=600_000)
    record = service.somebody_else_starts(pending_ms=0)
    until(lambda: service.records()[-1]["state"] == "succeeded", "it did not end")
    return record


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
@pytest.mark.parametrize("command", [
    "start", "deploy", "stop", "rollback", "log", "params", "call", "doctor"])
def test_it_is_said_once(warned: Program, service: Service, command: str, form: str) -> None:
    service.settings(log_part=64)  # so that a log takes several calls
    record = earlier(service, command)
    words: list[str] = [*command.split(), service.task_id]
    if command in ("watch", "stop", "rollback", "log", "log -f", "params"):
        words.append(record)
    if command == "call":
        words = ["call", "show_deploy_task_detail", '{"task_id": "%s"}' % service.task_id]
    if command == "doctor":
        words = ["doctor"]
    run = warned.run(*words, "-o", form)
    assert run.code == 0, run
    # What people read is one text; of a document they see standard error alone.
    seen = run.out + run.err if form == "text" and command != "call" or command == "doctor" else run.err
    assert seen.count("chmod 600") == 1, run


def test_a_failure_says_it_once_too(warned: Program, service: Service) -> None:
    run = warned.run("start", "a" * 32)
    assert run.code == 21 and run.err.count("chmod 600") == 1


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
@pytest.mark.parametrize("days", [-365, -5, 1, 5])
@pytest.mark.parametrize("command", [
    "start", "deploy", "deploy --dry-run", "watch", "records", "log", "log -f", "params", "stop", "rollback"])
def test_a_clock_that_is_off_by_a_day_is_told_once(
        program: Program, service: Service, command: str, days: int, form: str) -> None:
    service.settings(log_part=64, clock_offset_s=days * 86_400)
    record = earlier(service, command)
    name, *options = command.split()
    words: list[str] = [name, service.task_id]
    if name in ("watch", "stop", "rollback", "log", "params"):
        words.append(record)
    run = program.run(*words, *options, "-o", form)
    assert run.code == 0, run
    seen = run.out + run.err if form == "text" else run.err
    assert seen.count("This machine's clock is") == 1, run
