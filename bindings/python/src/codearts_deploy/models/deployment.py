"""A deployment that was followed, and one of many that were started."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ._base import nested
from ._generated.deployment import Check, DeploymentStep, DeployResponse
from ._generated.start import StartDeployTaskResponse

if TYPE_CHECKING:
    from ..exceptions import CodeArtsDeployError

__all__ = ["Check", "Deployment", "DeploymentStep", "StartResult"]


@dataclass(repr=False)
class Deployment(DeployResponse):
    """How a deployment went; of a dry run, what was checked.

    One that succeeded is the result of `deploy` and `watch`; of any other, an exception has it as its `deployment`.
    """

    stopped: bool | None = None  # it was stopped because the time was over, as was asked for
    failed_step: DeploymentStep | None = nested(DeploymentStep)
    log_tail: str | None = None  # the end of its log, where it did not succeed
    rollback: Deployment | None = None  # the one that went back to what ran before

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

    @property
    def warnings(self) -> tuple[str, ...]:
        """Those of the reply or of the error."""
        answer = self.reply if self.error is None else self.error
        return () if answer is None else answer.warnings
