"""The client for asyncio."""

from __future__ import annotations

from ._adapter import Awaited, unchanged
from ._applications import Pages
from ._base import BaseClient
from ._event_loop import AwaitedOperation, Readers
from ._inventory import Applications
from ._methods import Deployments
from ._operation import LASTING, Operation
from ._request import listed
from ._start_many import StartMany, start_many_request
from ._typing import TYPE_CHECKING, Any, TypeVar
from ._written import as_written
from .exceptions import InvalidArgumentError, ValidationError

__all__ = ["AsyncClient"]

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
    from types import TracebackType

    from typing_extensions import Self, Unpack

    from ._adapter import Call
    from ._arguments import Configuration, Item, OnEvent, Request
    from .models import AppExecutionInfo, StartResult
    from .models._generated.words import Results

T = TypeVar("T")


class AsyncClient(BaseClient, Awaited, Deployments, Applications):
    """A client for asyncio: the methods of Client, to be awaited. It starts no Python thread.

    Cancelling a task, by asyncio.timeout or a task group too, cancels what its method does. The CancelledError carries
    the outcome as its `deployment_outcome`; `deployment_outcome(error)` also finds it under a TimeoutError.

    Calls that run at the same time share one event loop, which also calls `on_event`.
    """

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
        super().__init__(**configuration)
        self._readers = Readers()

    async def call(self, operation: str, request: Request) -> dict[str, Any]:
        """Client.call, to be awaited."""
        return await self._run(operation, request, unchanged)

    async def start_many(
        self, items: Iterable[Item], *, results: Results = "stream", max_in_flight: int | None = None
    ) -> AsyncIterator[StartResult]:
        """Client.start_many, for `async for`. Nothing is checked or sent before the first result is requested.

        Checking blocks the loop, about 0.2 ms for each item of ten parameters: pass thousands in parts.
        """
        operation = StartMany(results)
        async with self._awaiting(operation) as awaited:
            given = listed(items)
            try:
                self._submit(operation, "start_many", start_many_request(given, results, max_in_flight))
            except ValidationError as error:
                raise as_written(error, {"items": given}) from None
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
                raise as_written(error, options) from None

        return awaited

    async def _run(
        self, name: str, request: Request, reply: Callable[[dict[str, Any]], T], on_event: OnEvent | None = None
    ) -> T:
        operation = Operation(reply)
        async with self._awaiting(operation) as awaited:
            self._submit(operation, name, request)
            awaited.submitted()
            if on_event is not None:
                heard: Callable[[Any], object] = on_event
                for event in operation._take(operation._noted, 0):
                    if event is not None:
                        heard(event)
                    else:
                        await awaited.ready()
            elif name in LASTING and operation._is_observed:
                while not operation._report_so_far():
                    await awaited.ready()
            return await awaited.result()

    def _awaiting(self, operation: Operation[T]) -> AwaitedOperation[T]:
        reader = self._readers.enter(self._open())
        if reader is None:
            message = "This AsyncClient has calls running on another event loop; nothing was sent."
            document = {"status": "CAD_E_INVALID_ARGUMENT", "message": message, "outcome": "not_sent"}
            raise InvalidArgumentError(document)
        return AwaitedOperation(self._readers, reader, operation)
