"""A deployment that was followed."""

from __future__ import annotations

from .._dataclasses import dataclass
from .._typing import Any
from ._base import nested
from ._generated.deployment import (
    Baseline, Check, DeploymentStep, DeployResponse, DryRun, Marker, PrepareDeployResponse, Settlement,
)

__all__ = [
    "Baseline", "Check", "Deployment", "DeploymentStep", "DryRun", "Marker", "PrepareDeployResponse", "Settlement",
]


@dataclass(repr=False)
class Deployment(DeployResponse):
    """A deployment that was followed to its end.

    If it succeeded, it is the result of `deploy` or `watch`; otherwise the `deployment` of the exception.
    """

    stopped: bool | None = None  # it was stopped when its time was over, as requested
    failed_step: DeploymentStep | None = nested(DeploymentStep)
    log_tail: str | None = None  # the end of its log, unless it succeeded
    rollback: Deployment | None = None  # the deployment that went back to what ran before

    @classmethod
    def from_dict(cls, document: Any) -> Deployment:
        deployment = super().from_dict(document)
        if isinstance(deployment.rollback, dict):
            deployment.rollback = cls.from_dict(deployment.rollback)
        return deployment
