"""An adapter that turns a method, written once, into a method of each client.

Client and AsyncClient have the same methods with the same arguments; one blocks, the other is awaited. So a method is
written as a function from its arguments to a Call (in `_methods`), and each client's `_method` makes its own of it:
what `client.deploy(...)` runs is `Deployments.deploy`, then `Client._run`.
"""

from __future__ import annotations

import functools

from ._typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping
    from typing import overload

    from typing_extensions import Concatenate, ParamSpec

    from ._arguments import OnEvent

    P = ParamSpec("P")

T = TypeVar("T")


class Call(Generic[T]):
    """A call to make: an operation, its request, the function that makes its result, and its event listener."""

    def __init__(
        self, operation: str, request: Mapping[str, Any], reply: Callable[[dict[str, Any]], T],
        on_event: OnEvent | None = None,
    ) -> None:
        self.operation = operation
        self.request = request
        self.reply = reply
        self.on_event = on_event


class Blocking:
    """The base of clients whose methods block."""


class Awaited:
    """The base of clients whose methods are awaited."""


if TYPE_CHECKING:

    class method(Generic[P, T]):
        """The type of a method of both clients."""

        def __init__(self, build: Callable[Concatenate[Any, P], Call[T]]) -> None: ...
        @overload
        def __get__(self, client: Blocking, owner: object) -> Callable[P, T]: ...
        @overload
        def __get__(self, client: Awaited, owner: object) -> Callable[P, Coroutine[Any, Any, T]]: ...
        @overload
        def __get__(self, client: None, owner: object) -> Callable[Concatenate[Any, P], Any]: ...
        def __get__(self, client: Any, owner: object) -> Any: ...

else:

    def method(build):
        build.is_method = True
        # For a reader, the method that is made of it returns the result, and not the Call.
        build.__annotations__["return"] = build.__annotations__["return"][len("Call[") : -1]
        return build


class Methods:
    """The base of a table of methods. Each client that inherits from the table adapts them all."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for table in cls.__bases__:
            if Methods in table.__bases__:
                for name, build in vars(table).items():
                    if hasattr(build, "is_method"):
                        own = cls._method(build)  # type: ignore[attr-defined]
                        setattr(cls, name, functools.update_wrapper(own, build))


def unchanged(document: dict[str, Any]) -> dict[str, Any]:
    return document
