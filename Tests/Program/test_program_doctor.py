"""The doctor says what would be used, from where, and what is wrong with it; it never says a secret."""
import json
from pathlib import Path
from typing import Dict

import pytest

from answering_server import RECORD
from certificates import Certificates
from fault_server import FaultServer, reply
from life import Service
from program_run import Program, Run
from program_transcripts import expect

NOT_FOUND = reply("404 Not Found", json.dumps({"error_code": "APIGW.0101", "error_msg": "no such API"}))


def checks(run: Run) -> Dict[str, bool]:
    return {each["name"]: each["ok"] for each in run.document["checks"]}


def test_all_is_well(program: Program, service: Service) -> None:
    run = program.run("doctor")
    assert run.code == 0, run
    lines = {line.split()[1]: line for line in run.out.splitlines()}
    assert list(lines) == ["configuration", "credential", "network", "tls", "access", "service", "clock"]
    assert all(line.startswith("  ok ") for line in lines.values())
    assert f"CODEARTS_DEPLOY_ENDPOINT={service.endpoint}" in lines["configuration"]
    assert "CODEARTS_DEPLOY_TOKEN" in lines["credential"] and "2 applications" in lines["service"]


def test_without_a_project_the_service_can_be_asked_too(program: Program, service: Service) -> None:
    run = program.lacking("CODEARTS_DEPLOY_PROJECT_ID").run("doctor", "-o", "json")
    assert run.code == 0 and all(checks(run).values())


def test_it_changes_nothing(program: Program, service: Service) -> None:
    program.run("doctor")
    assert service.records() == [] and service.asked() == service.asked("/v1/applications/list")


@pytest.mark.parametrize("source", ["variables", "profile", "file"])
def test_it_names_the_source_of_a_key(
        program: Program, service: Service, tmp_path: Path, source: str) -> None:
    keys = {name: service.facts[name] for name in ("ak", "sk")}
    asked = program.lacking("CODEARTS_DEPLOY_TOKEN")
    arguments = ["doctor"]
    if source == "variables":
        asked = asked.having(**{f"HUAWEICLOUD_SDK_{name.upper()}": value for name, value in keys.items()})
        expected = "HUAWEICLOUD_SDK_AK, HUAWEICLOUD_SDK_SK (not shown)."
    elif source == "profile":
        profile = tmp_path / ".huaweicloud" / "credentials"
        profile.parent.mkdir()
        profile.write_text(f"[basic]\nak = {keys['ak']}\nsk = {keys['sk']}\n", encoding="utf-8")
        expected = f"the file {profile} (not shown)."
    else:
        config = tmp_path / "config.json"
        config.write_text(json.dumps({"endpoint": service.endpoint, **keys}), encoding="utf-8")
        arguments += ["--config", str(config)]
        expected = f"ak, sk of {config}."
    run = asked.run(*arguments)
    assert run.code == 0 and expected in run.out, run
    assert keys["ak"] not in run.out


def test_it_warns_of_a_key_that_others_can_read(program: Program, service: Service, tmp_path: Path) -> None:
    profile = tmp_path / ".huaweicloud" / "credentials"
    profile.parent.mkdir()
    profile.write_text(f"[basic]\nak = {service.facts['ak']}\nsk = {service.facts['sk']}\n", encoding="utf-8")
    asked = program.lacking("CODEARTS_DEPLOY_TOKEN")
    profile.chmod(0o644)
    run = asked.run("doctor")
    assert run.code == 0 and "chmod 600" in run.out, "it is a warning: everything works"
    profile.chmod(0o600)
    assert "chmod" not in asked.run("doctor").out


def test_what_is_wrong_is_said_where_it_is_wrong(program: Program, service: Service) -> None:
    run = program.having(CODEARTS_DEPLOY_TOKEN="not-the-token").run("doctor", "-o", "json")
    assert (run.code, checks(run)) == (20, {
        "configuration": True, "credential": True, "network": True, "tls": True, "access": False, "clock": True})


@pytest.mark.parametrize("name, missing, arguments, code", [
    ("doctor_no_credential", ["CODEARTS_DEPLOY_TOKEN"], ["doctor"], 30),
    ("doctor_no_endpoint", ["CODEARTS_DEPLOY_ENDPOINT"], ["doctor"], 30),
    ("doctor_no_connection", [], ["doctor", "--endpoint", "http://127.0.0.1:1"], 31),
])
def test_every_problem_says_what_to_do(
        program: Program, service: Service, name: str, missing: list, arguments: list, code: int) -> None:
    run = program.lacking(*missing).run(*arguments)
    expect(name, arguments, run)
    assert run.code == code


def test_a_certificate_and_an_endpoint_that_is_none(
        program: Program, service: Service, certificates: Certificates) -> None:
    with FaultServer(NOT_FOUND, tls=certificates.local) as gateway:
        run = program.run("doctor", "--endpoint", gateway.endpoint, "-o", "json")
        assert (run.code, [name for name, fine in checks(run).items() if not fine]) == (31, ["tls"])
        run = program.having(SSL_CERT_FILE=certificates.ca).run("doctor", "--endpoint", gateway.endpoint, "-o", "json")
        assert (run.code, [name for name, fine in checks(run).items() if not fine]) == (21, ["service"])


def test_the_answer_of_a_start_is_never_asked_for(program: Program, certificates: Certificates) -> None:
    with FaultServer(reply("200 OK", json.dumps({"id": RECORD, "total_num": 1}))) as server:
        program.run("doctor", "--endpoint", server.endpoint)
        assert all("/start" not in each.line for each in server.requests)
