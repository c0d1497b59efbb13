"""The official SDK, an independent client, gets from the emulator what ours gets: the same calls, the same answers."""
import json
from typing import Any

import pytest

from abi import TASK, Client
from emulator import Service
from following import text
from official_sdk import OfficialSDK, install

DAYS = {"start_date": "2026-01-01", "end_date": "2026-01-30"}


@pytest.fixture(scope="session")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> OfficialSDK:
    return install(tmp_path_factory.mktemp("official-sdk") / "environment")


def known(value: Any) -> Any:
    """Without what the SDK knows of but did not find."""
    if isinstance(value, dict):
        return {name: known(each) for name, each in value.items() if each is not None}
    return [known(each) for each in value] if isinstance(value, list) else value


def holds(whole: Any, part: Any) -> bool:
    """Whether everything in the part stands in the whole, at the same place."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(name in whole and holds(whole[name], part[name]) for name in part)
    if isinstance(part, list):
        return isinstance(whole, list) and len(whole) == len(part) and all(map(holds, whole, part))
    return whole == part or str(whole) == part  # the SDK's models make texts of numbers


def requests(service: Service, record: str) -> dict[str, dict]:
    project = {"project_id": service.project_id}
    return {
        "list_deploy_task_history_by_date": {**project, "id": TASK, "page": 1, "size": 10, **DAYS},
        "show_execution_params": {"task_id": TASK, "record_id": record},
        "show_deploy_task_detail": {"task_id": TASK},
        "show_app_detail_by_id": {"app_id": service.app_id},
        "list_all_app": {**project, "page": 1, "size": 10, "states": ["succeeded", "not_executed"]},
        "list_deploy_tasks": {**project, "page": 1, "size": 10},
        "update_app_disable_status": {"app_id": service.app_id, "is_disable": False},
        "list_task_success_rate": {**project, "task_ids": [TASK], **DAYS},
        "show_project_success_rate": {**project, **DAYS},
    }


@pytest.fixture
def record(service: Service) -> str:
    """A record that has succeeded."""
    return service.somebody_else_starts(
        text("version", "1.2.3"), text("port", "8080"), pending_ms=0, duration_ms=0)


def test_it_reads_what_ours_reads(sdk: OfficialSDK, client: Client, service: Service, record: str) -> None:
    calls = requests(service, record)
    for (operation, request), theirs in zip(calls.items(), sdk.calls(service, *calls.items())):
        ours = client.call(json.dumps(request), operation)
        assert ours.status == "CAD_OK" and "reply" in theirs, (operation, ours, theirs)
        told = known(theirs["reply"])
        assert told, f"the SDK reads nothing from the answer to {operation}"
        document = ours.document
        if operation == "show_execution_params":
            told, document = told["body"], document["items"]
        assert holds(document, told), (operation, told, document)


def test_it_asks_in_the_same_words(sdk: OfficialSDK, client: Client, service: Service, record: str) -> None:
    def told() -> tuple[Any, ...]:
        request = service.last_request()
        body = json.loads(request["body"]) if request["body"] else None
        return request["method"], request["path"], sorted(request["query"].split("&")), body
    for operation, request in requests(service, record).items():
        sdk_answer = sdk.calls(service, (operation, request))
        theirs = told()
        ours = client.call(json.dumps(request), operation)
        assert ours.status == "CAD_OK" and told() == theirs, (operation, sdk_answer)


def test_its_start_makes_the_record_that_ours_makes(
        sdk: OfficialSDK, client: Client, service: Service, record: str) -> None:
    start = {"task_id": TASK, "params": [text("version", "2")], "trigger_source": "0"}
    again = {"task_id": TASK, "record_id": record}
    for request in (start, again):
        [theirs] = sdk.calls(service, ("start_deploy_task", request))
        ours = client.call(json.dumps(request))
        assert set(known(theirs["reply"])) <= set(ours.document)
        assert theirs["reply"]["id"] != ours.document["id"]
        of_theirs, of_ours = service.records()[-2:]
        assert [of_theirs["record_id"], of_ours["record_id"]] == [theirs["reply"]["id"], ours.document["id"]]
        for name in ("task_id", "source", "source_record_id", "params", "given", "trigger_source"):
            assert of_theirs[name] == of_ours[name]


@pytest.mark.parametrize("dialect", [1, 2, 4])
def test_it_reads_the_same_error(sdk: OfficialSDK, client: Client, service: Service, dialect: int) -> None:
    service.fault("error", dialect=dialect, http_status=400, code="Deploy.00011042", message="应用", times=2)
    [theirs] = sdk.calls(service, ("start_deploy_task", {"task_id": TASK}))
    ours = client.start(task_id=TASK).document
    error = theirs["error"]
    assert (error["status_code"], error["error_code"], error["error_msg"]) == (400, "Deploy.00011042", "应用")
    assert (ours["http_status"], ours["error_code"], ours["error_msg"]) == (400, "Deploy.00011042", "应用")
