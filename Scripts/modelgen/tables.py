"""What the schemas do not say of the documents: the recipe "Adding an operation" ends here.

A document that has no name yet, and a name whose document is gone, are errors.
"""
from __future__ import annotations

from typing import NamedTuple


class Fault(Exception):
    """What these tables and the schemas do not agree on."""


# Module -> what it is about, and the operations whose documents it holds.
MODULES = {
    "start": ("A start, and what the service answers to it.", ["start_deploy_task"]),
    "records": (
        "A deployment record: its state, its end before its time, going back to it, and its log.",
        ["show_deploy_status", "stop_deploy_task_record", "rollback_records", "show_app_log"]),
    "history": (
        "The records of a task, and what each was given.",
        ["list_deploy_task_history_by_date", "show_execution_params"]),
    "tasks": ("Deployment tasks.", ["show_deploy_task_detail", "list_deploy_tasks"]),
    "applications": (
        "Applications, what they are made of, and whether they may be deployed.",
        ["show_app_detail_by_id", "list_all_app", "find_task", "update_app_disable_status", "show_task_trigger",
         "show_application_msg_list"]),
    "metrics": ("How many deployments succeeded.", ["list_task_success_rate", "show_project_success_rate"]),
    "deployment": (
        "How a deployment that was followed went, as far as the schemas tell it.", ["deploy", "prepare_deploy"]),
}

# Operation -> the class of its request's body.
BODIES = {
    "start_deploy_task": "EnvExecutionBody",
    "list_all_app": "ListAllAppRequestBody",
    "update_app_disable_status": "UpdateAppDisableStatusRequestBody",
    "list_task_success_rate": "TasksSuccessRateQuery",
}


class Known(NamedTuple):
    """What the schemas do not say of a document inside a request or a reply."""

    summary: str
    places: list[str]  # operation.member.member; of several, the class has the members of all
    base: str = "Reply"  # with more members, kept by hand in models/_additional.py


CLASSES = {
    "DynamicConfigInfo": Known(
        "A parameter of a deployment. The service ignores one that lacks a field, so the library demands all three.",
        ["start_deploy_task.params"]),
    "AppComponentDao": Known(
        "An application component of AOM that belongs to the application.",
        ["start_deploy_task.app_component_list", "rollback_records.app_component_list",
         "show_deploy_task_detail.app_component_list"]),
    "StateInfo": Known("How far a deployment is.", ["show_deploy_status.result"]),
    "StepInfo": Known("A step of a deployment.", ["show_deploy_status.result.step_state"]),
    "StoppedTask": Known("What was stopped.", ["stop_deploy_task_record.result"]),
    "AppLog": Known("A piece of a log.", ["show_app_log.result"]),
    "ExecuteRecordV2Body": Known("A deployment record.", ["list_deploy_task_history_by_date.result"]),
    "ConfigInfo": Known(
        "A parameter as it was. The service keeps back the value of an encrypted one.", ["show_execution_params.body"]),
    "Step": Known(
        "A step of a task.", ["show_deploy_task_detail.steps", "show_app_detail_by_id.result.arrange_infos.steps"]),
    "TaskInfo": Known(
        "A task with its last deployment.",
        ["list_deploy_tasks.result", "show_deploy_task_detail"]),
    "TaskV2Info": Known(
        "A task as its application tells of it.",
        ["show_app_detail_by_id.result.arrange_infos"], "AdditionalTaskFields"),
    "AppDetailInfo": Known(
        "An application. The id of the task to start is `arrange_infos[0].id`.",
        ["show_app_detail_by_id.result"], "AdditionalApplicationFields"),
    "AppExecutionInfo": Known(
        "An application with its last deployment.", ["list_all_app.result"], "AdditionalApplicationFields"),
    "TaskBaseResponseBody": Known("A task of an application.", ["list_all_app.result.arrange_infos"]),
    "TaskSuccessRate": Known("That of one task.", ["list_task_success_rate.tasks_success_rate"]),
    "TaskMsgBody": Known("Who is notified of an application's deployments.", ["show_application_msg_list.body"]),
    "DeploymentStep": Known("A step of a deployment, as far as it got.", ["deploy.steps"]),
    "Check": Known("Something that a dry run looked at.", ["deploy.checks"]),
    "Baseline": Known("The newest record before a start.", ["prepare_deploy.baseline"]),
    "Marker": Known("A parameter by which a record is known again.", ["prepare_deploy.marker"]),
}

# Members that are always there.
PROMISED = {
    "StartDeployTaskResponse.id", "RollbackRecordsResponse.id", "FindTaskResponse.task_id", "FindTaskResponse.app_id",
    "FindTaskResponse.name"}

# The same of Python's classes alone, which tell apart what deploy may answer.
PROMISED_IN_PYTHON = {
    "DeployResponse.state", "DeployResponse.record_id", "DeployResponse.task_id", "DeployResponse.duration_ms",
    "DeployResponse.steps", "DryRun.dry_run", "DryRun.checks", "Settlement.settled", "Settlement.task_id",
    "Check.name", "Check.ok", "Check.message",
}


class Variant(NamedTuple):
    """Another form of a response, which has a class of its own in Python."""

    summary: str
    own: list[str]  # members that the response itself does not have then
    shared: list[str] = []


VARIANTS = {
    "DeployResponse": {
        "DryRun": Variant(
            "A dry run that found no reason not to start; one that found a reason raises it.", ["dry_run", "checks"]),
        "Settlement": Variant(
            "What became of an intent.", ["settled", "reason", "candidates"], ["record_id", "task_id"]),
    },
}

# Sets of words, and where the schemas list them: operation, member, and a member of that one.
WORDS = {
    "State": ("The states of a deployment, as the service names them; it may add others.", "list_all_app.states"),
    "ParamType": ("The types of a parameter.", "start_deploy_task.params.type"),
    "TriggerSource": ("0: any source may start a deployment; 1: only a pipeline.", "start_deploy_task.trigger_source"),
    "LeaveOrStop": ("What to do with a deployment that is still running.", "deploy.on_cancel"),
    "OnFailure": ("What to do when a deployment has failed.", "deploy.on_failure"),
    "Undeclared": ("What to do about parameters that the application does not know.", "deploy.undeclared"),
    "OnUnknown": ("What to do when no record of an intent is found.", "deploy.on_unknown"),
    "Results": ("When the results of many starts are delivered.", "start_many.results"),
}

# Sets of words that stand in the header alone.
FIXED_WORDS = {
    "Outcome": (
        "What a failure means for a second try: see the module `exceptions`.",
        ["not_sent", "refused", "started", "unknown"]),
    "Settled": ("What became of an intent.", ["not_started", "started", "unknown"]),
}

# Members of Python's classes that have one of these words.
WORD_OF = {"DeployResponse.state": "State", "Settlement.settled": "Settled"}

# Events, as the header lists them: what each is, and its members beside those that all may have.
EVENTS = {
    "attempt": ("A request is sent.", {"attempt": "int", "operation": "str"}),
    "answer": (
        "A request has ended; reported where `_options` ask for `answers`.",
        {"attempt": "int", "operation?": "str", "method": "str", "path": "str", "http_status?": "int",
         "request_id?": "str", "status": "str", "duration_ms": "int"}),
    "retry": (
        "A request failed, and is sent again after `delay_ms`.",
        {"attempt": "int", "status": "str", "message": "str", "delay_ms": "int"}),
    "throttled": (
        "The service takes no more requests for now.",
        {"delay_ms": "int", "in_flight": "int", "limit?": "int", "period_ms?": "int"}),
    "warning": ("What the caller should know.", {"message": "str"}),
    "started": ("The deployment was created.", {"record_id": "str"}),
    "state": ("The state of the deployment that is followed.", {"state": "State", "record_id": "str"}),
    "step": ("The state of one of its steps.", {"name": "str", "id?": "str", "state": "str"}),
    "log": ("What its log gained.", {"text": "str"}),
    "waiting": ("It waits for a deployment that is running already.", {"message": "str"}),
    "rollback": ("It goes back to what this record deployed.", {"record_id": "str"}),
    "result": (
        "The result of one of many starts.",
        {"index": "int", "status": "str", "reply?": "dict[str, Any]", "error?": "dict[str, Any]"}),
    "dropped": ("So many of the oldest events were not read in time.", {"count": "int"}),
}

# Remarks on members, beside what the schema says.
NOTES = {
    "DynamicConfigInfo.value": "without {{ and {% and {#",
    "AppComponentDao.state": '"0" initialised, "1" in effect',
    "StartDeployTaskResponse.id": "of the deployment record",
    "RollbackRecordsResponse.id": "of the new deployment record",
    "ShowDeployStatusResponse.status": '"success" or "error"; of the answer, not of the deployment',
    "StateInfo.status": '"running", "succeeded", "failed", and whatever the service may add',
    "StateInfo.step": '"running", "finish"',
    "StateInfo.start_time": '"yyyy-mm-dd hh:mm:ss", without a zone',
    "AppLog.end_offset": "where the next piece begins",
    "ExecuteRecordV2Body.execution_id": "what is called record_id elsewhere",
    "ExecuteRecordV2Body.release_id": "grows with each deployment",
    "ExecuteRecordV2Body.duration": '"hh:mm:ss"',
    "ConfigInfo.name": "what is called key at the start",
    "ConfigInfo.value": "a text, or a number",
    "TaskInfo.state": '"Draft" or "Available"; of the task, not of a deployment',
    "TaskV2Info.state": '"Draft" or "Available"; of the task, not of a deployment',
    "AppDetailInfo.is_disable": "nobody may deploy it",
    "ShowTaskTriggerResponse.trigger_source": '0 anything may start it, 1 only a pipeline; a text or a number',
    "TaskMsgBody.msg_type": '"email", "dingtalk", "wechat", "message", "lark", "webhook"',
    "TaskMsgBody.send_url": "whoever has it can write there",
    "TaskSuccessRate.success_rate": '"14.29", percent',
    "ShowProjectSuccessRateResponse.success_rate": '"14.29", percent',
    "DeployResponse.settled": '"not_started", "started", "unknown"; of an intent that was to be settled',
    "DeployResponse.candidates": "records of which one may be the intent's",
    "DeployResponse.state": '"succeeded", "failed", ...',
    "PrepareDeployResponse.request_digest": "SHA-256, without secrets",
    "DeployResponse.adopted": "the answer to the start was lost, and the record found in the history",
}

# Swift names some documents otherwise, and has no class for what two replies share.
SWIFT_NAMES = {
    "StoppedTask": "StoppedRecord",
    "AppLog": "LogInfo",
    "Step": "TaskStep",
    "TaskInfo": "ShowDeployTaskDetailResponse",
    "TaskBaseResponseBody": "TaskBaseBody",
}

# Swift has these by hand: a start is checked part by part, and a deployment is more than its schema.
SWIFT_BY_HAND = {
    "StartDeployTaskRequest", "StartDeployTaskResponse", "RollbackRecordsResponse", "EnvExecutionBody",
    "DynamicConfigInfo", "AppComponentDao", "DeployResponse", "DeploymentStep", "Check", "PrepareDeployResponse",
    "Baseline", "Marker",
}

# Members that Swift reads in a way of its own: the type, and what is read from `object`.
SWIFT_READS = {
    # The page says that it is a text.
    "StepInfo.enable": ("Bool?", 'object["enable"]?.boolean ?? object["enable"]?.string.map { $0 == "true" }'),
}
