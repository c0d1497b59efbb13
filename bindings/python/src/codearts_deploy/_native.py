"""The shared library: its search path, its functions, and how ownership of its text is taken over.

Importing this module loads the library and sets every prototype, so that anything missing is an ImportError at the
start of a program and not an AttributeError in the middle of a deployment.
"""

from __future__ import annotations

import ctypes
import os

SONAME = "libcodearts_deploy.so.0"
ABI_VERSION = 4  # CAD_ABI_VERSION of the header that this binding was written against

PACKAGE_FOLDER = os.path.dirname(os.path.abspath(__file__))


class Buffer(ctypes.Structure):
    """cad_buffer: text that the library allocated."""

    _fields_ = [("data", ctypes.c_void_p), ("len", ctypes.c_size_t)]

    def text(self) -> bytes:
        """A copy of it; empty if there is none."""
        return ctypes.string_at(self.data, self.len) if self.data else b""


# cad_log: the host's function that takes lines of the log.
Log = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)

# Every function of codearts_deploy.h: name -> (result, arguments). Text that comes back is c_void_p: as c_char_p,
# ctypes would copy it and drop the address that has to be freed.
PROTOTYPES = {
    "cad_version": (ctypes.c_void_p, ()),
    "cad_abi_version": (ctypes.c_uint32, ()),
    "cad_buffer_free": (None, (ctypes.POINTER(Buffer),)),
    "cad_status_name": (ctypes.c_void_p, (ctypes.c_int32,)),
    "cad_start_task": (
        ctypes.c_int32,
        (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.POINTER(Buffer)),
    ),
    "cad_validate": (ctypes.c_int32, (ctypes.c_char_p, ctypes.c_char_p, ctypes.POINTER(Buffer))),
    "cad_schema": (ctypes.c_int32, (ctypes.c_char_p, ctypes.POINTER(Buffer))),
    "cad_text": (
        ctypes.c_int32,
        (ctypes.POINTER(Buffer), ctypes.c_char_p, ctypes.POINTER(Buffer)),
    ),
    "cad_integer": (
        ctypes.c_int32,
        (ctypes.POINTER(Buffer), ctypes.c_char_p, ctypes.POINTER(ctypes.c_int64)),
    ),
    "cad_boolean": (
        ctypes.c_int32,
        (ctypes.POINTER(Buffer), ctypes.c_char_p, ctypes.POINTER(ctypes.c_int32)),
    ),
    "cad_count": (
        ctypes.c_int32,
        (ctypes.POINTER(Buffer), ctypes.c_char_p, ctypes.POINTER(ctypes.c_size_t)),
    ),
    "cad_quote": (ctypes.c_int32, (ctypes.c_char_p, ctypes.POINTER(Buffer))),
    "cad_outcome": (ctypes.c_void_p, (ctypes.POINTER(Buffer),)),
    "cad_client_new": (
        ctypes.c_int32,
        (ctypes.c_char_p, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Buffer)),
    ),
    "cad_client_free": (None, (ctypes.c_void_p,)),
    "cad_client_call": (
        ctypes.c_int32,
        (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.POINTER(Buffer)),
    ),
    "cad_client_submit": (
        ctypes.c_int32,
        (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Buffer)),
    ),
    "cad_client_prepare": (
        ctypes.c_int32,
        (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Buffer)),
    ),
    "cad_operation_id": (ctypes.c_uint64, (ctypes.c_void_p,)),
    "cad_operation_wait": (ctypes.c_int32, (ctypes.c_void_p, ctypes.c_int32, ctypes.POINTER(Buffer))),
    "cad_operation_next_event": (ctypes.c_int32, (ctypes.c_void_p, ctypes.c_int32, ctypes.POINTER(Buffer))),
    "cad_operation_cancel": (None, (ctypes.c_void_p,)),
    "cad_operation_free": (None, (ctypes.c_void_p,)),
    "cad_set_log": (None, (Log, ctypes.c_void_p)),
    "cad_client_fd": (ctypes.c_int, (ctypes.c_void_p,)),
    "cad_client_next_ready": (ctypes.c_int32, (ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint64))),
}

OK, PENDING, END = 0, 1, 2  # statuses that are no errors


def _candidates() -> list[str]:
    """The paths to try. One that the user names is the only one: loading another library would be a surprise."""
    named = os.environ.get("CODEARTS_DEPLOY_LIBRARY")
    return [named] if named else [os.path.join(PACKAGE_FOLDER, SONAME), SONAME]


def _load() -> tuple[ctypes.CDLL, str]:
    """Loads the first library that can be loaded, and returns it with its path."""
    tried = []
    for path in _candidates():
        try:
            library = ctypes.CDLL(path)
        except (OSError, UnicodeDecodeError) as error:
            # What the loader says is lost where the path is not UTF-8: it is empty, or in 3.13.0 an error of its own.
            said = "" if isinstance(error, UnicodeDecodeError) else str(error)
            unsaid = "it cannot be loaded" if os.path.exists(path) else "it is not there"
            tried.append(f"{path}: {said or unsaid}")
            continue
        tried.append(f"{path}: loaded")
        fault = _bind(library)
        if fault:
            raise ImportError(_explain(fault, tried), name=__package__, path=path)
        return library, path
    raise ImportError(_explain(f"{SONAME} cannot be loaded", tried), name=__package__)


def _bind(library: ctypes.CDLL) -> str | None:
    """Sets every prototype; returns what is wrong with the library, or None."""
    for name, (result, arguments) in PROTOTYPES.items():
        try:
            function = getattr(library, name)
        except AttributeError:
            return f"the library has no function {name}; it is older than this binding, or another library"
        function.restype = result
        function.argtypes = arguments
    version: int = library.cad_abi_version()
    if version < ABI_VERSION:
        return f"the library's ABI version is {version}, and this binding needs {ABI_VERSION} or later"
    return None


def _explain(fault: str, tried: list[str]) -> str:
    lines = [f"{fault}. Tried:", *tried]
    return "\n    ".join(lines) + "\nCODEARTS_DEPLOY_LIBRARY may name the library to load."


library, library_path = _load()

# These keep Python's lock: they take less time than another thread would take to hand it back.
free = ctypes.PYFUNCTYPE(None, ctypes.POINTER(Buffer))(("cad_buffer_free", library))
free_operation = ctypes.PYFUNCTYPE(None, ctypes.c_void_p)(("cad_operation_free", library))


def call(function: str, *arguments: object) -> tuple[int, bytes]:
    """Calls `function` with one more argument, its `out`; returns the status and a copy of the text.

    The library's text is taken over here, and freed whatever happens. Only Operation keeps it longer, for its events.
    """
    out = Buffer()
    try:
        status: int = getattr(library, function)(*arguments, ctypes.byref(out))
        return status, out.text()
    finally:
        free(ctypes.byref(out))


def status_name(status: int) -> str:
    """The name of a status, "CAD_E_BUSY"."""
    return ctypes.string_at(library.cad_status_name(status)).decode()


def library_version() -> str:
    """The version of the loaded library, "0.1.0"."""
    return ctypes.string_at(library.cad_version()).decode()
