"""An operation in the background: submitted, waited for in slices, cancelled; and the outcome of an interrupted one."""

from __future__ import annotations

import ctypes
import os
import time
from _thread import RLock

from . import _native, _text
from ._errors import error_for
from ._handles import OperationHandle
from ._typing import TYPE_CHECKING, Any, Generic, TypeVar
from ._warnings import conclude, given_or_raised
from .exceptions import CodeArtsDeployError, ForkedError, InvalidArgumentError, OperationCancelledError

__all__ = ["Operation"]

T = TypeVar("T")
Read = TypeVar("Read")
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType
    from typing import NoReturn

    from typing_extensions import Self

    from ._arguments import Seconds
    from ._handles import ClientHandle
    from ._observer import Observer

    from .models._generated.events import Event as EventOfCaller

    Event = dict[str, Any]

SLICE_MS = 100  # Python runs its signal handlers between two slices, so Ctrl-C takes effect within this time
# Operations that take long enough to be interrupted on any thread.
LASTING = ("deploy", "watch", "start_many", "deploy_many")
END_S = 8.0  # how long to wait for the end of a cancelled operation: immediate, or after a last call of at most 5 s


class Operation(Generic[T]):
    """An operation that runs in the background, made by `Client.submit`.

    One thread at a time may wait for it or read its events; any thread may cancel it. Leaving its `with` block, or
    `close()`, cancels it unless it has ended.
    """

    def __init__(self, reply: Callable[[dict[str, Any]], T]) -> None:
        self._reply = reply
        self._handle: OperationHandle | None = OperationHandle()
        self._taken = True  # whether the reader has the event that the handle keeps
        self._turn = RLock()
        self._result: T | CodeArtsDeployError | None = None  # set by the first look after the end, ...
        self._document: Event | None = None  # ... with the library's document, until its warnings are issued
        self._name = ""
        self._slice_ms = SLICE_MS
        self._reported: set[str] = set()  # the warnings that were delivered as events
        self._observer: Observer | None = None
        self._kept: list[Event] = []  # events that were reported after the end, and that nobody else has read yet
        self._current: Event | None = None  # the one of them that the reader has not taken yet

    # ------------------------------------------------------------------------------------------------ for callers --

    @property
    def id(self) -> int:
        """The number of the operation, unique within the process."""
        handle = self._own()
        number: int = _native.library.cad_operation_id(handle.pointer)
        return number

    def wait(self, timeout: Seconds | None = None) -> T:
        """Waits for the end and returns the result, or raises the error; every call does the same.

        `timeout` is a number of seconds or a timedelta; None, the default, waits without a limit. When it has passed,
        TimeoutError is raised and the operation continues, as it does when Ctrl-C ends the wait.
        """
        deadline = None if timeout is None else time.monotonic() + _seconds(timeout)
        with _Turn(self._turn):
            while not self._look(self._slice_ms if deadline is None else _slice(deadline)):
                if deadline is not None and time.monotonic() >= deadline:
                    raise TimeoutError(f"The operation had not ended after {_seconds(timeout):g} s; it goes on.")
        return self._ended()

    def events(self) -> Iterator[EventOfCaller]:
        """Iterates over the events that have not been read yet and those to come, until the operation ends."""
        return self._read(self._noted)  # type: ignore[arg-type]  # what the library says of them is in the header

    def cancel(self) -> None:
        """Requests cancellation, from any thread, any number of times. Returns at once; `wait` reports the outcome."""
        if self._handle is not None:
            handle = self._own()
            _native.library.cad_operation_cancel(handle.pointer)

    def close(self) -> None:
        """Cancels it unless it has ended, and frees it."""
        handle, self._handle = self._handle, None
        if self._observer is not None:
            self._observer.end(self._result)
        if handle is not None and self._result is None and handle.process_id == os.getpid():
            _native.library.cad_operation_cancel(handle.pointer)  # so that a thread that waits stops waiting

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if error is not None:
                for _ in self._settling(error, SLICE_MS):
                    pass
        finally:
            self.close()

    def __repr__(self) -> str:
        handle = self._handle
        state = "closed" if handle is None else f"made in process {handle.process_id}"
        return f"<codearts_deploy.Operation, {state}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("an Operation cannot be pickled or copied: it belongs to the process that submitted it")

    # ------------------------------------------------------------------------------------------- for this package --

    def _submit(
        self, client: ClientHandle, operation: bytes, request: bytes, observer: Observer | None = None
    ) -> None:
        """Begins it in the background. Separate from `__init__`, so that an interrupt in between can be settled."""
        self._name, self._observer = operation.decode(), observer
        self._own().submit(client, operation, request)

    def _prepare(
        self, client: ClientHandle, operation: bytes, request: bytes, slice_ms: int, observer: Observer | None = None
    ) -> None:
        """Makes it run on this thread, while `wait` waits, which it does in slices; -1 waits without a break.

        A signal on this thread ends a slice as well. The slices are for signals that are delivered to another.
        """
        self._name, self._observer = operation.decode(), observer
        self._slice_ms = slice_ms
        self._own().prepare(client, operation, request)

    def _look(self, timeout_ms: int) -> bool:
        """Whether it has ended; waits at most that long for the end."""
        handle = self._own()
        status, text = _native.call("cad_operation_wait", handle.pointer, timeout_ms)
        if status == _native.PENDING:
            return False
        if self._result is None:
            document = self._document = _text.from_json(text)
            self._result = self._reply(document) if status == _native.OK else error_for(status, document)
            if self._observer is not None and not self._observer.has_nothing_to_read(document):
                self._report_rest(self._observer)
        return True

    def _take(self, read: Callable[[Event], Read | None], timeout_ms: int) -> Iterator[Read | None]:
        """Yields what `read` makes of each event, unless that is None, and None after each `timeout_ms` without one.

        The library returns an event once, and an interrupt may come directly after that. So the handle keeps the event,
        and the next reader gets it again unless this one has taken it: that is noted directly before the yield, where
        Python runs no signal handler.
        """
        while True:
            with _Turn(self._turn):
                status, event = self._next_event(timeout_ms)
            if status == _native.END:
                return
            if status == _native.PENDING:
                yield None
                continue
            if self._observer is not None and self._current is None and self._observer.take(event):
                self._taken = True
                continue
            found = read(event)
            self._taken = True  # signal handlers run after calls, so none between this and the yield
            if found is not None:
                yield found

    def _read(self, read: Callable[[Event], Read | None]) -> Iterator[Read]:
        """Yields what `read` makes of each event, and waits for them."""
        for found in self._take(read, SLICE_MS):
            if found is not None:
                yield found

    def _next_event(self, timeout_ms: int) -> tuple[int, Event]:
        """OK and the event to be taken; PENDING or END, and an empty event, if there is none."""
        handle = self._own()
        out = ctypes.byref(handle.event)
        if self._taken:
            _native.library.cad_buffer_free(out)
            self._current = None
            self._taken = False
        if self._current is None and self._kept:
            self._current = self._kept[0]
            del self._kept[0]
        if self._current is not None:
            return _native.OK, self._current
        status = _native.OK
        if not handle.event.data:
            status = _native.library.cad_operation_next_event(handle.pointer, timeout_ms, out)
        event = _text.from_json(handle.event.text())
        if status in (_native.OK, _native.PENDING, _native.END):
            return status, event
        self._taken = True
        raise error_for(status, event)

    @property
    def _is_observed(self) -> bool:
        return self._observer is not None

    def _report(self) -> None:
        """Reports the events until the end, as they come."""
        while not self._report_so_far(SLICE_MS):
            pass

    def _report_so_far(self, timeout_ms: int = 0) -> bool:
        """Reports the events that have come; whether it has ended."""
        return next(self._take(_nothing, timeout_ms), True) is not None

    def _report_rest(self, observer: Observer) -> None:
        """Reports the events that nobody has read before the end; they can still be read."""
        kept: list[Event] = []
        while True:
            status, event = self._next_event(0)
            if status != _native.OK:
                break
            self._taken = True
            if not observer.take(event):
                kept.append(event)
        self._kept = kept
        observer.end(self._result)

    def _noted(self, event: Event) -> Event:
        """The event. A warning that its reader gets here is not issued again at the end."""
        if event.get("event") == "warning":
            self._reported.add(event.get("message", ""))
        return event

    def _ended(self) -> T:
        """The result, or the error raised, after the end. The first call issues the warnings."""
        result, document = self._result, self._document
        assert result is not None
        self._document = None
        return given_or_raised(result) if document is None else conclude(self._name, document, result, self._reported)

    def _settling(self, error: BaseException, timeout_ms: int) -> Iterator[None]:
        """Cancels what `error` interrupts, waits for its end, and attaches the outcome to `error`.

        Yields whenever `timeout_ms` passes without an end. If iteration stops early, `error` has no outcome.
        """
        if self._cancel_unended() and self._turn.acquire(timeout=END_S):  # a thread that waits stops waiting now
            try:
                deadline = time.monotonic() + END_S
                while not self._look(timeout_ms) and time.monotonic() < deadline:
                    yield
            finally:
                self._turn.release()
        self._explain(error)

    def _cancel_unended(self) -> bool:
        """Cancels it if it still runs; returns whether there is an end to wait for."""
        handle = self._handle
        if self._result is not None or handle is None or not handle.pointer or handle.process_id != os.getpid():
            return False
        _native.library.cad_operation_cancel(handle.pointer)
        return True

    def _explain(self, error: BaseException) -> None:
        """Attaches what is known to `error`, unless it is the operation's own error."""
        handle, outcome = self._handle, self._result
        if outcome is error or handle is None or handle.process_id != os.getpid():
            return
        submitted = bool(handle.pointer)
        if not submitted and isinstance(error, CodeArtsDeployError):
            return  # a refusal, which needs no explanation
        attach_outcome(error, unknown_outcome(submitted) if outcome is None else outcome)

    def _own(self) -> OperationHandle:
        """The handle; raises if the operation is closed or belongs to another process."""
        handle = self._handle
        if handle is None:
            raise InvalidArgumentError({"status": "CAD_E_INVALID_ARGUMENT", "message": "This Operation is closed."})
        if handle.process_id != os.getpid():
            message = "This operation belongs to the process that submitted it, which alone can follow it."
            raise ForkedError({"status": "CAD_E_FORKED", "message": message})
        return handle


class _Turn:
    """A lock that refuses a second thread instead of waiting: the library allows one at a time."""

    def __init__(self, lock: Any) -> None:
        self._lock = lock  # an RLock knows its owner, so an interrupt directly after `acquire` does not leave it locked

    def __enter__(self) -> None:
        try:
            if self._lock.acquire(False):
                return
            raise RuntimeError("another thread waits for this operation already")
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        try:
            self._lock.release()
        except RuntimeError:
            pass  # it is another thread's


def _nothing(event: Event) -> None:
    """What somebody reads of events who only has them reported."""


def _seconds(timeout: Any) -> float:
    seconds = timeout.total_seconds() if hasattr(timeout, "total_seconds") else timeout
    if isinstance(seconds, bool) or not hasattr(type(seconds), "__float__"):
        kind = type(timeout).__name__
        raise TypeError(f"timeout is a value of type {kind}; it must be a number of seconds or a timedelta")
    number = float(seconds)
    if number != number:
        raise ValueError("timeout is not a number")
    return number


def _slice(deadline: float) -> int:
    return int(max(0, min(SLICE_MS, (deadline - time.monotonic()) * 1000)))


def attach_outcome(error: BaseException, outcome: object) -> None:
    """Attaches the call's outcome to `error`, which ends the call: see `exceptions.deployment_outcome`."""
    error.deployment_outcome = outcome  # type: ignore[attr-defined]
    if isinstance(outcome, CodeArtsDeployError) and error.__cause__ is None:
        error.__cause__ = outcome


def unknown_outcome(submitted: bool) -> OperationCancelledError:
    """The outcome of an interrupted call for which the library gave none."""
    if submitted:
        message = (
            f"The operation was cancelled, and its end did not come within {END_S:g} s. "
            "Look at the application's records before you start it again."
        )
    else:
        message = "The call was interrupted before anything was sent."
    outcome = "unknown" if submitted else "not_sent"
    return OperationCancelledError({"status": "CAD_E_CANCELLED", "message": message, "outcome": outcome})
