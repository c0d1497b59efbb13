"""Models are built as they come, show no secret, and keep what they do not know."""

from __future__ import annotations

import functools
import pickle

import pytest

import codearts_deploy as cad
from codearts_deploy import models
from tests.conftest import given

NAMES: list[str] = models.__all__  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", NAMES)
def test_every_model_can_be_built_empty(name: str) -> None:
    model = getattr(cad, name)
    make = functools.partial(model, 0) if name == "StartResult" else model
    assert repr(make()).startswith(model.__name__ + "(")
    assert make() == make()


def test_fields_may_be_set_one_by_one_and_none_is_left_out() -> None:
    param = cad.DynamicConfigInfo()
    param.key = "version"
    param.value = 5  # type: ignore[assignment]
    assert param.to_dict() == {"key": "version", "value": 5}


def test_to_dict_goes_all_the_way_down() -> None:
    body = cad.EnvExecutionBody(params=[cad.DynamicConfigInfo("a", "1", "text"), {"key": "b"}], trigger_source=0)
    request = cad.StartDeployTaskRequest("t", body)
    params = [{"key": "a", "value": "1", "type": "text"}, {"key": "b"}]
    assert request.to_dict() == {"task_id": "t", "body": {"params": params, "trigger_source": 0}}


@pytest.mark.parametrize("kind", ["encrypt", "Encrypt", "encrypted", 7])
def test_what_may_be_a_secret_is_in_no_repr(kind: str | int) -> None:
    typed = cad.DynamicConfigInfo(key="password", value="hunter2", type=kind)  # type: ignore[arg-type]
    loose = {"key": "password", "value": "hunter2", "type": kind}
    body = cad.EnvExecutionBody(params=[typed, loose])
    for shown in (typed, body, cad.StartDeployTaskRequest(task_id="t", body=body)):
        assert "hunter2" not in f"{shown!r} {shown}"
        assert "key='password'" in repr(shown)
    assert typed.value == "hunter2"
    assert typed.to_dict()["value"] == "hunter2"


@pytest.mark.parametrize("kind", ["text", "host_group", "enum", None])
def test_other_values_are_shown(kind: str | None) -> None:
    assert "value='1.2.3'" in repr(cad.DynamicConfigInfo(key="version", value="1.2.3", type=kind))


def test_a_reply_keeps_the_fields_that_nobody_knows() -> None:
    component = {"task_id": "t", "state": "7", "new": [1]}
    document = {"id": "r", "job_name": "j", "app_component_list": [component, None], "later": {"a": 1}}
    reply = cad.StartDeployTaskResponse.from_dict(
        {**document, "_meta": {"http_status": 200, "request_id": "q", "attempts": 1}}
    )
    assert given(reply.app_component_list)[0].state == "7"
    assert given(reply.app_component_list)[0].extra == {"new": [1]}
    assert reply.extra == {"later": {"a": 1}}
    assert (reply.status_code, reply.request_id, reply.attempts) == (200, "q", 1)
    assert reply.to_dict() == document


def test_a_reply_of_other_types_is_passed_through() -> None:
    reply = cad.StartDeployTaskResponse.from_dict({"id": "r", "task_id": 5, "app_component_list": "none"})
    assert (reply.task_id, reply.app_component_list) == (5, "none")  # type: ignore[comparison-overlap]


def test_what_the_schema_calls_secret_is_not_shown() -> None:
    given_list = [{"id": "1", "msg_type": "lark", "send_url": "https://a/?key=k1", "secret_info": {"sign": "k2"}}]
    reply = cad.ShowApplicationMsgListResponse.from_dict({"items": given_list})
    assert given(reply.body)[0].secret_info == {"sign": "k2"}
    assert reply.to_dict() == {"body": given_list}
    assert "lark" in repr(reply) and "k1" not in repr(reply) and "k2" not in repr(reply)


def test_models_can_be_pickled() -> None:
    reply = cad.StartDeployTaskResponse(id="r", app_component_list=[cad.AppComponentDao(app_id="a")])
    assert pickle.loads(pickle.dumps(reply)) == reply


def test_documents_inside_documents_are_models_as_well() -> None:
    step = {"id": "s", "name": "copy", "params": {"host": {"value": 1}}, "enable": True, "new": 1}
    tasks = [{"id": "t", "steps": {"step1": step}}, "?"]
    document = {"result": {"id": "a", "arrange_infos": tasks}, "status": "success"}
    reply = cad.ShowAppDetailByIdResponse.from_dict({**document, "_meta": {"http_status": 200, "warning": "mend this"}})
    task = given(given(reply.result).arrange_infos)[0]
    known = given(task.steps)["step1"]
    assert (task.id, known.name, known.extra) == ("t", "copy", {"new": 1})
    assert (reply.status_code, reply.warning) == (200, "mend this")
    assert reply.to_dict() == document


def test_an_answer_in_another_form_than_documented_is_kept_as_it_is() -> None:
    flat = {"status": "running", "elapsed_time": 5, "step_state": [{"name": "copy"}]}
    reply = cad.ShowDeployStatusResponse.from_dict(flat)
    assert (reply.status, reply.result, reply.extra["step_state"]) == ("running", None, [{"name": "copy"}])
    assert cad.ListAllAppResponse.from_dict({"result": {"7": 1}}).result.extra == {"7": 1}  # type: ignore[union-attr]
    assert cad.ShowAppDetailByIdResponse.from_dict({"result": None}).result is None


def test_a_bare_array_has_the_name_of_the_official_sdk() -> None:
    reply = cad.ShowExecutionParamsResponse.from_dict({"items": [{"name": "port", "type": "text", "value": 8080}]})
    [param] = given(reply.body)
    assert (param.name, param.value) == ("port", 8080)


def test_a_parameter_of_the_history_that_is_encrypted_is_in_no_repr() -> None:
    assert "hunter2" not in repr(cad.ConfigInfo(name="password", type="encrypt", value="hunter2"))


def test_no_name_stands_in_two_modules_of_models() -> None:
    assert len(NAMES) == len(set(NAMES))
