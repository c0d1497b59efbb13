"""Methods of the clients for what deployments are made of: applications, tasks and their figures; and any request."""

from __future__ import annotations

from . import models
from ._adapter import Call, Methods, method, unchanged
from ._request import call_limit, day, fields_of
from ._typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ._arguments import Day, Milliseconds, Seconds
    from .models import *


class Applications(Methods):
    """A table of methods for applications, each under the official name of its operation.

    In place of all its arguments, a method accepts a request object as in the official SDK. `timeout` applies to this
    call only.
    """

    # ------------------------------------------------------------------------------------ Applications and tasks --

    @method
    def show_app_detail_by_id(
        self,
        app_id: str | ShowAppDetailByIdRequest,
        *,
        timeout: Seconds | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ShowAppDetailByIdResponse]:
        """An application. The id of its task is `result.arrange_infos[0].id`.

        Args:
            app_id: the application, not its deployment task; 32 letters and digits; or a request object in place of all
                arguments.
            timeout: the limit of this call, retries included; in seconds, a number or a timedelta; 0.001 to 3600;
                default: the client's.
            timeout_ms: `timeout` in milliseconds; only one of the two may be given.
        """
        request = fields_of("app_id", app_id, call_limit(timeout, timeout_ms))
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
        timeout: Seconds | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ListAllAppResponse]:
        """A page of a project's applications, each with its last deployment; `applications` goes through all pages.

        Args:
            project_id: the CodeArts project, not the IAM project; 32 letters and digits; or a request object in place
                of all arguments.
            page: which page, from 1; 1 to 99999.
            size: how many to a page; 1 to 100.
            search: a part of the names that are looked for.
            sort_name: what they are sorted by; "name" or "startTime".
            sort_by: which way; "ASC" or "DESC".
            states: only applications whose last deployment is in one of these states; "abort" or "failed" or
                "not_started" or "pending" or "running" or "succeeded" or "timeout" or "not_executed"; at most 100.
            group_id: only this group; no_grouped: only what is in none; at most 128 characters.
            timeout: the limit of this call, retries included; in seconds, a number or a timedelta; 0.001 to 3600;
                default: the client's.
            timeout_ms: `timeout` in milliseconds; only one of the two may be given.
        """
        request = fields_of(
            "project_id", project_id, call_limit(timeout, timeout_ms),
            page=page, size=size, search=search, sort_name=sort_name, sort_by=sort_by, states=states,
            group_id=group_id,
        )
        return Call("list_all_app", request, models.ListAllAppResponse.from_dict)

    @method
    def find_task(
        self,
        app: str,
        *,
        project_id: str | None = None,
        timeout: Seconds | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[FindTaskResponse]:
        """The one application with this name (or this id): its `task_id`, `app_id` and `name`.

        NotFoundError if there is none, ValidationError if there are several; the `candidates` of these are similar
        names, or the tasks of all that have the name. `timeout` limits each single request.

        Args:
            app: the application's name, in full; else its id, or that of its task; at most 128 characters.
            project_id: the CodeArts project, not the IAM project; 32 letters and digits.
            timeout: the limit of this call, retries included; in seconds, a number or a timedelta; 0.001 to 3600;
                default: the client's.
            timeout_ms: `timeout` in milliseconds; only one of the two may be given.
        """
        request = fields_of("app", app, call_limit(timeout, timeout_ms), project_id=project_id)
        return Call("find_task", request, models.FindTaskResponse.from_dict)

    @method
    def update_app_disable_status(
        self,
        app_id: str | UpdateAppDisableStatusRequest,
        is_disable: bool | None = None,
        *,
        timeout: Seconds | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[UpdateAppDisableStatusResponse]:
        """Disables deployments of an application, or enables them again.

        Args:
            app_id: the application, not its deployment task; 32 letters and digits; or a request object in place of all
                arguments.
            is_disable: true: nobody may deploy it.
            timeout: the limit of this call, retries included; in seconds, a number or a timedelta; 0.001 to 3600;
                default: the client's.
            timeout_ms: `timeout` in milliseconds; only one of the two may be given.
        """
        request = fields_of("app_id", app_id, call_limit(timeout, timeout_ms), is_disable=is_disable)
        return Call("update_app_disable_status", request, models.UpdateAppDisableStatusResponse.from_dict)

    @method
    def show_task_trigger(
        self,
        task_id: str | ShowTaskTriggerRequest,
        *,
        timeout: Seconds | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ShowTaskTriggerResponse]:
        """Whether any trigger may start a task (`trigger_source` 0), or only a pipeline (1); a text or a number.

        Args:
            task_id: the deployment task, not the application; 32 letters and digits; or a request object in place of
                all arguments.
            timeout: the limit of this call, retries included; in seconds, a number or a timedelta; 0.001 to 3600;
                default: the client's.
            timeout_ms: `timeout` in milliseconds; only one of the two may be given.
        """
        request = fields_of("task_id", task_id, call_limit(timeout, timeout_ms))
        return Call("show_task_trigger", request, models.ShowTaskTriggerResponse.from_dict)

    @method
    def show_application_msg_list(
        self,
        app_id: str | ShowApplicationMsgListRequest,
        *,
        project_id: str | None = None,
        timeout: Seconds | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ShowApplicationMsgListResponse]:
        """The notification channels of an application's deployments, in `body`. `repr` does not show their secrets.

        Args:
            app_id: the application, not its deployment task; 32 letters and digits; or a request object in place of all
                arguments.
            project_id: the CodeArts project, not the IAM project; 32 letters and digits.
            timeout: the limit of this call, retries included; in seconds, a number or a timedelta; 0.001 to 3600;
                default: the client's.
            timeout_ms: `timeout` in milliseconds; only one of the two may be given.
        """
        request = fields_of("app_id", app_id, call_limit(timeout, timeout_ms), project_id=project_id)
        return Call("show_application_msg_list", request, models.ShowApplicationMsgListResponse.from_dict)

    @method
    def show_deploy_task_detail(
        self,
        task_id: str | ShowDeployTaskDetailRequest,
        *,
        timeout: Seconds | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ShowDeployTaskDetailResponse]:
        """A task. The service no longer maintains this: prefer show_app_detail_by_id.

        Args:
            task_id: the deployment task, not the application; 32 letters and digits; or a request object in place of
                all arguments.
            timeout: the limit of this call, retries included; in seconds, a number or a timedelta; 0.001 to 3600;
                default: the client's.
            timeout_ms: `timeout` in milliseconds; only one of the two may be given.
        """
        request = fields_of("task_id", task_id, call_limit(timeout, timeout_ms))
        return Call("show_deploy_task_detail", request, models.ShowDeployTaskDetailResponse.from_dict)

    @method
    def list_deploy_tasks(
        self,
        project_id: str | ListDeployTasksRequest | None = None,
        *,
        page: int | None = None,
        size: int | None = None,
        timeout: Seconds | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ListDeployTasksResponse]:
        """A page of a project's tasks. The service no longer maintains this: prefer list_all_app.

        Args:
            project_id: the CodeArts project, not the IAM project; 32 letters and digits; or a request object in place
                of all arguments.
            page: which page, from 1; 1 to 99999.
            size: how many to a page; 1 to 100.
            timeout: the limit of this call, retries included; in seconds, a number or a timedelta; 0.001 to 3600;
                default: the client's.
            timeout_ms: `timeout` in milliseconds; only one of the two may be given.
        """
        request = fields_of("project_id", project_id, call_limit(timeout, timeout_ms), page=page, size=size)
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
        timeout: Seconds | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ListTaskSuccessRateResponse]:
        """The success rate of each task's deployments, over at most a year.

        Args:
            project_id: the CodeArts project, not the IAM project; 32 letters and digits; or a request object in place
                of all arguments.
            start_date: the first day, yyyy-mm-dd; a date.
            end_date: the last day, yyyy-mm-dd; a date.
            task_ids: the tasks; 32 letters and digits; at most 2,000.
            timeout: the limit of this call, retries included; in seconds, a number or a timedelta; 0.001 to 3600;
                default: the client's.
            timeout_ms: `timeout` in milliseconds; only one of the two may be given.
        """
        request = fields_of(
            "project_id", project_id, call_limit(timeout, timeout_ms),
            start_date=day(start_date), end_date=day(end_date), task_ids=task_ids,
        )
        return Call("list_task_success_rate", request, models.ListTaskSuccessRateResponse.from_dict)

    @method
    def show_project_success_rate(
        self,
        project_id: str | ShowProjectSuccessRateRequest | None = None,
        *,
        start_date: Day | None = None,
        end_date: Day | None = None,
        timeout: Seconds | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[ShowProjectSuccessRateResponse]:
        """The success rate of a project's deployments, over at most a year.

        Args:
            project_id: the CodeArts project, not the IAM project; 32 letters and digits; or a request object in place
                of all arguments.
            start_date: the first day, yyyy-mm-dd; a date.
            end_date: the last day, yyyy-mm-dd; a date.
            timeout: the limit of this call, retries included; in seconds, a number or a timedelta; 0.001 to 3600;
                default: the client's.
            timeout_ms: `timeout` in milliseconds; only one of the two may be given.
        """
        request = fields_of(
            "project_id", project_id, call_limit(timeout, timeout_ms),
            start_date=day(start_date), end_date=day(end_date),
        )
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
        timeout: Seconds | None = None,
        timeout_ms: Milliseconds | None = None,
    ) -> Call[dict[str, Any]]:
        """Any other request to the service: "GET" and "/v1/...", signed and checked like the rest.

        The result is the service's object and "_meta"; an array is in its "items". Only a GET is ever repeated.

        Args:
            method: the HTTP method; a GET alone is ever repeated; "GET" or "POST" or "PUT" or "DELETE" or "PATCH".
            path: from the first / on, escaped; at most 4,096 characters.
            query: the query's names and values, as they read unescaped.
            body: any JSON; not with GET.
            timeout: the limit of this call, retries included; in seconds, a number or a timedelta; 0.001 to 3600;
                default: the client's.
            timeout_ms: `timeout` in milliseconds; only one of the two may be given.
        """
        request = fields_of("method", method, call_limit(timeout, timeout_ms), path=path, query=query, body=body)
        return Call("call_api", request, unchanged)
