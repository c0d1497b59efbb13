"""What cannot be passed to the library as it is, is refused by its path; all the rest goes out unchanged."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

import codearts_deploy as cad
from codearts_deploy import _text
from codearts_deploy.testing import Emulator


def violations(call: Callable[..., object], *arguments: object, **options: object) -> list[tuple[str, str]]:
    with pytest.raises(cad.ValidationError) as caught:
        call(*arguments, **options)
    assert (caught.value.status, caught.value.outcome) == ("CAD_E_VALIDATION", "not_sent")
    return [(fault.path, fault.rule) for fault in caught.value.violations]


@pytest.mark.parametrize(
    "value, rule",
    [
        ("a\0b", "encoding"),
        ("\ud800", "encoding"),
        ("\udc80 from os.fsdecode", "encoding"),
        (float("nan"), "json"),
        (float("inf"), "json"),
        (object(), "json"),
        (b"bytes", "json"),
        ({1, 2}, "json"),
        (10**4000, "size"),
    ],
    ids=["nul", "surrogate", "escaped byte", "nan", "inf", "object", "bytes", "set", "long int"],
)
def test_a_value_that_json_cannot_carry_is_refused_by_its_path(
    client: cad.Client, service: Emulator, value: object, rule: str
) -> None:
    params = [{"key": "a", "value": "1", "type": "text"}, {"key": "b", "value": value, "type": "text"}]
    assert violations(client.start_deploy_task, service.task_ids[0], params=params) == [("params[1].value", rule)]
    assert violations(client.start_deploy_task, service.task_ids[0], params={"b": value}) == [('params["b"]', rule)]
    assert service.requests() == 0


def test_all_faults_are_told_at_once() -> None:
    request = {"task_id": "\0", "params": [{"key": "\ud800", "value": object(), 1: 2}], "\0": 1}
    assert violations(cad.validate, "start_deploy_task", request) == [
        ("task_id", "encoding"),
        ("params[0].key", "encoding"),
        ("params[0].value", "json"),
        ("params[0]", "json"),
        ("", "encoding"),
    ]


def test_a_list_inside_itself_is_refused() -> None:
    endless: list[object] = []
    endless.append(endless)
    [(path, rule)] = violations(cad.validate, "start_deploy_task", {"params": endless})
    assert path.startswith("params[0][0]") and rule == "depth"


@pytest.mark.parametrize("text", ["\0", "a\0", "\ud800"])
def test_nul_and_lone_surrogates_are_refused_in_every_text(client: cad.Client, service: Emulator, text: str) -> None:
    with pytest.raises(cad.ConfigurationError, match="configuration has a fault; nothing was sent. token: ") as caught:
        cad.Client(token=text)
    assert [fault.rule for fault in caught.value.violations] == ["encoding"]
    assert violations(client.call, text, {}) == [("operation", "encoding")]
    assert violations(client.call, "start_deploy_task", text) == [("request", "encoding")]
    assert violations(cad.validate, text, {}) == [("operation", "encoding")]
    assert violations(cad.start_task, text) == [("task_id", "encoding")]
    assert violations(cad.start_task, "", text) == [("body", "encoding")]
    assert violations(cad.start_task, "", b"\0") == [("body", "encoding")]
    assert violations(cad.start_task, "", None, text) == [("token", "encoding")]
    assert service.requests() == 0


def test_a_text_of_another_type_is_refused_and_never_a_null_pointer() -> None:
    assert violations(cad.validate, None, {}) == [("operation", "type")]
    assert violations(cad.start_task, None) == [("task_id", "type")]
    assert violations(cad.start_task, "x", token=b"bytes") == [("token", "type")]


def test_an_error_about_a_secret_does_not_hold_it() -> None:
    with pytest.raises(cad.ValidationError) as caught:
        cad.start_task("x", None, "secret\ud800")
    error = caught.value
    assert "secret" not in str(error) + repr(error) + repr(error.document)
    assert error.__cause__ is None and error.__context__ is None


def test_what_json_can_carry_goes_out_unchanged() -> None:
    value = {"a": [1, -2.5, True, None, "é\u2028😀\"\\\n"], "b": (), "c": {}}
    assert json.loads(_text.to_json(value)) == {**value, "b": []}
    assert _text.to_json({"a": ["é", 1]}) == '{"a":["é",1]}'.encode()


class Text(str):
    """A subclass, for which a request is copied before it is written."""


@pytest.mark.parametrize(
    "value", ["", "é\u2028😀\"\\\n\x1f\x7f/", 0, -(2**70), True, False, None, [], {}, [[[]]], [{"a": None}], {"": {"b": [1]}}]
)
def test_a_request_is_written_alike_whether_it_is_copied_first_or_not(value: object) -> None:
    direct, copied = _text.to_json({"a": value, "b": "x"}), _text.to_json({"a": value, "b": Text("x")})
    assert direct == copied == json.dumps({"a": value, "b": "x"}, ensure_ascii=False, separators=(",", ":")).encode()


@pytest.mark.parametrize("name", [1, None, True, 1.5, ("a",)])
def test_a_name_that_is_no_text_is_refused_and_not_written_as_one(name: object) -> None:
    assert violations(_text.to_json, {"a": {name: 1}}) == [("a", "json")]
    assert violations(_text.to_json, {name: 1}) == [("", "json")]


def test_a_number_that_python_cannot_read_does_not_hide_a_started_deployment() -> None:
    digits = "9" * 5000
    document = _text.from_json(f'{{"id": "x", "extra": {digits}, "small": 5}}'.encode())
    assert document["id"] == "x" and document["small"] == 5
    assert document["extra"] == digits or document["extra"] % 10**9 == 999_999_999  # read by a Python without a limit
