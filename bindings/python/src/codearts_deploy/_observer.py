"""Observers of operations: what an operation does, as records of `logging` and as spans of OpenTelemetry.

Neither is imported here. A program that wants one of them has imported it; where it has not, or where no handler and no
tracer would take anything, an operation has no observer, and that costs a few look-ups. Everything is reported on the
thread that calls, waits or reads events.

The logger is `codearts_deploy`: INFO for the end of each request, WARNING for retries, throttling and warnings, DEBUG
for all other events. No record contains a secret: the library gives none.
"""

from __future__ import annotations

import sys

from ._request import request_json, with_member, with_options
from ._text import json_text
from ._typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from logging import Logger

    from ._arguments import Request
    from ._spans import Spans

NAME = "codearts_deploy"
DEBUG, INFO, WARNING = 10, 20, 30  # as in logging


def observer_of(operation: str) -> Observer | None:
    """The observer of an operation that begins; None where nobody listens."""
    logger = _logger() if "logging" in sys.modules else None
    spans = _spans(operation) if "opentelemetry.trace" in sys.modules else None
    return Observer(operation, logger, spans) if logger is not None or spans is not None else None


class Observer:
    """An observer of one operation."""

    def __init__(self, operation: str, logger: Logger | None, spans: Spans | None) -> None:
        self._operation = operation
        self._logger = logger
        self._spans = spans
        self._owns_answers = False  # the caller has not asked for these events

    def request_json(self, request: Request) -> bytes:
        """The JSON text of a request, with the options that make the library report the end of each request."""
        options: dict[str, Any] = {}
        if self._wants_all:
            options["answers"] = True
        if self._spans is not None and self._spans.traceparent:
            options["traceparent"] = self._spans.traceparent
        if not options:
            return request_json(request)
        if isinstance(request, (str, bytes)):
            text = json_text(request, "request")
            self._owns_answers = b'"_options"' not in text
            return with_member(text, "_options", options) if self._owns_answers else text
        fields, given = with_options(request, options)
        self._owns_answers = "answers" not in given
        return request_json(fields)

    @property
    def _wants_all(self) -> bool:
        return self._spans is not None or (self._logger is not None and self._logger.isEnabledFor(INFO))

    def has_nothing_to_read(self, document: Mapping[str, Any]) -> bool:
        """Whether a result shows that no event of its operation would be reported."""
        meta = document.get("_meta", {})
        return not self._wants_all and meta.get("attempts") == 1 and "warnings" not in meta

    def take(self, event: Mapping[str, Any]) -> bool:
        """Reports an event; whether nobody else asked for it."""
        is_answer = event.get("event") == "answer"
        if self._spans is not None:
            self._spans.note(event)
        if self._logger is not None:
            if is_answer:
                self._log_answer(self._logger, event)
            else:
                self._log(self._logger, event)
        return is_answer and self._owns_answers

    def end(self, result: object) -> None:
        """The operation has ended with this result or error; None: nobody waited for its end."""
        if self._spans is not None:
            self._spans.end(result)

    def _log_answer(self, logger: Logger, event: Mapping[str, Any]) -> None:
        status = event.get("http_status")
        said = status if status is not None else event.get("status")
        details = [event.get("operation", "credential")]
        if event.get("operation") != self._operation:
            details.append(f"for {self._operation}")
        details += [f"{word} {event[name]}" for word, name in _DETAILS if event.get(name)]
        if event.get("attempt", 1) > 1:
            details.append(f"attempt {event['attempt']}")
        logger.info(
            "%s %s: %s in %d ms (%s)", event.get("method"), event.get("path"), said, event.get("duration_ms", 0),
            ", ".join(details), extra={"deploy_event": event},
        )

    def _log(self, logger: Logger, event: Mapping[str, Any]) -> None:
        kind = event.get("event")
        level = WARNING if kind in ("retry", "throttled", "warning") else DEBUG
        if not logger.isEnabledFor(level):
            return
        about = "".join(f", {word} {event[name]}" for word, name in _DETAILS if event.get(name))
        members = "".join(f" {name}={value}" for name, value in event.items() if name not in _TOLD_ALREADY)
        message = f": {event['message']}" if event.get("message") else ""
        told = (self._operation, about, kind, members, message)
        logger.log(level, "%s%s: %s%s%s", *told, extra={"deploy_event": event})


_DETAILS = (("task", "task_id"), ("record", "record_id"), ("request id", "request_id"))
_TOLD_ALREADY = ("event", "message", "time", "task_id", "record_id", "request_id")


def _logger() -> Logger | None:
    """The logger, if one of its handlers would take a warning."""
    logging = sys.modules["logging"]
    manager: Any = logging.Logger.manager
    logger: Any = manager.loggerDict.get(NAME)
    if not isinstance(logger, logging.Logger):
        logger = logging.getLogger(NAME)
        logger.addHandler(logging.NullHandler())  # so that nothing is printed where no handler is set
    if not logger.isEnabledFor(WARNING):
        return None
    node = logger
    while node is not None:
        if any(type(handler) is not logging.NullHandler for handler in node.handlers):
            return logger  # type: ignore[no-any-return]
        node = node.parent if node.propagate else None
    return None


def _spans(operation: str) -> Spans | None:
    from ._spans import spans_of

    return spans_of(operation)
