"""The client that blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from ._base import BaseClient, Configuration, IAMUser
from ._caller import call_here, heeds_signals
from ._method import Call, OnEvent, unchanged
from ._methods import Operations
from ._operation import Operation
from ._request import Day, Item, Milliseconds, Params, Request, Seconds, request_json
from ._start_many import StartMany, start_many_request
from ._text import encode
from ._warnings import DeployWarning
from .exceptions import ValidationError
from .models import StartResult

__all__ = [
    "Client", "Configuration", "Day", "DeployWarning", "IAMUser", "Item", "Milliseconds", "OnEvent", "Operation",
    "Params", "Request", "Seconds",
]

if TYPE_CHECKING:
    from typing_extensions import Self

T = TypeVar("T")
Begun = TypeVar("Begun", bound=Operation[Any])
LASTING = ("deploy", "watch", "start_many")  # whoever runs one of these may want to end it


class Client(BaseClient, Operations):
    """Starts deployments and follows them. Many threads may share one, and both sides of a fork may go on with it.

    `close()` or a `with` block closes its connections; a client that is forgotten closes them when it is collected.
    Ctrl-C, or whatever else is raised while a method waits, cancels what the method does, and has what became of it as
    `deployment_outcome`. Threads other than the main one, which Ctrl-C does not reach, call without a detour: what is
    set for one (PyThreadState_SetAsyncExc) comes when its call has returned, or cancels a deploy or a watch at once.
    """

    def call(self, operation: str, request: Request) -> dict[str, Any]:
        """Runs any operation. `request` is one flat object of the operation's fields, as a dict or as JSON text.

        Its member "_options": {"timeout_ms": 5000, "max_attempts": 1} holds for this call alone. The result has the
        service's fields and "_meta": {"http_status", "request_id", "attempts"}.
        """
        return self._run(operation, request, unchanged)

    def submit(self, operation: str, request: Request) -> Operation[dict[str, Any]]:
        """Runs any operation in the background: to be waited for, followed or cancelled."""
        return self._begun(Operation(unchanged), operation, request)

    def start_many(
        self, items: Iterable[Item], *, results: str = "stream", max_in_flight: int | None = None
    ) -> Iterator[StartResult]:
        """Starts many deployments, some at a time, and gives what became of each.

        An item is a StartDeployTaskRequest, or a dict of a start's fields. All are checked before any is sent. Results
        come as the answers come, or with `results="collect"` in the items' order at the end. Leaving the iterator early
        cancels the starts that have not begun.
        """
        operation = self._begun(StartMany(results), "start_many", start_many_request(items, results, max_in_flight))
        return _streamed(operation) if results == "stream" else _collected(operation)

    def close(self) -> None:
        """Refuses further calls and closes the connections, once the calls that still run have returned."""
        self._handle = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    @staticmethod
    def _method(build: Callable[..., Call[T]]) -> Callable[..., T]:
        def blocking(self: Client, *arguments: Any, **options: Any) -> T:
            call = build(self, *arguments, **options)
            try:
                return self._run(call.operation, call.request, call.reply, call.on_event)
            except ValidationError as error:
                raise call.refusal(error) from None

        return blocking

    def _begun(self, operation: Begun, name: str, request: Request) -> Begun:
        """Begins what is waited for later; who interrupts that is told what became of it."""
        try:
            self._submit(operation, name, request)
            return operation
        except BaseException as error:
            operation.__exit__(type(error), error, None)
            raise

    def _run(
        self, name: str, request: Request, reply: Callable[[dict[str, Any]], T],
        on_event: OnEvent | None = None,
    ) -> T:
        if on_event is None and name not in LASTING and not heeds_signals():
            return call_here(self._open(), encode(name, "operation"), request_json(request), reply)
        with Operation(reply) as operation:
            self._submit(operation, name, request)
            if on_event is not None:
                for event in operation.events():
                    on_event(event)
            return operation.wait()


def _streamed(operation: StartMany) -> Iterator[StartResult]:
    with operation, operation.warning():
        yield from operation._read(operation.result_in)
        operation.wait()


def _collected(operation: StartMany) -> Iterator[StartResult]:
    with operation, operation.warning():
        for item in operation.wait()["items"]:
            yield operation.result_of(item)
