"""A client's descriptor on an event loop, and an operation that is followed there."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from . import _native
from ._handles import ClientHandle
from ._operation import END_S, Event, Operation

if TYPE_CHECKING:
    from typing_extensions import Self

T = TypeVar("T")


class Reader:
    """Wakes the calls of one client on one event loop.

    The loop watches the descriptor only while a call runs. So an idle client holds nothing of a loop, may be forgotten
    or go on with another loop, and a forked child never touches what it shares with its parent's loop.
    """

    def __init__(self, client: ClientHandle, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.process_id = os.getpid()
        self._client = client  # the descriptor is its own, and open as long as it lives
        self._descriptor = -1
        self._calls = 0
        self._news: dict[int, asyncio.Event] = {}  # operation id -> what its call waits for

    def enter(self) -> None:
        """A call begins."""
        if self._calls == 0:
            self._descriptor = _native.library.cad_client_fd(self._client.pointer)
            if self._descriptor < 0:
                raise OSError("the system has no descriptor for the event loop; nothing was sent")
            self.loop.add_reader(self._descriptor, self._wake)
        self._calls += 1

    def listen(self, operation_id: int, news: asyncio.Event) -> None:
        """From now on `news` is set whenever there is any of that operation."""
        self._news[operation_id] = news

    def leave(self, operation_id: int) -> bool:
        """A call has ended; gives whether it was the last."""
        self._news.pop(operation_id, None)
        self._calls -= 1
        if self._calls == 0 and self.process_id == os.getpid() and not self.loop.is_closed():
            self.loop.remove_reader(self._descriptor)
        return self._calls == 0

    def _wake(self) -> None:
        named = ctypes.c_uint64()
        while _native.library.cad_client_next_ready(self._client.pointer, ctypes.byref(named)) == _native.OK:
            news = self._news.get(named.value)
            if news is not None:
                news.set()


class Readers:
    """The loop on which a client's calls run: one at a time in each process."""

    def __init__(self) -> None:
        self._by_process: dict[int, Reader] = {}

    def enter(self, client: ClientHandle) -> Reader | None:
        """The reader for a call that begins on the loop that runs; None while calls run on another loop."""
        fresh = Reader(client, asyncio.get_running_loop())
        reader = self._by_process.setdefault(fresh.process_id, fresh)
        if reader.loop is not fresh.loop:
            if not reader.loop.is_closed():
                return None
            self._by_process[fresh.process_id] = reader = fresh  # nobody takes any more what the others would give
        try:
            reader.enter()
        except BaseException:
            if reader is fresh:
                self._forget(reader)
            raise
        return reader

    def leave(self, reader: Reader, operation_id: int) -> None:
        if reader.leave(operation_id):
            self._forget(reader)

    def _forget(self, reader: Reader) -> None:
        if self._by_process.get(reader.process_id) is reader:
            del self._by_process[reader.process_id]


class Followed(Generic[T]):
    """An operation on an event loop, between its beginning and its end, whichever way that comes."""

    def __init__(self, readers: Readers, reader: Reader, operation: Operation[T]) -> None:
        self._readers = readers
        self._reader = reader
        self._operation = operation
        self._id = 0
        self._news = asyncio.Event()

    def submitted(self) -> None:
        """The operation has begun."""
        self._id = self._operation.id
        self._reader.listen(self._id, self._news)

    async def next_event(self) -> Event | None:
        """The next event, None behind the last."""
        while True:
            status, event = self._operation._next_event(0)
            if status != _native.PENDING:
                return event if status == _native.OK else None
            await self._news.wait()
            self._news.clear()

    async def result(self) -> T:
        """Waits for the end and gives the result, or raises the error."""
        while not self._operation._look(0):
            await self._news.wait()
            self._news.clear()
        return self._operation._ended()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if error is not None:
                await self._settle(error)
        finally:
            self._operation.close()
            self._readers.leave(self._reader, self._id)

    async def _settle(self, error: BaseException) -> None:
        """What Operation._settle does, without blocking the loop. Who closes a coroutine lets it wait for nothing."""
        if not isinstance(error, GeneratorExit) and self._operation._cancel_unended():
            with _shield():
                await self._end()
        self._operation._tell(error)

    async def _end(self) -> None:
        """Waits for the end of what was cancelled, however often the task is cancelled meanwhile."""
        loop = self._reader.loop
        deadline = loop.time() + END_S
        alarm = loop.call_at(deadline, self._news.set)
        try:
            while not self._operation._look(0) and loop.time() < deadline:
                with contextlib.suppress(asyncio.CancelledError):  # the task is being cancelled already
                    await self._news.wait()
                self._news.clear()
        finally:
            alarm.cancel()


def _shield() -> contextlib.AbstractContextManager[object]:
    """A scope of anyio that its cancellation does not enter, where anyio runs on this loop.

    Unlike asyncio, which cancels a task once, anyio cancels it again on every turn of the loop until it leaves the
    cancelled scope: a task that waits there keeps a core busy.
    """
    anyio = sys.modules.get("anyio")
    if anyio is None or "anyio._backends._asyncio" not in sys.modules or asyncio.current_task() is None:
        return contextlib.nullcontext()
    scope: contextlib.AbstractContextManager[object] = anyio.CancelScope(shield=True)
    return scope
