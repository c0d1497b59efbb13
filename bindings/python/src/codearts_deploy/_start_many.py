"""Many starts as one operation."""

from __future__ import annotations

import contextlib

from ._errors import error_named
from ._operation import Operation
from ._request import fields_of, item_list
from ._typing import TYPE_CHECKING, Any
from ._warnings import DeployWarning, issue
from .exceptions import CodeArtsDeployError
from .models._base import warnings_in
from .models._generated.start import StartDeployTaskResponse
from .models.start_result import StartResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class StartMany(Operation[dict[str, Any]]):
    """A batch of starts: an operation whose events are results."""

    def __init__(self, results: str) -> None:
        super().__init__(dict)
        self._streams = results == "stream"
        self._warned: dict[str, list[StartResult]] = {}  # message -> the results that have it

    def results(self) -> Iterator[StartResult]:
        """The results in the order of their arrival."""
        return self._read(self.result_in)

    def results_so_far(self) -> Iterator[StartResult | None]:
        """The same without waiting: None if there is none yet."""
        return self._take(self.result_in, 0)

    def result_in(self, event: Mapping[str, Any]) -> StartResult | None:
        """The result that an event carries; None if it is another kind of event."""
        item = item_in(event)
        return None if item is None else self.result_of(item)

    def result_of(self, item: Mapping[str, Any]) -> StartResult:
        """The result that an item of the collected document is; its warnings are noted."""
        result = result_of(item)
        for message in dict.fromkeys(result.warnings):
            self._warned.setdefault(message, []).append(result)
        return result

    @contextlib.contextmanager
    def warning(self) -> Iterator[None]:
        """Issues each warning of the delivered results once, after the last or when the caller leaves early."""
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
        """Issues no warning: `warning` does, once the results are delivered."""
        if not isinstance(self._result, CodeArtsDeployError):
            self._document = None
        return super()._ended()

    def _explain(self, error: BaseException) -> None:
        """Gives an interrupt the results that were not taken, under "items" as in a collecting call."""
        super()._explain(error)
        outcome = getattr(error, "deployment_outcome", None)
        document = outcome.document if isinstance(outcome, CodeArtsDeployError) else outcome
        if self._streams and document and "counts" in document:  # so it has ended, and has all its events
            document.setdefault("items", []).extend(self._read(item_in))


def start_many_request(items: object, results: str, max_in_flight: int | None) -> dict[str, Any]:
    """The request of start_many. `results` is "stream" or "collect"; `max_in_flight` None takes the client's."""
    return fields_of("items", item_list(items), None, results=results, max_in_flight=max_in_flight)


def item_in(event: Mapping[str, Any]) -> dict[str, Any] | None:
    """An event that is a result, as an item of the collected document; None if it is another kind of event."""
    if event.get("event") != "result":
        return None
    return {name: value for name, value in event.items() if name != "event"}


def result_of(item: Mapping[str, Any]) -> StartResult:
    """The result that an item of the collected document is."""
    if "error" in item:
        return StartResult(item["index"], error=error_named(item["error"]))
    return StartResult(item["index"], reply=StartDeployTaskResponse.from_dict(item["reply"]))
