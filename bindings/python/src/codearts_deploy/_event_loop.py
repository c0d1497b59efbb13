"""The bridge to asyncio: a client's descriptor on an event loop, and operations that are awaited there."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import sys

from . import _native
from ._typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from ._handles import ClientHandle
    from ._operation import Operation

T = TypeVar("T")


class Reader:
    """A reader of one client's descriptor on one event loop, which wakes the calls that run there.

    The loop watches the descriptor only while a call runs. So an idle client holds no part of a loop, may be dropped or
    used on another loop, and a forked child never touches what it shares with its parent's loop.
    """

    def __init__(self, client: ClientHandle, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.process_id = os.getpid()
        self._client = client  # owns the descriptor, which is open as long as this lives
        self._descriptor = -1
        self._calls = 0
        self._ready: dict[int, asyncio.Event] = {}  # operation id -> what its call waits for

    def enter(self) -> None:
        """Counts a call that begins."""
        if self._calls == 0:
            self._descriptor = _native.library.cad_client_fd(self._client.pointer)
            if self._descriptor < 0:
                raise OSError("the system has no descriptor for the event loop; nothing was sent")
            self.loop.add_reader(self._descriptor, self._wake)
        self._calls += 1

    def listen(self, operation_id: int, ready: asyncio.Event) -> None:
        """Registers `ready`, which is set whenever that operation has an event or has ended."""
        self._ready[operation_id] = ready

    def leave(self, operation_id: int) -> bool:
        """Counts a call that has ended; returns whether it was the last."""
        self._ready.pop(operation_id, None)
        self._calls -= 1
        if self._calls == 0 and self.process_id == os.getpid() and not self.loop.is_closed():
            self.loop.remove_reader(self._descriptor)
        return self._calls == 0

    def _wake(self) -> None:
        named = ctypes.c_uint64()
        while _native.library.cad_client_next_ready(self._client.pointer, ctypes.byref(named)) == _native.OK:
            ready = self._ready.get(named.value)
            if ready is not None:
                ready.set()


class Readers:
    """The registry of a client's readers: in each process, its calls run on one loop at a time."""

    def __init__(self) -> None:
        self._by_process: dict[int, Reader] = {}

    def enter(self, client: ClientHandle) -> Reader | None:
        """The reader for a call that begins on the running loop; None while calls run on another loop."""
        fresh = Reader(client, asyncio.get_running_loop())
        reader = self._by_process.setdefault(fresh.process_id, fresh)
        if reader.loop is not fresh.loop:
            if not reader.loop.is_closed():
                return None
            self._by_process[fresh.process_id] = reader = fresh  # the calls of a closed loop never continue
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


class AwaitedOperation(Generic[T]):
    """A context that awaits an operation on an event loop, and settles it if it is left by an exception."""

    def __init__(self, readers: Readers, reader: Reader, operation: Operation[T]) -> None:
        self._readers = readers
        self._reader = reader
        self._operation = operation
        self._id = 0
        self._ready = asyncio.Event()

    def submitted(self) -> None:
        """Listens to the operation, which has begun."""
        self._id = self._operation.id
        self._reader.listen(self._id, self._ready)

    async def ready(self) -> None:
        """Waits until the operation has an event or has ended; it may wake early."""
        await self._ready.wait()
        self._ready.clear()

    async def result(self) -> T:
        """Waits for the end and returns the result, or raises the error."""
        while not self._operation._look(0):
            await self.ready()
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
        """Cancels what `error` interrupts and waits for its end, however often the task is cancelled meanwhile."""
        if isinstance(error, GeneratorExit):  # a coroutine that is being closed cannot await
            return self._operation._explain(error)
        with _shield():
            for _ in self._operation._settling(error, 0):
                alarm = self._reader.loop.call_later(1, self._ready.set)  # so that its deadline is looked at
                try:
                    await self.ready()
                except asyncio.CancelledError:
                    pass  # the task is being cancelled already
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
