"""Another language finds its way by the header alone: Ruby, with what its standard library has for C."""
import json
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from emulator import Service
from waits import until

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(shutil.which("ruby") is None, reason="ruby is not installed (Scripts/setup does it)")
EXAMPLE = ROOT / "bindings/ruby/examples/start.rb"
LIBRARY = os.environ["CODEARTS_DEPLOY_LIBRARY"]
UNKNOWN_TASK = "0" * 32


def command(service: Service, *arguments: str) -> Any:
    environment = {
        "PATH": os.environ["PATH"], "CODEARTS_DEPLOY_LIBRARY": LIBRARY, "LANG": "C.UTF-8",
        "CODEARTS_DEPLOY_ENDPOINT": service.endpoint, "CODEARTS_DEPLOY_TOKEN": service.token}
    return {"args": ["ruby", "-w", *arguments], "env": environment, "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE, "text": True, "preexec_fn": heed_interrupts}


def heed_interrupts() -> None:
    """What a shell starts in the background inherits that SIGINT is ignored, and Ruby keeps to that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def example(service: Service, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(timeout=120, **command(service, str(EXAMPLE), *arguments))


def prologue() -> str:
    return f'require "{ROOT}/bindings/ruby/lib/codearts_deploy"\nclient = CodeArtsDeploy::Client.new\n'


def script(service: Service, code: str) -> list[Any]:
    """Runs code that has the module and a client at hand, and gives the JSON lines that it printed."""
    result = subprocess.run(timeout=120, **command(service, "-e", prologue() + code))
    assert (result.returncode, result.stderr) == (0, "")
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_the_example_deploys_and_shows_what_happens(service: Service) -> None:
    result = example(service, service.task_id, "1.2.3")
    assert (result.returncode, result.stderr) == (0, "")
    (record,) = service.records()
    assert [(each["key"], each["value"]) for each in record["params"]] == [("version", "1.2.3")]
    assert f"deployment {record['record_id']} is succeeded\n" in result.stdout
    assert re.search(r"^  step .*: succeeded$", result.stdout, re.M)
    assert result.stdout.endswith(f"1.2.3 was deployed, record {record['record_id']}\n")


def test_a_start_alone_gives_the_reply(service: Service) -> None:
    (reply,) = script(service, f"""
        puts JSON.generate(client.run("start_deploy_task", {{ task_id: "{service.task_id}" }}))""")
    assert [record["record_id"] for record in service.records()] == [reply["id"]]
    assert reply["_meta"]["http_status"] == 200


def test_a_request_that_is_wrong_is_not_sent(service: Service) -> None:
    result = example(service, "too-short", "1.2.3")
    assert result.returncode == 1
    assert result.stderr.startswith("CAD_E_VALIDATION: ")
    assert result.stderr.endswith("outcome: not_sent\n")
    assert service.records() == []


def test_a_task_that_does_not_exist_is_refused(service: Service) -> None:
    result = example(service, UNKNOWN_TASK, "1.2.3")
    assert result.returncode == 1
    assert result.stderr.startswith("CAD_E_NOT_FOUND: ")
    assert result.stderr.endswith("outcome: not_sent\n")


def test_a_lost_answer_leaves_the_outcome_open(service: Service) -> None:
    service.fault("cut_after_work", path="/start")
    (document,) = script(service, f"""
        begin
          client.run("start_deploy_task", {{ task_id: "{service.task_id}" }})
        rescue CodeArtsDeploy::Error => error
          puts JSON.generate(error.document)
        end""")
    assert document["outcome"] == "unknown"
    assert len(service.records()) == 1


def test_a_deployment_that_fails_names_its_record_and_its_step(service: Service) -> None:
    service.next_ends("failed", failed_step=1)
    (document,) = script(service, f"""
        begin
          client.run("deploy", {{ task_id: "{service.task_id}", interval_ms: 50 }})
        rescue CodeArtsDeploy::Error => error
          puts JSON.generate(error.document)
        end""")
    assert (document["status"], document["outcome"]) == ("CAD_E_DEPLOYMENT_FAILED", "started")
    assert document["record_id"] == service.records()[0]["record_id"]
    assert document["deployment"]["failed_step"]["state"] == "failed"


def test_text_beyond_ascii_arrives_whole(service: Service) -> None:
    script(service, f"""
        params = [{{ key: "name", value: "größe 部署", type: "text" }}]
        client.run("start_deploy_task", {{ task_id: "{service.task_id}", params: params }})""")
    assert service.records()[0]["params"][0]["value"] == "größe 部署"


def test_a_closed_client_says_so(service: Service) -> None:
    assert script(service, """
        client.close
        client.close
        begin
          client.run("start_deploy_task", {})
        rescue ArgumentError => error
          puts JSON.generate(error.message)
        end""") == ["this client is closed; nothing was sent"]


def test_a_trap_may_cancel_and_then_the_outcome_is_known(service: Service) -> None:
    service.fault("stall_after_work", path="/start")
    code = f"""
        running = client.prepare("start_deploy_task", {{ task_id: "{service.task_id}" }})
        trap("USR1") {{ running.cancel }}
        begin
          running.wait
        rescue CodeArtsDeploy::Error => error
          puts JSON.generate([error.status, error.outcome])
        end"""
    with subprocess.Popen(**command(service, "-e", prologue() + code)) as process:
        try:
            until(lambda: bool(service.records()), "nothing was started")
            process.send_signal(signal.SIGUSR1)
            output, errors = process.communicate(timeout=60)
        finally:
            process.kill()
            service.release()
    assert (json.loads(output), errors) == (["CAD_E_CANCELLED", "unknown"], "")


@pytest.mark.parametrize("leave, said", [
    ("thread.kill", {"left"}), ("thread.raise(IOError)", {"left"}), ("running.cancel", {"CAD_E_CANCELLED"}),
    ("running.close", {"CodeArtsDeploy::ClosedError", "CAD_E_CANCELLED"}),
    ("client.close; running.cancel", {"CAD_E_CANCELLED"})])
def test_a_thread_that_waits_can_be_ended_by_another(service: Service, leave: str, said: set[str]) -> None:
    service.fault("stall_after_work", path="/start")
    assert script(service, f"""
        running = client.submit("start_deploy_task", {{ task_id: "{service.task_id}" }})
        running.each_event {{ |event| break if event["event"] == "attempt" }}
        Thread.report_on_exception = false
        thread = Thread.new do
          running.wait
        rescue CodeArtsDeploy::Error => error
          error.status
        rescue CodeArtsDeploy::ClosedError => error
          error.class.name
        end
        Thread.pass until thread.stop?
        {leave}
        begin
          puts JSON.generate(thread.value || "left")
        rescue IOError
          puts JSON.generate("left")
        end""") in [[each] for each in said]
    service.release()


@pytest.mark.parametrize("text", ['"a\\0b"', '"\\xff"', '"\\\\\\0"'])
def test_what_is_no_text_is_refused_at_its_place(service: Service, text: str) -> None:
    assert script(service, f"""
        begin
          params = [{{ key: "k", value: {text}, type: "text" }}]
          client.run("start_deploy_task", {{ task_id: "{service.task_id}", params: params }})
        rescue CodeArtsDeploy::Error => error
          puts JSON.generate(error.violations.map {{ |each| each.values_at("path", "rule") }})
        end""") == [[["params[0].value", "encoding"]]]
    assert service.requests() == 0


def test_ctrl_c_ends_the_waiting(service: Service) -> None:
    service.fault("stall_after_work", path="/start")
    with subprocess.Popen(**command(service, str(EXAMPLE), service.task_id, "1.2.3")) as process:
        try:
            while not service.records():
                assert process.poll() is None
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)
        finally:
            process.kill()
            service.release()
    assert process.returncode == -signal.SIGINT
