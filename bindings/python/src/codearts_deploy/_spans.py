"""Spans of OpenTelemetry: one for an operation, and in it one for each of its requests."""

from __future__ import annotations

import calendar
import sys
import time

from ._typing import TYPE_CHECKING, Any
from .exceptions import CodeArtsDeployError

if TYPE_CHECKING:
    from collections.abc import Mapping


def spans_of(operation: str) -> Spans | None:
    """The spans of an operation that begins, within the caller's current span; None where there is nobody to tell."""
    trace = sys.modules["opentelemetry.trace"]
    tracer = trace.get_tracer("codearts_deploy")
    span = tracer.start_span(f"codearts_deploy {operation}", attributes={"codearts_deploy.operation": operation})
    return Spans(trace, tracer, span) if span.get_span_context().is_valid else None


class Spans:
    """The spans of one operation."""

    def __init__(self, trace: Any, tracer: Any, span: Any) -> None:
        self._trace = trace
        self._tracer = tracer
        self._span = span
        self._has_ended = False
        context = span.get_span_context()
        #: The header of W3C Trace Context for the operation's requests.
        self.traceparent = f"00-{context.trace_id:032x}-{context.span_id:016x}-{int(context.trace_flags) & 0xFF:02x}"

    def note(self, event: Mapping[str, Any]) -> None:
        """Reports an event of the operation."""
        for name in ("task_id", "record_id"):
            if event.get(name):
                self._span.set_attribute(f"codearts_deploy.{name}", event[name])
        if event.get("event") == "answer":
            self._request(event)
        elif event.get("event") in ("retry", "throttled", "warning"):
            message = event.get("message", "")
            self._span.add_event(event["event"], {"message": message}, timestamp=_nanoseconds(event.get("time")))

    def end(self, result: object) -> None:
        """Ends the operation's span; only the first end counts."""
        if self._has_ended:
            return
        self._has_ended = True
        if isinstance(result, CodeArtsDeployError):
            known = {"error.type": result.status, "codearts_deploy.outcome": result.outcome,
                     "codearts_deploy.record_id": result.record_id}
            self._span.set_attributes({name: value for name, value in known.items() if value})
            self._span.set_status(self._trace.StatusCode.ERROR, result.message)
        self._span.end()

    def _request(self, event: Mapping[str, Any]) -> None:
        """The span of a request that has ended."""
        if not self._span.is_recording():
            return
        end = _nanoseconds(event.get("time")) or time.time_ns()
        known = {
            "http.request.method": event.get("method"), "url.path": event.get("path"),
            "http.response.status_code": event.get("http_status"),
            "http.request.resend_count": event.get("attempt", 1) - 1 or None,
            "codearts_deploy.operation": event.get("operation"), "codearts_deploy.request_id": event.get("request_id"),
        }
        failed = event.get("status", "CAD_OK") != "CAD_OK"
        if failed:
            known["error.type"] = event["status"]
        span = self._tracer.start_span(
            event.get("method") or "HTTP", context=self._trace.set_span_in_context(self._span),
            kind=self._trace.SpanKind.CLIENT, start_time=end - event.get("duration_ms", 0) * 1_000_000,
            attributes={name: value for name, value in known.items() if value is not None},
        )
        if failed:
            span.set_status(self._trace.StatusCode.ERROR, event["status"])
        span.end(end_time=end)


def _nanoseconds(text: str | None) -> int | None:
    """The time of an event, "2026-05-31T08:15:30.042Z", as OpenTelemetry has it."""
    try:
        seconds, _, fraction = (text or "").rstrip("Z").partition(".")
        whole = calendar.timegm(time.strptime(seconds, "%Y-%m-%dT%H:%M:%S"))
        return whole * 1_000_000_000 + int(fraction.ljust(9, "0")[:9] or 0)
    except ValueError:
        return None
