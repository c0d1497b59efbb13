"""Applications, what they are made of, and whether they may be deployed.

Made from the library's own schemas by Scripts/generate-models; change it there. `make check` fails where it is stale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ._base import Model, Reply, Request, Response, nested
from ._undescribed import UndescribedOfApplications, UndescribedOfTasks
from .tasks import Step

__all__ = [
    "AppDetailInfo",
    "AppExecutionInfo",
    "ListAllAppRequest",
    "ListAllAppRequestBody",
    "ListAllAppResponse",
    "ShowAppDetailByIdRequest",
    "ShowAppDetailByIdResponse",
    "TaskBaseResponseBody",
    "TaskV2Info",
    "UpdateAppDisableStatusRequest",
    "UpdateAppDisableStatusRequestBody",
    "UpdateAppDisableStatusResponse",
]


@dataclass(repr=False)
class ShowAppDetailByIdRequest(Request):
    """Describes an application; arrange_infos[0].id is its task."""

    app_id: str | None = None  # the application, not its deployment task; 32 letters and digits


@dataclass(repr=False)
class TaskV2Info(UndescribedOfTasks):
    """A task as its application tells of it."""

    id: str | None = None
    name: str | None = None
    state: str | None = None  # "Draft" or "Available"; of the task, not of a deployment
    description: str | None = None
    deploy_system: str | None = None
    app_id: str | None = None
    release_id: int | None = None
    is_disable: bool | None = None
    steps: dict[str, Step] | None = nested(Step, members=True)


@dataclass(repr=False)
class AppDetailInfo(UndescribedOfApplications):
    """An application. The id of the task to start is `arrange_infos[0].id`."""

    id: str | None = None
    name: str | None = None
    region: str | None = None
    description: str | None = None
    is_disable: bool | None = None  # nobody may deploy it
    create_type: str | None = None
    project_id: str | None = None
    project_name: str | None = None
    slave_cluster_id: str | None = None
    can_execute: bool | None = None
    create_user_id: str | None = None
    create_tenant_id: str | None = None
    create_time: str | None = None
    update_time: str | None = None
    permission_level: str | None = None
    arrange_infos: list[TaskV2Info] | None = nested(TaskV2Info)


@dataclass(repr=False)
class ShowAppDetailByIdResponse(Response):
    """What show_app_detail_by_id answers."""

    status: str | None = None
    result: AppDetailInfo | None = nested(AppDetailInfo)


@dataclass(repr=False)
class ListAllAppRequestBody(Model):
    """The body of list_all_app."""

    # the CodeArts project, not the IAM project; 32 letters and digits; None takes the client's
    project_id: str | None = None
    page: int | None = None  # which page, from 1; 1 to 99999
    size: int | None = None  # how many to a page; 1 to 100
    search: str | None = None  # a part of the names that are looked for
    sort_name: str | None = None  # what they are sorted by; name, startTime
    sort_by: str | None = None  # which way; ASC, DESC
    # only applications whose last deployment is in one of these states; at most 100; abort, failed, not_started,
    # pending, running, succeeded, timeout, not_executed
    states: Sequence[str] | None = None
    group_id: str | None = None  # only this group; no_grouped: only what is in none; 1 to 128 characters


@dataclass(repr=False)
class ListAllAppRequest(Request):
    """Lists a project's applications with their last deployment."""

    body: ListAllAppRequestBody | Mapping[str, Any] | None = None


@dataclass(repr=False)
class TaskBaseResponseBody(Reply):
    """A task of an application."""

    id: str | None = None
    state: str | None = None
    deploy_system: str | None = None


@dataclass(repr=False)
class AppExecutionInfo(UndescribedOfApplications):
    """An application with its last deployment."""

    id: str | None = None
    name: str | None = None
    project_id: str | None = None
    project_name: str | None = None
    execution_state: str | None = None
    execution_time: str | None = None
    end_time: str | None = None
    duration: str | None = None
    release_id: int | None = None
    executor_id: str | None = None
    executor_nick_name: str | None = None
    is_disable: bool | None = None
    is_care: bool | None = None
    can_execute: bool | None = None
    create_user_id: str | None = None
    create_tenant_id: str | None = None
    create_time: str | None = None
    update_time: str | None = None
    deploy_system: str | None = None
    arrange_infos: list[TaskBaseResponseBody] | None = nested(TaskBaseResponseBody)


@dataclass(repr=False)
class ListAllAppResponse(Response):
    """What list_all_app answers."""

    total_num: int | None = None
    result: list[AppExecutionInfo] | None = nested(AppExecutionInfo)


@dataclass(repr=False)
class UpdateAppDisableStatusRequestBody(Model):
    """The body of update_app_disable_status."""

    is_disable: bool | None = None  # true: nobody may deploy it


@dataclass(repr=False)
class UpdateAppDisableStatusRequest(Request):
    """Forbids or permits the deployment of an application."""

    app_id: str | None = None  # the application, not its deployment task; 32 letters and digits
    body: UpdateAppDisableStatusRequestBody | Mapping[str, Any] | None = None


@dataclass(repr=False)
class UpdateAppDisableStatusResponse(Response):
    """What update_app_disable_status answers."""

    status: str | None = None
