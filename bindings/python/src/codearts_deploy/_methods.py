"""The operations of the service, as methods of the clients: what each takes, sends and returns."""

from __future__ import annotations

import os

from . import models
from ._adapter import Call, Methods, method, unchanged
from ._request import day, fields_of, item_list, milliseconds, param_list
from ._typing import TYPE_CHECKING, Any
from .models._base import Model, ReplyList, warnings_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Literal

    from ._arguments import Day, Item, Milliseconds, OnEvent, Params, Seconds
    from .models import *


class Operations(Methods):
    """One method for each operation of the service, under its official name, and the composite operations.

    In place of all its arguments, a method accepts a request object as in the official SDK. `timeout_ms` applies to
    this call only.
    """

    # -------------------------------------------------------------------------------------------- A deployment --

    @method
    def deploy(
        self,
        task_id: str | StartDeployTaskRequest,
        *,
        params: Params | None = None,
        record_id: str | None = None,
        trigger_source: str | int | None = None,
        timeout: Seconds | None = None,
        interval: Seconds | None = None,
        wait_until_idle: Seconds | None = None,
        on_event: OnEvent | None = None,
        on_timeout: str | None = None,
        on_cancel: str | None = None,
        on_failure: str | None = None,
        guard: bool | None = None,
        undeclared: Literal["warn", "refuse", "ignore"] | None = None,
        dry_run: bool | None = None,
        marker: str | None = None,
        intent: PrepareDeployResponse | Mapping[str, Any] | None = None,
        settle: bool | None = None,
        journal: str | os.PathLike[str] | None = None,
        resume: bool | None = None,
        on_unknown: Literal["stop", "start"] | None = None,
        log: bool | None = None,
        app_id: str | None = None,
        project_id: str | None = None,
    ) -> Call[Deployment]:
        """Starts a deployment, follows it to its end and returns how it went; raises unless it succeeded.

        `params`, `record_id` and `trigger_source` are those of start_deploy_task, the others those of watch. While the
        application is busy, it waits up to `wait_until_idle` seconds. `on_failure="rollback"` goes back to what ran
        before. `dry_run=True` checks whether it could start, and starts nothing.

        The newest record is noted before the start. If the answer to the start is lost, newer records are compared with
        what was sent: one that matches is followed and marked `adopted` (another user may have started the same),
        otherwise UnreconciledError is raised. `guard=False` turns this off.

        A parameter that the application does not know is a DeployWarning; `undeclared="refuse"` makes it a
        ValidationError before anything is started, "ignore" ignores it.

        `journal` is a file with what the next driver needs if this one dies; `resume=True` continues from it, and
        starts nothing twice. `intent` is what `prepare_deploy` returned for the same request: `settle=True` starts
        nothing and returns in `settled` what became of it. `marker` names a text parameter that is set to a UUID, which
        identifies the record with certainty. See Documentation/Journal.md.
        """
        start = fields_of(
            "task_id", task_id, None, params=param_list(params), record_id=record_id, trigger_source=trigger_source
        )
        follow = _following(timeout, interval, on_timeout, on_cancel, log, app_id, project_id)
        idle = milliseconds(wait_until_idle)
        own = fields_of(
            "", None, None, wait_until_idle_ms=idle, on_failure=on_failure, guard=guard, undeclared=undeclared,
            dry_run=dry_run, marker=marker, intent=intent.to_dict() if isinstance(intent, Model) else intent,
            settle=settle, journal=None if journal is None else os.fspath(journal), resume=resume,
            on_unknown=on_unknown, **follow,
        )
        reply = models.Deployment.from_dict
        times = ("timeout", "interval", "wait_until_idle")
        return Call("deploy", {**start, **own}, reply, on_event, seconds=times, params=params)

    @method
    def prepare_deploy(
        self,
        task_id: str | StartDeployTaskRequest,
        *,
        params: Params | None = None,
        record_id: str | None = None,
        trigger_source: str | int | None = None,
        guard: bool | None = None,
        undeclared: Literal["warn", "refuse", "ignore"] | None = None,
        marker: str | None = None,
        app_id: str | None = None,
        project_id: str | None = None,
    ) -> Call[PrepareDeployResponse]:
        """Describes a deployment before it is started, and starts nothing.

        The result holds no secret. Keep its `to_dict()`, and pass it to `deploy` as `intent`, with the same task and
        parameters, to start from it or, at any later time and in any process, to settle whether it was started.
        """
        request = fields_of(
            "task_id", task_id, None, params=param_list(params), record_id=record_id, trigger_source=trigger_source,
        )
        own = fields_of(
            "", None, None, guard=guard, undeclared=undeclared, marker=marker, app_id=app_id, project_id=project_id,
        )
        return Call("prepare_deploy", {**request, **own}, models.PrepareDeployResponse.from_dict, params=params)

    @method
    def deploy_many(
        self,
        items: Iterable[Item],
        *,
        waves: Iterable[int | str] | None = None,
        max_in_flight: int | None = None,
        max_failures: int | str | None = None,
        pause: Seconds | None = None,
        on_failure: str | None = None,
        on_release_failure: Literal["leave", "rollback"] | None = None,
        on_event: OnEvent | None = None,
        timeout: Seconds | None = None,
        interval: Seconds | None = None,
        wait_until_idle: Seconds | None = None,
        on_timeout: str | None = None,
        on_cancel: str | None = None,
        guard: bool | None = None,
        undeclared: Literal["warn", "refuse", "ignore"] | None = None,
        marker: str | None = None,
        log: bool | None = None,
        project_id: str | None = None,
        journal: str | os.PathLike[str] | None = None,
        resume: bool | None = None,
        on_unknown: Literal["stop", "start"] | None = None,
    ) -> Call[Release]:
        """Deploys many applications, `max_in_flight` at once, and follows each to its end; raises unless all succeeded.

        An item is a StartDeployTaskRequest or a dict of the fields of `deploy`, by their wire names, with a `name`, the
        names that it comes `after`, or its `wave`. `waves=[1, "10%", "100%"]` is the size of each wave; the next begins
        `pause` seconds after all of one have ended. After more than `max_failures` items (or "10%") have failed nothing
        new starts. `on_release_failure="rollback"` then also takes back what has succeeded.

        The other options are those of `deploy`, for items that have none of their own. Logs are read only for what
        failed, unless `log=True`. The exception's `release` says how each item ended. `journal` is one file for
        all items.
        """
        request = fields_of(
            "items", item_list(items), None, waves=list(waves) if waves is not None else None,
            max_in_flight=max_in_flight, max_failures=max_failures, pause_ms=milliseconds(pause),
            on_failure=on_failure, on_release_failure=on_release_failure, guard=guard, undeclared=undeclared,
            marker=marker, wait_until_idle_ms=milliseconds(wait_until_idle),
            journal=None if journal is None else os.fspath(journal), resume=resume, on_unknown=on_unknown,
            **_following(timeout, interval, on_timeout, on_cancel, log, None, project_id),
        )
        times = ("timeout", "interval", "wait_until_idle", "pause")
        return Call("deploy_many", request, models.Release.from_dict, on_event, seconds=times)

    @method
    def watch(
        self,
        task_id: str,
        record_id: str,
        *,
        timeout: Seconds | None = None,
        interval: Seconds | None = None,
        on_event: OnEvent | None = None,
        on_timeout: str | None = None,
        on_cancel: str | None = None,
        log: bool | None = None,
        app_id: str | None = None,
        project_id: str | None = None,
    ) -> Call[Deployment]:
        """Follows a started deployment to its end, and returns how it went; raises unless it succeeded.

        It waits for `timeout` seconds, 1900 if not given, and polls every `interval` seconds. `on_timeout` and
        `on_cancel` say whether to "leave" the deployment running then or to "stop" it. `on_event` is called on this
        thread with each event, a dict with "event": "state", "step", "log" or another. `log=False` requests no log.
        """
        follow = _following(timeout, interval, on_timeout, on_cancel, log, app_id, project_id)
        request = fields_of("task_id", task_id, None, record_id=record_id, **follow)
        return Call("watch", request, models.Deployment.from_dict, on_event, seconds=("timeout", "interval"))

    @method
    def start_deploy_task(
        self,
        task_id: str | StartDeployTaskRequest,
        *,
        params: Params | None = None,
        record_id: str | None = None,
        trigger_source: str | int | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[StartDeployTaskResponse]:
        """Starts a deployment and returns the service's answer: that it was accepted, not that it succeeded.

        `params` is a dict of texts, {"version": "1.2.3"}, or a list of DynamicConfigInfo or of dicts with key, value
        and type. `record_id` goes back to what that record deployed.
        """
        request = fields_of(
            "task_id", task_id, timeout_ms,
            params=param_list(params), record_id=record_id, trigger_source=trigger_source,
        )
        return Call("start_deploy_task", request, models.StartDeployTaskResponse.from_dict, params=params)

    # ------------------------------------------------------------------------------------------------ A record --

    @method
    def show_deploy_status(
        self,
        task_id: str | ShowDeployStatusRequest,
        record_id: str | None = None,
        *,
        step_state: bool | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ShowDeployStatusResponse]:
        """The state of a deployment; with its steps, unless `step_state` is False."""
        request = fields_of("task_id", task_id, timeout_ms, record_id=record_id, step_state=step_state)
        return Call("show_deploy_status", request, models.ShowDeployStatusResponse.from_dict)

    @method
    def stop_deploy_task_record(
        self,
        task_id: str | StopDeployTaskRecordRequest,
        record_id: str | None = None,
        *,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[StopDeployTaskRecordResponse]:
        """Stops a running deployment."""
        request = fields_of("task_id", task_id, timeout_ms, record_id=record_id)
        return Call("stop_deploy_task_record", request, models.StopDeployTaskRecordResponse.from_dict)

    @method
    def rollback_records(
        self,
        task_id: str | RollbackRecordsRequest,
        record_id: str | None = None,
        *,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[RollbackRecordsResponse]:
        """Starts a deployment of what that record deployed."""
        request = fields_of("task_id", task_id, timeout_ms, record_id=record_id)
        return Call("rollback_records", request, models.RollbackRecordsResponse.from_dict)

    @method
    def show_app_log(
        self,
        app_id: str | ShowAppLogRequest,
        record_id: str | None = None,
        *,
        offset: str | None = None,
        end_offset: str | None = None,
        step_id: str | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ShowAppLogResponse]:
        """A part of a deployment's log. It takes the id of the application, not of the task."""
        request = fields_of(
            "app_id", app_id, timeout_ms, record_id=record_id, offset=offset, end_offset=end_offset, step_id=step_id
        )
        return Call("show_app_log", request, models.ShowAppLogResponse.from_dict)

    @method
    def show_execution_params(
        self,
        task_id: str | ShowExecutionParamsRequest,
        record_id: str | None = None,
        *,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ShowExecutionParamsResponse]:
        """The parameters that a deployment had, in `body`."""
        request = fields_of("task_id", task_id, timeout_ms, record_id=record_id)
        return Call("show_execution_params", request, models.ShowExecutionParamsResponse.from_dict)

    # ------------------------------------------------------------------------------------------------- History --

    @method
    def list_records(
        self,
        task_id: str,
        *,
        since: Day | None = None,
        until: Day | None = None,
        limit: int | None = None,
        project_id: str | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ReplyList[ExecuteRecordV2Body]]:
        """The newest records of a task, newest first: at most `limit`, 100 if not given.

        `since` and `until` are days, "yyyy-mm-dd". The service keeps records for 92 days. `timeout_ms` limits each
        single request.
        """
        request = fields_of(
            "task_id", task_id, timeout_ms, since=day(since), until=day(until), limit=limit, project_id=project_id
        )
        return Call("list_records", request, _records)

    @method
    def list_deploy_task_history_by_date(
        self,
        id: str | ListDeployTaskHistoryByDateRequest,
        *,
        page: int | None = None,
        size: int | None = None,
        start_date: Day | None = None,
        end_date: Day | None = None,
        project_id: str | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ListDeployTaskHistoryByDateResponse]:
        """A page of a task's records, over at most 30 days; `list_records` goes through all of them."""
        request = fields_of(
            "id", id, timeout_ms,
            page=page, size=size, start_date=day(start_date), end_date=day(end_date), project_id=project_id,
        )
        reply = models.ListDeployTaskHistoryByDateResponse.from_dict
        return Call("list_deploy_task_history_by_date", request, reply)

    # ------------------------------------------------------------------------------------ Applications and tasks --

    @method
    def show_app_detail_by_id(
        self, app_id: str | ShowAppDetailByIdRequest, *, timeout_ms: Milliseconds | None = None
    ) -> Call[ShowAppDetailByIdResponse]:
        """An application. The id of its task is `result.arrange_infos[0].id`."""
        request = fields_of("app_id", app_id, timeout_ms)
        return Call("show_app_detail_by_id", request, models.ShowAppDetailByIdResponse.from_dict)

    @method
    def list_all_app(
        self,
        project_id: str | ListAllAppRequest | None = None,
        *,
        page: int | None = None,
        size: int | None = None,
        search: str | None = None,
        sort_name: str | None = None,
        sort_by: str | None = None,
        states: Iterable[str] | None = None,
        group_id: str | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ListAllAppResponse]:
        """A page of a project's applications, each with its last deployment; `applications` goes through all pages."""
        request = fields_of(
            "project_id", project_id, timeout_ms, page=page, size=size, search=search, sort_name=sort_name,
            sort_by=sort_by, states=states, group_id=group_id,
        )
        return Call("list_all_app", request, models.ListAllAppResponse.from_dict)

    @method
    def find_task(
        self, app: str, *, project_id: str | None = None, timeout_ms: Milliseconds | None = None
    ) -> Call[FindTaskResponse]:
        """The one application with this name (or this id): its `task_id`, `app_id` and `name`.

        NotFoundError if there is none, ValidationError if there are several; the `candidates` of these are similar
        names, or the tasks of all that have the name. `timeout_ms` limits each single request.
        """
        request = fields_of("app", app, timeout_ms, project_id=project_id)
        return Call("find_task", request, models.FindTaskResponse.from_dict)

    @method
    def update_app_disable_status(
        self,
        app_id: str | UpdateAppDisableStatusRequest,
        is_disable: bool | None = None,
        *,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[UpdateAppDisableStatusResponse]:
        """Disables deployments of an application, or enables them again."""
        request = fields_of("app_id", app_id, timeout_ms, is_disable=is_disable)
        return Call("update_app_disable_status", request, models.UpdateAppDisableStatusResponse.from_dict)

    @method
    def show_task_trigger(
        self, task_id: str | ShowTaskTriggerRequest, *, timeout_ms: int | None = None
    ) -> Call[ShowTaskTriggerResponse]:
        """Whether any trigger may start a task (`trigger_source` 0), or only a pipeline (1); a text or a number."""
        request = fields_of("task_id", task_id, timeout_ms)
        return Call("show_task_trigger", request, models.ShowTaskTriggerResponse.from_dict)

    @method
    def show_application_msg_list(
        self,
        app_id: str | ShowApplicationMsgListRequest,
        *,
        project_id: str | None = None,
        timeout_ms: int | None = None,
    ) -> Call[ShowApplicationMsgListResponse]:
        """The notification channels of an application's deployments, in `body`. `repr` does not show their secrets."""
        request = fields_of("app_id", app_id, timeout_ms, project_id=project_id)
        return Call("show_application_msg_list", request, models.ShowApplicationMsgListResponse.from_dict)

    @method
    def show_deploy_task_detail(
        self, task_id: str | ShowDeployTaskDetailRequest, *, timeout_ms: Milliseconds | None = None
    ) -> Call[ShowDeployTaskDetailResponse]:
        """A task. The service no longer maintains this: prefer show_app_detail_by_id."""
        request = fields_of("task_id", task_id, timeout_ms)
        return Call("show_deploy_task_detail", request, models.ShowDeployTaskDetailResponse.from_dict)

    @method
    def list_deploy_tasks(
        self,
        project_id: str | ListDeployTasksRequest | None = None,
        *,
        page: int | None = None,
        size: int | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ListDeployTasksResponse]:
        """A page of a project's tasks. The service no longer maintains this: prefer list_all_app."""
        request = fields_of("project_id", project_id, timeout_ms, page=page, size=size)
        return Call("list_deploy_tasks", request, models.ListDeployTasksResponse.from_dict)

    # ------------------------------------------------------------------------------------------------- Metrics --

    @method
    def list_task_success_rate(
        self,
        project_id: str | ListTaskSuccessRateRequest | None = None,
        *,
        start_date: Day | None = None,
        end_date: Day | None = None,
        task_ids: Iterable[str] | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ListTaskSuccessRateResponse]:
        """The success rate of each task's deployments, over at most a year."""
        request = fields_of(
            "project_id", project_id, timeout_ms, start_date=day(start_date), end_date=day(end_date), task_ids=task_ids
        )
        return Call("list_task_success_rate", request, models.ListTaskSuccessRateResponse.from_dict)

    @method
    def show_project_success_rate(
        self,
        project_id: str | ShowProjectSuccessRateRequest | None = None,
        *,
        start_date: Day | None = None,
        end_date: Day | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ShowProjectSuccessRateResponse]:
        """The success rate of a project's deployments, over at most a year."""
        request = fields_of("project_id", project_id, timeout_ms, start_date=day(start_date), end_date=day(end_date))
        return Call("show_project_success_rate", request, models.ShowProjectSuccessRateResponse.from_dict)

    # ------------------------------------------------------------------------------------------ Everything else --

    @method
    def call_api(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[dict[str, Any]]:
        """Any other request to the service: "GET" and "/v1/...", signed and checked like the rest.

        The result is the service's object and "_meta"; an array is in its "items". Only a GET is ever repeated.
        """
        request = fields_of("method", method, timeout_ms, path=path, query=query, body=body)
        return Call("call_api", request, unchanged)


def _records(document: dict[str, Any]) -> ReplyList[ExecuteRecordV2Body]:
    records = ReplyList(models.ExecuteRecordV2Body.from_dict(item) for item in document["items"])
    records.warnings = warnings_in(document.get("_meta"))
    return records


def _following(
    timeout: Seconds | None, interval: Seconds | None, on_timeout: str | None, on_cancel: str | None, log: bool | None,
    app_id: str | None, project_id: str | None,
) -> dict[str, Any]:
    """The members that deploy and watch have in common."""
    return {
        "timeout_ms": milliseconds(timeout),
        "interval_ms": milliseconds(interval),
        "on_timeout": on_timeout,
        "on_cancel": on_cancel,
        "log": log,
        "app_id": app_id,
        "project_id": project_id,
    }
