"""Deployment tasks."""

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
    "TaskV2Info",
]


@dataclass(repr=False)
class Step(Reply):
    """A step of a task."""

    id: str | None = None
    name: str | None = None
    params: dict[str, Any] | None = None
    enable: bool | None = None


@dataclass(repr=False)
class _Task(Reply):
    """What every description of a task has."""

    id: str | None = None  # of the task
    name: str | None = None
    state: str | None = None  # "Draft" or "Available"; of the task, not of a deployment
    description: str | None = None
    owner: str | None = None
    owner_id: str | None = None
    nick_name: str | None = None
    tenant_id: str | None = None
    tenant_name: str | None = None
    project_id: str | None = None
    project_name: str | None = None
    deploy_system: str | None = None  # "deployTemplate", "ansible" or "shell"
    create_time: str | None = None
    update_time: str | None = None
    role_id: int | None = None
    is_defaut_permission: bool | None = None  # spelt so by the service
    template_id: str | None = None
    slave_cluster_id: str | None = None
    is_care: bool | None = None
    can_modify: bool | None = None
    can_delete: bool | None = None
    can_view: bool | None = None
    can_execute: bool | None = None
    can_copy: bool | None = None
    can_manage: bool | None = None
    release_id: int | None = None
    app_id: str | None = None
    is_disable: bool | None = None
    app_component_list: list[AppComponentDao] | None = nested(AppComponentDao)
    steps: dict[str, Step] | None = nested(Step, members=True)  # step1, step2, ...


@dataclass(repr=False)
class TaskV2Info(_Task):
    """A task as its application tells of it."""

    can_create_env: bool | None = None
    can_disable: bool | None = None


@dataclass(repr=False)
class TaskInfo(_Task):
    """A task with its last deployment."""

    task_id: str | None = None
    duration: str | None = None
    execution_time: str | None = None
    execution_state: str | None = None
    executor_id: str | None = None
    executor_nick_name: str | None = None


@dataclass(repr=False)
class ShowDeployTaskDetailRequest(Request):
    """A task."""

    task_id: str | None = None


@dataclass(repr=False)
class ShowDeployTaskDetailResponse(TaskInfo, Response):
    """The answer about a task."""


@dataclass(repr=False)
class ListDeployTasksRequest(Request):
    """A page of a project's tasks."""

    project_id: str | None = None  # the CodeArts project; None takes the client's
    page: int | None = None  # from 1
    size: int | None = None  # at most 100


@dataclass(repr=False)
class ListDeployTasksResponse(Response):
    """A page of tasks."""

    total_num: int | None = None
    result: list[TaskInfo] | None = nested(TaskInfo)
