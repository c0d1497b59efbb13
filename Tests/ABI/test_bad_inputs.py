"""Every request that the official SDK sends although the service's documents forbid it is refused here, unsent."""
import json
from typing import Any, NamedTuple

import pytest

from abi import START, TASK, Answer, Client, Library
from emulator import Service


def param(**changes: Any) -> dict[str, Any]:
    """A right parameter, with members replaced, or left out where the change is None."""
    members = {"key": "version", "value": "1.2.3", "type": "text", **changes}
    return {name: value for name, value in members.items() if value is not None}


class Bad(NamedTuple):
    name: str
    request: dict[str, Any] | str  # a text where JSON's own grammar is broken
    path: str
    rule: str


def with_task(task_id: Any, name: str, rule: str) -> Bad:
    return Bad(f"task_id {name}", {"task_id": task_id}, "task_id", rule)


def with_param(name: str, path: str, rule: str, *params: dict[str, Any]) -> Bad:
    return Bad(name, {"task_id": TASK, "params": list(params)}, path, rule)


def with_value(value: Any, name: str, rule: str) -> Bad:
    return with_param(f"value {name}", "params[0].value", rule, param(value=value))


BAD = [
    with_task(TASK[:31], "of 31 characters", "length"),
    with_task(5, "a number", "type"),
    with_task("d2dc947ec2424d8789bb3984bb3adfü5", "with a letter beyond ASCII", "pattern"),
    with_task(TASK[:20] + "\r\nX-Evil: 1\n", "with a line break", "pattern"),
    with_task("", "empty", "length"),
    with_task(None, "null", "type"),
    Bad("task_id left out", {"params": []}, "task_id", "required"),
    with_task("..", "two dots", "length"),
    with_task(".", "a dot", "length"),
    with_task("../..", "dots and a slash", "length"),
    with_param("key with spaces", "params[0].key", "pattern", param(key="a b")),
    with_param("no key", "params[0].key", "required", param(key=None)),
    with_param("a key twice", "params[1].key", "duplicate", param(), param(value="2")),
    with_param("no type", "params[0].type", "required", param(type=None)),
    with_param("a type that is none", "params[0].type", "enum", param(type="nope")),
    with_value("x" * 9000, "of 9,000 characters", "length"),
    with_value("{{x}} {% %} {#", "with each template mark", "forbidden"),
    with_value("{{x}}", "with {{", "forbidden"),
    with_value("{% x %}", "with {%", "forbidden"),
    with_value("a{#", "with {#", "forbidden"),
    with_value(5, "a number", "type"),
    with_value("\ud800", "a lone surrogate", "encoding"),
    Bad("600 parameters", {"task_id": TASK, "params": [param(key=f"k{i}") for i in range(600)]}, "params", "count"),
    Bad("params no list", {"task_id": TASK, "params": "notalist"}, "params", "type"),
    with_param("a parameter with wrong names", "params[0].name", "unknown_field",
               {"name": "a", "val": "b", "typ": "text"}),
    Bad("trigger_source 7", {"task_id": TASK, "trigger_source": "7"}, "trigger_source", "enum"),
    Bad("record_id zzz!", {"task_id": TASK, "record_id": "zzz!"}, "record_id", "length"),
    Bad("a value that is no JSON", '{"task_id": "%s", "params": [{"key": "k", "value": object()}]}' % TASK,
        "params[0].value", "json"),
    Bad("a value NaN", '{"task_id": "%s", "params": [{"key": "k", "value": NaN}]}' % TASK, "params[0].value", "json"),
]
NAMES = [bad.name for bad in BAD]


def expect(answer: Answer, bad: Bad) -> None:
    assert answer.status == "CAD_E_VALIDATION"
    assert (bad.path, bad.rule) in answer.faults
    assert all(fault["message"] for fault in answer.document["violations"])


def text_of(bad: Bad) -> str:
    return bad.request if isinstance(bad.request, str) else json.dumps(bad.request)


@pytest.mark.parametrize("bad", BAD, ids=NAMES)
def test_a_bad_request_is_refused_before_anything_leaves(client: Client, service: Service, bad: Bad) -> None:
    answer = client.call(text_of(bad))
    expect(answer, bad)
    assert answer.outcome == "not_sent"
    assert service.requests() == 0


@pytest.mark.parametrize("bad", BAD, ids=NAMES)
def test_validation_finds_what_the_call_finds(cad: Library, bad: Bad) -> None:
    expect(cad.validate(text_of(bad)), bad)


SAYABLE_IN_C = [bad for bad in BAD if isinstance(bad.request, dict) and isinstance(bad.request.get("task_id"), str)]


@pytest.mark.parametrize("bad", SAYABLE_IN_C, ids=lambda bad: bad.name)
def test_cad_start_task_refuses_the_same(
        cad: Library, service: Service, monkeypatch: pytest.MonkeyPatch, bad: Bad) -> None:
    monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", service.endpoint)
    assert isinstance(bad.request, dict)
    body = dict(bad.request)
    task_id = body.pop("task_id")
    answer = cad.start_task(task_id, json.dumps(body), service.token)
    if task_id:
        expect(answer, bad)
    else:
        assert answer.status == "CAD_E_INVALID_ARGUMENT"  # as every empty text
    assert answer.outcome == "not_sent"
    assert service.requests() == 0


@pytest.mark.parametrize("source", [0, 1, "0", "1"])
def test_trigger_source_is_taken_as_number_and_as_text(client: Client, service: Service, source: Any) -> None:
    answer = client.start(task_id=TASK, trigger_source=source)
    assert answer.status == "CAD_OK", answer
    assert [record["trigger_source"] for record in service.records()] == [str(source)]


def test_a_missing_body_is_allowed(
        cad: Library, client: Client, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.start(task_id=TASK).status == "CAD_OK"
    monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", service.endpoint)
    assert cad.start_task(TASK, None, service.token).status == "CAD_OK"
    assert len(service.records()) == 2


def test_only_one_operation_exists_yet(cad: Library) -> None:
    assert cad.validate("{}", "start_deploy_tsk").status == "CAD_E_INVALID_ARGUMENT"
    assert cad.validate('{"task_id": "%s"}' % TASK, START).document == {
        "operation": START, "method": "POST", "path": f"/v2/tasks/{TASK}/start"}
