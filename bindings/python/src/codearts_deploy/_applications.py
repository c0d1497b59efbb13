"""The applications of a project, over all pages of its list."""

from __future__ import annotations

from ._typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .models import AppExecutionInfo, ListAllAppResponse

_SIZE = 100


class Pages:
    """The pages of a list, in the order of the names, which deployments that go on meanwhile do not change."""

    def __init__(self, name: str | None, states: Iterable[str] | None, project_id: str | None) -> None:
        states = None if states is None else [states] if isinstance(states, str) else list(states)
        self.request: dict[str, Any] = {
            "page": 1, "size": _SIZE, "search": name, "sort_name": "name", "sort_by": "ASC", "states": states,
            "project_id": project_id,
        }
        self.is_read = False
        self._known: set[str | None] = set()

    def new(self, page: ListAllAppResponse) -> list[AppExecutionInfo]:
        """What no page before had: an application that is created meanwhile pushes others to the next page."""
        rows = page.result or []
        new = [row for row in rows if row.id not in self._known]
        self._known.update(row.id for row in new)
        self.is_read = len(rows) < _SIZE or not new
        self.request["page"] += 1
        return new
