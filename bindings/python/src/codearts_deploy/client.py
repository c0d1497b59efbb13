"""The client: a configuration with its connections."""

from __future__ import annotations

import ctypes
import os
import weakref
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn, TypedDict

from . import _native
from ._invoke import invoke
from ._request import Params, Request, request_json, start_request
from ._text import encode, to_json
from .exceptions import InvalidArgumentError
from .models import StartDeployTaskRequest, StartDeployTaskResponse

__all__ = ["Client", "Configuration", "IAMUser"]

if TYPE_CHECKING:
    from typing_extensions import Unpack


class IAMUser(TypedDict, total=False):
    """Who asks IAM for a token. The first three are needed."""

    user: str
    password: str
    domain: str  # the account that the user belongs to
    project: str  # the IAM project that the token is for; else the region's
    passcode: str  # a code of the user's second factor, ...
    user_id: str  # ... which needs the user's id beside it


class Configuration(TypedDict, total=False):
    """What a Client takes. The library checks it, and names the nearest key for one that does not exist."""

    endpoint: str  # "https://host[:port][/path]"; else it follows from the region
    region: str  # "cn-north-4"; where neither is given, both are read from the environment
    token: str  # sent as X-Auth-Token; where no credential is given, it is found in the environment at each call
    ak: str  # an access key, which signs every request, ...
    sk: str  # ... its secret, ...
    security_token: str  # ... and what temporary keys came with
    iam: "IAMUser"  # a user for whom tokens are fetched, kept and renewed
    iam_endpoint: str  # where; else it follows from the region
    iam_project_id: str  # sent as X-Project-Id; the IAM project, not the CodeArts project
    ecs_metadata: bool  # False; True takes the keys of the ECS's agency where nothing else is found
    metadata_endpoint: str  # "http://169.254.169.254"
    connect_timeout_ms: int  # 10000
    timeout_ms: int  # 60000, the whole call
    max_response_bytes: int  # 8388608, decompressed
    proxy: str  # "http://host:port"; "" for none
    ca_file: str  # CA certificates to trust instead of the system's, PEM
    user_agent: str  # put in front of the library's own
    allow_http: bool  # False; True permits http:// to a host that is not this machine


class Client:
    """Starts deployments. Many threads may share one, and both sides of a fork may go on with it.

    `close()` or a `with` block closes its connections; a client that is forgotten closes them when it is collected.
    """

    def __init__(self, **configuration: Unpack[Configuration]) -> None:
        self._handle: _Handle | None = None
        self._handle = _Handle(to_json(configuration))
        self._shown = {name: configuration.get(name) for name in ("endpoint", "region") if name in configuration}

    def start_deploy_task(
        self,
        task_id: str | StartDeployTaskRequest,
        *,
        params: Params | None = None,
        record_id: str | None = None,
        trigger_source: str | int | None = None,
        timeout_ms: int | None = None,
    ) -> StartDeployTaskResponse:
        """Starts a deployment and returns what the service answered: that it accepted it, not that it succeeded.

        `params` is a dict of texts, {"version": "1.2.3"}, or a list of DynamicConfigInfo or of dicts with key, value
        and type. `record_id` goes back to what that record deployed. Instead of all these, `task_id` may be a request
        object. `timeout_ms` holds for this call alone.
        """
        request = start_request(task_id, params, record_id, trigger_source, timeout_ms)
        return StartDeployTaskResponse.from_dict(self.call("start_deploy_task", request))

    def call(self, operation: str, request: Request) -> dict[str, Any]:
        """Runs any operation. `request` is one flat object of the operation's fields, as a dict or as JSON text.

        Its member "_options": {"timeout_ms": 5000} holds for this call alone. The result has the service's fields and
        "_meta": {"http_status", "request_id", "attempts"}.
        """
        handle = self._handle  # this reference keeps the library's client alive until the call returned
        if handle is None:
            message = "This Client is closed; nothing was sent."
            raise InvalidArgumentError({"status": "CAD_E_INVALID_ARGUMENT", "message": message, "outcome": "not_sent"})
        return invoke("cad_client_call", handle.pointer, encode(operation, "operation"), request_json(request))

    def close(self) -> None:
        """Refuses further calls and closes the connections, once the calls that still run have returned."""
        self._handle = None

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        handle = self._handle
        state = "closed" if handle is None else f"made in process {handle.process_id}"
        shown = "".join(f" {name}={value!r}" for name, value in self._shown.items())
        return f"<codearts_deploy.Client{shown}, {state}>"


class _Handle:
    """Owns one cad_client, and frees it when nothing refers to this object any more.

    A running call refers to it as well. So it is never freed under a call, whichever thread closes the client, and no
    lock is needed that a fork could leave locked. A forked child has the object too, and the library allows each
    process to free what it has.
    """

    def __init__(self, configuration: bytes) -> None:
        pointer = ctypes.c_void_p()
        invoke("cad_client_new", configuration, ctypes.byref(pointer))
        self.pointer = pointer.value
        self.process_id = os.getpid()
        release = weakref.finalize(self, _native.library.cad_client_free, pointer)
        release.atexit = False  # a daemon thread may still be in a call; the process's end closes everything

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Client cannot be pickled: its connections belong to this process; make another one there")
