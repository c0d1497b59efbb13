"""Faults of the command line itself, and what scripts read from standard output."""
import subprocess

import pytest

from emulator import Service
from program_run import Program

COMMANDS = ["start", "deploy", "watch", "stop", "rollback", "log", "records", "params", "validate", "schema", "call",
            "doctor"]


def faults(command: str) -> list[list[str]]:
    """Calls of one command that nothing can be made of."""
    missing = [] if command in ("schema", "doctor") else [[command]]
    return [*missing, [command, "--nothing"], [command, *"abcdef"], [command, "--endpoint"], [command, "-x"]]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("form", [["-o", "json"], ["--output=jsonl"], ["-o=json"], ["--output", "jsonl"]])
def test_every_fault_of_the_arguments_is_a_document(bare_program: Program, command: str, form: list[str]) -> None:
    for words in faults(command):
        words = [words[0], *form, *words[1:]]
        run = bare_program.run(*words)
        assert (run.code, run.err, run.out.count("\n")) == (64, "", 1), (words, run)
        document = run.document
        assert document["status"] == "CAD_E_INVALID_ARGUMENT" and "Nothing was sent." in document["message"]
        assert document.get("outcome") == ("not_sent" if command in ("start", "deploy", "rollback") else None)


@pytest.mark.parametrize("words", [
    ["-o", "json"], ["delpoy", "-o", "json"], ["delpoy", "--output=jsonl"], ["deploy", "T", "--timeout", "x", "-o", "json"],
    ["deploy", "T", "--on-failure", "x", "-o", "json"], ["log", "T", "R", "-f", "--step-id", "S", "-o", "json"],
    ["start", "T", "--quiet", "-o", "json"],
    ["log", "-fo", "json", "T", "R", "X"], ["start", "T", "-o", "text", "-o", "json", "--nothing"]])
def test_so_are_all_other_faults(bare_program: Program, words: list[str]) -> None:
    run = bare_program.run(*words)
    assert (run.code, run.err, run.out.count("\n")) == (64, "", 1), run
    assert run.document["status"] == "CAD_E_INVALID_ARGUMENT"


@pytest.mark.parametrize("words", [["delpoy"], ["start"], ["start", "T", "--nothing"], ["start", "T", "-o", "jsno"],
                                   ["start", "T", "-o", "json", "-o", "text", "--nothing"]])
def test_people_get_the_usage(bare_program: Program, words: list[str]) -> None:
    run = bare_program.run(*words)
    assert (run.code, run.out) == (64, "") and run.err.startswith("Error: ") and "Usage: " in run.err


def test_help_that_cannot_be_written_is_a_failure(bare_program: Program) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(bare_program.command("--help"), env=bare_program.environment, stdout=full,
                              stderr=subprocess.PIPE, timeout=120)
    assert done.returncode != 0 and b"cannot be written" in done.stderr


@pytest.mark.parametrize("word, near", [
    ("delpoy", "deploy"), ("recrods", "records"), ("rolback", "rollback"), ("Start", "start"), ("validatee", "validate")])
def test_an_unknown_command_names_the_nearest(bare_program: Program, word: str, near: str) -> None:
    run = bare_program.run(word, "T")
    assert run.code == 64 and f"There is no command {word}. Did you mean {near}?" in run.err
    document = bare_program.run(word, "T", "-o", "json").document
    assert f"Did you mean {near}?" in document["message"] and "Nothing was sent." in document["message"]


def test_a_command_like_no_other_names_none(bare_program: Program) -> None:
    run = bare_program.run("xyzzy-and-more")
    assert run.code == 64 and "There is no command xyzzy-and-more." in run.err and "Did you mean" not in run.err


# The record alone


@pytest.mark.parametrize("command", ["start", "deploy"])
@pytest.mark.parametrize("option", ["--quiet", "-q"])
def test_quiet_prints_the_record_and_nothing_else(program: Program, service: Service, command: str, option: str) -> None:
    run = program.run(command, service.task_id, option, "--param", "version=1.2.3")
    assert (run.code, run.err) == (0, ""), run
    assert run.out == service.started()[0]["record_id"] + "\n"


def test_a_rollback_can_be_quiet_too(program: Program, service: Service) -> None:
    [old] = service.had({"days_ago": 1, "state": "succeeded"})
    run = program.run("rollback", service.task_id, old, "--quiet")
    assert run.code == 0 and run.out == service.started("rollback")[0]["record_id"] + "\n"


def test_a_quiet_start_that_fails_prints_nothing(program: Program, service: Service) -> None:
    for fault, code in (("busy", 21), ("cut_after_work", 40)):
        service.fault(fault)
        run = program.run("start", service.task_id, "--quiet")
        assert (run.code, run.out) == (code, "") and run.err


def test_a_quiet_deployment_that_fails_names_its_record(program: Program, service: Service) -> None:
    service.next_ends("failed", failed_step=2)
    run = program.run("deploy", service.task_id, "--quiet", "--interval", "20ms")
    assert run.code == 10 and run.out == service.started()[0]["record_id"] + "\n"
    assert "failed" in run.err and "To see its log" in run.err


def test_a_quiet_deployment_that_goes_back_names_the_first_record(program: Program, service: Service) -> None:
    service.had({"days_ago": 1, "state": "succeeded"})
    service.next_ends("failed", failed_step=1)
    run = program.run("deploy", service.task_id, "-q", "--interval", "20ms", "--on-failure", "rollback")
    assert run.code == 11 and run.out == service.started()[0]["record_id"] + "\n"


def test_a_quiet_deployment_names_its_record_while_it_runs(program: Program, service: Service) -> None:
    service.next_lasts()
    with program.begin("deploy", service.task_id, "--quiet", "--interval", "20ms", "--on-interrupt", "leave") as running:
        running.until("\n")
        running.interrupt()
        run = running.end()
    assert (run.code, run.out) == (130, service.started()[0]["record_id"] + "\n")


def test_a_quiet_dry_run_prints_nothing(program: Program, service: Service) -> None:
    run = program.run("deploy", service.task_id, "--quiet", "--dry-run")
    assert (run.code, run.out) == (0, "") and service.records() == []


def test_a_script_goes_no_further_after_a_failed_start(program: Program, service: Service) -> None:
    service.fault("busy")
    script = f'set -e; record=$("$0" start {service.task_id} --quiet); echo "went on with $record"'
    done = subprocess.run(["sh", "-c", script, program.path], env=program.environment, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=120)
    assert (done.returncode, done.stdout) == (21, b"")


# Times


NO_TIMES = [
    "", "x", "-1", "+1", "1e3", "10 m", "10min", "1d", "1,5", ".5", "5.", "1.2.3", "0.0001", "0.5ms", "30s1m", "1m30", "1m1m", "1h-1m", "١", "0x10",
    "inf", "NaN", "10M", "ms", " 5", "5 "]


@pytest.mark.parametrize("option, text", [
    *[("--timeout", text) for text in NO_TIMES],
    *[(option, text) for option in ("--interval", "--wait-until-idle", "--heartbeat") for text in ("x", "-1", "1e3")]])
def test_a_time_that_is_none_is_refused_with_an_example(
        program: Program, service: Service, option: str, text: str) -> None:
    run = program.run("deploy", service.task_id, f"{option}={text}")
    assert run.code == 64 and option in run.err, run
    assert text == "" or "500ms, 90s, 10m, 2h" in run.err, run
    assert service.records() == []


@pytest.mark.parametrize("option, text", [
    ("--timeout", "0"), ("--timeout", "25h"), ("--timeout", "99999999999999999999"), ("--timeout", "9" * 18 + "h"),
    ("--heartbeat", "25h"), ("--interval", "0"), ("--interval", "3000"), ("--interval", "61"), ("--interval", "1h"), ("--wait-until-idle", "25h")])
def test_a_time_beyond_the_limits_is_refused_by_the_options_name(
        program: Program, service: Service, option: str, text: str) -> None:
    run = program.run("deploy", service.task_id, option, text)
    assert run.code == 64 and option in run.err and "500ms" in run.err, run
    assert service.records() == []


@pytest.mark.parametrize("text, told", [
    ("1", "1 s"), ("1s", "1 s"), ("1.0", "1 s"), ("1000ms", "1 s"), ("0.5", "500 ms"), ("500ms", "500 ms"),
    ("0.01m", "600 ms"), ("0.0005h", "1.8 s"), ("0m1s", "1 s"), ("0h0m1s200ms", "1.2 s")])
def test_seconds_are_the_unit_and_others_are_named(program: Program, service: Service, text: str, told: str) -> None:
    record = service.somebody_else_starts(pending_ms=0, duration_ms=600_000)
    run = program.run("watch", service.task_id, record, "--interval", "20ms", "--timeout", text)
    assert run.code == 13 and f"had not ended after {told} (state" in run.err, run


def test_an_interval_is_in_seconds(program: Program, service: Service) -> None:
    service.next_lasts(pending_ms=0)
    run = program.run("deploy", service.task_id, "--interval", "5", "--timeout", "3")
    assert run.code == 13
    assert service.asked("/history") + service.asked("/state") < 40, "not hundreds a second"


# What the service is asked


def test_strict_refuses_undeclared_parameters(program: Program, service: Service) -> None:
    service.settings(declared=["version", "region"])
    run = program.run("deploy", service.task_id, "--strict", "--param", "versoin=1")
    assert run.code == 64 and "versoin" in run.err and "It knows version, region" in run.err, run
    assert service.records() == []


def test_without_strict_they_are_a_warning(program: Program, service: Service) -> None:
    service.settings(declared=["version", "region"])
    run = program.run("deploy", service.task_id, "--interval", "20ms", "--param", "versoin=1", "-o", "json")
    assert run.code == 0 and "versoin" in run.err and "versoin" in run.document["_meta"]["warnings"][0], run
