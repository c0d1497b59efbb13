"""Many starts as one operation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ._invoke import error_named
from ._operation import Operation
from ._request import Item, fields_of, item_list
from .exceptions import CodeArtsDeployError
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
        document = outcome.document if isinstance(outcome, CodeArtsDeployError) else outcome
        if self._streams and document and "counts" in document:  # so it has ended, and has all its events
            document.setdefault("items", []).extend(self._read(item_in))


def start_many_request(items: Iterable[Item], results: str, max_in_flight: int | None) -> dict[str, Any]:
    return fields_of("items", item_list(items), None, results=results, max_in_flight=max_in_flight)


def item_in(event: Mapping[str, Any]) -> dict[str, Any] | None:
    """The item of the collected result that an event would be; None where it is no result."""
    if event.get("event") != "result":
        return None
    return {name: value for name, value in event.items() if name != "event"}


def result_in(event: Mapping[str, Any]) -> StartResult | None:
    """The result that an event is; None where it is none."""
    item = item_in(event)
    return None if item is None else result_of(item)


def result_of(item: Mapping[str, Any]) -> StartResult:
    """An item of the collected result."""
    if "error" in item:
        return StartResult(item["index"], error=error_named(item["error"]))
    return StartResult(item["index"], reply=StartDeployTaskResponse.from_dict(item["reply"]))
