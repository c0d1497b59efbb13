"""The base of both clients: a configuration with its connections."""

from __future__ import annotations

import os

from ._handles import ClientHandle
from ._observer import observer_of
from ._request import milliseconds, request_json, whole_milliseconds
from ._text import configuration_refusal, encode, fault_at, to_json
from ._typing import TYPE_CHECKING, Any, TypeVar
from ._written import as_written
from .exceptions import ConfigurationError, InvalidArgumentError

if TYPE_CHECKING:
    import inspect
    from collections.abc import Callable, Mapping

    from typing_extensions import Self, Unpack

    from ._arguments import Configuration, Request
    from ._operation import Operation

T = TypeVar("T")


class _Absent:
    """The default of a key: it is left out."""

    def __repr__(self) -> str:
        return "..."


class _Signature:
    """The signature of a client, for `help` and `inspect`: its keys, which are made into arguments when asked for."""

    def __get__(self, client: object, owner: type) -> inspect.Signature:
        import inspect

        from ._arguments import Configuration

        if "__init__" in owner.__dict__ and not owner.__module__.startswith(f"{__package__}."):
            raise AttributeError("__signature__")  # a subclass has its own
        kinds = {name: getattr(kind, "__forward_arg__", kind) for name, kind in Configuration.__annotations__.items()}
        return inspect.Signature([
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=_Absent(), annotation=kind)
            for name, kind in kinds.items()
        ])


class BaseClient:
    """A client's life cycle: made from a configuration, closed, shown, copied, pickled."""

    __signature__ = _Signature()

    _SHARED = ("_handle", "_readers", "_configuration", "_secrets")  # by the copies of a client

    def __init__(self, **configuration: Unpack[Configuration]) -> None:
        """A client; whatever is not given is read from the environment. It opens no connection yet.

        Raises ConfigurationError, with every fault.

        Args:
            endpoint: the service's base URL; else it follows from the region; at most 4,096 characters.
            region: the region, cn-north-4; at most 4,096 characters.
            token: sent as X-Auth-Token; at most 20,000 characters.
            ak: the access key that signs requests; at most 128 letters, digits, hyphens, underscores and periods.
            sk: its secret; at most 256 characters.
            security_token: what temporary keys came with; at most 20,000 characters.
            iam: a user for whom tokens are fetched.
            iam_endpoint: IAM's base URL; else it follows from the region; at most 4,096 characters.
            project_id: the CodeArts project, for requests that name none; 32 letters and digits.
            iam_project_id: the IAM project, X-Project-Id; not the CodeArts project; 32 letters and digits.
            ecs_metadata: whether the keys of the ECS's agency are taken, last of all; default False.
            metadata_endpoint: the ECS metadata service; at most 4,096 characters; default "http://169.254.169.254".
            connect_timeout: until the connection stands; in seconds, a number or a timedelta; 0.001 to 600; default 10.
            connect_timeout_ms: `connect_timeout` in milliseconds; only one of the two may be given.
            timeout: the whole call; in seconds, a number or a timedelta; 0.001 to 3600; default 60.
            timeout_ms: `timeout` in milliseconds; only one of the two may be given.
            max_attempts: how often one call is tried; 1 to 10; default 3.
            max_in_flight: requests in the background at once; 1 to 256; default 32.
            max_response_bytes: of an answer, decompressed; 1024 to 1073741824; default 8388608.
            proxy: http://host:port; empty for none; at most 4,096 characters.
            ca_file: CA certificates to trust instead of the system's, PEM; at most 4,096 characters.
            user_agent: put in front of the library's own; at most 256 characters.
            log: debug: every event goes to standard error; "debug" or "off"; default "off".
            allow_http: whether http:// is permitted to a host that is not this machine; default False.
        """
        self._handle: ClientHandle | None = None
        try:
            plain = dict(_plain(name, value, configuration) for name, value in configuration.items())
            self._handle = ClientHandle(to_json(plain, configuration_refusal))
        except ConfigurationError as error:
            raise as_written(error, configuration, "configuration") from None
        self._secrets = [name for name, value in plain.items() if _is_secret(name, value)]
        self._configuration = {name: value for name, value in plain.items() if name not in self._secrets}

    def _open(self) -> ClientHandle:
        """The library's client, which lives as long as this reference."""
        if self._handle is None:
            message = f"This {type(self).__name__} is closed; nothing was sent."
            raise InvalidArgumentError({"status": "CAD_E_INVALID_ARGUMENT", "message": message, "outcome": "not_sent"})
        return self._handle

    def _submit(self, operation: Operation[T], name: str, request: Request) -> None:
        """Begins `operation`, which was made for this request."""
        observer = observer_of(name)
        text = request_json(request) if observer is None else observer.request_json(request)
        operation._submit(self._open(), encode(name, "operation"), text, observer)

    def __copy__(self) -> Self:
        """A client that shares the connections, which are closed when all that share them are."""
        twin = type(self).__new__(type(self))
        twin.__dict__.update(self.__dict__)
        return twin

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """The same; attributes added by a subclass are copied deeply."""
        import copy

        twin = self.__copy__()
        memo[id(self)] = twin
        for name, value in vars(self).items():
            if name not in self._SHARED:
                setattr(twin, name, copy.deepcopy(value, memo))
        return twin

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[type[BaseClient], Mapping[str, Any]]]:
        """As its configuration: the copy makes its own connections, and finds the credential where this client does."""
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


def _plain(name: str, value: Any, configuration: Mapping[str, object]) -> tuple[str, object]:
    """A member of the configuration as the library takes it: file names and durations have types of their own."""
    if name in ("timeout", "connect_timeout"):
        if f"{name}_ms" in configuration:
            message = f"{name}_ms is given as well, and sets the same limit."
            raise configuration_refusal(fault_at(name, "conflict", message))
        return f"{name}_ms", milliseconds(value)
    if name == "ca_file" and isinstance(value, (bytes, os.PathLike)):
        value = os.fsdecode(value)
    if name == "ca_file" and isinstance(value, str) and any("\udc80" <= letter <= "\udcff" for letter in value):
        message = "The name of this file is not UTF-8, and nothing else can be passed. SSL_CERT_FILE may name it."
        raise configuration_refusal(fault_at(name, "encoding", message))
    return name, whole_milliseconds(value) if name.endswith("_ms") else value


def _is_secret(name: str, value: object) -> bool:
    """Whether a member of the configuration is a secret, or contains one."""
    return name in ("token", "sk", "security_token", "iam") or (
        name == "proxy" and isinstance(value, str) and "@" in value
    )


def _make(kind: type[BaseClient], configuration: Configuration) -> BaseClient:
    return kind(**configuration)
