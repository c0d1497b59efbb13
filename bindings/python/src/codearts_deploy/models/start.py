"""A start, and what the service answers to it.

Made from the library's own schemas by Scripts/generate-models; change it there. `make check` fails where it is stale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ._base import Model, Reply, Request, Response, nested

__all__ = [
    "AppComponentDao",
    "DynamicConfigInfo",
    "EnvExecutionBody",
    "StartDeployTaskRequest",
    "StartDeployTaskResponse",
]


@dataclass(repr=False)
class DynamicConfigInfo(Model):
    """A parameter of a deployment. The service ignores one that lacks a field, so the library demands all three."""

    key: str | None = None  # the parameter's name; 1 to 128 letters, digits, hyphens, underscores and periods
    value: str | None = None  # the parameter's value; at most 8,192 characters; without {{ and {% and {#
    type: str | None = None  # text, host_group (the value names an environment), encrypt (a secret) or enum


@dataclass(repr=False)
class EnvExecutionBody(Model):
    """The body of start_deploy_task."""

    # parameters of this run of the application; at most 500
    params: Sequence[DynamicConfigInfo | Mapping[str, Any]] | None = None
    record_id: str | None = None  # go back to what this deployment record deployed; 32 letters and digits
    trigger_source: str | int | None = None  # 0: any source may trigger the deployment; 1: only a pipeline


@dataclass(repr=False)
class StartDeployTaskRequest(Request):
    """Starts a deployment of an application."""

    task_id: str | None = None  # the deployment task, not the application; 32 letters and digits
    body: EnvExecutionBody | Mapping[str, Any] | None = None


@dataclass(repr=False)
class AppComponentDao(Reply):
    """An application component of AOM that belongs to the application."""

    task_id: str | None = None
    app_id: str | None = None
    app_name: str | None = None
    comp_id: str | None = None
    comp_name: str | None = None
    domain_id: str | None = None
    region: str | None = None
    state: str | None = None  # "0" initialised, "1" in effect


@dataclass(repr=False)
class StartDeployTaskResponse(Response):
    """What start_deploy_task answers."""

    id: str = ""  # of the deployment record
    task_id: str | None = None
    job_name: str | None = None
    app_component_list: list[AppComponentDao] | None = nested(AppComponentDao)
