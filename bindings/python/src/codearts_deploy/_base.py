"""The base of both clients: a configuration with its connections."""

from __future__ import annotations

import os

from ._handles import ClientHandle
from ._request import request_json, whole_milliseconds
from ._text import configuration_refusal, encode, fault_at, to_json
from ._typing import TYPE_CHECKING, Any, TypeVar
from .exceptions import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from typing_extensions import Self, Unpack

    from ._arguments import Configuration, Request
    from ._operation import Operation

T = TypeVar("T")


class BaseClient:
    """A client's life cycle: made from a configuration, closed, shown, copied, pickled."""

    _SHARED = ("_handle", "_readers", "_configuration", "_secrets")  # by the copies of a client

    def __init__(self, **configuration: Unpack[Configuration]) -> None:
        self._handle: ClientHandle | None = None
        plain = {name: _plain(name, value) for name, value in configuration.items()}
        self._handle = ClientHandle(to_json(plain, configuration_refusal))
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
        operation._submit(self._open(), encode(name, "operation"), request_json(request))

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


def _plain(name: str, value: Any) -> object:
    """A member of the configuration as the library takes it: file names and durations have types of their own."""
    if name == "ca_file" and isinstance(value, (bytes, os.PathLike)):
        value = os.fsdecode(value)
    if name == "ca_file" and isinstance(value, str) and any("\udc80" <= letter <= "\udcff" for letter in value):
        message = "The name of this file is not UTF-8, and nothing else can be passed. SSL_CERT_FILE may name it."
        raise configuration_refusal(fault_at(name, "encoding", message))
    return whole_milliseconds(value) if name.endswith("_ms") else value


def _is_secret(name: str, value: object) -> bool:
    """Whether a member of the configuration is a secret, or contains one."""
    return name in ("token", "sk", "security_token", "iam") or (
        name == "proxy" and isinstance(value, str) and "@" in value
    )


def _make(kind: type[BaseClient], configuration: Configuration) -> BaseClient:
    return kind(**configuration)
