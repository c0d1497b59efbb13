"""One operation in the background: submitted, waited for in slices, cancelled, and what became of it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import time
from _thread import RLock
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar

from . import _native, _text
from ._handles import ClientHandle, OperationHandle
from ._invoke import error_for
from ._warnings import conclude, given_or_raised
from .exceptions import CodeArtsDeployError, ForkedError, InvalidArgumentError, OperationCancelledError

__all__ = ["Operation"]

if TYPE_CHECKING:
    from typing_extensions import Self

    from ._request import Seconds

T = TypeVar("T")
Read = TypeVar("Read")
Event = dict[str, Any]

SLICE_MS = 100  # Python runs its signal handlers between two slices, so Ctrl-C is felt within this time
END_S = 8.0  # how long to wait for the end of what was cancelled; it comes at once, or after a last call, 5 s at most


class Operation(Generic[T]):
    """An operation that runs in the background, from `Client.submit`.

    One thread at a time waits for it or reads its events; any may cancel it. Leaving its block, or `close()`, cancels
    it if it has not ended.
    """

    def __init__(self, reply: Callable[[dict[str, Any]], T]) -> None:
        self._reply = reply
        self._handle: OperationHandle | None = OperationHandle()
        self._handed_out = True  # the event that the handle keeps
        self._turn = RLock()
        self._result: T | CodeArtsDeployError | None = None  # once it has ended and somebody looked, ...
        self._document: Event | None = None  # ... with the library's document, until its warnings are issued
        self._name = ""
        self._heard: set[str] = set()  # the warnings that were handed out

    # ------------------------------------------------------------------------------------------------ for callers --

    @property
    def id(self) -> int:
        """A number that no other operation of this process has."""
        handle = self._own()
        number: int = _native.library.cad_operation_id(handle.pointer)
        return number

    def wait(self, timeout: Seconds | None = None) -> T:
        """Waits for the end and gives the result or raises the error, as often as one asks.

        `timeout` counts seconds, or is a timedelta; when it is over, TimeoutError is raised and the operation goes on.
        So it does when Ctrl-C ends the waiting.
        """
        deadline = None if timeout is None else time.monotonic() + _seconds(timeout)
        with _Turn(self._turn):
            while not self._look(_slice(deadline)):
                if deadline is not None and time.monotonic() >= deadline:
                    raise TimeoutError(f"The operation had not ended after {_seconds(timeout):g} s; it goes on.")
        return self._ended()

    def events(self) -> Iterator[Event]:
        """The events that nobody has read, and those to come, until the operation ends."""
        return self._read(self._noted)

    def cancel(self) -> None:
        """Ends it, from any thread and as often as one likes. Returns at once; `wait` then tells what became of it."""
        with contextlib.suppress(InvalidArgumentError):  # closed
            handle = self._own()
            _native.library.cad_operation_cancel(handle.pointer)

    def close(self) -> None:
        """Cancels it if it has not ended, and frees it."""
        handle, self._handle = self._handle, None
        if handle is not None and handle.process_id == os.getpid():
            _native.library.cad_operation_cancel(handle.pointer)  # so that a thread which waits lets go of it

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if error is not None:
                self._settle(error)
        finally:
            self.close()

    def __repr__(self) -> str:
        handle = self._handle
        state = "closed" if handle is None else f"made in process {handle.process_id}"
        return f"<codearts_deploy.Operation, {state}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("an Operation cannot be pickled or copied: it belongs to the process that submitted it")

    # ------------------------------------------------------------------------------------------- for this package --

    def _submit(self, client: ClientHandle, operation: bytes, request: bytes) -> None:
        """Begins it. Apart from the making, so that an interrupt in between finds something to settle."""
        self._name = operation.decode()
        self._own().submit(client, operation, request)

    def _look(self, timeout_ms: int) -> bool:
        """Whether it has ended; waits that long for it."""
        handle = self._own()
        status, text = _native.call("cad_operation_wait", handle.pointer, timeout_ms)
        if status == _native.PENDING:
            return False
        if self._result is None:
            document = self._document = _text.from_json(text)
            self._result = self._reply(document) if status == _native.OK else error_for(status, document)
        return True

    def _next_event(self, timeout_ms: int) -> tuple[int, Event]:
        """The next event with OK; PENDING or END and an empty one where there is none.

        The library gives an event once, and an interrupt may come right behind that. So the handle keeps it, and it is
        the next one again until its reader sets `_handed_out`, directly before he gives it away.
        """
        handle = self._own()
        out = ctypes.byref(handle.event)
        if self._handed_out:
            _native.library.cad_buffer_free(out)
            self._handed_out = False
        status = _native.OK
        if not handle.event.data:
            status = _native.library.cad_operation_next_event(handle.pointer, timeout_ms, out)
        event = _text.from_json(handle.event.text())
        if status in (_native.OK, _native.PENDING, _native.END):
            return status, event
        self._handed_out = True
        raise error_for(status, event)

    def _read(self, read: Callable[[Event], Read | None]) -> Iterator[Read]:
        """What is read from each event, to its end; None is passed over."""
        while True:
            with _Turn(self._turn):
                status, event = self._next_event(SLICE_MS)
            if status == _native.END:
                return
            if status == _native.OK:
                found = read(event)
                self._handed_out = True  # Python runs signal handlers behind calls, so none between this and the yield
                if found is not None:
                    yield found

    def _noted(self, event: Event) -> Event:
        """An event that its reader gets now; a warning among them is not issued once more at the end."""
        if event.get("event") == "warning":
            self._heard.add(event.get("message", ""))
        return event

    def _ended(self) -> T:
        """The result of what has ended; at the first time its warnings are issued."""
        result, document = self._result, self._document
        assert result is not None
        self._document = None
        return given_or_raised(result) if document is None else conclude(self._name, document, result, self._heard)

    def _settle(self, error: BaseException) -> None:
        """Cancels what `error` has interrupted, waits for its end, and hangs what became of it on the error."""
        if self._cancel_unended() and self._turn.acquire(timeout=END_S):  # a thread that waits lets go of it now
            try:
                deadline = time.monotonic() + END_S
                while not self._look(SLICE_MS) and time.monotonic() < deadline:
                    pass
            finally:
                self._turn.release()
        self._tell(error)

    def _cancel_unended(self) -> bool:
        """Cancels it if it still runs; gives whether its end is to be waited for."""
        handle = self._handle
        if self._result is not None or handle is None or not handle.pointer or handle.process_id != os.getpid():
            return False
        _native.library.cad_operation_cancel(handle.pointer)
        return True

    def _tell(self, error: BaseException) -> None:
        """Gives `error` what is known as its `deployment_outcome`, unless it is the operation's own error."""
        handle, outcome = self._handle, self._result
        if outcome is error or handle is None or handle.process_id != os.getpid():
            return
        submitted = bool(handle.pointer)
        if not submitted and isinstance(error, CodeArtsDeployError):
            return  # a refusal, which says all
        if outcome is None:
            outcome = without_end(submitted)
        tell(error, outcome)

    def _own(self) -> OperationHandle:
        """The handle; refused where there is none any more, or where it is another process's."""
        handle = self._handle
        if handle is None:
            raise InvalidArgumentError({"status": "CAD_E_INVALID_ARGUMENT", "message": "This Operation is closed."})
        if handle.process_id != os.getpid():
            message = "This operation belongs to the process that submitted it, which alone can follow it."
            raise ForkedError({"status": "CAD_E_FORKED", "message": message})
        return handle


class _Turn:
    """Refuses a second thread, where the library would misbehave."""

    def __init__(self, lock: Any) -> None:
        self._lock = lock  # it knows its owner, so that an interrupt right behind the acquiring does not leave it taken

    def __enter__(self) -> None:
        try:
            if self._lock.acquire(False):
                return
            raise RuntimeError("another thread waits for this operation already")
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(RuntimeError):  # another thread's
            self._lock.release()


def _seconds(timeout: Any) -> float:
    seconds = timeout.total_seconds() if hasattr(timeout, "total_seconds") else timeout
    if isinstance(seconds, bool) or not hasattr(type(seconds), "__float__"):
        kind = type(timeout).__name__
        raise TypeError(f"timeout is a value of type {kind}; it must be a number of seconds or a timedelta")
    number = float(seconds)
    if number != number:
        raise ValueError("timeout is not a number")
    return number


def _slice(deadline: float | None) -> int:
    if deadline is None:
        return SLICE_MS
    return int(max(0, min(SLICE_MS, (deadline - time.monotonic()) * 1000)))


def tell(error: BaseException, outcome: object) -> None:
    """Hangs on `error` what became of the call that it ends."""
    error.deployment_outcome = outcome  # type: ignore[attr-defined]
    if isinstance(outcome, CodeArtsDeployError) and error.__cause__ is None:
        error.__cause__ = outcome


def without_end(submitted: bool) -> OperationCancelledError:
    """What is known where the library did not say it."""
    if submitted:
        message = (
            f"The operation was cancelled, and its end did not come within {END_S:g} s. "
            "Look at the application's records before you start it again."
        )
    else:
        message = "The call was interrupted before anything was sent."
    outcome = "unknown" if submitted else "not_sent"
    return OperationCancelledError({"status": "CAD_E_CANCELLED", "message": message, "outcome": outcome})
