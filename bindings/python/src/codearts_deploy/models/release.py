"""A release: many deployments, each followed to its end."""

from __future__ import annotations

from .._dataclasses import dataclass
from .._typing import TYPE_CHECKING, Any
from ._base import Reply, Response, nested
from ._generated.deployment import DeploymentStep
from .deployment import Deployment

if TYPE_CHECKING:
    from ..exceptions import CodeArtsDeployError

__all__ = ["Release", "ReleaseItem"]


@dataclass(repr=False)
class ReleaseItem(Reply):
    """How one item of `deploy_many` ended."""

    index: int = 0
    name: str = ""
    task_id: str = ""
    # "succeeded", "failed", "stopped", "rolled_back", "not_started", "unknown" or "still_running"
    state: str = ""
    record_id: str | None = None
    duration_ms: int | None = None
    adopted: bool | None = None  # the answer to the start was lost, and the record found in the history
    steps: list[DeploymentStep] | None = nested(DeploymentStep)
    failed_step: DeploymentStep | None = nested(DeploymentStep)
    log_tail: str | None = None  # the end of its log, unless it succeeded
    rollback: Deployment | None = nested(Deployment)  # the deployment that went back to what ran before
    error: CodeArtsDeployError | None = None  # why it did not succeed

    @classmethod
    def from_dict(cls, document: Any) -> ReleaseItem:
        item = super().from_dict(document)
        if isinstance(item.error, dict):
            from .._errors import error_named

            item.error = error_named(item.error)
        return item


@dataclass(repr=False)
class Release(Response):
    """What became of a release. If all succeeded, it is the result of `deploy_many`; otherwise the exception's."""

    items: list[ReleaseItem] = nested(ReleaseItem)
    counts: dict[str, int] | None = None  # how many items ended in each state
    release: dict[str, Any] | None = None  # "state", "waves" and "duration_ms"

    @property
    def state(self) -> str | None:
        """ "succeeded", "failed", "stopped_early" or "rolled_back"."""
        return (self.release or {}).get("state")
