"""A deployment record: its state, its end before its time, going back to it, and its log.

The official SDK has none of these four operations; the classes bear the names that it would give them.
"""

from __future__ import annotations

from dataclasses import dataclass

from ._base import Reply, Request, Response, nested
from .start import AppComponentDao

__all__ = [
    "AppLog",
    "RollbackRecordsRequest",
    "RollbackRecordsResponse",
    "ShowAppLogRequest",
    "ShowAppLogResponse",
    "ShowDeployStatusRequest",
    "ShowDeployStatusResponse",
    "StateInfo",
    "StepInfo",
    "StopDeployTaskRecordRequest",
    "StopDeployTaskRecordResponse",
    "StoppedTask",
]


@dataclass(repr=False)
class ShowDeployStatusRequest(Request):
    """The state of a record."""

    task_id: str | None = None
    record_id: str | None = None
    step_state: bool | None = None  # whether the steps are told as well


@dataclass(repr=False)
class StepInfo(Reply):
    """A step of a deployment."""

    region: str | None = None
    id: str | None = None
    offset: int | None = None
    enable: bool | None = None
    name: str | None = None
    status: str | None = None
    current_offset: int | None = None
    elapsed_time: str | None = None
    faq_url: str | None = None


@dataclass(repr=False)
class StateInfo(Reply):
    """How far a deployment is."""

    status: str | None = None  # "running", "succeeded", "failed", and whatever the service may add
    step: str | None = None  # "running", "finish"
    record_id: str | None = None
    task_id: str | None = None
    task_name: str | None = None
    nick_name: str | None = None
    executor: str | None = None
    start_time: str | None = None  # "yyyy-mm-dd hh:mm:ss", without a zone
    end_time: str | None = None
    step_state: list[StepInfo] | None = nested(StepInfo)


@dataclass(repr=False)
class ShowDeployStatusResponse(Response):
    """The answer about a record's state."""

    status: str | None = None  # "success" or "error"; of the answer, not of the deployment
    result: StateInfo | None = nested(StateInfo)


@dataclass(repr=False)
class StopDeployTaskRecordRequest(Request):
    """The end of a deployment that runs."""

    task_id: str | None = None
    record_id: str | None = None


@dataclass(repr=False)
class StoppedTask(Reply):
    """What was stopped."""

    id: str | None = None
    task_id: str | None = None


@dataclass(repr=False)
class StopDeployTaskRecordResponse(Response):
    """The answer to a stop."""

    status: str | None = None
    result: StoppedTask | None = nested(StoppedTask)


@dataclass(repr=False)
class RollbackRecordsRequest(Request):
    """A deployment of what a record deployed."""

    task_id: str | None = None
    record_id: str | None = None


@dataclass(repr=False)
class RollbackRecordsResponse(Response):
    """The answer to a rollback: the deployment was accepted."""

    id: str = ""  # of the new deployment record
    task_id: str | None = None
    job_name: str | None = None
    app_component_list: list[AppComponentDao] | None = nested(AppComponentDao)


@dataclass(repr=False)
class ShowAppLogRequest(Request):
    """A piece of a record's log. It asks for the application's id, not the task's."""

    app_id: str | None = None
    record_id: str | None = None
    offset: str | None = None
    end_offset: str | None = None
    step_id: str | None = None


@dataclass(repr=False)
class AppLog(Reply):
    """A piece of a log."""

    text: str | None = None
    has_more: bool | None = None
    offset: str | None = None
    end_offset: str | None = None  # where the next piece begins


@dataclass(repr=False)
class ShowAppLogResponse(Response):
    """The answer with a piece of a log."""

    status: str | None = None
    result: AppLog | None = nested(AppLog)
