"""A deployment that was followed, and one of many that were started."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ._base import Reply, Response, nested
from .start import StartDeployTaskResponse

if TYPE_CHECKING:
    from ..exceptions import CodeArtsDeployError

__all__ = ["Check", "Deployment", "DeploymentStep", "StartResult"]


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
class Deployment(Response):
    """How a deployment went; of a dry run, what was checked.

    One that succeeded is the result of `deploy` and `watch`; of any other, an exception has it as its `deployment`.
    """

    state: str | None = None  # "succeeded", "failed", ...
    record_id: str | None = None
    task_id: str | None = None
    duration_ms: int | None = None
    steps: list[DeploymentStep] | None = nested(DeploymentStep)
    adopted: bool | None = None  # the answer to the start was lost, and the record found in the history
    stopped: bool | None = None  # it was stopped because the time was over, as was asked for
    failed_step: DeploymentStep | None = nested(DeploymentStep)
    log_tail: str | None = None  # the end of its log, where it did not succeed
    rollback: Deployment | None = None  # the one that went back to what ran before
    dry_run: bool | None = None
    checks: list[Check] | None = nested(Check)

    @classmethod
    def from_dict(cls, document: Any) -> Deployment:
        deployment = super().from_dict(document)
        if isinstance(deployment.rollback, dict):
            deployment.rollback = cls.from_dict(deployment.rollback)
        return deployment


@dataclass
class StartResult:
    """What became of one item of `start_many`: a reply, or the error."""

    index: int  # of the item
    reply: StartDeployTaskResponse | None = None
    error: CodeArtsDeployError | None = None

    @property
    def outcome(self) -> str | None:
        """ "started" where there is a reply, else that of the error."""
        return "started" if self.error is None else self.error.outcome
