"""What can go wrong, as one tree.

    CodeArtsDeployError
    ├── InvalidArgumentError            an argument that is no argument: empty, of a closed client, an unknown operation
    ├── ValidationError                 the request breaks a documented limit; see `violations`
    ├── ConfigurationError              endpoint, region, token or an option is missing or wrong
    ├── ServiceResponseException        the service answered with an error
    │   ├── ClientRequestException      ... with an HTTP status below 500
    │   │   ├── AuthenticationError     HTTP 401: the credential is not accepted, or held back after that
    │   │   ├── PermissionDeniedError   HTTP 403: accepted, but not allowed to do this
    │   │   ├── NotFoundError           HTTP 404: no such task, application or API
    │   │   ├── BusyError               the application is being deployed already
    │   │   └── ThrottledError          HTTP 429: too many requests; see `retry_after_ms`
    │   │       └── QueueFullError      too many operations of this client wait already
    │   └── ServerResponseException     ... with an HTTP status of 500 or above
    ├── BadResponseError                an answer that cannot be used: not JSON, no id, redirect, cut short
    ├── ResolveError                    the host name was not found
    ├── ConnectError                    no connection to the service or to the proxy
    ├── TLSError                        the handshake failed, or the certificate is not trusted
    ├── ConnectTimeoutError             no connection in time
    ├── CallTimeoutError                no complete answer in time
    ├── OperationCancelledError         it was cancelled before its end
    ├── DeploymentFailedError           the deployment ran and failed; see `deployment`
    ├── DeploymentStoppedError          somebody stopped or cancelled the deployment
    ├── DeploymentTimedOutError         the deployment had not ended in time
    ├── UnreconciledError               nobody can tell whether it was started; see `candidates`
    ├── ForkedError                     the operation belongs to the parent of this process
    ├── UnsupportedError                libcurl is missing, or too old to be safe
    └── InternalError                   a fault of the library: please report it

ServiceResponseException, ClientRequestException and ServerResponseException bear the names of the official SDK, so that
code which catches them moves over. What a failure means for a second try stands in `outcome`, not in the class.

Whatever else ends a call before its time, Ctrl-C or the end of an asyncio.timeout, passes as it is, with one more
attribute: `deployment_outcome`, the OperationCancelledError that tells what became of the call, or its result where it
had ended just then. asyncio may put another exception around it: `deployment_outcome(error)` finds it all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Union

if TYPE_CHECKING:
    from .models import Deployment, ExecuteRecordV2Body
    from .models._base import Reply

    Told = Union["CodeArtsDeployError", Reply, list[ExecuteRecordV2Body], dict[str, Any], None]

__all__ = [
    "Violation", "CodeArtsDeployError", "InvalidArgumentError", "ValidationError", "ConfigurationError",
    "ServiceResponseException", "ClientRequestException", "AuthenticationError", "PermissionDeniedError",
    "NotFoundError", "BusyError", "ThrottledError", "ServerResponseException", "BadResponseError", "ResolveError",
    "ConnectError", "TLSError", "ConnectTimeoutError", "CallTimeoutError", "QueueFullError", "OperationCancelledError",
    "DeploymentFailedError", "DeploymentStoppedError", "DeploymentTimedOutError", "UnreconciledError", "ForkedError",
    "UnsupportedError", "InternalError", "deployment_outcome",
]


@dataclass(frozen=True)
class Violation:
    """One fault of a request: where it is, which rule it breaks, and a sentence about it.

    `line` and `column` count from 1, columns in bytes. They point into the JSON text, so they help where the caller
    wrote that text.
    """

    path: str
    rule: str
    message: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class CodeArtsDeployError(Exception):
    """The base of all errors of this package. Made from the library's error document, kept in `document`.

    An attribute is None (`violations`: empty) where the library does not know it.
    """

    # Whether the same request may succeed later: the library's own table of retries, in Documentation/Behaviour.md.
    _transient = False

    def __init__(self, document: Mapping[str, Any]) -> None:
        super().__init__(document.get("message", ""))
        self.document = dict(document)
        self.status: str | None = document.get("status")  # "CAD_E_BUSY"
        self.message: str = document.get("message", "")
        self.outcome: str | None = document.get("outcome")  # "not_sent", "refused", "started" or "unknown"
        self.violations = [_violation(entry) for entry in document.get("violations", ())]
        self.status_code: int | None = document.get("http_status")
        self.error_code: str | None = document.get("error_code")  # the service's own words
        self.error_msg: str | None = document.get("error_msg")
        self.request_id: str | None = document.get("request_id")
        self.retry_after_ms: int | None = document.get("retry_after_ms")
        self.attempts: int | None = document.get("attempts")
        self.record_id: str | None = document.get("record_id")
        self.warnings: tuple[str, ...] = tuple(document.get("warnings") or ())  # what to know beside the error
        # Whether the same call, made again later, may succeed and cannot start a second deployment: the library's word.
        # An older library does not: then the outcome decides, which a call that starts nothing does not have.
        may_help = self._transient and self.outcome in ("not_sent", "refused", None)
        self.retryable: bool = document.get("retryable", may_help)

    @property
    def deployment(self) -> Deployment | None:
        """How far the deployment got that was followed; it knows its failed step and the end of its log."""
        from .models import Deployment

        document = self.document.get("deployment")
        return Deployment.from_dict(document) if isinstance(document, dict) else None

    def __str__(self) -> str:
        text = self.message or self.status or type(self).__name__  # the message quotes code and words of the service
        if self.request_id:
            text += f" (request id {self.request_id})"
        if len(self.violations) > 1:  # the message holds a single one already
            text = "\n    ".join([text, *map(str, self.violations)])
        return text

    def __reduce__(self) -> tuple[type[CodeArtsDeployError], tuple[dict[str, Any]]]:
        return type(self), (self.document,)


def _violation(entry: Mapping[str, Any]) -> Violation:
    return Violation(
        entry.get("path", ""), entry.get("rule", ""), entry.get("message", ""), entry.get("line"), entry.get("column")
    )


class InvalidArgumentError(CodeArtsDeployError):
    """An argument that is no argument: empty, of a closed client, an unknown operation."""


class ValidationError(CodeArtsDeployError):
    """The request breaks a documented limit; nothing was sent. Every fault stands in `violations`."""


class ConfigurationError(CodeArtsDeployError):
    """Endpoint, region, token or an option is missing or wrong."""


class ServiceResponseException(CodeArtsDeployError):
    """The service answered with an error."""


class ClientRequestException(ServiceResponseException):
    """The service answered with an error and an HTTP status below 500."""


class AuthenticationError(ClientRequestException):
    """HTTP 401: the service or IAM does not accept the credential, whether token, access key or user.

    Also without a request: after a 401, the same access key is held back for five minutes, since five wrong signatures
    in a row lock it; `outcome` is then "not_sent".
    """


class PermissionDeniedError(ClientRequestException):
    """HTTP 403: the credential is accepted, but not allowed to do this."""


class NotFoundError(ClientRequestException):
    """HTTP 404: no such task, application or API."""


class BusyError(ClientRequestException):
    """The application is being deployed already. Not `retryable`: what runs may be your own earlier start."""


class ThrottledError(ClientRequestException):
    """HTTP 429: too many requests; `retry_after_ms` says when to come back, if the service did."""

    _transient = True


class QueueFullError(ThrottledError):
    """Too many operations of this client wait already: take results before you submit more."""


class ServerResponseException(ServiceResponseException):
    """The service answered with an error and an HTTP status of 500 or above."""

    _transient = True


class BadResponseError(CodeArtsDeployError):
    """An answer that cannot be used: not JSON, no id, a redirect, too large, cut short."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._transient = not 300 <= document.get("http_status", 0) < 500  # redirected or refused again
        super().__init__(document)


class ResolveError(CodeArtsDeployError):
    """The host name was not found."""

    _transient = True


class ConnectError(CodeArtsDeployError):
    """No connection to the service or to the proxy."""

    _transient = True


class TLSError(CodeArtsDeployError):
    """The TLS handshake failed, or the certificate is not trusted. Not `retryable`: it would fail again."""


class ConnectTimeoutError(CodeArtsDeployError):
    """No connection within connect_timeout_ms."""

    _transient = True


class CallTimeoutError(CodeArtsDeployError):
    """No complete answer within timeout_ms."""

    _transient = True


class OperationCancelledError(CodeArtsDeployError):
    """It was cancelled before its end. What the service has already goes on there: see `outcome`."""


class DeploymentFailedError(CodeArtsDeployError):
    """The deployment ran and failed, or the service timed it out; `deployment` has the step and the log's end."""


class DeploymentStoppedError(CodeArtsDeployError):
    """Somebody stopped or cancelled the deployment."""


class DeploymentTimedOutError(CodeArtsDeployError):
    """The deployment had not ended when the time was over; `deployment.stopped` tells whether it was stopped then."""


class UnreconciledError(CodeArtsDeployError):
    """Nobody can tell whether a deployment was started. `candidates` are the records that may be it."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        super().__init__(document)
        self.candidates: list[str] = document.get("candidates", [])


class ForkedError(CodeArtsDeployError):
    """The operation belongs to the parent of this process, which alone can follow it."""


class UnsupportedError(CodeArtsDeployError):
    """libcurl is missing, or too old to be safe."""


class InternalError(CodeArtsDeployError):
    """A fault of the library: please report it."""


def deployment_outcome(error: BaseException) -> Told:
    """What became of the call that `error` has ended: a CodeArtsDeployError, or the call's result, or None.

    It is looked for in the exceptions that led to `error` as well: a TimeoutError of asyncio.timeout comes of a
    CancelledError, and before Python 3.11 each await makes a new one.
    """
    chain: BaseException | None = error
    while chain is not None:
        if hasattr(chain, "deployment_outcome"):
            told: Told = getattr(chain, "deployment_outcome")  # noqa: B009  # no attribute that the type knows
            return told
        chain = chain.__cause__ or chain.__context__
    return None
