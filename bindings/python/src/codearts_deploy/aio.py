"""The client for asyncio."""

from __future__ import annotations

from ._adapter import Awaited, unchanged
from ._applications import Pages
from ._base import BaseClient
from ._event_loop import AwaitedOperation, Readers
from ._methods import Operations
from ._operation import Operation
from ._start_many import StartMany, start_many_request
from ._typing import TYPE_CHECKING, Any, TypeVar
from .exceptions import InvalidArgumentError, ValidationError

__all__ = ["AsyncClient"]

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
    from types import TracebackType

    from typing_extensions import Self, Unpack

    from ._adapter import Call
    from ._arguments import Configuration, Item, OnEvent, Request
    from .models import AppExecutionInfo, StartResult

T = TypeVar("T")


class AsyncClient(BaseClient, Awaited, Operations):
    """A client for asyncio: the methods of Client, to be awaited. It starts no Python thread.

    Cancelling a task, by asyncio.timeout or a task group too, cancels what its method does. The CancelledError carries
    the outcome as its `deployment_outcome`; `deployment_outcome(error)` also finds it under a TimeoutError.

    Calls that run at the same time share one event loop, which also calls `on_event`.
    """

    def __init__(self, **configuration: Unpack[Configuration]) -> None:
        super().__init__(**configuration)
        self._readers = Readers()

    async def call(self, operation: str, request: Request) -> dict[str, Any]:
        """Client.call, to be awaited."""
        return await self._run(operation, request, unchanged)

    async def start_many(
        self, items: Iterable[Item], *, results: str = "stream", max_in_flight: int | None = None
    ) -> AsyncIterator[StartResult]:
        """Client.start_many, for `async for`. Nothing is checked or sent before the first result is requested.

        Checking blocks the loop, about 0.2 ms for each item of ten parameters: pass thousands in parts.
        """
        operation = StartMany(results)
        async with self._awaiting(operation) as awaited:
            self._submit(operation, "start_many", start_many_request(items, results, max_in_flight))
            awaited.submitted()
            with operation.warning():
                if results == "stream":
                    for result in operation.results_so_far():
                        if result is not None:
                            yield result
                        else:
                            await awaited.ready()
                for item in (await awaited.result()).get("items", ()):
                    yield operation.result_of(item)

    async def applications(
        self, name: str | None = None, *, states: Iterable[str] | None = None, project_id: str | None = None
    ) -> AsyncIterator[AppExecutionInfo]:
        """Client.applications, for `async for`."""
        pages = Pages(name, states, project_id)
        while not pages.is_read:
            for application in pages.new(await self.list_all_app(**pages.request)):
                yield application

    async def close(self) -> None:
        """Refuses further calls; the connections are closed once the calls that still run have returned."""
        self._handle = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    @staticmethod
    def _method(build: Callable[..., Call[T]]) -> Callable[..., Coroutine[Any, Any, T]]:
        async def awaited(self: AsyncClient, *arguments: Any, **options: Any) -> T:
            call = build(self, *arguments, **options)
            try:
                return await self._run(call.operation, call.request, call.reply, call.on_event)
            except ValidationError as error:
                raise call.refusal(error) from None

        return awaited

    async def _run(
        self, name: str, request: Request, reply: Callable[[dict[str, Any]], T], on_event: OnEvent | None = None
    ) -> T:
        operation = Operation(reply)
        async with self._awaiting(operation) as awaited:
            self._submit(operation, name, request)
            awaited.submitted()
            if on_event is not None:
                for event in operation._take(operation._noted, 0):
                    if event is not None:
                        on_event(event)
                    else:
                        await awaited.ready()
            return await awaited.result()

    def _awaiting(self, operation: Operation[T]) -> AwaitedOperation[T]:
        reader = self._readers.enter(self._open())
        if reader is None:
            message = "This AsyncClient has calls running on another event loop; nothing was sent."
            document = {"status": "CAD_E_INVALID_ARGUMENT", "message": message, "outcome": "not_sent"}
            raise InvalidArgumentError(document)
        return AwaitedOperation(self._readers, reader, operation)
