"""Messages: what somebody at three in the morning reads names what is wrong, and nothing that leads away from it."""
import json
import re

import pytest

from emulator import Service
from fault_server import FaultServer, reply
from program_run import Program
from tunnel_proxy import TunnelProxy

UNKNOWN = "e" * 32


def test_a_task_that_is_not_there_ends_a_deployment_at_once(program: Program, service: Service) -> None:
    run = program.run("deploy", UNKNOWN)
    # The second asks whether the id is that of an application.
    assert run.code == 21 and service.asked() == 2, run
    lines = run.err.splitlines()
    assert lines[0].startswith("codearts-deploy: The service does not know this task") and run.out == ""
    assert "could not be" not in run.err and "Deploy.00011020" in lines[0]


def test_an_endpoint_without_that_api_may_still_start(program: Program, service: Service) -> None:
    """A gateway that does not publish everything says nothing about the task."""
    service.fault("error", http_status=404, code="APIGW.0101", message="no such API", path="/v2/tasks/", method="GET", times=1)
    run = program.run("deploy", service.task_id, "--interval", "20ms")
    assert run.code == 0 and len(service.started()) == 1


def test_a_wait_that_is_longer_than_the_time_names_both(program: Program, service: Service) -> None:
    service.fault("throttle", retry_after="90")
    run = program.run("call", "show_deploy_task_detail", json.dumps(
        {"task_id": service.task_id, "_options": {"timeout_ms": 20_000}}))
    assert run.code == 22, run
    wait, left = re.findall(r"would come in (1 min \d+ s|[\d.]+ s), but the call's time ends in (\d+ s)\.", run.err)[0]
    assert wait.startswith("1 min 3") and 0 < int(left.split()[0]) <= 20


@pytest.mark.parametrize("word", ["deployment", "start", "service", "credential", "this", "not "])
@pytest.mark.parametrize("status", ["403 Forbidden", "500 Internal Server Error", "200 OK"])
def test_a_secret_that_is_an_ordinary_word_blots_out_none_of_ours(
        program: Program, service: Service, word: str, status: str) -> None:
    echo = json.dumps({"error_code": "Deploy.1", "error_msg": f"the value {word}."})
    with FaultServer(reply(status, echo)) as server:
        run = program.having(PASSWORD=word).run(
            "start", service.task_id, "--param-env", "password=PASSWORD", "--endpoint", server.endpoint)
    assert "the value ***." in run.err and run.err.count("***") == 1, run


@pytest.mark.parametrize("address", ["https://127.0.0.1:{}", "https://user:word@127.0.0.1:{}"])
def test_a_proxy_that_does_not_speak_tls_is_named(program: Program, service: Service, address: str) -> None:
    with FaultServer(before=(reply("400 Bad Request", ""),)) as plain:
        port = plain.endpoint.rsplit(":", 1)[1]
        run = program.having(https_proxy=address.format(port)).run(
            "start", service.task_id, "--endpoint", "https://deploy.invalid")
    assert run.code == 31 and f"The proxy 127.0.0.1:{port} cannot be used (it does not speak TLS on this port" in run.err
    assert "is http:// meant?" in run.err and "word" not in run.err


def test_a_server_without_tls_behind_a_proxy_is_not_the_proxys_fault(program: Program, service: Service) -> None:
    with FaultServer(before=(reply("400 Bad Request", ""),)) as plain:
        target = int(plain.endpoint.rsplit(":", 1)[1])
        with TunnelProxy(target=target) as proxy:
            run = program.having(https_proxy=proxy.address).run(
                "start", service.task_id, "--endpoint", "https://deploy.invalid")
    assert run.code == 31 and "The server cannot be used (it does not speak TLS on this port" in run.err, run


@pytest.mark.parametrize("page", ["<html><body>x", "\n <!DOCTYPE html>\n<html>", "<?xml version='1.0'?><e/>"])
@pytest.mark.parametrize("status", ["200 OK", "502 Bad Gateway", "404 Not Found"])
def test_a_page_is_called_a_page(program: Program, service: Service, page: str, status: str) -> None:
    with FaultServer(reply(status, page)) as server:
        run = program.run("start", service.task_id, "--endpoint", server.endpoint)
    assert "page" in run.err and "line 1, column" not in run.err, run


def test_the_doctor_compares_a_clock_with_one(program: Program, service: Service) -> None:
    def clock(*arguments: str) -> dict:
        run = program.run("doctor", "-o", "json", *arguments)
        assert run.code == (31 if arguments else 0), run
        found, = [each for each in run.document["checks"] if each["name"] == "clock"]
        return found

    assert clock()["level"] == "ok" and clock()["message"].endswith("; the service's clock agrees.")
    assert "to compare it with" in clock("--endpoint", "http://127.0.0.1:1")["message"]
    service.settings(clock_offset_s=3600)
    late = clock()
    assert late["level"] == "warning" and re.search("(59|60) minutes", late["message"])
    text = program.run("doctor").out
    assert text.count("This machine's clock is") == 1
    assert re.search(r"^  warning clock +This machine's clock is", text, flags=re.MULTILINE)


def test_an_unknown_command_is_named_to_help_too(bare_program: Program) -> None:
    run = bare_program.run("help", "delpoy")
    assert "deploy" in run.out + run.err


@pytest.mark.parametrize("place, name, near", [
    (["start", "T", "--tiemout", "3"], "--tiemout", None), (["deploy", "T", "--tiemout", "3"], "--tiemout", "--timeout"),
    (["start", "T", "--quite"], "--quite", "--quiet")])
def test_an_unknown_option_names_the_nearest(bare_program: Program, place: list, name: str, near: str | None) -> None:
    run = bare_program.run(*place)
    assert run.code == 64 and name in run.err and (near is None or f"Did you mean '{near}'?" in run.err), run


@pytest.mark.parametrize("command", ["start", "deploy"])
def test_the_region_that_was_meant(bare_program: Program, command: str) -> None:
    run = bare_program.having(CODEARTS_DEPLOY_TOKEN="t").run(command, UNKNOWN, "--region", "cn-nort-4")
    assert run.code == 30 and "Did you mean cn-north-4?" in run.err
