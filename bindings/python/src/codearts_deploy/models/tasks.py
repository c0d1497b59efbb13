"""Deployment tasks.

Made from the library's own schemas by Scripts/generate-models; change it there. `make check` fails where it is stale.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ._base import Reply, Request, Response, nested
from .start import AppComponentDao

__all__ = [
    "ListDeployTasksRequest",
    "ListDeployTasksResponse",
    "ShowDeployTaskDetailRequest",
    "ShowDeployTaskDetailResponse",
    "Step",
    "TaskInfo",
]


@dataclass(repr=False)
class ShowDeployTaskDetailRequest(Request):
    """Describes a deployment task; ShowAppDetailById is its successor."""

    task_id: str | None = None  # the deployment task, not the application; 32 letters and digits


@dataclass(repr=False)
class Step(Reply):
    """A step of a task."""

    id: str | None = None
    name: str | None = None
    enable: bool | None = None
    params: dict[str, Any] | None = None


@dataclass(repr=False)
class TaskInfo(Reply):
    """A task with its last deployment."""

    task_id: str | None = None
    id: str | None = None
    name: str | None = None
    project_id: str | None = None
    project_name: str | None = None
    deploy_system: str | None = None
    create_time: str | None = None
    update_time: str | None = None
    state: str | None = None  # "Draft" or "Available"; of the task, not of a deployment
    owner: str | None = None
    execution_time: str | None = None
    execution_state: str | None = None
    app_id: str | None = None
    is_disable: bool | None = None
    description: str | None = None
    owner_id: str | None = None
    nick_name: str | None = None
    tenant_id: str | None = None
    tenant_name: str | None = None
    template_id: str | None = None
    slave_cluster_id: str | None = None
    duration: str | None = None
    executor_id: str | None = None
    executor_nick_name: str | None = None
    release_id: int | None = None
    role_id: int | None = None
    is_defaut_permission: bool | None = None
    is_care: bool | None = None
    can_modify: bool | None = None
    can_delete: bool | None = None
    can_view: bool | None = None
    can_execute: bool | None = None
    can_copy: bool | None = None
    can_manage: bool | None = None
    can_create_env: bool | None = None
    can_disable: bool | None = None
    app_component_list: list[AppComponentDao] | None = nested(AppComponentDao)
    steps: dict[str, Step] | None = nested(Step, members=True)


@dataclass(repr=False)
class ShowDeployTaskDetailResponse(TaskInfo, Response):
    """What show_deploy_task_detail answers."""


@dataclass(repr=False)
class ListDeployTasksRequest(Request):
    """Lists a project's tasks; ListAllApp is its successor."""

    # the CodeArts project, not the IAM project; 32 letters and digits; None takes the client's
    project_id: str | None = None
    page: int | None = None  # which page, from 1; 1 to 99999
    size: int | None = None  # how many to a page; 1 to 100


@dataclass(repr=False)
class ListDeployTasksResponse(Response):
    """What list_deploy_tasks answers."""

    total_num: int | None = None
    result: list[TaskInfo] | None = nested(TaskInfo)
