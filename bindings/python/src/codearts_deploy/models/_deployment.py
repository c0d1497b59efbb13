"""How a deployment that was followed went, as far as the schemas tell it.

Made from the library's own schemas by Scripts/generate-models; change it there. `make check` fails where it is stale.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ._base import Reply, Response, nested

__all__ = [
    "Check",
    "DeployResponse",
    "DeploymentStep",
]


@dataclass(repr=False)
class DeploymentStep(Reply):
    """A step of a deployment, as far as it got."""

    name: str | None = None
    id: str | None = None
    state: str | None = None
    elapsed_time: Any = None


@dataclass(repr=False)
class Check(Reply):
    """Something that a dry run looked at."""

    name: str | None = None
    ok: bool | None = None
    message: str | None = None


@dataclass(repr=False)
class DeployResponse(Response):
    """What deploy answers."""

    state: str | None = None  # "succeeded", "failed", ...
    record_id: str | None = None
    task_id: str | None = None
    duration_ms: int | None = None
    adopted: bool | None = None  # the answer to the start was lost, and the record found in the history
    steps: list[DeploymentStep] | None = nested(DeploymentStep)
    dry_run: bool | None = None
    checks: list[Check] | None = nested(Check)
