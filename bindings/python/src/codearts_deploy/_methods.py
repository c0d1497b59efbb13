"""Methods of the clients: what starts, follows and looks at deployments, as `_adapter` takes it."""

from __future__ import annotations

import os

from . import models
from ._adapter import Call, Methods, method
from ._request import call_limit, day, fields_of, item_list, listed, milliseconds, param_list
from ._typing import TYPE_CHECKING, Any
from .models._base import Model, ReplyList, warnings_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ._arguments import Day, Item, Milliseconds, OnEvent, Params, Seconds
    from ._overloads import Started, deploy_method
    from .models import *
    from .models._generated.words import LeaveOrStop, OnFailure, OnUnknown, TriggerSource, Undeclared
else:
    deploy_method = method


class Deployments(Methods):
    """A table of methods for deployments and their records, those of the service under their official names.

    In place of all its arguments, a method accepts a request object as in the official SDK. `timeout` applies to this
    call only, but for what follows a deployment.
    """

    # -------------------------------------------------------------------------------------------- A deployment --

    @deploy_method
    def deploy(
        self,
        task_id: str | StartDeployTaskRequest,
        *,
        params: Params | None = None,
        record_id: str | None = None,
        trigger_source: TriggerSource | None = None,
        timeout: Seconds | None = None,
        interval: Seconds | None = None,
        wait_until_idle: Seconds | None = None,
        on_event: OnEvent | None = None,
        on_timeout: LeaveOrStop | None = None,
        on_cancel: LeaveOrStop | None = None,
        on_failure: OnFailure | None = None,
        guard: bool | None = None,
        undeclared: Undeclared | None = None,
        dry_run: bool | None = None,
        marker: str | None = None,
        intent: PrepareDeployResponse | Mapping[str, Any] | None = None,
        settle: bool | None = None,
        journal: str | os.PathLike[str] | None = None,
        resume: bool | None = None,
        on_unknown: OnUnknown | None = None,
        log: bool | None = None,
        app_id: str | None = None,
        project_id: str | None = None,
    ) -> Call[Started]:
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

        Args:
            task_id: the deployment task, not the application; 32 letters and digits; or a request object in place of
                all arguments.
            params: a dict, {"version": "1.2.3", "env:enum": "test"}, or a list of DynamicConfigInfo or of dicts with
                key, value and type; at most 500.
            record_id: go back to what this deployment record deployed; 32 letters and digits.
            trigger_source: 0: any source may trigger the deployment; 1: only a pipeline; "0" or 0 or "1" or 1.
            timeout: how long to follow it; in seconds, a number or a timedelta; 0.001 to 86400; default 1900.
            interval: how often to look; below 0.25 only where the endpoint is this machine; in seconds, a number or a
                timedelta; 0.001 to 60; default 3.
            wait_until_idle: how long to wait where the application is being deployed already; in seconds, a number or a
                timedelta; 0 to 86400; default 0.
            on_event: called on this thread with each event, a dict whose "event" says which: see `Event`.
            on_timeout: whether to stop it when the time is over; else leave it; "leave" or "stop"; default "leave".
            on_cancel: whether to stop it when this is cancelled; else leave it; "leave" or "stop"; default "leave".
            on_failure: rollback: go back to the last record that succeeded; "leave" or "rollback"; default "leave".
            guard: note the newest record before the start, to clear up a lost answer; default True.
            undeclared: what to do with parameters that the application does not mention; refuse: not to start; "warn"
                or "refuse" or "ignore"; default "warn".
            dry_run: only look whether it could be started; default False.
            marker: a text parameter that the application declares: it gets a UUID, by which the record is known again;
                at most 128 letters, digits, hyphens, underscores and periods.
            intent: what prepare_deploy returned for the same request, or its `to_dict()`: start by it.
            settle: start nothing, and tell what became of the intent; default False.
            journal: a file that tells how far it is: a driver that resumes it starts nothing twice; at most 4,096
                characters.
            resume: go on with the deployment that the journal tells of; default False.
            on_unknown: where the journal has an intent and no record of it is found; start: start it again; "stop" or
                "start"; default "stop".
            log: whether its log is read; default True.
            app_id: the application, not its deployment task; 32 letters and digits.
            project_id: the CodeArts project, not the IAM project; 32 letters and digits.
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
        return Call("deploy", {**start, **own}, _started, on_event)

    @method
    def prepare_deploy(
        self,
        task_id: str | StartDeployTaskRequest,
        *,
        params: Params | None = None,
        record_id: str | None = None,
        trigger_source: TriggerSource | None = None,
        guard: bool | None = None,
        undeclared: Undeclared | None = None,
        marker: str | None = None,
        app_id: str | None = None,
        project_id: str | None = None,
    ) -> Call[PrepareDeployResponse]:
        """Describes a deployment before it is started, and starts nothing.

        The result holds no secret. Keep its `to_dict()`, and pass it to `deploy` as `intent`, with the same task and
        parameters, to start from it or, at any later time and in any process, to settle whether it was started.

        Args:
            task_id: the deployment task, not the application; 32 letters and digits; or a request object in place of
                all arguments.
            params: a dict, {"version": "1.2.3", "env:enum": "test"}, or a list of DynamicConfigInfo or of dicts with
                key, value and type; at most 500.
            record_id: go back to what this deployment record deployed; 32 letters and digits.
            trigger_source: 0: any source may trigger the deployment; 1: only a pipeline; "0" or 0 or "1" or 1.
            guard: note the newest record before the start, to clear up a lost answer; default True.
            undeclared: what to do with parameters that the application does not mention; refuse: not to start; "warn"
                or "refuse" or "ignore"; default "warn".
            marker: a text parameter that the application declares: it gets a UUID, by which the record is known again;
                at most 128 letters, digits, hyphens, underscores and periods.
            app_id: the application, not its deployment task; 32 letters and digits.
            project_id: the CodeArts project, not the IAM project; 32 letters and digits.
        """
        request = fields_of(
            "task_id", task_id, None, params=param_list(params), record_id=record_id, trigger_source=trigger_source,
        )
        own = fields_of(
            "", None, None, guard=guard, undeclared=undeclared, marker=marker, app_id=app_id, project_id=project_id,
        )
        return Call("prepare_deploy", {**request, **own}, models.PrepareDeployResponse.from_dict)

    @method
    def deploy_many(
        self,
        items: Iterable[Item],
        *,
        waves: Iterable[int | str] | None = None,
        max_in_flight: int | None = None,
        max_failures: int | str | None = None,
        pause: Seconds | None = None,
        on_failure: OnFailure | None = None,
        on_release_failure: OnFailure | None = None,
        on_event: OnEvent | None = None,
        timeout: Seconds | None = None,
        interval: Seconds | None = None,
        wait_until_idle: Seconds | None = None,
        on_timeout: LeaveOrStop | None = None,
        on_cancel: LeaveOrStop | None = None,
        guard: bool | None = None,
        undeclared: Undeclared | None = None,
        marker: str | None = None,
        log: bool | None = None,
        project_id: str | None = None,
        journal: str | os.PathLike[str] | None = None,
        resume: bool | None = None,
        on_unknown: OnUnknown | None = None,
    ) -> Call[Release]:
        """Deploys many applications, `max_in_flight` at once, and follows each to its end; raises unless all succeeded.

        An item is a StartDeployTaskRequest or a dict of the fields of `deploy`, by their wire names, with a `name`, the
        names that it comes `after`, or its `wave`. `waves=[1, "10%", "100%"]` is the size of each wave; the next begins
        `pause` seconds after all of one have ended. After more than `max_failures` items (or "10%") have failed nothing
        new starts. `on_release_failure="rollback"` then also takes back what has succeeded.

        The other options are those of `deploy`, for items that have none of their own. Logs are read only for what
        failed, unless `log=True`. The exception's `release` says how each item ended. `journal` is one file for
        all items.

        Args:
            items: what to deploy; at most 10,000.
            waves: how many items are in each wave, or how many per cent of all; the last has the rest; at most 1,000.
            max_in_flight: how many deployments run at once; 1 to 10000; default 10.
            max_failures: how many items, or how many per cent, may fail before nothing new starts; else any number.
            pause: between two waves; in seconds, a number or a timedelta; 0 to 86400; default 0.
            on_failure: rollback: go back to the last record that succeeded; "leave" or "rollback"; default "leave".
            on_release_failure: rollback: what has succeeded goes back too where an item fails; "leave" or "rollback";
                default "leave".
            on_event: called on this thread with each event, a dict whose "event" says which: see `Event`.
            timeout: how long to follow it; in seconds, a number or a timedelta; 0.001 to 86400; default 1900.
            interval: how often to look; below 0.25 only where the endpoint is this machine; in seconds, a number or a
                timedelta; 0.001 to 60; default 3.
            wait_until_idle: how long to wait where the application is being deployed already; in seconds, a number or a
                timedelta; 0 to 86400; default 0.
            on_timeout: whether to stop it when the time is over; else leave it; "leave" or "stop"; default "leave".
            on_cancel: whether to stop it when this is cancelled; else leave it; "leave" or "stop"; default "leave".
            guard: note the newest record before the start, to clear up a lost answer; default True.
            undeclared: what to do with parameters that the application does not mention; refuse: not to start; "warn"
                or "refuse" or "ignore"; default "warn".
            marker: a text parameter that the application declares: it gets a UUID, by which the record is known again;
                at most 128 letters, digits, hyphens, underscores and periods.
            log: whether its log is read; else only where it fails; default False.
            project_id: the CodeArts project, not the IAM project; 32 letters and digits.
            journal: a file that tells how far it is: a driver that resumes it starts nothing twice; at most 4,096
                characters.
            resume: go on with the deployment that the journal tells of; default False.
            on_unknown: where the journal has an intent and no record of it is found; start: start it again; "stop" or
                "start"; default "stop".
        """
        request = fields_of(
            "items", item_list(listed(items)), None, waves=list(waves) if waves is not None else None,
            max_in_flight=max_in_flight, max_failures=max_failures, pause_ms=milliseconds(pause),
            on_failure=on_failure, on_release_failure=on_release_failure, guard=guard, undeclared=undeclared,
            marker=marker, wait_until_idle_ms=milliseconds(wait_until_idle),
            journal=None if journal is None else os.fspath(journal), resume=resume, on_unknown=on_unknown,
            **_following(timeout, interval, on_timeout, on_cancel, log, None, project_id),
        )
        return Call("deploy_many", request, models.Release.from_dict, on_event)

    @method
    def watch(
        self,
        task_id: str,
        record_id: str,
        *,
        timeout: Seconds | None = None,
        interval: Seconds | None = None,
        on_event: OnEvent | None = None,
        on_timeout: LeaveOrStop | None = None,
        on_cancel: LeaveOrStop | None = None,
        log: bool | None = None,
        app_id: str | None = None,
        project_id: str | None = None,
    ) -> Call[Deployment]:
        """Follows a started deployment to its end, and returns how it went; raises unless it succeeded.

        It waits for `timeout` seconds, 1900 if not given, and polls every `interval` seconds. `on_timeout` and
        `on_cancel` say whether to "leave" the deployment running then or to "stop" it. `on_event` is called on this
        thread with each event, a dict with "event": "state", "step", "log" or another. `log=False` requests no log.

        Args:
            task_id: the deployment task, not the application; 32 letters and digits.
            record_id: the deployment record; 32 letters and digits.
            timeout: how long to follow it; in seconds, a number or a timedelta; 0.001 to 86400; default 1900.
            interval: how often to look; below 0.25 only where the endpoint is this machine; in seconds, a number or a
                timedelta; 0.001 to 60; default 3.
            on_event: called on this thread with each event, a dict whose "event" says which: see `Event`.
            on_timeout: whether to stop it when the time is over; else leave it; "leave" or "stop"; default "leave".
            on_cancel: whether to stop it when this is cancelled; else leave it; "leave" or "stop"; default "leave".
            log: whether its log is read; default True.
            app_id: the application, not its deployment task; 32 letters and digits.
            project_id: the CodeArts project, not the IAM project; 32 letters and digits.
        """
        follow = _following(timeout, interval, on_timeout, on_cancel, log, app_id, project_id)
        request = fields_of("task_id", task_id, None, record_id=record_id, **follow)
        return Call("watch", request, models.Deployment.from_dict, on_event)

    @method
    def start_deploy_task(
        self,
        task_id: str | StartDeployTaskRequest,
        *,
        params: Params | None = None,
        record_id: str | None = None,
        trigger_source: TriggerSource | None = None,
        timeout: Seconds | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[StartDeployTaskResponse]:
        """Starts a deployment and returns the service's answer: that it was accepted, not that it succeeded.

        `params` is a dict of texts, {"version": "1.2.3"}, or a list of DynamicConfigInfo or of dicts with key, value
        and type. `record_id` goes back to what that record deployed.

        Args:
            task_id: the deployment task, not the application; 32 letters and digits; or a request object in place of
                all arguments.
            params: a dict, {"version": "1.2.3", "env:enum": "test"}, or a list of DynamicConfigInfo or of dicts with
                key, value and type; at most 500.
            record_id: go back to what this deployment record deployed; 32 letters and digits.
            trigger_source: 0: any source may trigger the deployment; 1: only a pipeline; "0" or 0 or "1" or 1.
            timeout: the limit of this call, retries included; in seconds, a number or a timedelta; 0.001 to 3600;
                default: the client's.
            timeout_ms: `timeout` in milliseconds; only one of the two may be given.
        """
        request = fields_of(
            "task_id", task_id, call_limit(timeout, timeout_ms),
            params=param_list(params), record_id=record_id, trigger_source=trigger_source,
        )
        return Call("start_deploy_task", request, models.StartDeployTaskResponse.from_dict)

    # ------------------------------------------------------------------------------------------------ A record --

    @method
    def show_deploy_status(
        self,
        task_id: str | ShowDeployStatusRequest,
        record_id: str | None = None,
        *,
        step_state: bool | None = None,
        timeout: Seconds | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ShowDeployStatusResponse]:
        """The state of a deployment; with its steps, unless `step_state` is False.

        Args:
            task_id: the deployment task, not the application; 32 letters and digits; or a request object in place of
                all arguments.
            record_id: the deployment record; 32 letters and digits.
            step_state: whether the steps are told too; default True.
            timeout: the limit of this call, retries included; in seconds, a number or a timedelta; 0.001 to 3600;
                default: the client's.
            timeout_ms: `timeout` in milliseconds; only one of the two may be given.
        """
        request = fields_of(
            "task_id", task_id, call_limit(timeout, timeout_ms), record_id=record_id, step_state=step_state
        )
        return Call("show_deploy_status", request, models.ShowDeployStatusResponse.from_dict)

    @method
    def stop_deploy_task_record(
        self,
        task_id: str | StopDeployTaskRecordRequest,
        record_id: str | None = None,
        *,
        timeout: Seconds | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[StopDeployTaskRecordResponse]:
        """Stops a running deployment.

        Args:
            task_id: the deployment task, not the application; 32 letters and digits; or a request object in place of
                all arguments.
            record_id: the deployment record; 32 letters and digits.
            timeout: the limit of this call, retries included; in seconds, a number or a timedelta; 0.001 to 3600;
                default: the client's.
            timeout_ms: `timeout` in milliseconds; only one of the two may be given.
        """
        request = fields_of("task_id", task_id, call_limit(timeout, timeout_ms), record_id=record_id)
        return Call("stop_deploy_task_record", request, models.StopDeployTaskRecordResponse.from_dict)

    @method
    def rollback_records(
        self,
        task_id: str | RollbackRecordsRequest,
        record_id: str | None = None,
        *,
        timeout: Seconds | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[RollbackRecordsResponse]:
        """Starts a deployment of what that record deployed.

        Args:
            task_id: the deployment task, not the application; 32 letters and digits; or a request object in place of
                all arguments.
            record_id: the deployment record; 32 letters and digits.
            timeout: the limit of this call, retries included; in seconds, a number or a timedelta; 0.001 to 3600;
                default: the client's.
            timeout_ms: `timeout` in milliseconds; only one of the two may be given.
        """
        request = fields_of("task_id", task_id, call_limit(timeout, timeout_ms), record_id=record_id)
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
        timeout: Seconds | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ShowAppLogResponse]:
        """A part of a deployment's log. It takes the id of the application, not of the task.

        Args:
            app_id: the application, not its deployment task; 32 letters and digits; or a request object in place of all
                arguments.
            record_id: the deployment record; 32 letters and digits.
            offset: where the part begins.
            end_offset: where the part ends.
            step_id: the step whose log is meant; at most 128 characters.
            timeout: the limit of this call, retries included; in seconds, a number or a timedelta; 0.001 to 3600;
                default: the client's.
            timeout_ms: `timeout` in milliseconds; only one of the two may be given.
        """
        request = fields_of(
            "app_id", app_id, call_limit(timeout, timeout_ms),
            record_id=record_id, offset=offset, end_offset=end_offset, step_id=step_id,
        )
        return Call("show_app_log", request, models.ShowAppLogResponse.from_dict)

    @method
    def show_execution_params(
        self,
        task_id: str | ShowExecutionParamsRequest,
        record_id: str | None = None,
        *,
        timeout: Seconds | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ShowExecutionParamsResponse]:
        """The parameters that a deployment had, in `body`.

        Args:
            task_id: the deployment task, not the application; 32 letters and digits; or a request object in place of
                all arguments.
            record_id: the deployment record; else the last one; 32 letters and digits.
            timeout: the limit of this call, retries included; in seconds, a number or a timedelta; 0.001 to 3600;
                default: the client's.
            timeout_ms: `timeout` in milliseconds; only one of the two may be given.
        """
        request = fields_of("task_id", task_id, call_limit(timeout, timeout_ms), record_id=record_id)
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
        timeout: Seconds | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ReplyList[ExecuteRecordV2Body]]:
        """The newest records of a task, newest first: at most `limit`, 100 if not given.

        `since` and `until` are days, "yyyy-mm-dd". The service keeps records for 92 days. `timeout` limits each
        single request.

        Args:
            task_id: the deployment task, not the application; 32 letters and digits.
            since: the first day, yyyy-mm-dd; else 92 days ago; a date.
            until: the last day, yyyy-mm-dd; else today; a date.
            limit: how many at most; 1 to 10000; default 100.
            project_id: the CodeArts project, not the IAM project; 32 letters and digits.
            timeout: the limit of this call, retries included; in seconds, a number or a timedelta; 0.001 to 3600;
                default: the client's.
            timeout_ms: `timeout` in milliseconds; only one of the two may be given.
        """
        request = fields_of(
            "task_id", task_id, call_limit(timeout, timeout_ms),
            since=day(since), until=day(until), limit=limit, project_id=project_id,
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
        timeout: Seconds | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ListDeployTaskHistoryByDateResponse]:
        """A page of a task's records, over at most 30 days; `list_records` goes through all of them.

        Args:
            id: the deployment task, not the application; 32 letters and digits; or a request object in place of all
                arguments.
            page: which page, from 1; 1 to 99999.
            size: how many to a page; 1 to 100.
            start_date: the first day, yyyy-mm-dd; a date.
            end_date: the last day, yyyy-mm-dd; a date.
            project_id: the CodeArts project, not the IAM project; 32 letters and digits.
            timeout: the limit of this call, retries included; in seconds, a number or a timedelta; 0.001 to 3600;
                default: the client's.
            timeout_ms: `timeout` in milliseconds; only one of the two may be given.
        """
        request = fields_of(
            "id", id, call_limit(timeout, timeout_ms),
            page=page, size=size, start_date=day(start_date), end_date=day(end_date), project_id=project_id,
        )
        reply = models.ListDeployTaskHistoryByDateResponse.from_dict
        return Call("list_deploy_task_history_by_date", request, reply)


def _records(document: dict[str, Any]) -> ReplyList[ExecuteRecordV2Body]:
    records = ReplyList(models.ExecuteRecordV2Body.from_dict(item) for item in document["items"])
    records.warnings = warnings_in(document.get("_meta"))
    return records


def _started(document: dict[str, Any]) -> Started:
    """The result of deploy, whose form depends on what was asked for."""
    kind = models.DryRun if "dry_run" in document else models.Settlement if "settled" in document else models.Deployment
    return kind.from_dict(document)


def _following(
    timeout: Seconds | None, interval: Seconds | None, on_timeout: str | None, on_cancel: str | None,
    log: bool | None, app_id: str | None, project_id: str | None,
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
