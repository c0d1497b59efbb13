"""The types of `deploy`: what it returns depends on `dry_run` and `settle`. For type checkers; never imported."""

from __future__ import annotations

import os
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Literal, Protocol, TypedDict, Union, overload

from typing_extensions import Unpack

from ._adapter import Awaited, Blocking, Call
from ._arguments import OnEvent, Params, Seconds
from .models import Deployment, DryRun, PrepareDeployResponse, Settlement, StartDeployTaskRequest
from .models._generated.words import LeaveOrStop, OnFailure, OnUnknown, TriggerSource, Undeclared

Started = Union[Deployment, DryRun, Settlement]


class DeployOptions(TypedDict, total=False):
    """The keywords of `deploy`, but for the two that change what it returns."""

    params: Params | None
    record_id: str | None
    trigger_source: TriggerSource | None
    timeout: Seconds | None
    interval: Seconds | None
    wait_until_idle: Seconds | None
    on_event: OnEvent | None
    on_timeout: LeaveOrStop | None
    on_cancel: LeaveOrStop | None
    on_failure: OnFailure | None
    guard: bool | None
    undeclared: Undeclared | None
    marker: str | None
    intent: PrepareDeployResponse | Mapping[str, Any] | None
    journal: str | os.PathLike[str] | None
    resume: bool | None
    on_unknown: OnUnknown | None
    log: bool | None
    app_id: str | None
    project_id: str | None


Off = Literal[False, None]
Task = Union[str, StartDeployTaskRequest]


class BlockingDeploy(Protocol):
    """`Client.deploy`."""

    @overload
    def __call__(
        self, task_id: Task, *, dry_run: Off = None, settle: Off = None, **options: Unpack[DeployOptions]
    ) -> Deployment: ...
    @overload
    def __call__(
        self, task_id: Task, *, dry_run: Literal[True], settle: Off = None, **options: Unpack[DeployOptions]
    ) -> DryRun: ...
    @overload
    def __call__(
        self, task_id: Task, *, dry_run: Off = None, settle: Literal[True], **options: Unpack[DeployOptions]
    ) -> Settlement: ...
    @overload
    def __call__(
        self, task_id: Task, *, dry_run: bool | None = None, settle: bool | None = None,
        **options: Unpack[DeployOptions],
    ) -> Started: ...


class AwaitedDeploy(Protocol):
    """`AsyncClient.deploy`."""

    @overload
    def __call__(
        self, task_id: Task, *, dry_run: Off = None, settle: Off = None, **options: Unpack[DeployOptions]
    ) -> Coroutine[Any, Any, Deployment]: ...
    @overload
    def __call__(
        self, task_id: Task, *, dry_run: Literal[True], settle: Off = None, **options: Unpack[DeployOptions]
    ) -> Coroutine[Any, Any, DryRun]: ...
    @overload
    def __call__(
        self, task_id: Task, *, dry_run: Off = None, settle: Literal[True], **options: Unpack[DeployOptions]
    ) -> Coroutine[Any, Any, Settlement]: ...
    @overload
    def __call__(
        self, task_id: Task, *, dry_run: bool | None = None, settle: bool | None = None,
        **options: Unpack[DeployOptions],
    ) -> Coroutine[Any, Any, Started]: ...


class deploy_method:
    """The decorator `method`, for `deploy`."""

    def __init__(self, build: Callable[..., Call[Any]]) -> None: ...
    @overload
    def __get__(self, client: Blocking, owner: object) -> BlockingDeploy: ...
    @overload
    def __get__(self, client: Awaited, owner: object) -> AwaitedDeploy: ...
    @overload
    def __get__(self, client: None, owner: object) -> Callable[..., Any]: ...
    def __get__(self, client: Any, owner: object) -> Any: ...
