"""Each form in which parameters can be passed, and that none of them is repaired on the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import codearts_deploy as cad
from codearts_deploy._arguments import Params
from codearts_deploy.testing import Emulator

SENT = [{"key": "version", "value": "1.2.3", "type": "text"}, {"key": "size", "value": "ü", "type": "text"}]


@pytest.mark.parametrize(
    "params",
    [
        {"version": "1.2.3", "size": "ü"},
        [cad.DynamicConfigInfo(**entry) for entry in SENT],
        tuple(cad.DynamicConfigInfo(**entry) for entry in SENT),
        SENT,
        [cad.DynamicConfigInfo(**SENT[0]), SENT[1]],
    ],
    ids=["dict of texts", "models", "tuple", "dicts", "mixed"],
)
def test_all_forms_arrive_as_the_same_parameters(service: Emulator, client: cad.Client, params: Params) -> None:
    reply = client.start_deploy_task(service.task_ids[0], params=params)
    [record] = service.records()
    assert record["record_id"] == reply.id
    assert record["params"] == SENT


def test_a_request_object_may_have_a_dict_for_its_body(service: Emulator, client: cad.Client) -> None:
    client.start_deploy_task(cad.StartDeployTaskRequest(service.task_ids[0], {"params": SENT}))
    assert service.records()[0]["params"] == SENT


def test_an_encrypted_value_is_sent_in_full(service: Emulator, client: cad.Client) -> None:
    secret = cad.DynamicConfigInfo(key="password", value="hunter2", type="encrypt")
    client.start_deploy_task(service.task_ids[0], params=[secret])
    assert service.records()[0]["params"] == [{"key": "password", "value": "", "type": "encrypt"}]


def faults(call: Callable[..., object], *arguments: object, **options: object) -> list[str]:
    with pytest.raises(cad.ValidationError) as caught:
        call(*arguments, **options)
    assert caught.value.outcome == "not_sent"
    return [fault.path for fault in caught.value.violations]


@pytest.mark.parametrize(
    "params, path",
    [
        ({"version": 1.5}, 'params["version"]'),
        ({"version": None}, 'params["version"]'),
        ({7: "seven"}, "params[7]"),
        ({"version": "{{ x }}"}, 'params["version"]'),
        ([cad.DynamicConfigInfo(key="version", value=1.5, type="text")], "params[0].value"),  # type: ignore[arg-type]
        ([cad.DynamicConfigInfo(key="version", value="1")], "params[0].type"),
        ("version=5", "params"),
        (5, "params"),
        ([["version", "5"]], "params[0]"),
    ],
)
def test_a_wrong_value_is_reported_by_its_path_and_not_made_right(
    service: Emulator, client: cad.Client, params: object, path: str
) -> None:
    assert faults(client.start_deploy_task, service.task_ids[0], params=params) == [path]
    assert service.requests() == 0


@pytest.mark.parametrize("task_id", [5, None, "d2dc", ["d2dc947ec2424d8789bb3984bb3adf45"]], ids=str)
def test_neither_is_a_task_id(service: Emulator, client: cad.Client, task_id: object) -> None:
    assert faults(client.start_deploy_task, task_id) == ["task_id"]
    request = cad.StartDeployTaskRequest(task_id)  # type: ignore[arg-type]
    assert faults(client.start_deploy_task, request) == ["task_id"]
    assert service.requests() == 0


def test_a_misspelt_attribute_of_a_model_is_reported(service: Emulator, client: cad.Client) -> None:
    body = cad.EnvExecutionBody()
    body.trigger_sorce = "0"  # type: ignore[attr-defined]
    request = cad.StartDeployTaskRequest(service.task_ids[0], body)
    with pytest.raises(cad.ValidationError) as caught:
        client.start_deploy_task(request)
    [fault] = caught.value.violations
    assert (fault.path, fault.rule) == ("trigger_sorce", "unknown_field")
    assert "trigger_source" in fault.message


def test_a_body_that_is_no_body_is_refused(client: cad.Client) -> None:
    assert faults(client.start_deploy_task, cad.StartDeployTaskRequest("x", "{}")) == ["body"]  # type: ignore[arg-type]


def test_a_body_cannot_name_another_task(service: Emulator, client: cad.Client) -> None:
    request = cad.StartDeployTaskRequest(service.task_ids[0], {"task_id": service.task_ids[-1]})
    assert faults(client.start_deploy_task, request) == ["body.task_id"]
    assert service.requests() == 0


def test_options_beside_a_request_object_are_refused(client: cad.Client) -> None:
    with pytest.raises(TypeError, match="record_id given beside a request object"):
        client.start_deploy_task(cad.StartDeployTaskRequest("x"), record_id="y")


def test_validate_takes_what_call_takes() -> None:
    task_id = "d2dc947ec2424d8789bb3984bb3adf45"
    accepted = {"operation": "start_deploy_task", "method": "POST", "path": f"/v2/tasks/{task_id}/start"}
    text = f'{{"task_id": "{task_id}"}}'
    for request in (
        {"task_id": task_id, "params": SENT},
        cad.StartDeployTaskRequest(task_id, cad.EnvExecutionBody(params=SENT)),
        text,
        text.encode(),
    ):
        assert cad.validate("start_deploy_task", request) == accepted


def test_validate_lists_every_fault_with_its_place_in_the_callers_text() -> None:
    text = '{\n  "task_id": "short",\n  "params": [{"key": "a b", "value": "1", "type": "nope"}]\n}'
    with pytest.raises(cad.ValidationError) as caught:
        cad.validate("start_deploy_task", text)
    places = {(fault.path, fault.line) for fault in caught.value.violations}
    assert places == {("task_id", 2), ("params[0].key", 3), ("params[0].type", 3)}


def test_validate_does_not_know_every_operation() -> None:
    with pytest.raises(cad.InvalidArgumentError, match="Did you mean start_deploy_task"):
        cad.validate("start_deploy_tusk", {})
