"""Many starts as one operation."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ._invoke import error_named
from ._operation import Operation
from ._request import Item, fields_of, item_list
from ._warnings import DeployWarning, issue
from .exceptions import CodeArtsDeployError
from .models import StartDeployTaskResponse, StartResult
from .models._base import warnings_in


class StartMany(Operation[dict[str, Any]]):
    """An operation whose events are results."""

    def __init__(self, results: str) -> None:
        super().__init__(dict)
        self._streams = results == "stream"
        self._warned: dict[str, list[StartResult]] = {}  # message -> the results that have it

    def result_in(self, event: Mapping[str, Any]) -> StartResult | None:
        """The result that an event is; None where it is none."""
        item = item_in(event)
        return None if item is None else self.result_of(item)

    def result_of(self, item: Mapping[str, Any]) -> StartResult:
        """An item of the collected result."""
        result = result_of(item)
        for message in dict.fromkeys(result.warnings):
            self._warned.setdefault(message, []).append(result)
        return result

    @contextlib.contextmanager
    def warning(self) -> Iterator[None]:
        """Issues each warning of the results that were given, once, when all were or when the caller leaves early."""
        try:
            yield
        except GeneratorExit:
            self._warn()
            raise
        self._warn()

    def _warn(self) -> None:
        if isinstance(self._result, dict):
            for message in warnings_in(self._result.get("_meta")):
                self._warned.setdefault(message, [])
        for message, results in self._warned.items():
            first = results[0] if results else None
            reply, error = (first.reply, first.error) if first else (None, None)
            record = reply.id if reply else error.record_id if error else None
            issue(DeployWarning(message, first or self._result, record, max(0, len(results) - 1)))

    def _ended(self) -> dict[str, Any]:
        """Without a warning: they are issued when the results were given."""
        if not isinstance(self._result, CodeArtsDeployError):
            self._document = None
        return super()._ended()

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


def result_of(item: Mapping[str, Any]) -> StartResult:
    """An item of the collected result."""
    if "error" in item:
        return StartResult(item["index"], error=error_named(item["error"]))
    return StartResult(item["index"], reply=StartDeployTaskResponse.from_dict(item["reply"]))
