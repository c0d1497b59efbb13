"""How a method that is written once becomes one of each client.

Client and AsyncClient have the same methods with the same arguments, one blocking, one to be awaited. So a method is
written as a function from its arguments to a Call, and each client makes its own of it.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from ._request import as_written
from .exceptions import ValidationError

if TYPE_CHECKING:
    from typing_extensions import Concatenate, ParamSpec

    from .aio import AsyncClient
    from .client import Client

    P = ParamSpec("P")

T = TypeVar("T")

OnEvent = Callable[[dict[str, Any]], object]
"""What `on_event` is called with: each event, a dict whose "event" names its kind. What it returns is not looked at."""


class Call(Generic[T]):
    """An operation with its request, what is made of its reply, and who hears of its events.

    `seconds` and `params` are what its caller wrote in another form than the request has: see `as_written`.
    """

    def __init__(
        self, operation: str, request: Mapping[str, Any], reply: Callable[[dict[str, Any]], T],
        on_event: OnEvent | None = None, *, seconds: Iterable[str] = (), params: object = None,
    ) -> None:
        self.operation = operation
        self.request = request
        self.reply = reply
        self.on_event = on_event
        self._seconds = seconds
        self._params = params

    def refusal(self, error: ValidationError) -> ValidationError:
        """The error in the words of the method's caller."""
        return as_written(error, self._seconds, self._params)


if TYPE_CHECKING:

    class method(Generic[P, T]):
        """A method of both clients."""

        def __init__(self, build: Callable[Concatenate[Any, P], Call[T]]) -> None: ...
        @overload
        def __get__(self, client: Client, owner: object) -> Callable[P, T]: ...
        @overload
        def __get__(self, client: AsyncClient, owner: object) -> Callable[P, Coroutine[Any, Any, T]]: ...
        @overload
        def __get__(self, client: None, owner: object) -> Callable[Concatenate[Any, P], Any]: ...
        def __get__(self, client: Any, owner: object) -> Any: ...

else:

    def method(build):
        build.is_method = True
        return build


class Methods:
    """A table of methods, of which each client that inherits from it makes its own."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for table in cls.__bases__:
            if Methods in table.__bases__:
                for name, build in vars(table).items():
                    if hasattr(build, "is_method"):
                        setattr(cls, name, _adapted(build, cls._method))  # type: ignore[attr-defined]


def _adapted(build: Callable[..., Call[Any]], adapt: Callable[..., Any]) -> Callable[..., Any]:
    """A client's own method, which says of itself that it gives the reply and not the Call."""
    own: Callable[..., Any] = functools.wraps(build)(adapt(build))
    result = str(build.__annotations__["return"])[len("Call[") : -1]
    own.__annotations__ = {**build.__annotations__, "return": result}
    own.__signature__ = inspect.signature(build).replace(return_annotation=result)  # type: ignore[attr-defined]
    return own


def unchanged(document: dict[str, Any]) -> dict[str, Any]:
    return document
