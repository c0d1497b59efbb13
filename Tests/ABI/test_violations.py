"""What a violation says: all of them at once, the exact place, and rules that spelling cannot get round."""
import json
from typing import Any

import pytest

from abi import SECRET_VALUE, TASK, Client, Library
from emulator import Service
from forked_child import in_a_child


def request(*params: Any, **members: Any) -> str:
    return json.dumps({"task_id": TASK, "params": list(params), **members})


def param(value: str = "1", key: str = "k", kind: str = "text") -> dict:
    return {"key": key, "value": value, "type": kind}


def place(text: str, part: str) -> tuple[int, int]:
    """Line and byte column of a part of a text, both from 1."""
    before = text[:text.index(part)].encode("utf-8")
    return before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1


def test_every_fault_is_reported_at_once_with_its_place(cad: Library) -> None:
    text = (
        '{\n'
        '  "task_id": "short",\n'
        '  "params": [\n'
        '    {"key": "größe", "value": "ü", "type": "texte"},\r\n'
        '\t{"key": "b", "value": "€€ {{mark}}", "type": "text"}, {"key": "c", "value": 5, "type": "text"}\n'
        '  ],\n'
        '  "trigger_source": 7\n'
        '}')
    answer = cad.validate(text)
    found = {
        (fault["path"], fault["rule"]): (fault["line"], fault["column"]) for fault in answer.document["violations"]}
    assert found == {
        ("task_id", "length"): place(text, '"short"'),
        ("params[0].key", "pattern"): place(text, '"größe"'),
        ("params[0].type", "enum"): place(text, '"texte"'),
        ("params[1].value", "forbidden"): place(text, '"€€ {{mark}}"'),
        ("params[2].value", "type"): place(text, '5,'),
        ("trigger_source", "enum"): place(text, '7\n}'),
    }


def test_a_syntax_fault_is_reported_at_its_byte(cad: Library) -> None:
    text = '{"task_id": "ü",\n "params": [1 2]}'
    [fault] = cad.validate(text).document["violations"]
    assert fault["rule"] == "json"
    assert (fault["line"], fault["column"]) == place(text, "2]")


@pytest.mark.parametrize("text, path", [
    ('{"task_id": "%s", "task_id": "%s"}' % (TASK, TASK), "task_id"),
    ('{"task_id": "%s", "task_i\\u0064": "%s"}' % (TASK, TASK), "task_id"),
    ('{"task_id": "%s", "params": [{"key": "k", "k\\u0065y": "k", "value": "v", "type": "text"}]}' % TASK,
     "params[0].key"),
], ids=["plain", "escaped", "escaped inside a parameter"])
def test_a_member_that_stands_twice_is_refused_however_it_is_spelt(cad: Library, text: str, path: str) -> None:
    answer = cad.validate(text)
    assert answer.status == "CAD_E_VALIDATION"
    assert answer.faults == [(path, "duplicate")]


def test_equal_keys_are_found_behind_escapes(cad: Library) -> None:
    text = request(param(key="name"), param(key="name")).replace('"name"', '"n\\u0061me"', 1)
    assert cad.validate(text).faults == [("params[1].key", "duplicate")]


@pytest.mark.parametrize("hidden", ["\\u007b\\u007b", "{\\u007b", "\\u007B%", "{\\u0023"])
def test_template_marks_are_found_behind_escapes(cad: Library, hidden: str) -> None:
    text = request(param("MARK")).replace("MARK", hidden)
    assert cad.validate(text).faults == [("params[0].value", "forbidden")]


@pytest.mark.parametrize("wrong, path, right", [
    ({"task_id": TASK, "parms": []}, "parms", "params"),
    ({"task_id": TASK, "triger_source": "0"}, "triger_source", "trigger_source"),
    ({"task_id": TASK, "params": [{**param(), "valeu": "x"}]}, "params[0].valeu", "value"),
])
def test_an_unknown_field_names_the_nearest_known_one(cad: Library, wrong: dict, path: str, right: str) -> None:
    [fault] = cad.validate(json.dumps(wrong)).document["violations"]
    assert (fault["path"], fault["rule"]) == (path, "unknown_field")
    assert right in fault["message"]


@pytest.mark.parametrize("member", ['"x%d": 1', '"params": %d', '"params": [{"x": %d, "y": {}}]', '"": %d'])
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_megabytes_of_faults_are_answered_in_linear_time(cad: Library, member: str) -> None:
    text = ("{" + ",".join(member % i for i in range(12_000_000 // (len(member) + 6))) + "}").encode()
    assert 8_000_000 < len(text) <= 12_000_000

    def validate() -> int:
        answer = cad.validate(text)
        return 0 if answer.status == "CAD_E_VALIDATION" and len(answer.faults) <= 1000 else 1
    assert in_a_child(validate) == 0  # a minute is long for this; quadratic work takes hours


def test_a_name_of_megabytes_is_not_given_back(cad: Library) -> None:
    answer = cad.validate('{"task_id": "%s", "%s": 1}' % (TASK, "x" * 10_000_000))
    assert [rule for _, rule in answer.faults] == ["unknown_field"]
    assert len(str(answer.document)) < 10_000


def test_the_number_of_parameters_is_limited_to_500(cad: Library) -> None:
    params = [param(key=f"k{i}") for i in range(501)]
    assert cad.validate(request(*params[:500])).status == "CAD_OK"
    assert cad.validate(request(*params)).faults == [("params", "count")]


@pytest.mark.parametrize("character", ["x", "ü", "€", "😀"])
def test_the_length_of_a_value_counts_characters_not_bytes(
        cad: Library, client: Client, service: Service, character: str) -> None:
    for ascii_only in (False, True):  # as UTF-8, and as escapes in surrogate pairs
        def text(count: int) -> str:
            members = {"task_id": TASK, "params": [param(character * count)]}
            return json.dumps(members, ensure_ascii=ascii_only)
        assert cad.validate(text(8192)).status == "CAD_OK"
        assert cad.validate(text(8193)).faults == [("params[0].value", "length")]
    assert client.call(text(8192)).status == "CAD_OK"
    assert service.records()[0]["params"][0]["value"] == character * 8192


@pytest.mark.parametrize("key, fault", [
    ("k" * 128, None), ("k" * 129, "length"), ("", "length"), ("a.b_c-D9", None), ("a/b", "pattern"), ("ключ", "pattern"),
])
def test_the_characters_and_length_of_a_key(cad: Library, key: str, fault: str) -> None:
    assert cad.validate(request(param(key=key))).faults == ([("params[0].key", fault)] if fault else [])


def test_a_task_id_in_the_body_of_cad_start_task_is_refused(
        cad: Library, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", service.endpoint)
    for inside in (TASK, "f" * 32, 5, None):
        answer = cad.start_task(TASK, json.dumps({"task_id": inside}), service.token)
        assert (answer.status, answer.outcome, answer.faults) == (
            "CAD_E_VALIDATION", "not_sent", [("task_id", "conflict")])
    assert service.requests() == 0


@pytest.mark.parametrize("value", [SECRET_VALUE + "{{", SECRET_VALUE + "x" * 8193])
def test_the_value_of_a_parameter_is_never_repeated(cad: Library, value: str) -> None:
    assert cad.validate(request(param(value, kind="encrypt"))).status == "CAD_E_VALIDATION"
    assert cad.validate(request(param(value, kind="encrypt")) + "}").faults[0][1] == "json"


def test_null_is_no_value(cad: Library) -> None:
    answer = cad.validate(json.dumps({"task_id": TASK, "params": None, "record_id": None, "trigger_source": None}))
    assert set(answer.faults) == {("params", "type"), ("record_id", "type"), ("trigger_source", "type")}


@pytest.mark.parametrize("text", ["[]", '"x"', "5", "null", "true"])
def test_a_request_that_is_no_object_is_refused(cad: Library, text: str) -> None:
    assert cad.validate(text).faults == [("", "type")]
