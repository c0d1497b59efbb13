"""The records of a task, and what each was given.

Made from the library's own schemas by Scripts/generate-models; change it there. `make check` fails where it is stale.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ._base import ArrayResponse, Reply, Request, Response, nested

__all__ = [
    "ConfigInfo",
    "ExecuteRecordV2Body",
    "ListDeployTaskHistoryByDateRequest",
    "ListDeployTaskHistoryByDateResponse",
    "ShowExecutionParamsRequest",
    "ShowExecutionParamsResponse",
]


@dataclass(repr=False)
class ListDeployTaskHistoryByDateRequest(Request):
    """Lists the deployments of a task in at most 30 days."""

    # the CodeArts project, not the IAM project; 32 letters and digits; None takes the client's
    project_id: str | None = None
    id: str | None = None  # the deployment task, not the application; 32 letters and digits
    page: int | None = None  # which page, from 1; 1 to 99999
    size: int | None = None  # how many to a page; 1 to 100
    start_date: str | None = None  # the first day, yyyy-mm-dd
    end_date: str | None = None  # the last day, yyyy-mm-dd


@dataclass(repr=False)
class ExecuteRecordV2Body(Reply):
    """A deployment record."""

    execution_id: str | None = None  # what is called record_id elsewhere
    state: str | None = None
    type: str | None = None
    release_id: int | None = None  # grows with each deployment
    operator: str | None = None
    nickname: str | None = None
    start_time: str | None = None
    end_time: str | None = None
    duration: str | None = None  # "hh:mm:ss"


@dataclass(repr=False)
class ListDeployTaskHistoryByDateResponse(Response):
    """What list_deploy_task_history_by_date answers."""

    total_num: int | None = None
    result: list[ExecuteRecordV2Body] | None = nested(ExecuteRecordV2Body)


@dataclass(repr=False)
class ShowExecutionParamsRequest(Request):
    """Lists the parameters that a deployment had."""

    task_id: str | None = None  # the deployment task, not the application; 32 letters and digits
    record_id: str | None = None  # the deployment record; else the last one; 32 letters and digits


@dataclass(repr=False)
class ConfigInfo(Reply):
    """A parameter as it was. The service keeps back the value of an encrypted one."""

    name: str | None = None  # what is called key at the start
    type: str | None = None
    value: Any = None  # a text, or a number


@dataclass(repr=False)
class ShowExecutionParamsResponse(ArrayResponse):
    """What show_execution_params answers."""

    body: list[ConfigInfo] | None = nested(ConfigInfo)
