"""The example of the API reference, in each way in which Python can start it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import codearts_deploy as cad
from codearts_deploy.testing import Emulator, Fault, FaultKind
from tests.conftest import Document, given
from tests.test_concurrency import in_child

TASK_ID = "d2dc947ec2424d8789bb3984bb3adf45"
# As it stands in the document of 2025-08-18, byte for byte.
BODY = """{
  "params" : [ {
    "key" : "string",
    "value" : "test",
    "type" : "text"
  }, {
    "key" : "env",
    "value" : "e3144513a4094398857c992606ccba12",
    "type" : "host_group"
  }, {
    "key" : "enum",
    "value" : "value1",
    "type" : "enum"
  } ],
  "trigger_source" : 0
}"""
PARAMS = json.loads(BODY)["params"]
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def assert_started(service: Emulator, reply: cad.StartDeployTaskResponse) -> None:
    """The reply has the document's fields, and the service truly has that record."""
    assert re.fullmatch("[0-9A-Za-z]{32}", reply.id)
    assert reply.task_id == TASK_ID
    assert given(reply.job_name).startswith("job_")
    assert reply.app_component_list == []
    [record] = service.records()
    assert (record["record_id"], record["task_id"], record["job_name"]) == (reply.id, TASK_ID, reply.job_name)
    assert record["params"] == PARAMS
    assert record["trigger_source"] == "0"


@pytest.mark.parametrize("body", [BODY, BODY.encode(), json.loads(BODY)], ids=["str", "bytes", "dict"])
def test_in_one_call_with_the_environment(service_environment: Emulator, body: str | bytes | Document) -> None:
    assert_started(service_environment, cad.start_task(TASK_ID, body))


def test_in_one_call_with_a_model_and_a_token(service_environment: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    token = service_environment.token
    monkeypatch.setenv("CODEARTS_DEPLOY_TOKEN", "not-this-one")
    body = cad.EnvExecutionBody(params=[cad.DynamicConfigInfo(**param) for param in PARAMS], trigger_source=0)
    assert_started(service_environment, cad.start_task(TASK_ID, body, token))


def test_with_the_client(service: Emulator, client: cad.Client) -> None:
    reply = client.start_deploy_task(TASK_ID, params=PARAMS, trigger_source=0)
    assert_started(service, reply)
    assert (reply.status_code, reply.attempts) == (200, 1)
    assert reply.request_id


def test_with_call_and_json_text(service: Emulator, client: cad.Client) -> None:
    document = client.call("start_deploy_task", BODY.replace("{", f'{{\n  "task_id": "{TASK_ID}",', 1))
    assert document["_meta"]["http_status"] == 200
    assert_started(service, cad.StartDeployTaskResponse.from_dict(document))


def test_code_of_the_official_sdk_with_its_imports_and_client_lines_changed(service_environment: Emulator) -> None:
    from codearts_deploy import Client, DynamicConfigInfo, EnvExecutionBody, StartDeployTaskRequest, exceptions

    client = Client()

    request = StartDeployTaskRequest()
    request.task_id = TASK_ID
    listParamsbody = [
        DynamicConfigInfo(type="text", value="test", key="string"),
        DynamicConfigInfo(type="host_group", value="e3144513a4094398857c992606ccba12", key="env"),
        DynamicConfigInfo(type="enum", value="value1", key="enum"),
    ]
    request.body = EnvExecutionBody(trigger_source="0", params=listParamsbody)
    response = client.start_deploy_task(request)
    assert response.id in f"{response}"
    assert_started(service_environment, response)

    service_environment.faults({"kind": "error", "http_status": 400, "dialect": 2})
    try:
        client.start_deploy_task(request)
    except exceptions.ClientRequestException as e:
        assert e.status_code == 400
        assert e.error_code and e.error_msg
        assert e.request_id or e.request_id is None
    else:
        pytest.fail("the error was not raised")


def test_without_anything_but_the_task(service: Emulator, client: cad.Client) -> None:
    reply = client.start_deploy_task(TASK_ID)
    [record] = service.records()
    assert (record["record_id"], record["params"]) == (reply.id, [])


def test_going_back_to_a_record(service: Emulator, client: cad.Client) -> None:
    first = client.start_deploy_task(TASK_ID)
    client.start_deploy_task(TASK_ID, record_id=first.id)
    assert service.records()[1]["source_record_id"] == first.id


def test_in_one_call_with_the_environment_of_its_moment(
    service_environment: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = service_environment.endpoint
    monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", "http://127.0.0.1:1")
    with pytest.raises(cad.ConnectError):
        cad.start_task(TASK_ID)
    monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", endpoint)
    assert cad.start_task(TASK_ID).id == service_environment.records()[0]["record_id"]
    monkeypatch.setenv("CODEARTS_DEPLOY_TOKEN", "not-this-one")
    with pytest.raises(cad.AuthenticationError):
        cad.start_task(TASK_ID)
    monkeypatch.delenv("CODEARTS_DEPLOY_ENDPOINT")
    with pytest.raises(cad.ConfigurationError) as caught:
        cad.start_task(TASK_ID)
    assert caught.value.outcome == "not_sent"


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_in_one_call_on_both_sides_of_a_fork(service_environment: Emulator) -> None:
    first = cad.start_task(TASK_ID).id
    child = in_child(lambda: cad.start_task(TASK_ID).id)
    ids = [first, child, cad.start_task(TASK_ID).id]
    assert ids == [record["record_id"] for record in service_environment.records()]


@pytest.mark.parametrize(
    "body",
    ["", "null", "[]", '"}"', "{", '{"params": []', '{"a":"}', '{"params": []} {}', f'{{"task_id": "{TASK_ID}"}}'],
)
def test_in_one_call_no_text_but_an_object_without_the_task_is_sent(service_environment: Emulator, body: str) -> None:
    with pytest.raises((cad.ValidationError, cad.InvalidArgumentError)):
        cad.start_task(TASK_ID, body)
    assert service_environment.requests() == 0


def test_in_one_call_faults_of_a_text_stand_where_they_were_written(service_environment: Emulator) -> None:
    with pytest.raises(cad.ValidationError) as caught:
        cad.start_task(TASK_ID, '{\n  "params": [{"key": "a b", "value": "1", "type": "text"}]\n}\n')
    [fault] = caught.value.violations
    assert (fault.path, fault.line, fault.column) == ("params[0].key", 2, 22)
    assert service_environment.requests() == 0


@pytest.mark.parametrize("body", ["{}", " { } ", None, {}])
def test_in_one_call_without_anything_but_the_task(service_environment: Emulator, body: str | None) -> None:
    assert cad.start_task(TASK_ID, body).id == service_environment.records()[0]["record_id"]


def run_example(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command: list[str | Path] = [sys.executable, EXAMPLES / name, *arguments]
    return subprocess.run(command, env=os.environ, capture_output=True, text=True)


def test_the_example_program_prints_the_reply(service_environment: Emulator) -> None:
    result = run_example("start.py")
    assert (result.returncode, result.stderr) == (0, "")
    assert_started(service_environment, cad.StartDeployTaskResponse.from_dict(json.loads(result.stdout)))


@pytest.mark.parametrize(
    "version, fault, code, said",
    [
        ("1.2.3", None, 0, "started as record"),
        ("{{ latest }}", None, 2, 'correct params["version"]:'),
        ("1.2.3", "busy", 1, "is being deployed already"),
        ("1.2.3", "throttle", 1, "try again later"),
        ("1.2.3", "cut_after_work", 1, "It may be running"),
    ],
)
def test_the_example_program_for_errors_says_what_to_do(
    service_environment: Emulator, version: str, fault: FaultKind | None, code: int, said: str
) -> None:
    if fault:
        order: Fault = {"kind": fault, "times": 3}  # as often as a call is repeated
        if fault == "throttle":
            order["retry_after"] = "1"
        service_environment.faults(order)
    result = run_example("handle_errors.py", TASK_ID, version)
    assert result.returncode == code
    assert said in result.stdout + result.stderr
    assert "Traceback" not in result.stderr
