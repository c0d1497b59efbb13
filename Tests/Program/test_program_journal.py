"""A journal in the shell: what has ended is reported again, what runs is followed, and nothing is started twice."""
import json
from pathlib import Path

from emulator import Service
from journals import entries
from program_run import Program
from waits import until


def test_a_killed_program_is_resumed(program: Program, service: Service, tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    arguments = ["deploy", service.task_id, "--journal", str(journal), "--resume", "--interval", "20ms"]
    service.runs_in_sight()
    with program.begin(*arguments) as run:
        until(lambda: "started" in entries(journal), "a record in the journal")
        run.process.kill()
        run.process.wait()
    record = service.started()[0]["record_id"]
    for _ in range(2):
        again = program.run(*arguments)
        assert again.code == 0 and again.out.splitlines()[-1].startswith(f"The deployment {record} succeeded")
    assert len(service.started()) == 1 and entries(journal) == ["intent", "started", "end"]


def test_a_journal_of_another_request_is_named_with_its_line(
        program: Program, service: Service, tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    arguments = ["deploy", service.task_id, "--journal", str(journal), "--interval", "20ms"]
    assert program.run(*arguments).code == 0
    run = program.run(*arguments, "--resume", "--param", "version=2")
    assert run.code == 30 and f"{journal}, line 1" in run.err and len(service.started()) == 1
    assert program.run(*arguments).code == 30  # without --resume


def test_an_option_that_needs_another_is_refused(program: Program, service: Service) -> None:
    for arguments in (["--resume"], ["--journal", "j", "--on-unknown", "start"]):
        run = program.run("deploy", service.task_id, *arguments)
        assert run.code == 64 and "needs --" in run.err
    assert service.asked() == 0


def test_every_event_has_a_time(program: Program, service: Service) -> None:
    run = program.run("deploy", service.task_id, "-o", "jsonl", "--interval", "20ms")
    events = [json.loads(line) for line in run.out.splitlines()]
    times = [event["time"] for event in events]
    assert times == sorted(times) and events[-1]["event"] == "end"
