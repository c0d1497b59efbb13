"""The exceptions for the library's statuses, and a call that raises them."""

from __future__ import annotations

import functools

from . import _native, _text, exceptions
from ._typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

# Status -> class: of each group of twenty its first, and the statuses with a class of their own. The group of 260,
# CAD_E_SERVICE, has two classes: see error_for.
_CLASSES: dict[int, type[exceptions.CodeArtsDeployError]] = {
    100: exceptions.InvalidArgumentError,
    120: exceptions.ValidationError,
    140: exceptions.ConfigurationError,
    160: exceptions.AuthenticationError,
    180: exceptions.PermissionDeniedError,
    200: exceptions.NotFoundError,
    220: exceptions.BusyError,
    240: exceptions.ThrottledError,
    241: exceptions.QueueFullError,
    280: exceptions.BadResponseError,
    300: exceptions.ResolveError,
    320: exceptions.ConnectError,
    340: exceptions.TLSError,
    360: exceptions.ConnectTimeoutError,
    380: exceptions.CallTimeoutError,
    400: exceptions.OperationCancelledError,
    420: exceptions.DeploymentFailedError,
    440: exceptions.DeploymentStoppedError,
    460: exceptions.DeploymentTimedOutError,
    480: exceptions.UnreconciledError,
    500: exceptions.ForkedError,
    520: exceptions.UnsupportedError,
    540: exceptions.InternalError,
}


def invoke(function: str, *arguments: object) -> dict[str, Any]:
    """Calls `function`, and returns the decoded document; raises the exception for an error document."""
    status, text = _native.call(function, *arguments)
    document = _text.from_json(text)
    if status == 0:
        return document
    raise error_for(status, document)


def error_for(status: int, document: Mapping[str, Any]) -> exceptions.CodeArtsDeployError:
    """The exception for a status other than CAD_OK; the base class for an unknown group."""
    group = status - (status - 100) % 20
    known = {"status": _native.status_name(status), **document}
    if group == 260:
        server = known.get("http_status", 0) >= 500
        return (exceptions.ServerResponseException if server else exceptions.ClientRequestException)(known)
    return (_CLASSES.get(status) or _CLASSES.get(group, exceptions.CodeArtsDeployError))(known)


def error_named(document: Mapping[str, Any]) -> exceptions.CodeArtsDeployError:
    """The exception for an error document inside another document, which has its status by name alone."""
    return error_for(_numbers().get(document.get("status", ""), 0), document)


@functools.lru_cache(maxsize=None)
def _numbers() -> dict[str, int]:
    """Status name -> number, for every status of the library."""
    return {_native.status_name(number): number for number in range(100, 1000)}
