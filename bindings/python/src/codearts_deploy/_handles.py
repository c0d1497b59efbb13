"""Handles of the library's objects, each freed when its last reference goes.

A running call refers to its handle as well. So a handle is never freed during a call, whichever thread closes its
owner, and no lock is needed that a fork could leave locked. A forked child has the objects too, and the library allows
each process to free its own.
"""

from __future__ import annotations

import ctypes
import os
import sys

from . import _native
from ._errors import error_for, invoke
from ._text import from_json
from ._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class _Handle:
    """A pointer that is NULL until the library sets it, and the process that it belongs to."""

    #: A function of C, called by nothing but `_release`: what a signal handler raised in between would be lost.
    _free: Callable[[ctypes.c_void_p], object]

    def __init__(self) -> None:
        self.pointer = ctypes.c_void_p()
        self.process_id = os.getpid()

    def _release(self, is_finalizing: Callable[[], bool] = sys.is_finalizing) -> None:
        """Frees it and leaves NULL: of objects collected together, one may be freed while others are being finalized.

        Not at interpreter shutdown: a daemon thread may still be in a call, and the process's exit closes everything.
        """
        pointer = self.__dict__.get("pointer")
        if pointer and not is_finalizing():
            freed = ctypes.c_void_p(pointer.value)
            pointer.value = None
            self._free(freed)

    __del__ = _release


class ClientHandle(_Handle):
    """One cad_client."""

    _free = _native.library.cad_client_free

    def __init__(self, configuration: bytes) -> None:
        super().__init__()
        self.submitted: set[int] = set()  # the ids of its operations in the background, as Python has them
        invoke("cad_client_new", configuration, ctypes.byref(self.pointer))


class OperationHandle(_Handle):
    """One cad_operation, or none before it is submitted; and its latest event."""

    _free = _native.free_operation

    def __init__(self) -> None:
        super().__init__()
        self.event = _native.Buffer()
        self._client: ClientHandle | None = None  # if it is in the background

    def submit(self, client: ClientHandle, operation: bytes, request: bytes) -> None:
        """Creates it in the client's background."""
        self._begin("cad_client_submit", client, operation, request)
        client.submitted.add(id(self))
        self._client = client

    def prepare(self, client: ClientHandle, operation: bytes, request: bytes) -> None:
        """Creates it for the thread that waits for it."""
        self._begin("cad_client_prepare", client, operation, request)

    def _begin(self, function: str, client: ClientHandle, operation: bytes, request: bytes) -> None:
        place = ctypes.byref(self.pointer)
        status, text = _native.call(function, client.pointer, operation, request, place)
        if status != _native.OK:
            raise error_for(status, from_json(text))

    def _release(self, is_finalizing: Callable[[], bool] = sys.is_finalizing) -> None:
        if not self.__dict__.get("pointer") or is_finalizing():
            return
        if self._client is not None:
            self._client.submitted.discard(id(self))
        super()._release()
        if self.event.data:
            _native.free(ctypes.byref(self.event))

    __del__ = _release
