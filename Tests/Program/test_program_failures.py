"""What each failure says, and what number it ends with: transcripts that somebody has read."""
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from answering_server import RECORD
from certificates import Certificates
from emulator import Service
from fault_server import FaultServer, reply
from program_run import Program
from program_transcripts import expect

UNKNOWN_ID = "0123456789abcdef0123456789abcdef"
DEAD = "http://127.0.0.1:1"

#: name: (what the emulator is to do, the arguments after the task id was put in, the exit status)
Case = tuple[Callable[[Service], Any], list[str], int]


def calmly(_: Service) -> None:
    """Nothing special happens."""


def fault(kind: str, **options: Any) -> Callable[[Service], None]:
    return lambda service: service.fault(kind, **options)


def ends(end: str, **options: Any) -> Callable[[Service], None]:
    return lambda service: service.next_ends(end, **options)


CASES: dict[str, Case] = {
    "request_with_one_fault": (calmly, ["start", "xyz"], 64),
    "request_with_many_faults": (
        calmly, ["start", "TASK", "--param", "a b=1", "--param", "c:foo=2", "--trigger-source", "7"], 64),
    "parameter_without_value": (calmly, ["start", "TASK", "--param", "version"], 64),
    "parameter_of_an_unset_variable": (calmly, ["start", "TASK", "--param-env", "password=UNSET"], 64),
    "unreadable_file": (calmly, ["start", "TASK", "--params-file", "/nowhere/params.json"], 64),
    "option_that_is_not_there": (calmly, ["start", "TASK", "--token", "x"], 64),
    "command_that_is_not_there": (calmly, ["delpoy", "TASK"], 64),
    "operation_that_is_not_there": (calmly, ["call", "start_deploi_task", "{}"], 64),
    "request_that_is_no_json": (calmly, ["validate", "start_deploy_task", '{"task_id": '], 64),
    "unknown_task": (calmly, ["start", UNKNOWN_ID], 21),
    "unknown_record": (calmly, ["stop", "TASK", UNKNOWN_ID], 21),
    "watch_of_an_unknown_record": (calmly, ["watch", "TASK", UNKNOWN_ID, "--interval", "20ms"], 21),
    "busy": (fault("busy"), ["start", "TASK"], 21),
    "permission": (fault("error", http_status=403, code="Deploy.00011154", message="no permission"),
                   ["start", "TASK"], 20),
    "throttled": (fault("throttle", times=9), ["start", "TASK", "--config", "ONCE"], 22),
    "no_connection": (calmly, ["stop", "TASK", UNKNOWN_ID, "--endpoint", DEAD], 31),
    "no_connection_for_a_start": (calmly, ["start", "TASK", "--endpoint", DEAD], 31),
    "no_host": (calmly, ["start", "TASK", "--endpoint", "https://nowhere.invalid"], 31),
    "answer_to_a_stop_lost": (fault("cut_after_work", times=9), ["stop", "TASK", UNKNOWN_ID], 31),
    "answer_lost": (fault("cut_after_work"), ["start", "TASK"], 40),
    "answer_of_a_proxy": (fault("html", http_status=502), ["start", "TASK"], 40),
    "deployment_failed": (ends("failed", failed_step=2), ["deploy", "TASK", "--interval", "20ms"], 10),
    "deployment_stopped": (ends("abort", failed_step=2), ["deploy", "TASK", "--interval", "20ms"], 12),
    "deployment_goes_on": (
        ends("succeeded", duration_ms=600_000, pending_ms=0),
        ["deploy", "TASK", "--interval", "20ms", "--timeout", "5"], 13),
}


@pytest.mark.parametrize("name", CASES)
def test_a_failure_says_what_happened_and_what_to_do(
        program: Program, service: Service, tmp_path: Path, name: str) -> None:
    prepare, arguments, code = CASES[name]
    once = tmp_path / "once.json"
    once.write_text('{"max_attempts": 1}', encoding="utf-8")
    prepare(service)
    filled = [{"TASK": service.task_id, "ONCE": str(once)}.get(each, each) for each in arguments]
    run = program.run(*filled)
    stable = run._replace(out="") if arguments[0] == "deploy" else run  # how many lines it takes is chance
    expect(name, arguments, stable)
    assert run.code == code


def test_credentials_that_are_not_accepted(program: Program, service: Service) -> None:
    run = program.having(CODEARTS_DEPLOY_TOKEN="not-the-token").run("start", service.task_id)
    expect("authentication", ["start", "TASK"], run)
    assert run.code == 20


def test_no_credentials(program: Program, service: Service) -> None:
    run = program.lacking("CODEARTS_DEPLOY_TOKEN").run("start", service.task_id)
    expect("no_credential", ["start", "TASK"], run)
    assert run.code == 30


def test_no_endpoint(bare_program: Program, service: Service) -> None:
    run = bare_program.run("start", service.task_id)
    expect("no_endpoint", ["start", "TASK"], run)
    assert run.code == 30


def test_a_configuration_with_faults(program: Program, service: Service, tmp_path: Path) -> None:
    config = tmp_path / "config.json"
    config.write_text('{\n  "tokn": "x",\n  "max_attempts": 0\n}', encoding="utf-8")
    arguments = ["start", service.task_id, "--config", str(config)]
    run = program.run(*arguments)
    expect("configuration", arguments, run)
    assert run.code == 30


def test_a_certificate_that_nobody_vouches_for(
        program: Program, service: Service, certificates: Certificates) -> None:
    started = reply("200 OK", json.dumps({"id": RECORD}))
    with FaultServer(started, tls=certificates.local) as gateway:
        arguments = ["start", service.task_id, "--endpoint", gateway.endpoint]
        run = program.run(*arguments)
        expect("untrusted_certificate", arguments, run)
        assert run.code == 31 and gateway.requests == []
        trusting = program.having(SSL_CERT_FILE=certificates.ca).run(*arguments)
        assert trusting.code == 0, trusting


def test_an_earlier_deployment_is_put_back(program: Program, service: Service) -> None:
    service.had({"days_ago": 1, "state": "succeeded"})
    service.next_ends("failed", failed_step=1)
    arguments = ["deploy", service.task_id, "--interval", "20ms", "--on-failure", "rollback"]
    run = program.run(*arguments)
    expect("rolled_back", arguments, run._replace(out=""))
    assert run.code == 11 and "going back: record" in run.out


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_an_error_in_json_is_the_error_document(program: Program, service: Service, format: str) -> None:
    service.fault("busy")
    run = program.run("start", service.task_id, "--output", format)
    assert (run.document["status"], run.document["outcome"], run.code) == ("CAD_E_BUSY", "refused", 21)
    assert run.err == ""


def test_faults_of_the_arguments_are_told_in_json_too(program: Program, service: Service) -> None:
    run = program.run("start", service.task_id, "--param", "version", "--output", "json")
    assert (run.document["status"], run.code) == ("CAD_E_INVALID_ARGUMENT", 64)


def test_a_lost_answer_is_cleared_up_by_deploy(program: Program, service: Service) -> None:
    service.fault("cut_after_work", path="/start")
    run = program.run("deploy", service.task_id, "--interval", "20ms")
    assert run.code == 0, run
    assert "the deployment was found among the records" in run.out and len(service.started()) == 1


def test_output_that_cannot_be_written_is_a_failure(program: Program) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            program.command("schema"), env=program.environment, stdout=full, stderr=subprocess.PIPE, timeout=120)
    assert done.returncode == 1 and b"cannot be written" in done.stderr


def test_transcripts_are_all_of_a_test() -> None:
    folder = Path(__file__).parent / "transcripts"
    sources = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    assert [path.stem for path in folder.iterdir() if f'"{path.stem}"' not in "".join(sources)] == []


def test_half_a_key(program: Program, service: Service) -> None:
    run = program.lacking("CODEARTS_DEPLOY_TOKEN").having(HUAWEICLOUD_SDK_AK="half").run("start", service.task_id)
    expect("half_a_key", ["start", "TASK"], run)
    assert run.code == 30 and service.asked() == 0


def test_a_token_that_ends_with_a_line_break(program: Program, service: Service) -> None:
    run = program.having(CODEARTS_DEPLOY_TOKEN="a-token\n").run("start", service.task_id)
    expect("token_with_a_line_break", ["start", "TASK"], run)
    assert run.code == 30 and service.asked() == 0


@pytest.mark.parametrize("name, option, code", [
    ("no_json_in_params_file", "--params-file", 64), ("no_json_in_config", "--config", 30)])
def test_a_file_that_is_not_json(
        program: Program, service: Service, tmp_path: Path, name: str, option: str, code: int) -> None:
    path = tmp_path / "p.yaml"
    path.write_text("version: 1.2.3\n", encoding="utf-8")
    run = program.run("start", service.task_id, option, str(path))
    expect(name, ["start", "TASK", option, str(path)], run)
    assert run.code == code and f"{path} is not JSON" in run.err and service.asked() == 0


def test_a_port_without_tls(program: Program, service: Service) -> None:
    with FaultServer(before=(reply("400 Bad Request", ""),)) as plain:
        run = program.run("start", service.task_id, "--endpoint", plain.endpoint.replace("http://", "https://"))
    assert run.code == 31 and plain.requests == []
    assert "does not speak TLS on this port" in run.err and "Nothing was sent; it is safe to try again." in run.err


def test_an_answer_that_is_a_page(program: Program, service: Service) -> None:
    page = "<!DOCTYPE html>\n<html><body>Sign in to the network</body></html>"
    with FaultServer(reply("200 OK", page)) as login:
        run = program.run("start", service.task_id, "--endpoint", login.endpoint)
    assert run.code == 40 and "is an HTML page" in run.err and "may have started the deployment" in run.err
