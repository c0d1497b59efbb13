"""How many deployments succeeded.

Made from the library's own schemas by Scripts/generate-models; change it there. `make check` fails where it is stale.
"""

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
    """The body of list_task_success_rate."""

    start_date: str | None = None  # the first day, yyyy-mm-dd
    end_date: str | None = None  # the last day, yyyy-mm-dd
    task_ids: Sequence[str] | None = None  # the tasks; at most 2,000


@dataclass(repr=False)
class ListTaskSuccessRateRequest(Request):
    """Tells how often the deployments of some tasks succeeded, in at most a year."""

    # the CodeArts project, not the IAM project; 32 letters and digits; None takes the client's
    project_id: str | None = None
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
    """What list_task_success_rate answers."""

    project_id: str | None = None
    project_name: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    tasks_success_rate: list[TaskSuccessRate] | None = nested(TaskSuccessRate)


@dataclass(repr=False)
class ShowProjectSuccessRateRequest(Request):
    """Tells how often the deployments of a project succeeded, in at most a year."""

    # the CodeArts project, not the IAM project; 32 letters and digits; None takes the client's
    project_id: str | None = None
    start_date: str | None = None  # the first day, yyyy-mm-dd
    end_date: str | None = None  # the last day, yyyy-mm-dd


@dataclass(repr=False)
class ShowProjectSuccessRateResponse(Response):
    """What show_project_success_rate answers."""

    project_id: str | None = None
    project_name: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    success_rate: str | None = None  # "14.29", percent
    task_count: int | None = None
    record_count: int | None = None
    success_record_count: int | None = None
