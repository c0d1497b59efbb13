"""What the library gave to Python, each freed when nothing refers to it any more.

A running call refers to its handle as well. So a handle is never freed under a call, whichever thread closes its owner,
and no lock is needed that a fork could leave locked. A forked child has the objects too, and the library allows each
process to free what it has.
"""

from __future__ import annotations

import ctypes
import os
import weakref
from collections.abc import Callable
from typing import Any

from . import _native
from ._errors import invoke


class _Handle:
    """A pointer that is NULL until the library sets it, stamped with the process that it belongs to."""

    def __init__(self, free: Callable[[ctypes.c_void_p], Any], *texts: _native.Buffer) -> None:
        self.pointer = ctypes.c_void_p()
        self.process_id = os.getpid()
        release = weakref.finalize(self, _release, free, self.pointer, texts)
        release.atexit = False  # a daemon thread may still be in a call; the process's end closes everything


def _release(
    free: Callable[[ctypes.c_void_p], Any], pointer: ctypes.c_void_p, texts: tuple[_native.Buffer, ...]
) -> None:
    """Frees it, and leaves NULL: of things that are collected together, one may be freed while others still end."""
    freed = ctypes.c_void_p(pointer.value)
    pointer.value = None
    free(freed)
    for text in texts:
        _native.library.cad_buffer_free(ctypes.byref(text))


class ClientHandle(_Handle):
    """One cad_client."""

    def __init__(self, configuration: bytes) -> None:
        super().__init__(_native.library.cad_client_free)
        invoke("cad_client_new", configuration, ctypes.byref(self.pointer))


class OperationHandle(_Handle):
    """One cad_operation, or none before it is submitted; and the event that it gave last."""

    def __init__(self) -> None:
        self.event = _native.Buffer()
        super().__init__(_native.library.cad_operation_free, self.event)

    def submit(self, client: ClientHandle, operation: bytes, request: bytes) -> None:
        invoke("cad_client_submit", client.pointer, operation, request, ctypes.byref(self.pointer))
