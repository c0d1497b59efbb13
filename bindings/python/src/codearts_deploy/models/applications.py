"""Applications, what they are made of, and whether they may be deployed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ._base import Model, Reply, Request, Response, nested
from .tasks import TaskV2Info

__all__ = [
    "AppDetailInfo",
    "AppExecutionInfo",
    "ListAllAppRequest",
    "ListAllAppRequestBody",
    "ListAllAppResponse",
    "ShowAppDetailByIdRequest",
    "ShowAppDetailByIdResponse",
    "TaskBaseResponseBody",
    "UpdateAppDisableStatusRequest",
    "UpdateAppDisableStatusRequestBody",
    "UpdateAppDisableStatusResponse",
]


@dataclass(repr=False)
class ShowAppDetailByIdRequest(Request):
    """An application with its tasks."""

    app_id: str | None = None


@dataclass(repr=False)
class _Application(Reply):
    """What every description of an application has."""

    id: str | None = None
    name: str | None = None
    is_disable: bool | None = None  # nobody may deploy it
    project_id: str | None = None
    project_name: str | None = None
    is_care: bool | None = None
    can_modify: bool | None = None
    can_delete: bool | None = None
    can_view: bool | None = None
    can_execute: bool | None = None
    can_copy: bool | None = None
    can_manage: bool | None = None
    can_create_env: bool | None = None
    can_disable: bool | None = None
    deploy_system: str | None = None  # "deployTemplate", "ansible" or "shell"
    create_user_id: str | None = None
    create_tenant_id: str | None = None
    create_time: str | None = None
    update_time: str | None = None


@dataclass(repr=False)
class AppDetailInfo(_Application):
    """An application. The id of the task to start is `arrange_infos[0].id`."""

    region: str | None = None
    description: str | None = None
    create_type: str | None = None
    slave_cluster_id: str | None = None
    owner_tenant_id: str | None = None
    permission_level: str | None = None
    arrange_infos: list[TaskV2Info] | None = nested(TaskV2Info)


@dataclass(repr=False)
class ShowAppDetailByIdResponse(Response):
    """The answer about an application."""

    result: AppDetailInfo | None = nested(AppDetailInfo)
    status: str | None = None


@dataclass(repr=False)
class ListAllAppRequestBody(Model):
    """Which applications of a project."""

    project_id: str | None = None  # the CodeArts project; None takes the client's
    page: int | None = None  # from 1
    size: int | None = None  # at most 100
    sort_name: str | None = None  # "name" or "startTime"
    sort_by: str | None = None  # "ASC" or "DESC"
    states: Sequence[str] | None = None  # of their last deployment: "succeeded", "failed", ...
    group_id: str | None = None  # "no_grouped" for those without a group


@dataclass(repr=False)
class ListAllAppRequest(Request):
    """A page of applications."""

    body: ListAllAppRequestBody | Mapping[str, Any] | None = None


@dataclass(repr=False)
class TaskBaseResponseBody(Reply):
    """A task of an application."""

    id: str | None = None
    state: str | None = None
    deploy_system: str | None = None


@dataclass(repr=False)
class AppExecutionInfo(_Application):
    """An application with its last deployment."""

    duration: str | None = None
    execution_time: str | None = None
    end_time: str | None = None
    execution_state: str | None = None
    release_id: int | None = None
    executor_id: str | None = None
    executor_nick_name: str | None = None
    arrange_infos: list[TaskBaseResponseBody] | None = nested(TaskBaseResponseBody)


@dataclass(repr=False)
class ListAllAppResponse(Response):
    """A page of applications."""

    total_num: int | None = None
    result: list[AppExecutionInfo] | None = nested(AppExecutionInfo)


@dataclass(repr=False)
class UpdateAppDisableStatusRequestBody(Model):
    """Whether the application may be deployed."""

    is_disable: bool | None = None


@dataclass(repr=False)
class UpdateAppDisableStatusRequest(Request):
    """Forbids deployments of an application, or allows them again."""

    app_id: str | None = None
    body: UpdateAppDisableStatusRequestBody | Mapping[str, Any] | None = None


@dataclass(repr=False)
class UpdateAppDisableStatusResponse(Response):
    """The answer to it."""

    status: str | None = None
