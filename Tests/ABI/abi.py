"""The C functions as ctypes sees them: no binding stands between these tests and the library."""
import ctypes
import json
from typing import Any, List, NamedTuple, Optional, Tuple, Union

Text = Union[str, bytes, None]  # None is NULL; bytes go in as they are, valid or not


class Buffer(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("len", ctypes.c_size_t)]


TEXT, HANDLE, OUT = ctypes.c_char_p, ctypes.c_void_p, ctypes.POINTER(Buffer)
PROTOTYPES = {
    "cad_version": (TEXT, ()),
    "cad_abi_version": (ctypes.c_uint32, ()),
    "cad_buffer_free": (None, (OUT,)),
    "cad_status_name": (TEXT, (ctypes.c_int32,)),
    "cad_start_task": (ctypes.c_int32, (TEXT, TEXT, TEXT, OUT)),
    "cad_validate": (ctypes.c_int32, (TEXT, TEXT, OUT)),
    "cad_client_new": (ctypes.c_int32, (TEXT, ctypes.POINTER(HANDLE), OUT)),
    "cad_client_free": (None, (HANDLE,)),
    "cad_client_call": (ctypes.c_int32, (HANDLE, TEXT, TEXT, OUT)),
}
START = "start_deploy_task"
TASK = "d2dc947ec2424d8789bb3984bb3adf45"  # the documents' example, and the emulator's first task
SECRET_TOKEN = "secret-token-5e0c1d"  # conftest.py demands that neither stands in any error document
SECRET_VALUE = "secret-value-91d77a"


class Answer(NamedTuple):
    """What a call returned and the document that it left in `out`."""

    status: str
    document: Any

    @property
    def outcome(self) -> Optional[str]:
        return self.document.get("outcome")

    @property
    def faults(self) -> List[Tuple[str, str]]:
        return [(each["path"], each["rule"]) for each in self.document.get("violations", [])]


class Library:
    def __init__(self, path: str):
        self.raw = ctypes.CDLL(path)
        for name, (result, arguments) in PROTOTYPES.items():
            function = getattr(self.raw, name)
            function.restype, function.argtypes = result, arguments
        self.error_texts: List[bytes] = []

    def answer(self, function: str, *arguments: Any) -> Answer:
        """Calls a function that ends in `out`, takes the document over and frees it."""
        out = Buffer(0x5A5A, 77)  # out is write-only: whatever it held must be neither read nor freed
        number = getattr(self.raw, function)(*arguments, ctypes.byref(out))
        status = self.raw.cad_status_name(number).decode()
        assert out.data, f"{function} answered {status} without a document"
        text = ctypes.string_at(out.data, out.len + 1)
        self.raw.cad_buffer_free(ctypes.byref(out))
        assert (out.data, out.len) == (None, 0)
        assert text.endswith(b"\0") and b"\0" not in text[:-1]
        if number != 0:
            self.error_texts.append(text)
        document = json.loads(text[:-1].decode("utf-8"), object_pairs_hook=_without_duplicates)
        assert (document.get("status") == status) if number != 0 else ("message" not in document)
        return Answer(status, document)

    def start_task(self, task_id: Text, body: Text = None, token: Text = None) -> Answer:
        return self.answer("cad_start_task", _c(task_id), _c(body), _c(token))

    def validate(self, request: Text, operation: Text = START) -> Answer:
        return self.answer("cad_validate", _c(operation), _c(request))

    def client_new(self, config: Text) -> Tuple[Answer, Optional["Client"]]:
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


def _c(text: Text) -> Optional[bytes]:
    return text.encode("utf-8") if isinstance(text, str) else text


def _without_duplicates(pairs: List[Tuple[str, Any]]) -> dict:
    members = dict(pairs)
    assert len(members) == len(pairs), f"a document of the library repeats a member: {[name for name, _ in pairs]}"
    return members
