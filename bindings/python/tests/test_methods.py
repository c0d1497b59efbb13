"""Every operation of the library is a method, blocking and awaited, whose request the library takes."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
from collections.abc import Mapping
from typing import Any, Union

import pytest

import codearts_deploy as cad
from codearts_deploy._request import request_json
from tests.conftest import Document

TASK, RECORD, APP, PROJECT = (letter * 32 for letter in "trap")
DAYS = {"start_date": "2026-05-01", "end_date": "2026-05-31"}

# Method -> arguments and options, and the same as a request object where the official form has one.
CALLS: dict[str, tuple[list[object], Mapping[str, object], object]] = {
    "start_deploy_task": (
        [TASK], {"params": {"a": "1"}, "trigger_source": 0},
        cad.StartDeployTaskRequest(
            TASK, cad.EnvExecutionBody([cad.DynamicConfigInfo("a", "1", "text")], trigger_source=0)
        ),
    ),
    "show_deploy_status": (
        [TASK, RECORD], {"step_state": False}, cad.ShowDeployStatusRequest(TASK, RECORD, step_state=False)
    ),
    "stop_deploy_task_record": ([TASK, RECORD], {}, cad.StopDeployTaskRecordRequest(TASK, RECORD)),
    "rollback_records": ([TASK, RECORD], {}, cad.RollbackRecordsRequest(TASK, RECORD)),
    "show_app_log": (
        [APP, RECORD], {"offset": "0", "end_offset": "9", "step_id": TASK},
        cad.ShowAppLogRequest(APP, RECORD, "0", "9", TASK),
    ),
    "show_execution_params": ([TASK, RECORD], {}, cad.ShowExecutionParamsRequest(TASK, RECORD)),
    "list_deploy_task_history_by_date": (
        [TASK], {"page": 1, "size": 100, "project_id": PROJECT, **DAYS},
        cad.ListDeployTaskHistoryByDateRequest(PROJECT, TASK, 1, 100, **DAYS),
    ),
    "show_app_detail_by_id": ([APP], {}, cad.ShowAppDetailByIdRequest(APP)),
    "list_all_app": (
        [PROJECT], {"page": 1, "size": 10, "states": ["failed"], "sort_name": "name", "sort_by": "ASC"},
        cad.ListAllAppRequest(
            cad.ListAllAppRequestBody(PROJECT, 1, 10, sort_name="name", sort_by="ASC", states=["failed"])
        ),
    ),
    "find_task": (["payments-api"], {"project_id": PROJECT}, None),
    "update_app_disable_status": (
        [APP, True], {}, cad.UpdateAppDisableStatusRequest(APP, cad.UpdateAppDisableStatusRequestBody(True))
    ),
    "show_task_trigger": ([TASK], {}, cad.ShowTaskTriggerRequest(TASK)),
    "show_application_msg_list": (
        [APP], {"project_id": PROJECT}, cad.ShowApplicationMsgListRequest(PROJECT, APP)
    ),
    "show_deploy_task_detail": ([TASK], {}, cad.ShowDeployTaskDetailRequest(TASK)),
    "list_deploy_tasks": ([PROJECT], {"page": 2, "size": 5}, cad.ListDeployTasksRequest(PROJECT, 2, 5)),
    "list_task_success_rate": (
        [PROJECT], {"task_ids": [TASK], **DAYS},
        cad.ListTaskSuccessRateRequest(PROJECT, cad.TasksSuccessRateQuery(**DAYS, task_ids=[TASK])),
    ),
    "show_project_success_rate": ([PROJECT], DAYS, cad.ShowProjectSuccessRateRequest(PROJECT, **DAYS)),
    "list_records": ([TASK], {"since": "2026-05-01", "until": "2026-05-31", "limit": 5, "project_id": PROJECT}, None),
    "call_api": (["POST", "/v1/applications"], {"query": {"a": 1}, "body": {"b": [None]}}, None),
    "watch": (
        [TASK, RECORD],
        {"timeout": 60, "interval": 0.5, "on_timeout": "stop", "on_cancel": "leave", "log": False, "app_id": APP,
         "project_id": PROJECT},
        None,
    ),
    "deploy": (
        [TASK],
        {"params": {"a": "1"}, "trigger_source": 1, "timeout": 60, "interval": 1, "wait_until_idle": 5,
         "on_timeout": "leave", "on_cancel": "stop", "on_failure": "rollback", "guard": False, "dry_run": False,
         "log": True, "app_id": APP, "project_id": PROJECT, "marker": "start_id", "settle": False, "journal": "file",
         "resume": True, "on_unknown": "start"},
        None,
    ),
    "deploy_many": (
        [[{"task_id": TASK, "name": "a", "params": {"a": "1"}}, {"task_id": APP, "after": ["a"]}]],
        {"waves": [1, "100%"], "max_in_flight": 5, "max_failures": "10%", "pause": 1, "on_failure": "rollback",
         "on_release_failure": "rollback", "timeout": 60, "interval": 0.5, "wait_until_idle": 5, "on_timeout": "stop",
         "on_cancel": "stop", "guard": True, "undeclared": "refuse", "marker": "start_id", "log": True,
         "project_id": PROJECT, "journal": "file", "resume": True, "on_unknown": "start"},
        None,
    ),
    "prepare_deploy": (
        [TASK],
        {"params": {"a": "1"}, "record_id": RECORD, "trigger_source": 1, "guard": True, "undeclared": "refuse",
         "marker": "start_id", "app_id": APP, "project_id": PROJECT},
        None,
    ),
}


class Recorder:
    """Either client without a library: it keeps what it was asked to run."""

    asked: tuple[str, Document, object]

    async def _awaited(self) -> Recorder:
        return self

    def _run(self, operation: str, request: Any, reply: object, on_event: object = None) -> Any:
        self.asked = (operation, request, on_event)
        return self._awaited() if isinstance(self, cad.AsyncClient) else self


class Blocking(Recorder, cad.Client):
    pass


class Awaited(Recorder, cad.AsyncClient):
    pass


Kind = type[Union[Blocking, Awaited]]


def asked(kind: Kind, method: str, *arguments: object, **options: object) -> tuple[str, Document, object]:
    client = kind(region="cn-north-4")
    made = getattr(client, method)(*arguments, **options)
    if kind is Awaited:
        asyncio.run(made)
    return client.asked


def methods() -> set[str]:
    return {name for name, value in vars(cad.Client).items() if hasattr(value, "is_method")}


def test_every_operation_of_the_library_is_a_method() -> None:
    paths = cad.schema()["paths"].values()
    named = {operation["operationId"] for path in paths for operation in path.values()}
    assert named, "the document names no operation"
    official = {name.replace("_", "").lower() for name in methods() | {"start_many"}}
    assert {name.replace("_", "").lower() for name in named} <= official
    assert methods() == CALLS.keys()


@pytest.mark.parametrize("kind", [Blocking, Awaited])
@pytest.mark.parametrize("method", CALLS)
def test_the_library_takes_what_the_method_asks(kind: Kind, method: str) -> None:
    arguments, options, request_object = CALLS[method]
    operation, request, on_event = asked(kind, method, *arguments, **options)
    assert (operation, on_event) == (method, None)
    cad.validate(operation, request)
    if request_object is not None:
        _, same, _ = asked(kind, method, request_object)
        assert json.loads(request_json(same)) == json.loads(request_json(request))


@pytest.mark.parametrize("method", [name for name, call in CALLS.items() if call[2] is not None])
def test_a_limit_of_time_holds_for_the_call_and_stands_beside_a_request_object(method: str) -> None:
    request_object = CALLS[method][2]
    _, request, _ = asked(Blocking, method, request_object, timeout_ms=5000)
    assert request["_options"] == {"timeout_ms": 5000}
    cad.validate(method, request)


def test_seconds_become_milliseconds_and_wrong_ones_the_librarys_fault() -> None:
    _, request, _ = asked(Blocking, "watch", TASK, RECORD, timeout=1.5, interval=0.0015)
    assert (request["timeout_ms"], request["interval_ms"]) == (1500, 2)
    _, request, _ = asked(Blocking, "deploy", TASK, timeout="1900", wait_until_idle=True)
    with pytest.raises(cad.ValidationError) as caught:
        cad.validate("deploy", request)
    assert {fault.path for fault in caught.value.violations} == {"timeout_ms", "wait_until_idle_ms"}


def test_a_field_beside_a_request_object_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="record_id given beside a request object"):
        asked(Blocking, "show_deploy_status", cad.ShowDeployStatusRequest(TASK), RECORD)


@pytest.mark.parametrize("method", CALLS)
def test_both_clients_describe_a_method_in_the_same_way(method: str) -> None:
    blocking, awaited = getattr(cad.Client, method), getattr(cad.AsyncClient, method)
    assert inspect.signature(blocking) == inspect.signature(awaited)
    assert "Call[" not in str(inspect.signature(blocking))
    assert blocking.__doc__ == awaited.__doc__ and blocking.__doc__
    assert inspect.iscoroutinefunction(awaited) and not inspect.iscoroutinefunction(blocking)


@pytest.mark.parametrize("method", CALLS)
def test_help_describes_every_argument(method: str) -> None:
    function = getattr(cad.Client, method)
    _, heading, arguments = inspect.getdoc(function).partition("\n\nArgs:\n")  # type: ignore[union-attr]
    assert heading
    described = set(re.findall(r"^    (\w+): \S", arguments, re.MULTILINE))
    assert described == set(inspect.signature(function).parameters) - {"self"}


def test_help_tells_unit_default_and_choice() -> None:
    text = " ".join(str(inspect.getdoc(cad.Client.deploy)).split())
    assert "timeout: how long to follow it; in seconds, a number or a timedelta; 0.001 to 86400; default 1900." in text
    assert 'on_failure: rollback: go back to the last record that succeeded; "leave" or "rollback"; default "leave".' in text


@pytest.mark.parametrize("kind", [cad.Client, cad.AsyncClient])
def test_a_client_shows_its_keys(kind: type[Union[cad.Client, cad.AsyncClient]]) -> None:
    signature = inspect.signature(kind)
    assert signature.parameters.keys() == cad.Configuration.__annotations__.keys()
    assert str(signature.parameters["timeout"].default) == "..."
    described = re.findall(r"^    (\w+): \S", str(inspect.getdoc(kind.__init__)), re.MULTILINE)
    assert set(described) == set(signature.parameters)

    class Mine(kind):  # type: ignore[misc, valid-type]
        def __init__(self, own: str) -> None:
            super().__init__(region=own)

    assert list(inspect.signature(Mine).parameters) == ["own"]


def test_a_subclass_may_have_a_method_of_its_own() -> None:
    class Mine(cad.Client):
        def deploy(self, task_id: str) -> str:  # type: ignore[override]
            return "mine"

    assert Mine(region="cn-north-4").deploy(TASK) == "mine"


def test_a_schema_describes_one_operation_or_all() -> None:
    assert cad.schema("start_deploy_task")["path"] == "/v2/tasks/{task_id}/start"
    assert cad.schema()["openapi"].startswith("3.1")
    with pytest.raises(cad.InvalidArgumentError):
        cad.schema("start_deploy_tsk")
