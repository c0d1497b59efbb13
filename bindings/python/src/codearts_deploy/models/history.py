"""The records of a task, and what each was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ._base import Reply, Request, Response, nested

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
    """A page of a task's records within 30 days at most."""

    project_id: str | None = None  # the CodeArts project; None takes the client's
    id: str | None = None  # of the task
    page: int | None = None  # from 1
    size: int | None = None  # at most 100
    start_date: str | None = None  # "yyyy-mm-dd"
    end_date: str | None = None


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
    """A page of records."""

    result: list[ExecuteRecordV2Body] | None = nested(ExecuteRecordV2Body)
    total_num: int | None = None


@dataclass(repr=False)
class ShowExecutionParamsRequest(Request):
    """The parameters of a record."""

    task_id: str | None = None
    record_id: str | None = None


@dataclass(repr=False)
class ConfigInfo(Reply):
    """A parameter as it was. The service keeps back the value of an encrypted one."""

    name: str | None = None  # what is called key at the start
    type: str | None = None
    value: Any = None  # a text, or a number


@dataclass(repr=False)
class ShowExecutionParamsResponse(Response):
    """The parameters that a deployment had."""

    body: list[ConfigInfo] | None = nested(ConfigInfo)

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> ShowExecutionParamsResponse:
        """The service answers with a bare array, which the library calls "items" and the official SDK "body"."""
        return super().from_dict({"body" if name == "items" else name: value for name, value in document.items()})
