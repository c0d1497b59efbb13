"""The client that blocks."""

from __future__ import annotations

from ._adapter import Blocking, unchanged
from ._applications import Pages
from ._base import BaseClient
from ._inventory import Applications
from ._methods import Deployments
from ._observer import observer_of
from ._operation import LASTING, SLICE_MS, Operation
from ._request import listed, request_json
from ._signals import runs_signal_handlers
from ._start_many import StartMany, start_many_request
from ._text import encode
from ._typing import TYPE_CHECKING, Any, TypeVar
from ._warnings import DeployWarning
from ._written import as_written
from .exceptions import ValidationError

__all__ = [
    "Client", "Configuration", "Day", "DeployWarning", "Event", "IAMUser", "Item", "Milliseconds", "OnEvent",
    "Operation", "Outcome", "Params", "Request", "Results", "Seconds", "Settled", "State",
]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

    from typing_extensions import Self

    from ._adapter import Call
    from ._arguments import (
        Configuration, Day, IAMUser, Item, Milliseconds, OnEvent, Params, Request, Seconds,
    )
    from .models import AppExecutionInfo, StartResult
    from .models._generated.events import Event
    from .models._generated.words import Outcome, Results, Settled, State
else:

    def __getattr__(name):
        if name in __all__:
            from . import _arguments

            return getattr(_arguments, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


T = TypeVar("T")
Begun = TypeVar("Begun", bound=Operation[Any])


class Client(BaseClient, Blocking, Deployments, Applications):
    """A client that blocks. Threads may share one, and both sides of a fork may go on using it.

    `close()` or a `with` block closes its connections, as does collecting a client that is no longer referred to.
    Ctrl-C, or any other exception that is raised while a method waits, cancels what the method does, and carries the
    outcome as its `deployment_outcome`. Threads other than the main one, which Ctrl-C does not reach, wait without a
    break: an exception set for one (PyThreadState_SetAsyncExc) is raised when its call has returned, but cancels a
    deploy, watch, start_many or deploy_many at once.
    """

    def call(self, operation: str, request: Request) -> dict[str, Any]:
        """Runs any operation by name. `request` is one flat object of its fields: a dict, a model, or JSON text.

        Its member "_options", {"timeout_ms": 5000, "max_attempts": 1}, applies to this call only. Returns the service's
        fields and "_meta": {"http_status", "request_id", "attempts"}. Raises CodeArtsDeployError.
        """
        return self._run(operation, request, unchanged)

    def submit(self, operation: str, request: Request) -> Operation[dict[str, Any]]:
        """Begins any operation in the background; `request` as for `call`. Wait for the operation, or cancel it.

        Raises ValidationError at once for a request that is not valid. Leaving its `with` block cancels the operation.
        """
        return self._begun(Operation(unchanged), operation, request)

    def start_many(
        self, items: Iterable[Item], *, results: Results = "stream", max_in_flight: int | None = None
    ) -> Iterator[StartResult]:
        """Starts many deployments, at most `max_in_flight` at once (default: the client's), and yields their results.

        An item is a StartDeployTaskRequest or a dict of its fields. All items are checked before any is sent. Results
        come in the order of the answers, or with `results="collect"` in the items' order at the end; a start that
        failed is a result with an `error`. Leaving the iterator early cancels the starts that have not begun.
        """
        given = listed(items)
        try:
            operation = self._begun(StartMany(results), "start_many", start_many_request(given, results, max_in_flight))
        except ValidationError as error:
            raise as_written(error, {"items": given}) from None
        return _streamed(operation) if results == "stream" else _collected(operation)

    def applications(
        self, name: str | None = None, *, states: Iterable[str] | None = None, project_id: str | None = None
    ) -> Iterator[AppExecutionInfo]:
        """Yields the applications of a project, by name, each with its last deployment; a page is read when needed.

        `name` is a part of the names, `states` are those of the last deployment. An application that is renamed or
        deleted while the list is read may make another one be missed.
        """
        pages = Pages(name, states, project_id)
        while not pages.is_read:
            yield from pages.new(self.list_all_app(**pages.request))

    def close(self) -> None:
        """Refuses further calls; the connections are closed once the calls that still run have returned."""
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
                raise as_written(error, options) from None

        return blocking

    def _begun(self, operation: Begun, name: str, request: Request) -> Begun:
        """Submits an operation that is waited for later; an interrupt in between gets its outcome."""
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
        client, is_main = self._open(), runs_signal_handlers()
        # What lasts, or goes on while `on_event` works, runs in the background. So does a call of the main thread
        # beside other operations there: `max_in_flight` counts them together.
        in_background = on_event is not None or name in LASTING or (is_main and client.submitted)
        with Operation(reply) as operation:
            if in_background:
                self._submit(operation, name, request)
            else:
                observer = observer_of(name)
                text = request_json(request) if observer is None else observer.request_json(request)
                operation._prepare(client, encode(name, "operation"), text, SLICE_MS if is_main else -1, observer)
            if on_event is not None:
                heard: Callable[[Any], object] = on_event
                for event in operation.events():
                    heard(event)
            elif name in LASTING and operation._is_observed:
                operation._report()
            return operation.wait()


def _streamed(operation: StartMany) -> Iterator[StartResult]:
    with operation, operation.warning():
        yield from operation.results()
        operation.wait()


def _collected(operation: StartMany) -> Iterator[StartResult]:
    with operation, operation.warning():
        for item in operation.wait()["items"]:
            yield operation.result_of(item)
