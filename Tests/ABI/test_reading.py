"""Reading a document by JSON pointer, and quoting a text: what a C program does without a JSON library."""
import ctypes
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from abi import TASK, Buffer, Library
from emulator import Service

NOT_FOUND, INVALID, OK = "CAD_E_NOT_FOUND", "CAD_E_INVALID_ARGUMENT", "CAD_OK"
NUMBERS: dict[str, Callable[[int], Any]] = {
    "cad_integer": ctypes.c_int64, "cad_boolean": ctypes.c_int32, "cad_count": ctypes.c_size_t}
# RFC 6901, section 5, and what its text says about other pointers.
RFC = (b'{"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\\\j": 5, "k\\"l": 6, " ": 7,'
       b' "m~n": 8}')
ERROR = {"status": "CAD_E_DEPLOYMENT_FAILED", "outcome": "started", "retryable": False, "http_status": None,
         "deployment": {"failed_step": {"name": 'Stop "payments"\n', "id": "7"}, "duration_ms": 1234}}


class Document:
    """A document as a C program holds it: `text` followed by bytes that belong to somebody else."""

    def __init__(self, library: Library, text: bytes):
        self.raw = library.raw
        self.memory = ctypes.create_string_buffer(text + b'"}]777')
        self.buffer = Buffer(ctypes.addressof(self.memory), len(text))

    def text(self, pointer: bytes) -> tuple[str, bytes]:
        out = Buffer(0x5A5A, 77)
        number = self.raw.cad_text(ctypes.byref(self.buffer), pointer, ctypes.byref(out))
        text = ctypes.string_at(out.data, out.len + 1)
        self.raw.cad_buffer_free(ctypes.byref(out))
        assert text.endswith(b"\0")
        name = self.raw.cad_status_name(number).decode()
        assert name == OK or json.loads(text[:-1])["status"] == name
        return name, text[:-1]

    def number(self, function: str, pointer: bytes) -> tuple[str, int]:
        value = NUMBERS[function](77)
        number = getattr(self.raw, function)(ctypes.byref(self.buffer), pointer, ctypes.byref(value))
        return self.raw.cad_status_name(number).decode(), value.value

    @property
    def outcome(self) -> str | None:
        outcome = self.raw.cad_outcome(ctypes.byref(self.buffer))
        return outcome.decode() if outcome else None


@pytest.fixture
def document(cad: Library) -> Callable[[Any], Document]:
    def document(content: Any) -> Document:
        return Document(cad, content if isinstance(content, bytes) else json.dumps(content).encode())
    return document


@pytest.mark.parametrize("pointer, text", [
    (b"", RFC), (b"/foo", b'["bar", "baz"]'), (b"/foo/0", b"bar"), (b"/foo/1", b"baz"), (b"/", b"0"), (b"/a~1b", b"1"),
    (b"/c%d", b"2"), (b"/e^f", b"3"), (b"/g|h", b"4"), (b"/i\\j", b"5"), (b'/k"l', b"6"), (b"/ ", b"7"), (b"/m~0n", b"8"),
])
def test_the_examples_of_the_standard(document: Any, pointer: bytes, text: bytes) -> None:
    assert document(RFC).text(pointer) == (OK, text)


@pytest.mark.parametrize("pointer", [
    b"/foo/00", b"/foo/01", b"/foo/-", b"/foo/-1", b"/foo/+1", b"/foo/ 1", b"/foo/1.0", b"/foo/1e0", b"/foo/2",
    b"/foo/18446744073709551616", b"/foo/9223372036854775807", b"/foo/" + b"9" * 1000, b"/foo/", b"/foo/bar",
    b"/foo/0/", b"/foo/0/0", b"//", b"/a", b"/a~01b", b"/Foo", b"/c", "/f\u00f6o".encode(), b"/foo" * 100_000,
])
def test_nothing_there_is_not_found(document: Any, pointer: bytes) -> None:
    assert document(RFC).text(pointer)[0] == NOT_FOUND
    assert document(RFC).number("cad_integer", pointer) == (NOT_FOUND, 0)


@pytest.mark.parametrize("pointer", [None, b"foo", b"#/foo", b" ", b"0", b"/~", b"/~2", b"/foo~", b"/a~~", b"/a~b",
                                     b"~0", b"/\xff", b"/foo/\xed\xa0\x80"])
def test_what_is_no_pointer_is_refused(document: Any, pointer: bytes | None) -> None:
    assert document(RFC).text(pointer)[0] == INVALID
    for function in NUMBERS:
        assert document(RFC).number(function, pointer) == (INVALID, 0)


@pytest.mark.parametrize("order", [b"/a~01b", b"/a~1b", b"/a~0~1b"])
def test_escapes_are_resolved_once_and_in_their_order(document: Any, order: bytes) -> None:
    names = {b"/a~01b": "a~1b", b"/a~1b": "a/b", b"/a~0~1b": "a~/b"}
    assert document({"a~1b": "a~1b", "a/b": "a/b", "a~/b": "a~/b"}).text(order) == (OK, names[order].encode())


def test_values_of_every_kind(document: Any) -> None:
    kinds = document(b'{"s":"x","e":"","n":-1.50e+3,"t":true,"f":false,"z":null,"o":{ },"a":[ 1 , null ]}')
    assert [kinds.text(pointer) for pointer in (b"/s", b"/e", b"/n", b"/t", b"/f", b"/o", b"/a", b"/a/0")] == [
        (OK, text) for text in (b"x", b"", b"-1.50e+3", b"true", b"false", b"{ }", b"[ 1 , null ]", b"1")]
    assert kinds.text(b"/z")[0] == kinds.text(b"/a/1")[0] == NOT_FOUND
    assert kinds.number("cad_boolean", b"/t") == (OK, 1) and kinds.number("cad_boolean", b"/f") == (OK, 0)
    assert [kinds.number("cad_count", pointer) for pointer in (b"", b"/o", b"/a")] == [(OK, 8), (OK, 0), (OK, 2)]
    assert document(b' "top" ').text(b"") == (OK, b"top") and document(b"null").text(b"")[0] == NOT_FOUND


@pytest.mark.parametrize("function, right", [("cad_integer", b"/n"), ("cad_boolean", b"/t"), ("cad_count", b"/a")])
def test_a_value_of_another_kind_is_refused(document: Any, function: str, right: bytes) -> None:
    kinds = document({"s": "7", "n": 7, "t": True, "a": [7], "o": {}, "z": None})
    for pointer in (b"/s", b"/n", b"/t", b"/a", b"/o"):
        fits = pointer == right or (function, pointer) == ("cad_count", b"/o")
        assert kinds.number(function, pointer)[0] == (OK if fits else INVALID)
    assert kinds.number(function, b"/z") == (NOT_FOUND, 0)


@pytest.mark.parametrize("number, status", [
    (b"0", OK), (b"-0", OK), (b"9223372036854775807", OK), (b"-9223372036854775808", OK), (b"9007199254740993", OK),
    (b"9223372036854775808", INVALID), (b"-9223372036854775809", INVALID), (b"1" * 500, INVALID), (b"1.0", INVALID),
    (b"1e3", INVALID), (b"1E-3", INVALID), (b'"1"', INVALID)])
def test_integers_are_exact_or_refused(document: Any, number: bytes, status: str) -> None:
    expected = int(number) if status == OK else 0
    assert document(b'{"n":%s}' % number).number("cad_integer", b"/n") == (status, expected)
    assert document(b'{"n":%s}' % number).text(b"/n") == (OK, number.strip(b'"'))


@pytest.mark.parametrize("written, text", [
    (rb"\u0000", b"\0"), (rb"a\u0000b", b"a\0b"), (rb"\"\\\/\b\f\n\r\t", b'"\\/\b\f\n\r\t'), (rb"\u00e9\u4e2D", "é中".encode()),
    (rb"\ud83d\ude00", "😀".encode()), ("é😀".encode(), "é😀".encode())])
def test_texts_are_unescaped(document: Any, written: bytes, text: bytes) -> None:
    assert document(b'{"t":"%s"}' % written).text(b"/t") == (OK, text)


@pytest.mark.parametrize("name, pointer", [(rb"\u0061\/b", b"/a~1b"), (rb"\ud83d\ude00", "/😀".encode()), (b"", b"/")])
def test_names_are_compared_as_texts_however_they_are_spelt(document: Any, name: bytes, pointer: bytes) -> None:
    assert document(b'{"x":0,"%s":1}' % name).number("cad_integer", pointer) == (OK, 1)


def test_of_equal_names_the_first_counts(document: Any) -> None:
    twice = document(b'{"a":{"x":1},"a":{"x":2,"y":3},"\\u0061":4}')
    assert twice.number("cad_integer", b"/a/x") == (OK, 1)
    assert twice.number("cad_integer", b"/a/y") == (NOT_FOUND, 0)
    assert twice.number("cad_count", b"") == (OK, 3)


@pytest.mark.parametrize("text", [
    b"", b" ", b"{", b'{"a":1', b'{"a":1}x', b"{'a':1}", b'{"a":01}', b'{"a":"\\ud800"}', b'{"a":"\\udc00x"}',
    b'{"a":"\xff"}', b'{"a":1,}', b'{"a":NaN}', b"\xef\xbb\xbf{}", b'{"a":1}\0', b'{"a":"\0"}', b"[" * 200 + b"]" * 200],
    ids=lambda text: repr(text[:12]))
def test_what_is_no_json_is_refused(document: Any, text: bytes) -> None:
    assert document(text).text(b"/a")[0] == INVALID
    assert document(text).number("cad_integer", b"/a") == (INVALID, 0)
    assert document(text).outcome is None


def test_a_fault_of_the_document_is_named_with_its_place(document: Any) -> None:
    message = json.loads(document(b'{"a": 1,\n "b": tru}').text(b"/a")[1])["message"]
    assert "line 2, column 7" in message


def test_buffers_that_hold_nothing_are_refused(cad: Library) -> None:
    out, number = Buffer(0x5A5A, 77), ctypes.c_int64(77)
    text = ctypes.create_string_buffer(b"{}")
    address = ctypes.addressof(text)
    for buffer in (None, Buffer(), Buffer(None, 2), Buffer(address, 0), Buffer(address, 2**64 - 1),
                   Buffer(address, 2**63), Buffer(address, 2**63 - 1), Buffer(address, 2**30 + 1)):
        place = ctypes.byref(buffer) if buffer else None
        status = cad.raw.cad_text(place, b"", ctypes.byref(out))
        assert cad.raw.cad_status_name(status).decode() == INVALID
        cad.raw.cad_buffer_free(ctypes.byref(out))
        status = cad.raw.cad_integer(place, b"", ctypes.byref(number))
        assert (cad.raw.cad_status_name(status).decode(), number.value) == (INVALID, 0)
        assert cad.raw.cad_outcome(place) is None


def test_without_a_place_for_the_answer_nothing_is_read(cad: Library, document: Any) -> None:
    held = document(ERROR)
    for function in ("cad_text", *NUMBERS):
        status = getattr(cad.raw, function)(ctypes.byref(held.buffer), b"", None)
        assert cad.raw.cad_status_name(status).decode() == INVALID
    assert cad.raw.cad_status_name(cad.raw.cad_quote(b"x", None)).decode() == INVALID


@pytest.mark.parametrize("word", ["not_sent", "refused", "started", "unknown"])
def test_the_outcome_is_one_of_four_words(document: Any, word: str) -> None:
    assert document({"status": "x", "outcome": word}).outcome == word
    assert document(b'{"outcome":"\\u%04x%s"}' % (ord(word[0]), word[1:].encode())).outcome == word


@pytest.mark.parametrize("content", [
    {}, {"outcome": None}, {"outcome": "startedx"}, {"outcome": "STARTED"}, {"outcome": ["started"]}, {"outcome": 1},
    {"message": '"outcome":"started"'}, {"error": {"outcome": "started"}}, [{"outcome": "started"}], "started"], ids=repr)
def test_anything_else_is_no_outcome(document: Any, content: Any) -> None:
    assert document(content).outcome is None


def test_an_error_of_the_library_is_read(cad: Library, service: Service) -> None:
    out = Buffer()
    service.fault("cut_after_work")
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        request = json.dumps({"task_id": TASK}).encode()
        cad.raw.cad_client_call(client.pointer, b"start_deploy_task", request, ctypes.byref(out))
    held = Document(cad, ctypes.string_at(out.data, out.len))
    cad.raw.cad_buffer_free(ctypes.byref(out))
    assert (held.outcome, held.text(b"/status"), held.number("cad_boolean", b"/retryable")) == (
        "unknown", (OK, b"CAD_E_BAD_RESPONSE"), (OK, 0))


def test_what_is_nested_as_deep_as_a_reply_may_be_is_read_from_a_result(document: Any) -> None:
    assert document(b'{"items":[{"reply":' + b"[" * 64 + b"7" + b"]" * 64 + b"}]}").text(b"/items/0/reply" + b"/0" * 64) == (
        OK, b"7")


@pytest.mark.parametrize("text", [
    "", "plain", 'say "hi"\\', "line\nbreak\ttab\r\b\f\x01\x1f\x7f", "é中😀\u2028\ufeff", "</script>", "a" * 1_000_000])
def test_a_quoted_text_is_the_same_text_in_json(cad: Library, document: Any, text: str) -> None:
    out = Buffer(0x5A5A, 77)
    status = cad.raw.cad_quote(text.encode(), ctypes.byref(out))
    quoted = ctypes.string_at(out.data, out.len)
    cad.raw.cad_buffer_free(ctypes.byref(out))
    assert status == 0 and json.loads(quoted) == text
    assert document(b'{"t":%s}' % quoted).text(b"/t") == (OK, text.encode())


@pytest.mark.parametrize("text", [None, b"\xff", b"ab\xc0\xaf", b"\xed\xa0\x80"])
def test_what_is_no_text_is_not_quoted(cad: Library, text: bytes | None) -> None:
    assert cad.answer("cad_quote", text).status == INVALID


def test_eight_megabytes_are_read(document: Any) -> None:
    element = {"index": 7, "status": "CAD_OK", "reply": {"id": "0" * 32, "task_id": TASK, "job_name": "job_" + "1" * 40}}
    large = document({"items": [element] * 50_000, "counts": {"started": 50_000}})
    assert large.buffer.len > 8_000_000
    begin = time.process_time()
    assert large.number("cad_count", b"/items") == (OK, 50_000)
    assert large.text(b"/items/49999/reply/task_id") == (OK, TASK.encode())
    assert large.number("cad_integer", b"/counts/started") == (OK, 50_000)
    assert time.process_time() - begin < 30
