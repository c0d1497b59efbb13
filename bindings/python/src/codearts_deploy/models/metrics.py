"""How many deployments succeeded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ._base import Model, Reply, Request, Response, nested

__all__ = [
    "ListTaskSuccessRateRequest",
    "ListTaskSuccessRateResponse",
    "ShowProjectSuccessRateRequest",
    "ShowProjectSuccessRateResponse",
    "TaskSuccessRate",
    "TasksSuccessRateQuery",
]


@dataclass(repr=False)
class TasksSuccessRateQuery(Model):
    """Which tasks, and when."""

    start_date: str | None = None  # "yyyy-mm-dd"
    end_date: str | None = None  # at most a year later
    task_ids: Sequence[str] | None = None


@dataclass(repr=False)
class ListTaskSuccessRateRequest(Request):
    """The success rate of some tasks."""

    project_id: str | None = None  # the CodeArts project; None takes the client's
    body: TasksSuccessRateQuery | Mapping[str, Any] | None = None


@dataclass(repr=False)
class TaskSuccessRate(Reply):
    """That of one task."""

    task_id: str | None = None
    task_name: str | None = None
    success_rate: str | None = None  # "14.29", percent
    record_count: int | None = None
    success_record_count: int | None = None


@dataclass(repr=False)
class ListTaskSuccessRateResponse(Response):
    """That of each task."""

    tasks_success_rate: list[TaskSuccessRate] | None = nested(TaskSuccessRate)


@dataclass(repr=False)
class ShowProjectSuccessRateRequest(Request):
    """The success rate of a project."""

    project_id: str | None = None  # the CodeArts project; None takes the client's
    start_date: str | None = None
    end_date: str | None = None


@dataclass(repr=False)
class ShowProjectSuccessRateResponse(Response):
    """That of the project."""

    success_rate: str | None = None  # "14.29", percent
    project_id: str | None = None
    project_name: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    task_count: int | None = None
    record_count: int | None = None
    success_record_count: int | None = None
