"""What the clients have in common: a configuration with its connections."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Union

from ._handles import ClientHandle
from ._operation import Operation
from ._request import Milliseconds, Request, request_json, whole_milliseconds
from ._text import configuration_refusal, encode, fault_at, to_json
from .exceptions import InvalidArgumentError

__all__ = ["Configuration", "IAMUser"]

if TYPE_CHECKING:
    from typing_extensions import Self, Unpack

FileName = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]
T = TypeVar("T")


class IAMUser(TypedDict, total=False):
    """Who asks IAM for a token. The first three are needed."""

    user: str
    password: str
    domain: str  # the account that the user belongs to
    project: str  # the IAM project that the token is for; else the region's
    passcode: str  # a code of the user's second factor, ...
    user_id: str  # ... which needs the user's id beside it


class Configuration(TypedDict, total=False):
    """What a client takes. The library checks it, and names the nearest key for one that does not exist."""

    endpoint: str  # "https://host[:port][/path]"; else it follows from the region
    region: str  # "cn-north-4"; where neither is given, both are read from the environment
    token: str  # sent as X-Auth-Token; where no credential is given, it is found in the environment at each call
    ak: str  # an access key, which signs every request, ...
    sk: str  # ... its secret, ...
    security_token: str  # ... and what temporary keys came with
    iam: "IAMUser"  # a user for whom tokens are fetched, kept and renewed
    iam_endpoint: str  # where; else it follows from the region
    project_id: str  # the CodeArts project, for methods that are not given one
    iam_project_id: str  # sent as X-Project-Id; the IAM project, not the CodeArts project
    ecs_metadata: bool  # False; True takes the keys of the ECS's agency where nothing else is found
    metadata_endpoint: str  # "http://169.254.169.254"
    connect_timeout_ms: Milliseconds  # 10000
    timeout_ms: Milliseconds  # 60000, the whole call
    max_attempts: int  # 3, of one call; a start is repeated only where it is certain that it has not arrived
    max_in_flight: int  # 32, requests at once; those of threads other than the main one are not counted
    max_response_bytes: int  # 8388608, decompressed
    proxy: str  # "http://host:port"; "" for none
    ca_file: FileName  # CA certificates to trust instead of the system's, PEM
    user_agent: str  # put in front of the library's own
    log: str  # "debug" writes every event to standard error; "off"
    allow_http: bool  # False; True permits http:// to a host that is not this machine


class BaseClient:
    """A client's life: made of a configuration, closed, shown, copied, carried to another process."""

    _SHARED = ("_handle", "_readers", "_configuration", "_secrets")  # by the copies of a client

    def __init__(self, **configuration: Unpack[Configuration]) -> None:
        self._handle: ClientHandle | None = None
        plain = {name: _plain(name, value) for name, value in configuration.items()}
        self._handle = ClientHandle(to_json(plain, configuration_refusal))
        self._secrets = [name for name, value in plain.items() if _is_secret(name, value)]
        self._configuration = {name: value for name, value in plain.items() if name not in self._secrets}

    def _open(self) -> ClientHandle:
        """The library's client, which lives as long as somebody holds this reference."""
        if self._handle is None:
            message = f"This {type(self).__name__} is closed; nothing was sent."
            raise InvalidArgumentError({"status": "CAD_E_INVALID_ARGUMENT", "message": message, "outcome": "not_sent"})
        return self._handle

    def _submit(self, operation: Operation[T], name: str, request: Request) -> None:
        """Begins `operation`, which was made for it."""
        operation._submit(self._open(), encode(name, "operation"), request_json(request))

    def __copy__(self) -> Self:
        """One more name for the same connections, which are closed when all of them are."""
        twin = type(self).__new__(type(self))
        twin.__dict__.update(self.__dict__)
        return twin

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """The same: connections are not doubled. What a subclass has added is."""
        twin = self.__copy__()
        memo[id(self)] = twin
        for name, value in vars(self).items():
            if name not in self._SHARED:
                setattr(twin, name, copy.deepcopy(value, memo))
        return twin

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[type[BaseClient], Mapping[str, Any]]]:
        """By configuration: a copy has connections of its own, and finds its credential where this one does."""
        self._open()
        if self._secrets:
            raise TypeError(
                f"this {type(self).__name__} cannot be pickled: a pickle holds no secret, and "
                f"{', '.join(self._secrets)} was passed to it. Leave it out, and each process takes it from its "
                "environment, from the profile file or from the metadata service"
            )
        return _make, (type(self), self._configuration)

    def __repr__(self) -> str:
        handle = self._handle
        state = "closed" if handle is None else f"made in process {handle.process_id}"
        shown = "".join(
            f" {name}={value!r}" for name, value in self._configuration.items() if name in ("endpoint", "region")
        )
        return f"<codearts_deploy.{type(self).__name__}{shown}, {state}>"


def _plain(name: str, value: Any) -> object:
    """A member of the configuration as the library takes it: names of files and times have types of their own."""
    if name == "ca_file" and isinstance(value, (bytes, os.PathLike)):
        value = os.fsdecode(value)
    if name == "ca_file" and isinstance(value, str) and any("\udc80" <= letter <= "\udcff" for letter in value):
        message = "The name of this file is not UTF-8, and nothing else can be passed. SSL_CERT_FILE may name it."
        raise configuration_refusal(fault_at(name, "encoding", message))
    return whole_milliseconds(value) if name.endswith("_ms") else value


def _is_secret(name: str, value: object) -> bool:
    """Whether a member of the configuration is one or holds one."""
    return name in ("token", "sk", "security_token", "iam") or (name == "proxy" and "@" in str(value))


def _make(kind: type[BaseClient], configuration: Configuration) -> BaseClient:
    return kind(**configuration)
