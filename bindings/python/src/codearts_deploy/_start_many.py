"""Many starts as one operation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from . import _native
from ._invoke import error_named
from ._operation import Operation
from ._request import Item, fields_of, item_list
from .exceptions import OperationCancelledError
from .models import StartDeployTaskResponse, StartResult


class StartMany(Operation[dict[str, Any]]):
    """An operation whose events are results."""

    def __init__(self, results: str) -> None:
        super().__init__(dict)
        self._streams = results == "stream"

    def _tell(self, error: BaseException) -> None:
        """An interrupt knows the results that nobody has taken: they stand where those of a collecting call stand."""
        super()._tell(error)
        outcome = getattr(error, "deployment_outcome", None)
        if not isinstance(outcome, OperationCancelledError) or "counts" not in outcome.document:
            return
        items = outcome.document.setdefault("items", [])
        while self._streams:
            status, event = self._next_event(0)
            if status != _native.OK:
                break
            if is_result(event):
                items.append({name: value for name, value in event.items() if name != "event"})


def start_many_request(items: Iterable[Item], results: str, max_in_flight: int | None) -> dict[str, Any]:
    return fields_of("items", item_list(items), None, results=results, max_in_flight=max_in_flight)


def is_result(event: Mapping[str, Any]) -> bool:
    return event.get("event") == "result"


def result_of(item: Mapping[str, Any]) -> StartResult:
    """An event or an item of the collected result."""
    if "error" in item:
        return StartResult(item["index"], error=error_named(item["error"]))
    return StartResult(item["index"], reply=StartDeployTaskResponse.from_dict(item["reply"]))
