"""What each operation must put on the wire, and where the heart of its reply stands.

In the texts $TASK, $APP, $PROJECT and $RECORD stand for the emulator's ids.
"""
from typing import Any, NamedTuple


class Golden(NamedTuple):
    name: str
    operation: str
    request: dict[str, Any]
    method: str
    path: str
    query: str = ""
    body: str = ""
    #: Where a reply tells what one asked for, and what stands there.
    reply: tuple[tuple[Any, ...], Any] | None = None


DAYS = {"start_date": "2026-01-01", "end_date": "2026-01-30"}
GOLDEN = [
    Golden(
        "start without a body", "start_deploy_task", {"task_id": "$TASK"},
        "POST", "/v2/tasks/$TASK/start", body="{}", reply=(("task_id",), "$TASK")),
    Golden(
        "start", "start_deploy_task",
        {"task_id": "$TASK", "params": [{"key": "v", "value": "é", "type": "text"}], "trigger_source": 0},
        "POST", "/v2/tasks/$TASK/start",
        body='{"params":[{"key": "v", "value": "\\u00e9", "type": "text"}],"trigger_source":"0"}',
        reply=(("app_component_list",), [])),
    Golden(
        "start of an earlier record", "start_deploy_task", {"task_id": "$TASK", "record_id": "$RECORD"},
        "POST", "/v2/tasks/$TASK/start", body='{"record_id":"$RECORD"}', reply=(("task_id",), "$TASK")),
    Golden(
        "state", "show_deploy_status", {"task_id": "$TASK", "record_id": "$RECORD"},
        "GET", "/v2/tasks/$TASK/state", "record_id=$RECORD", reply=(("result", "status"), "succeeded")),
    Golden(
        "state without steps", "show_deploy_status",
        {"task_id": "$TASK", "record_id": "$RECORD", "step_state": False},
        "GET", "/v2/tasks/$TASK/state", "record_id=$RECORD&step_state=false",
        reply=(("result", "record_id"), "$RECORD")),
    Golden(
        "stop", "stop_deploy_task_record", {"task_id": "$TASK", "record_id": "$RECORD"},
        "PUT", "/v2/tasks/$TASK/records/$RECORD/stop", body="{}", reply=(("result", "id"), "$RECORD")),
    Golden(
        "rollback", "rollback_records", {"task_id": "$TASK", "record_id": "$RECORD"},
        "POST", "/v2/tasks/$TASK/records/$RECORD/rollback", body="{}", reply=(("task_id",), "$TASK")),
    Golden(
        "log", "show_app_log", {"app_id": "$APP", "record_id": "$RECORD", "offset": "7", "end_offset": "100"},
        "GET", "/v1/applications/$APP/records/$RECORD/logs", "end_offset=100&offset=7",
        reply=(("result", "offset"), "7")),
    Golden(
        "log of a step", "show_app_log",
        {"app_id": "$APP", "record_id": "$RECORD", "offset": "0", "end_offset": "100",
         "step_id": "a000000000000000000000000000fff1"},
        "GET", "/v1/applications/$APP/records/$RECORD/logs",
        "end_offset=100&offset=0&step_id=a000000000000000000000000000fff1", reply=(("result", "offset"), "0")),
    Golden(
        "history", "list_deploy_task_history_by_date",
        {"project_id": "$PROJECT", "id": "$TASK", "page": 1, "size": 100, **DAYS},
        "GET", "/v2/$PROJECT/task/$TASK/history", "end_date=2026-01-30&page=1&size=100&start_date=2026-01-01",
        reply=(("result",), [])),
    Golden(
        "parameters", "show_execution_params", {"task_id": "$TASK", "record_id": "$RECORD"},
        "GET", "/v2/history/tasks/$TASK/params", "record_id=$RECORD",
        reply=(("items",), [
            {"name": "version", "type": "text", "value": "1.2.3"}, {"name": "port", "type": "text", "value": 8080},
            {"name": "password", "type": "encrypt", "value": ""}])),
    Golden(
        "parameters of the newest", "show_execution_params", {"task_id": "$TASK"},
        "GET", "/v2/history/tasks/$TASK/params", reply=(("items", 1, "value"), 8080)),
    Golden(
        "task", "show_deploy_task_detail", {"task_id": "$TASK"},
        "GET", "/v2/tasks/$TASK", reply=(("app_id",), "$APP")),
    Golden(
        "application", "show_app_detail_by_id", {"app_id": "$APP"},
        "GET", "/v1/applications/$APP/info", reply=(("result", "arrange_infos", 0, "id"), "$TASK")),
    Golden(
        "applications", "list_all_app",
        {"project_id": "$PROJECT", "page": 1, "size": 100, "states": ["succeeded", "failed"],
         "sort_name": "startTime", "sort_by": "DESC"},
        "POST", "/v1/applications/list",
        body='{"project_id":"$PROJECT","page":1,"size":100,"states":["succeeded", "failed"],"sort_name":"startTime",'
        '"sort_by":"DESC"}', reply=(("result", 0, "id"), "$APP")),
    Golden(
        "tasks", "list_deploy_tasks", {"project_id": "$PROJECT", "page": 1, "size": 1},
        "GET", "/v2/$PROJECT/tasks/list", "page=1&size=1", reply=(("result", 0, "task_id"), "$TASK")),
    Golden(
        "disable", "update_app_disable_status", {"app_id": "$APP", "is_disable": True},
        "PUT", "/v1/applications/$APP/disable", body='{"is_disable":true}', reply=(("status",), "success")),
    Golden(
        "trigger", "show_task_trigger", {"task_id": "$TASK"},
        "GET", "/v2/task/trigger/detail", "task_id=$TASK", reply=(("trigger_source",), 0)),
    Golden(
        "notifications", "show_application_msg_list", {"project_id": "$PROJECT", "app_id": "$APP"},
        "GET", "/v2/projects/$PROJECT/applications/$APP/messages", reply=(("items", 1, "msg_type"), "dingtalk")),
    Golden(
        "success of tasks", "list_task_success_rate", {"project_id": "$PROJECT", "task_ids": ["$TASK"], **DAYS},
        "POST", "/v2/$PROJECT/tasks/metrics/success-rate",
        body='{"task_ids":["$TASK"],"start_date":"2026-01-01","end_date":"2026-01-30"}',
        reply=(("tasks_success_rate", 0, "success_rate"), "0.00")),
    Golden(
        "success of a project", "show_project_success_rate", {"project_id": "$PROJECT", **DAYS},
        "GET", "/v2/$PROJECT/metrics/success-rate", "end_date=2026-01-30&start_date=2026-01-01",
        reply=(("record_count",), 0)),
    Golden(
        "any GET", "call_api",
        {"method": "GET", "path": "/v2/history/tasks/$TASK/params",
         "query": {"record_id": "$RECORD", "n": 1, "yes": True, "text": "a b&c=d/é"}},
        "GET", "/v2/history/tasks/$TASK/params",
        "n=1&record_id=$RECORD&text=a%20b%26c%3Dd%2F%C3%A9&yes=true", reply=(("items", 0, "name"), "version")),
    Golden(
        "any POST", "call_api",
        {"method": "POST", "path": "/v1/applications/list", "body": {"project_id": "$PROJECT", "page": 1, "size": 1}},
        "POST", "/v1/applications/list", body='{"project_id": "$PROJECT", "page": 1, "size": 1}',
        reply=(("result", 0, "id"), "$APP")),
    Golden(
        "any PUT", "call_api",
        {"method": "PUT", "path": "/v1/applications/$APP/disable", "body": {"is_disable": False}},
        "PUT", "/v1/applications/$APP/disable", body='{"is_disable": false}', reply=(("status",), "success")),
]
