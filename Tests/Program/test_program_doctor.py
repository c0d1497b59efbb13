"""The doctor says what would be used, from where, and what is wrong with it; it never says a secret."""
import json
import re
from pathlib import Path

import pytest

from abi import TASK
from answering_server import RECORD
from certificates import Certificates
from emulator import Service
from fault_server import FaultServer, reply
from program_run import Program, Run
from program_transcripts import expect
from tunnel_proxy import TunnelProxy

NOT_FOUND = reply("404 Not Found", json.dumps({"error_code": "APIGW.0101", "error_msg": "no such API"}))


def checks(run: Run) -> dict[str, bool]:
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


def test_a_proxy_of_http_makes_no_endpoint_of_http(program: Program, certificates: Certificates) -> None:
    page = reply("200 OK", json.dumps({"total_num": 3, "apps": []}))
    with FaultServer(page, tls=certificates.elsewhere) as server, TunnelProxy(target=server.port) as tunnel:
        run = program.having(
            CODEARTS_DEPLOY_ENDPOINT="https://other.example", SSL_CERT_FILE=certificates.ca,
            https_proxy=f"http://user:CANARY-of-a-proxy@127.0.0.1:{tunnel.port}").run("doctor")
    assert run.code == 0 and "Its certificate is trusted." in run.out, run
    assert "https_proxy (not shown)" in run.out and "CANARY" not in run.out


def test_the_answer_of_a_start_is_never_asked_for(program: Program, certificates: Certificates) -> None:
    with FaultServer(reply("200 OK", json.dumps({"id": RECORD, "total_num": 1}))) as server:
        program.run("doctor", "--endpoint", server.endpoint)
        assert all("/start" not in each.line for each in server.requests)


USER = {"HW_USER_NAME": "u", "HW_USER_PASSWORD": "the-password-of-u", "HW_DOMAIN_NAME": "d"}


@pytest.mark.parametrize("line, code", [
    ("403 Forbidden", 20), ("404 Not Found", 21), ("503 Service Unavailable", 21), ("401 Unauthorized", 20),
])
def test_what_was_not_asked_is_not_said_to_be_fine(
        program: Program, service: Service, line: str, code: int) -> None:
    """IAM gives no token: nobody knows anything about the service."""
    with FaultServer(reply(line, "<html>")) as iam:
        asked = program.lacking("CODEARTS_DEPLOY_TOKEN").having(HUAWEICLOUD_SDK_IAM_ENDPOINT=iam.endpoint, **USER)
        run = asked.run("doctor", "-o", "json")
    assert checks(run) == {"configuration": True, "credential": False, "clock": True}
    message, = [each["message"] for each in run.document["checks"] if each["name"] == "credential"]
    assert line.split()[0] in message and "The service was not asked" in message
    assert run.code in (code, 20, 21) and service.asked() == 0


@pytest.mark.parametrize("page", [
    reply("403 Forbidden", "<html>"), reply("404 Not Found", "<html>"), reply("503 Service Unavailable", "<html>"),
    NOT_FOUND, reply("500 Internal Server Error", "{}"),
], ids=["403", "404", "503", "the gateway's 404", "500"])
def test_a_page_is_no_word_about_the_credential(program: Program, page: bytes) -> None:
    with FaultServer(page) as gateway:
        run = program.run("doctor", "--endpoint", gateway.endpoint, "-o", "json")
    found = checks(run)
    assert found["network"] and not found["service"] and "access" not in found


@pytest.mark.parametrize("source, words", [
    ("variables", "HUAWEICLOUD_SDK_AK, HUAWEICLOUD_SDK_SK (not shown)."),
    ("user", "HW_USER_NAME, HW_USER_PASSWORD, HW_DOMAIN_NAME (not shown)."), ("token", "OS_AUTH_TOKEN (not shown)."),
])
def test_it_names_the_source_that_was_truly_taken(
        program: Program, service: Service, tmp_path: Path, source: str, words: str) -> None:
    """Beside others that were looked at, and hold nothing."""
    profile = tmp_path / ".huaweicloud" / "credentials"
    profile.parent.mkdir()
    profile.write_text("[other]\nak = a\n", encoding="utf-8")
    facts = service.facts
    variables = {
        "variables": {"HUAWEICLOUD_SDK_AK": facts["ak"], "HUAWEICLOUD_SDK_SK": facts["sk"], "OS_AUTH_TOKEN": "foreign"},
        "user": {"HW_USER_NAME": facts["user"], "HW_USER_PASSWORD": facts["password"], "OS_AUTH_TOKEN": "foreign",
                 "HW_DOMAIN_NAME": facts["domain"], "HUAWEICLOUD_SDK_IAM_ENDPOINT": facts["iam_endpoint"]},
        "token": {"OS_AUTH_TOKEN": facts["token"]},
    }[source]
    run = program.lacking("CODEARTS_DEPLOY_TOKEN").having(**variables).run("doctor")
    assert run.code == 0 and words in run.out, run
    assert str(profile) not in run.out


def test_a_named_file_that_is_not_there_is_told_and_no_other_source_is_named(
        program: Program, service: Service, tmp_path: Path) -> None:
    asked = program.lacking("CODEARTS_DEPLOY_TOKEN").having(
        HUAWEICLOUD_SDK_CREDENTIALS_FILE="~/gone", HUAWEICLOUD_SDK_IAM_ENDPOINT=service.facts["iam_endpoint"], **USER)
    run = asked.run("doctor")
    assert run.code == 30 and f"The file {tmp_path}/gone is not there" in run.out and "HW_USER" not in run.out
    assert service.asked() == 0


def test_a_key_that_others_can_read_is_told_once_a_command(program: Program, service: Service, tmp_path: Path) -> None:
    profile = tmp_path / ".huaweicloud" / "credentials"
    profile.parent.mkdir()
    profile.write_text(f"[basic]\nak = {service.facts['ak']}\nsk = {service.facts['sk']}\n", encoding="utf-8")
    asked = program.lacking("CODEARTS_DEPLOY_TOKEN")
    for mode, times in ((0o644, 1), (0o440, 0)):
        profile.chmod(mode)
        for arguments in (["doctor"], ["start", TASK], ["deploy", TASK, "--interval", "0.25"], ["records", TASK]):
            run = asked.run(*arguments)
            assert run.code == 0 and (run.out + run.err).count("chmod 600") == times, (arguments, run)


def test_a_warning_is_neither_ok_nor_a_problem(program: Program, service: Service, tmp_path: Path) -> None:
    profile = tmp_path / ".huaweicloud" / "credentials"
    profile.parent.mkdir()
    profile.write_text(f"[basic]\nak = {service.facts['ak']}\nsk = {service.facts['sk']}\n", encoding="utf-8")
    profile.chmod(0o644)
    asked = program.lacking("CODEARTS_DEPLOY_TOKEN")
    run = asked.run("doctor")
    words = [line.split()[0] for line in run.out.splitlines()]
    assert run.code == 0 and words.count("warning") == 1 and "problem" not in words, run
    levels = {each["level"]: each["ok"] for each in asked.run("doctor", "-o", "json").document["checks"]}
    assert levels == {"ok": True, "warning": False}


def test_the_request_of_a_problem_can_be_quoted(program: Program, service: Service) -> None:
    run = program.having(CODEARTS_DEPLOY_TOKEN="not-the-token").run("doctor")
    problem = next(line for line in run.out.splitlines() if "problem" in line)
    assert re.search(r"\(request \S+\)$", problem), problem
