"""Arguments that no function can use: always an answer, never a crash, and nothing is sent."""
import ctypes
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from abi import PROTOTYPES, SECRET_TOKEN, START, TASK, Buffer, Client, Library
from emulator import Service

INVALID = "CAD_E_INVALID_ARGUMENT"
REQUEST = b'{"task_id": "%s"}' % TASK.encode()
NOT_UTF8 = [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xe2\x82", b"\xf4\x90\x80\x80"]


class Text(NamedTuple):
    """What a text of a call may be."""

    may_be_null: bool = False
    json_status: str | None = None  # of a JSON text: the status when it is none


class Call(NamedTuple):
    """A function with right arguments, `out` excepted, and which of them are texts."""

    function: str
    arguments: list[Any]
    texts: dict[int, Text]


BODY = Text(json_status="CAD_E_VALIDATION")
CALLS = [
    Call("cad_start_task", [TASK.encode(), b"{}", b"token"],
         {0: Text(), 1: BODY._replace(may_be_null=True), 2: Text(may_be_null=True)}),
    Call("cad_validate", [START.encode(), REQUEST], {0: Text(), 1: BODY}),
    Call("cad_client_call", ["client", START.encode(), REQUEST], {1: Text(), 2: BODY}),
    Call("cad_client_submit", ["client", START.encode(), REQUEST, "out_operation"], {1: Text(), 2: BODY}),
    Call("cad_client_prepare", ["client", START.encode(), REQUEST, "out_operation"], {1: Text(), 2: BODY}),
    Call("cad_schema", [START.encode()], {0: Text(may_be_null=True)}),
    Call("cad_client_new", [b"{}", "out_client"], {0: Text(True, "CAD_E_CONFIGURATION")}),
]
NAMED = {call.function: call for call in CALLS}
TEXTS = [(call, index) for call in CALLS for index in call.texts]
TEXT_NAMES = [f"{call.function}, argument {index + 1}" for call, index in TEXTS]


MAKERS = ("cad_client_new", "cad_client_submit", "cad_client_prepare")  # of a handle, which is NULL after an error


def pointers_of(client: Client, handle: ctypes.c_void_p) -> dict[str, Any]:
    """What the names of arguments stand for."""
    return {"client": client.pointer, "out_client": ctypes.byref(handle), "out_operation": ctypes.byref(handle)}


@pytest.fixture
def run(cad: Library, client: Client, service: Service, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs a call with one argument replaced; whatever it answers, the service must have seen no request."""
    monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", service.endpoint)

    def run(call: Call, index: int, argument: Any) -> Any:
        handle = ctypes.c_void_p(0x5A5A)
        pointers = pointers_of(client, handle)
        arguments = [pointers.get(each, each) if isinstance(each, str) else each for each in call.arguments]
        arguments[index] = argument
        answer = cad.answer(call.function, *arguments)
        assert service.requests() == 0
        if call.function == "cad_start_task":
            assert answer.outcome == "not_sent"
        if call.function in MAKERS and argument is not None:
            assert handle.value is None
        return answer
    return run


def test_every_function_of_the_header_is_called_here(header: str) -> None:
    code = re.sub(r"/\*.*?\*/", "", header, flags=re.DOTALL)
    assert sorted(PROTOTYPES) == sorted(set(re.findall(r"\b(cad_\w+)\(", code)))


@pytest.mark.parametrize("call, index", TEXTS, ids=TEXT_NAMES)
def test_null_is_refused_where_the_header_does_not_allow_it(run: Any, call: Call, index: int) -> None:
    if not call.texts[index].may_be_null:
        assert run(call, index, None).status == INVALID


def test_null_for_a_handle_or_its_place_is_refused(run: Any) -> None:
    for function, index in (("cad_client_call", 0), ("cad_client_submit", 0), ("cad_client_submit", 3),
                            ("cad_client_prepare", 0), ("cad_client_prepare", 3), ("cad_client_new", 1)):
        assert run(NAMED[function], index, None).status == INVALID


@pytest.mark.parametrize("function", ["cad_operation_wait", "cad_operation_next_event"])
def test_null_for_an_operation_is_refused(cad: Library, function: str) -> None:
    assert cad.answer(function, None, 0).status == INVALID


def test_null_for_an_operation_is_harmless_where_nothing_is_answered(cad: Library) -> None:
    cad.raw.cad_operation_cancel(None)
    cad.raw.cad_operation_free(None)
    assert cad.raw.cad_operation_id(None) == 0


def test_null_for_an_event_loop_is_refused(cad: Library, client: Client) -> None:
    assert cad.raw.cad_client_fd(None) == -1
    number = ctypes.c_uint64(77)
    for pointer, place in ((None, ctypes.byref(number)), (client.pointer, None)):
        status = cad.raw.cad_client_next_ready(pointer, place)
        assert cad.raw.cad_status_name(status).decode() == INVALID


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.function)
def test_without_a_place_for_the_answer_nothing_is_done(
        cad: Library, client: Client, service: Service, monkeypatch: pytest.MonkeyPatch, call: Call) -> None:
    monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", service.endpoint)
    handle = ctypes.c_void_p(0x5A5A)
    pointers = pointers_of(client, handle)
    arguments = [pointers.get(each, each) if isinstance(each, str) else each for each in call.arguments]
    number = getattr(cad.raw, call.function)(*arguments, None)
    assert cad.raw.cad_status_name(number).decode() == INVALID
    assert service.requests() == 0
    assert handle.value == (None if call.function in MAKERS else 0x5A5A)


@pytest.mark.parametrize("call, index", TEXTS, ids=TEXT_NAMES)
@pytest.mark.parametrize("text", NOT_UTF8, ids=repr)
def test_invalid_utf8_is_refused(run: Any, call: Call, index: int, text: bytes) -> None:
    status = call.texts[index].json_status
    for around in (b"%s", b'{"params": "%s"}', b'{"%s": 1}', b"{} %s"):
        answer = run(call, index, around % text)
        assert answer.status == (status or INVALID)
        if status:  # a JSON text has a place for its faults
            [fault] = answer.document["violations"]
            assert (fault["rule"], fault["line"], fault["column"]) == ("encoding", 1, around.index(b"%") + 1)


@pytest.mark.parametrize("call, index", TEXTS, ids=TEXT_NAMES)
def test_an_empty_text_is_refused(run: Any, call: Call, index: int) -> None:
    assert run(call, index, b"").status == INVALID


def test_an_empty_token_never_means_another_one(
        cad: Library, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", service.endpoint)
    monkeypatch.setenv("CODEARTS_DEPLOY_TOKEN", service.token)
    assert cad.start_task(TASK, None, b"").status == INVALID
    assert service.requests() == 0
    assert cad.start_task(TASK, None, None).status == "CAD_OK"


@pytest.mark.parametrize("token, rule", [
    (SECRET_TOKEN + "x" * 20_001, "length"), (SECRET_TOKEN + "\r\nX-Evil: 1", "pattern"), ("a\tb", "pattern"),
    ("\x01", "pattern"), ("a\x7f", "pattern"), ("a\n", "pattern"),
], ids=["20,000 and more", "CR LF", "tab", "control", "DEL", "line feed"])
def test_a_token_that_is_no_header_value_is_refused(run: Any, cad: Library, token: str, rule: str) -> None:
    answer = run(NAMED["cad_start_task"], 2, token.encode())
    assert answer.status in (INVALID, "CAD_E_VALIDATION")
    assert answer.faults == [("token", rule)]
    answer, _ = cad.client_new('{"endpoint": "https://127.0.0.1", "token": "%s"}' % token.replace("\r", "\\r").replace(
        "\n", "\\n").replace("\t", "\\t").replace("\x01", "\\u0001"))
    assert (answer.status, answer.faults) == ("CAD_E_CONFIGURATION", [("token", rule)])


def test_the_longest_token_is_sent(cad: Library, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", service.endpoint)
    assert cad.start_task(TASK, None, "x" * 20_000).status == "CAD_E_AUTHENTICATION"
    assert service.requests() == 1


@pytest.mark.parametrize("call, index", TEXTS, ids=TEXT_NAMES)
@pytest.mark.parametrize("pattern", [b"[", b'{"a":', b"1", b" ", b'"'], ids=repr)
def test_a_hundred_megabytes_of_nonsense_are_refused(run: Any, call: Call, index: int, pattern: bytes) -> None:
    answer = run(call, index, pattern * (100_000_000 // len(pattern)))
    assert answer.status in (INVALID, "CAD_E_VALIDATION", "CAD_E_CONFIGURATION")
    assert len(str(answer.document)) < 10_000  # what was given is not given back


def test_freeing_twice_and_freeing_nothing_are_harmless(cad: Library) -> None:
    out = Buffer()
    assert cad.raw.cad_validate(START.encode(), REQUEST, ctypes.byref(out)) == 0
    for _ in range(2):
        cad.raw.cad_buffer_free(ctypes.byref(out))
        assert (out.data, out.len) == (None, 0)
    cad.raw.cad_buffer_free(None)
    cad.raw.cad_client_free(None)


def test_every_status_of_the_header_has_its_name_and_its_pinned_number(
        cad: Library, header: str, fixtures: Path) -> None:
    declared = dict(re.findall(r"#define (CAD_(?:OK|PENDING|END|E_\w+)) \(\(cad_status\)(\d+)\)", header))
    pinned = dict(line.split() for line in (fixtures / "statuses.txt").read_text().splitlines())
    assert declared == pinned
    for name, number in declared.items():
        assert cad.raw.cad_status_name(int(number)).decode() == name
    for number in (-1, 3, 99, 101, 9999, 2**31 - 1, -2**31):
        assert cad.raw.cad_status_name(number).decode() == "CAD_E_UNKNOWN"


def test_the_versions_are_those_of_the_header(cad: Library, header: str) -> None:
    assert re.findall(r'#define CAD_VERSION "(.*)"', header) == [cad.raw.cad_version().decode()]
    assert re.findall(r"#define CAD_ABI_VERSION (\d+)", header) == [str(cad.raw.cad_abi_version())]
