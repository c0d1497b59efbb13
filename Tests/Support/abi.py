"""The C functions as ctypes sees them: no binding stands between these tests and the library."""
import ctypes
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple, Optional

Text = str | bytes | None  # None is NULL; bytes go in as they are, valid or not


class Buffer(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("len", ctypes.c_size_t)]


TEXT, HANDLE, OUT = ctypes.c_char_p, ctypes.c_void_p, ctypes.POINTER(Buffer)
LOG = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
PROTOTYPES = {
    "cad_version": (TEXT, ()),
    "cad_abi_version": (ctypes.c_uint32, ()),
    "cad_buffer_free": (None, (OUT,)),
    "cad_status_name": (TEXT, (ctypes.c_int32,)),
    "cad_start_task": (ctypes.c_int32, (TEXT, TEXT, TEXT, OUT)),
    "cad_validate": (ctypes.c_int32, (TEXT, TEXT, OUT)),
    "cad_text": (ctypes.c_int32, (OUT, TEXT, OUT)),
    "cad_integer": (ctypes.c_int32, (OUT, TEXT, ctypes.POINTER(ctypes.c_int64))),
    "cad_boolean": (ctypes.c_int32, (OUT, TEXT, ctypes.POINTER(ctypes.c_int32))),
    "cad_count": (ctypes.c_int32, (OUT, TEXT, ctypes.POINTER(ctypes.c_size_t))),
    "cad_quote": (ctypes.c_int32, (TEXT, OUT)),
    "cad_outcome": (TEXT, (OUT,)),
    "cad_client_new": (ctypes.c_int32, (TEXT, ctypes.POINTER(HANDLE), OUT)),
    "cad_client_free": (None, (HANDLE,)),
    "cad_client_call": (ctypes.c_int32, (HANDLE, TEXT, TEXT, OUT)),
    "cad_schema": (ctypes.c_int32, (TEXT, OUT)),
    "cad_client_submit": (ctypes.c_int32, (HANDLE, TEXT, TEXT, ctypes.POINTER(HANDLE), OUT)),
    "cad_client_prepare": (ctypes.c_int32, (HANDLE, TEXT, TEXT, ctypes.POINTER(HANDLE), OUT)),
    "cad_operation_id": (ctypes.c_uint64, (HANDLE,)),
    "cad_operation_wait": (ctypes.c_int32, (HANDLE, ctypes.c_int32, OUT)),
    "cad_operation_next_event": (ctypes.c_int32, (HANDLE, ctypes.c_int32, OUT)),
    "cad_operation_cancel": (None, (HANDLE,)),
    "cad_operation_free": (None, (HANDLE,)),
    "cad_set_log": (None, (LOG, ctypes.c_void_p)),
    "cad_client_fd": (ctypes.c_int, (HANDLE,)),
    "cad_client_next_ready": (ctypes.c_int32, (HANDLE, ctypes.POINTER(ctypes.c_uint64))),
}
START = "start_deploy_task"
TASK = "d2dc947ec2424d8789bb3984bb3adf45"  # the documents' example, and the emulator's first task
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")  # of an event
SECRET_TOKEN = "secret-token-5e0c1d"  # conftest.py demands that neither stands in any error document
SECRET_VALUE = "secret-value-91d77a"


class Answer(NamedTuple):
    """What a call returned and the document that it left in `out`."""

    status: str
    document: Any

    @property
    def outcome(self) -> str | None:
        return self.document.get("outcome")

    @property
    def attempts(self) -> int | None:
        return self.document.get("_meta", self.document).get("attempts")

    @property
    def faults(self) -> list[tuple[str, str]]:
        return [(each["path"], each["rule"]) for each in self.document.get("violations", [])]


class Library:
    def __init__(self, path: str):
        self.raw = ctypes.CDLL(path)
        for name, (result, arguments) in PROTOTYPES.items():
            function = getattr(self.raw, name)
            function.restype, function.argtypes = result, arguments
        self.error_texts: list[bytes] = []

    def answer(self, function: str, *arguments: Any) -> Answer:
        """Calls a function that ends in `out`, takes the document over and frees it."""
        answer = self.answer_or_nothing(function, *arguments)
        assert answer.document is not None, f"{function} answered {answer.status} without a document"
        assert answer.status != "CAD_OK" or "message" not in answer.document
        return answer

    def answer_or_nothing(self, function: str, *arguments: Any) -> Answer:
        """The same where CAD_PENDING and CAD_END leave `out` empty; the document is None then."""
        out = Buffer(0x5A5A, 77)  # out is write-only: whatever it held must be neither read nor freed
        number = getattr(self.raw, function)(*arguments, ctypes.byref(out))
        status = self.raw.cad_status_name(number).decode()
        if not out.data:
            assert out.len == 0
            return Answer(status, None)
        assert status not in ("CAD_PENDING", "CAD_END"), f"{function} answered {status} with a document"
        text = ctypes.string_at(out.data, out.len + 1)
        self.raw.cad_buffer_free(ctypes.byref(out))
        assert (out.data, out.len) == (None, 0)
        assert text.endswith(b"\0") and b"\0" not in text[:-1]
        if number != 0:
            self.error_texts.append(text)
        document = json.loads(text[:-1].decode("utf-8"), object_pairs_hook=_without_duplicates)
        if number != 0:
            assert document["status"] == status
        return Answer(status, document)

    def start_task(self, task_id: Text, body: Text = None, token: Text = None) -> Answer:
        return self.answer("cad_start_task", _c(task_id), _c(body), _c(token))

    def validate(self, request: Text, operation: Text = START) -> Answer:
        return self.answer("cad_validate", _c(operation), _c(request))

    def client_new(self, config: Text) -> tuple[Answer, Optional["Client"]]:
        pointer = ctypes.c_void_p(0x5A5A)
        answer = self.answer("cad_client_new", _c(config), ctypes.byref(pointer))
        assert (answer.status == "CAD_OK") == (pointer.value is not None)
        return answer, Client(self, pointer) if pointer.value else None

    def client(self, **config: Any) -> "Client":
        answer, client = self.client_new(json.dumps(config))
        assert client is not None, answer
        return client


class Client:
    """A `cad_client`; a context manager, so that a failed test frees it as well."""

    def __init__(self, library: Library, pointer: ctypes.c_void_p):
        self.library = library
        self.pointer = pointer

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: Any) -> None:
        self.free()

    def free(self) -> None:
        pointer, self.pointer = self.pointer, ctypes.c_void_p()
        self.library.raw.cad_client_free(pointer)

    def call(self, request: Text, operation: Text = START) -> Answer:
        return self.library.answer("cad_client_call", self.pointer, _c(operation), _c(request))

    def start(self, **request: Any) -> Answer:
        return self.call(json.dumps(request))

    def submit(self, request: Text, operation: Text = START) -> tuple[Answer, Optional["Operation"]]:
        return self._operation("cad_client_submit", request, operation)

    def begin(self, operation: str = START, **request: Any) -> "Operation":
        """Submits what must be right."""
        answer, running = self.submit(json.dumps(request), operation)
        assert running is not None, answer
        return running

    def prepare(self, operation: str = START, **request: Any) -> "Operation":
        """Prepares what must be right: it runs on the thread that waits for it."""
        answer, running = self._operation("cad_client_prepare", json.dumps(request), operation)
        assert running is not None, answer
        return running

    def _operation(self, function: str, request: Text, operation: Text) -> tuple[Answer, Optional["Operation"]]:
        pointer = ctypes.c_void_p(0x5A5A)
        answer = self.library.answer(function, self.pointer, _c(operation), _c(request), ctypes.byref(pointer))
        assert (answer.status == "CAD_OK") == (pointer.value is not None)
        return answer, Operation(self.library, pointer) if pointer.value else None

    @property
    def descriptor(self) -> int:
        return self.library.raw.cad_client_fd(self.pointer)

    def next_ready(self) -> int | None:
        """The id of an operation with news; None where none has any."""
        number = ctypes.c_uint64(77)
        status = self.library.raw.cad_client_next_ready(self.pointer, ctypes.byref(number))
        name = self.library.raw.cad_status_name(status).decode()
        assert (name, number.value) == ("CAD_END", 0) or (name == "CAD_OK" and number.value != 0)
        return number.value or None


class Operation:
    """A `cad_operation`; a context manager, so that a failed test frees it as well."""

    def __init__(self, library: Library, pointer: ctypes.c_void_p):
        self.library = library
        self.pointer = pointer

    def __enter__(self) -> "Operation":
        return self

    def __exit__(self, *_: Any) -> None:
        self.free()

    @property
    def id(self) -> int:
        return self.library.raw.cad_operation_id(self.pointer)

    def wait(self, timeout_ms: int = -1) -> Answer:
        return self.library.answer_or_nothing("cad_operation_wait", self.pointer, timeout_ms)

    def next_event(self, timeout_ms: int = -1) -> Answer:
        return self.library.answer_or_nothing("cad_operation_next_event", self.pointer, timeout_ms)

    def events(self) -> list[Any]:
        """All that are still to come, up to the end."""
        events = iter(self.next_event, Answer("CAD_END", None))
        return [event.document for event in events]

    def cancel(self) -> None:
        self.library.raw.cad_operation_cancel(self.pointer)

    def free(self) -> None:
        pointer, self.pointer = self.pointer, ctypes.c_void_p()
        self.library.raw.cad_operation_free(pointer)


def _c(text: Text) -> bytes | None:
    return text.encode("utf-8") if isinstance(text, str) else text


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict:
    members = dict(pairs)
    assert len(members) == len(pairs), f"a document of the library repeats a member: {[name for name, _ in pairs]}"
    return members


def watched(library: Library) -> Iterator[Library]:
    """For fixtures: no error document of any test may contain a secret."""
    library.error_texts.clear()
    yield library
    for text in library.error_texts:
        assert SECRET_TOKEN.encode() not in text and SECRET_VALUE.encode() not in text
