"""A deployment record: its state, its end before its time, going back to it, and its log.

Made from the library's own schemas by Scripts/generate-models; change it there. `make check` fails where it is stale.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
    """Tells where a deployment and its steps stand."""

    task_id: str | None = None  # the deployment task, not the application; 32 letters and digits
    record_id: str | None = None  # the deployment record; 32 letters and digits
    step_state: bool | None = None  # whether the steps are told too, true


@dataclass(repr=False)
class StepInfo(Reply):
    """A step of a deployment."""

    region: str | None = None
    id: str | None = None
    offset: Any = None
    enable: str | None = None
    name: str | None = None
    current_offset: Any = None
    elapsed_time: Any = None
    faq_url: str | None = None
    status: str | None = None


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
    """What show_deploy_status answers."""

    status: str | None = None  # "success" or "error"; of the answer, not of the deployment
    result: StateInfo | None = nested(StateInfo)


@dataclass(repr=False)
class StopDeployTaskRecordRequest(Request):
    """Stops a deployment that runs."""

    task_id: str | None = None  # the deployment task, not the application; 32 letters and digits
    record_id: str | None = None  # the deployment record; 32 letters and digits


@dataclass(repr=False)
class StoppedTask(Reply):
    """What was stopped."""

    id: str | None = None
    task_id: str | None = None


@dataclass(repr=False)
class StopDeployTaskRecordResponse(Response):
    """What stop_deploy_task_record answers."""

    status: str | None = None
    result: StoppedTask | None = nested(StoppedTask)


@dataclass(repr=False)
class RollbackRecordsRequest(Request):
    """Starts a deployment of what an earlier record deployed."""

    task_id: str | None = None  # the deployment task, not the application; 32 letters and digits
    record_id: str | None = None  # the deployment record; 32 letters and digits


@dataclass(repr=False)
class RollbackRecordsResponse(Response):
    """What rollback_records answers."""

    id: str = ""  # of the new deployment record
    task_id: str | None = None
    job_name: str | None = None
    app_component_list: list[AppComponentDao] | None = nested(AppComponentDao)


@dataclass(repr=False)
class ShowAppLogRequest(Request):
    """Reads a part of a deployment's log."""

    app_id: str | None = None  # the application, not its deployment task; 32 letters and digits
    record_id: str | None = None  # the deployment record; 32 letters and digits
    offset: str | None = None  # where the part begins; 1 to 19 digits
    end_offset: str | None = None  # where the part ends; 1 to 19 digits
    step_id: str | None = None  # the step whose log is meant; 1 to 128 characters


@dataclass(repr=False)
class AppLog(Reply):
    """A piece of a log."""

    has_more: bool | None = None
    text: str | None = None
    offset: Any = None
    end_offset: Any = None  # where the next piece begins


@dataclass(repr=False)
class ShowAppLogResponse(Response):
    """What show_app_log answers."""

    status: str | None = None
    result: AppLog | None = nested(AppLog)
