"""The exceptions of the package.

    CodeArtsDeployError
    ├── InvalidArgumentError
    ├── ValidationError
    ├── ConfigurationError
    ├── ServiceResponseException
    │   ├── ClientRequestException
    │   │   ├── AuthenticationError
    │   │   ├── PermissionDeniedError
    │   │   ├── NotFoundError
    │   │   ├── BusyError
    │   │   └── ThrottledError
    │   │       └── QueueFullError
    │   └── ServerResponseException
    ├── BadResponseError
    ├── ResolveError
    ├── ConnectError
    ├── TLSError
    ├── ConnectTimeoutError
    ├── CallTimeoutError
    ├── OperationCancelledError
    ├── DeploymentFailedError
    ├── DeploymentStoppedError
    ├── DeploymentTimedOutError
    ├── UnreconciledError
    ├── ForkedError
    ├── UnsupportedError
    └── InternalError

Each class says what it stands for. ServiceResponseException, ClientRequestException and ServerResponseException have
the names of the official SDK, so that code which catches them can be kept. Whether it is safe to try again is in
`outcome`, not in the class.

Any other exception that ends a call early, Ctrl-C or the end of an asyncio.timeout, propagates as it is, with one more
attribute: `deployment_outcome`, the OperationCancelledError with the call's outcome, or the call's result if it had
just ended. asyncio may wrap it in another exception: `deployment_outcome(error)` finds it all the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from ._dataclasses import dataclass
from ._typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Union

    from .models._base import Reply
    from .models._generated.history import ExecuteRecordV2Body
    from .models._generated.words import Outcome
    from .models.deployment import Deployment
    from .models.release import Release

    Ended = Union["CodeArtsDeployError", Reply, list[ExecuteRecordV2Body], dict[str, Any], None]

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
    """A fault of a request: its path, the rule that is broken, and a sentence about it.

    `line` and `column` count from 1, columns in bytes. They refer to the JSON text, so they help a caller who wrote it.
    """

    path: str
    rule: str
    message: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class CodeArtsDeployError(Exception):
    """The base of all exceptions of this package, made from the library's error document, which `document` keeps.

    An attribute without a value is None; without violations, `violations` is empty.
    """

    # Whether the same request may succeed later: the library's own table of retries, in Documentation/Behaviour.md.
    _transient = False

    def __init__(self, document: Mapping[str, Any]) -> None:
        super().__init__(document.get("message", ""))
        self.document = dict(document)
        self.status: str | None = document.get("status")  # "CAD_E_BUSY"
        self.message: str = document.get("message", "")
        self.outcome: Outcome | None = document.get("outcome")  # "not_sent", "refused", "started" or "unknown"
        self.violations = [_violation(entry) for entry in document.get("violations", ())]
        self.status_code: int | None = document.get("http_status")
        self.error_code: str | None = document.get("error_code")  # the service's own, as error_msg
        self.error_msg: str | None = document.get("error_msg")
        self.request_id: str | None = document.get("request_id")
        self.retry_after_ms: int | None = document.get("retry_after_ms")
        self.attempts: int | None = document.get("attempts")
        self.record_id: str | None = document.get("record_id")
        # What may have been meant: names of applications, tasks, or the records of which one may be the deployment.
        self.candidates: list[str] = document.get("candidates", [])
        self.warnings: tuple[str, ...] = tuple(document.get("warnings") or ())  # about the call, apart from the error
        # Whether the same call, made again later, may succeed and cannot start a second deployment; from the library.
        # If an older library does not say it, the outcome decides; a call that starts nothing has none.
        may_help = self._transient and self.outcome in ("not_sent", "refused", None)
        self.retryable: bool = document.get("retryable", may_help)

    @property
    def deployment(self) -> Deployment | None:
        """The deployment that was followed, as far as it got, with its failed step and the end of its log."""
        from .models.deployment import Deployment

        document = self.document.get("deployment")
        return Deployment.from_dict(document) if isinstance(document, dict) else None

    @property
    def release(self) -> Release | None:
        """What became of each item of `deploy_many`."""
        from .models.release import Release

        return Release.from_dict(self.document) if "release" in self.document else None

    def __str__(self) -> str:
        text = self.message or self.status or type(self).__name__  # the message quotes the service's code and text
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
    """An argument that cannot be used: empty, an unknown operation, a closed client."""


class ValidationError(CodeArtsDeployError):
    """The request breaks a documented limit; nothing was sent. `violations` lists every fault."""


class ConfigurationError(CodeArtsDeployError):
    """Endpoint, region, credential or an option is missing or wrong."""


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
    """The application is being deployed already. Not `retryable`: it may be your own earlier start that runs."""


class ThrottledError(ClientRequestException):
    """HTTP 429: too many requests; `retry_after_ms` says when to come back, if the service did."""

    _transient = True


class QueueFullError(ThrottledError):
    """Too many operations of this client are waiting already: take results before you submit more."""


class ServerResponseException(ServiceResponseException):
    """The service answered with an error and an HTTP status of 500 or above."""

    _transient = True


class BadResponseError(CodeArtsDeployError):
    """The answer cannot be used: not JSON, no id, a redirect, too large, or cut short."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._transient = not 300 <= document.get("http_status", 0) < 500  # redirected or refused again
        super().__init__(document)


class ResolveError(CodeArtsDeployError):
    """The host name was not found."""

    _transient = True


class ConnectError(CodeArtsDeployError):
    """No connection to the service or the proxy."""

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
    """The operation was cancelled before its end. What the service has received continues there: see `outcome`."""


class DeploymentFailedError(CodeArtsDeployError):
    """The deployment ran and failed, or the service timed it out; `deployment` has the step and the end of the log."""


class DeploymentStoppedError(CodeArtsDeployError):
    """The deployment was stopped or cancelled."""


class DeploymentTimedOutError(CodeArtsDeployError):
    """The deployment did not end in time; `deployment.stopped` says whether it was stopped for that reason."""


class UnreconciledError(CodeArtsDeployError):
    """It is unknown whether a deployment was started. `candidates` are the ids of the records that may be it."""


class ForkedError(CodeArtsDeployError):
    """The operation belongs to the parent of this process, which alone can follow it."""


class UnsupportedError(CodeArtsDeployError):
    """libcurl is missing, or too old to be safe."""


class InternalError(CodeArtsDeployError):
    """A fault of the library: please report it."""


def deployment_outcome(error: BaseException) -> Ended:
    """The outcome of the call that `error` ended: a CodeArtsDeployError, or the call's result; None if not known.

    The causes and contexts of `error` are searched as well: a TimeoutError of asyncio.timeout is caused by a
    CancelledError, and before Python 3.11 each await makes a new one.
    """
    chain: BaseException | None = error
    while chain is not None:
        if hasattr(chain, "deployment_outcome"):
            found: Ended = getattr(chain, "deployment_outcome")  # noqa: B009  # no attribute that the type knows
            return found
        chain = chain.__cause__ or chain.__context__
    return None
