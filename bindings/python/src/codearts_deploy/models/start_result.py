"""The result of one of many starts."""

from __future__ import annotations

from .._dataclasses import dataclass
from .._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..exceptions import CodeArtsDeployError
    from ._generated.start import StartDeployTaskResponse
    from ._generated.words import Outcome

__all__ = ["StartResult"]


@dataclass
class StartResult:
    """The result of one item of `start_many`: a reply, or an error."""

    index: int  # of the item, from 0
    reply: StartDeployTaskResponse | None = None
    error: CodeArtsDeployError | None = None

    @property
    def outcome(self) -> Outcome | None:
        """ "started" if there is a reply, else the error's."""
        return "started" if self.error is None else self.error.outcome

    @property
    def warnings(self) -> tuple[str, ...]:
        """Those of the reply or the error."""
        answer = self.reply if self.error is None else self.error
        return () if answer is None else answer.warnings
