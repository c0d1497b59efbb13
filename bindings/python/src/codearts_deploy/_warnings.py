"""The library's warnings as Python's: a parameter that the application does not know, a wrong clock.

They are issued when the operation has ended, so that a filter which turns them into exceptions (-W error) stops nothing
and loses nothing: the exception has the result. An operation that failed raises its own error all the same.
"""

from __future__ import annotations

import sys

from ._typing import TYPE_CHECKING, Any, TypeVar
from .exceptions import CodeArtsDeployError
from .models._base import warnings_in

__all__ = ["DeployWarning"]

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from types import FrameType

T = TypeVar("T")

_STARTS = ("start_deploy_task", "rollback_records")  # whose answer names the record simply `id`
_BETWEEN = ("codearts_deploy", "contextlib", "asyncio", "anyio")  # modules before the caller's own line is reached


class DeployWarning(UserWarning):
    """A warning about a call that did what was requested.

    If a filter turns it into an exception, it is raised after the end of the call and loses nothing: `result` is what
    the call would have returned, `record_id` the deployment that was started.
    """

    def __init__(self, message: str, result: Any = None, record_id: str | None = None, more: int = 0) -> None:
        super().__init__(message, result, record_id, more)
        self.message = message  # the library's words
        self.result = result
        self.record_id = record_id
        self.more = more  # starts of the same start_many to which it applies as well

    def __str__(self) -> str:
        if not self.record_id:
            return self.message
        return f"{self.message} (record {self.record_id}{f' and {self.more} more' if self.more else ''})"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


def conclude(
    operation: str, document: Mapping[str, Any], result: T | CodeArtsDeployError, reported: Container[str] = ()
) -> T:
    """Issues the warnings not reported yet, then returns the result of a call or raises its error."""
    failed = isinstance(result, CodeArtsDeployError)
    messages = result.warnings if isinstance(result, CodeArtsDeployError) else _messages(operation, document)
    if not messages:
        return given_or_raised(result)
    record = document.get("id" if operation in _STARTS and not failed else "record_id")
    try:
        for message in dict.fromkeys(messages):
            if message not in reported:
                issue(DeployWarning(message, result, record if isinstance(record, str) else None))
    except Warning:
        if isinstance(result, CodeArtsDeployError):
            raise result  # noqa: B904  # it says more, and has the warning as its context
        raise
    return given_or_raised(result)


def _messages(operation: str, document: Mapping[str, Any]) -> tuple[str, ...]:
    """The warnings of a result; for many starts, those of each as well."""
    found = warnings_in(document.get("_meta"))
    if operation == "start_many":
        for item in document.get("items", ()):
            found += warnings_in(item.get("reply", {}).get("_meta")) + warnings_in(item.get("error"))
    return found


def given_or_raised(result: T | CodeArtsDeployError) -> T:
    if isinstance(result, CodeArtsDeployError):
        raise result
    return result


def issue(warning: DeployWarning) -> None:
    """Issues it for the caller's line. A deployment's warning is shown once for each deployment, even in a loop."""
    if sys.is_finalizing():
        return
    import warnings

    frame: FrameType | None = sys._getframe(1)
    while frame is not None and _is_between(frame):
        frame = frame.f_back
    place = sys.__dict__ if frame is None else frame.f_globals
    registry = {} if warning.record_id else place.setdefault("__warningregistry__", {})
    name, line = ("<sys>", 1) if frame is None else (frame.f_code.co_filename, frame.f_lineno)
    warnings.warn_explicit(warning, DeployWarning, name, line, place.get("__name__") or "<string>", registry)


def _is_between(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__")).partition(".")[0] in _BETWEEN
