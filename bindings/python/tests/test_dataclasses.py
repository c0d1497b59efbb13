"""Models are dataclasses for whoever asks the standard library."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import subprocess
import sys
from typing import Any

import pytest

import codearts_deploy as cad


@dataclasses.dataclass(repr=False)
class Extended(cad.StartDeployTaskResponse):
    """A user's subclass, for a field that this version does not know."""

    later: str | None = None


class Plain(cad.DynamicConfigInfo):
    def __init__(self, key: str) -> None:
        super().__init__(key, "1", "text")


def names(model: Any) -> list[str]:
    return [field.name for field in dataclasses.fields(model)]


def test_a_model_is_one_for_the_standard_library() -> None:
    param = cad.DynamicConfigInfo("a", "1", type="text")
    assert dataclasses.is_dataclass(cad.DynamicConfigInfo) and dataclasses.is_dataclass(param)
    assert names(cad.DynamicConfigInfo) == ["key", "value", "type"]
    assert dataclasses.asdict(param) == {"key": "a", "value": "1", "type": "text"}
    assert dataclasses.astuple(cad.EnvExecutionBody([param])) == ([("a", "1", "text")], None, None)
    assert dataclasses.replace(param, value="2") == cad.DynamicConfigInfo("a", "2", "text")
    assert list(inspect.signature(cad.DynamicConfigInfo).parameters) == ["key", "value", "type"]


def test_the_fields_of_bases_come_first_and_are_not_arguments() -> None:
    assert names(cad.StartDeployTaskResponse)[0] == "extra" and "warnings" in names(cad.StartDeployTaskResponse)
    assert list(inspect.signature(cad.StartDeployTaskResponse).parameters)[0] == "id"
    assert cad.StartDeployTaskResponse("r").id == "r"
    [kind] = [field.type for field in dataclasses.fields(cad.DynamicConfigInfo) if field.name == "key"]
    assert kind == "str | None"


@pytest.mark.parametrize(
    "arguments, options, words",
    [
        (["a", "1", "text", 5], {}, "takes at most 3 arguments"),
        (["a"], {"key": "b"}, "multiple values for argument 'key'"),
        ([], {"kee": "a"}, "unexpected keyword argument 'kee'"),
    ],
)
def test_wrong_arguments_are_type_errors(arguments: list[Any], options: dict[str, Any], words: str) -> None:
    with pytest.raises(TypeError, match=words):
        cad.DynamicConfigInfo(*arguments, **options)
    with pytest.raises(TypeError, match="unexpected keyword argument 'extra'"):
        cad.StartDeployTaskResponse(extra={})  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="'index'"):
        cad.StartResult()  # type: ignore[call-arg]


def test_they_are_compared_by_value_and_not_hashed() -> None:
    assert cad.DynamicConfigInfo("a") == cad.DynamicConfigInfo("a") != cad.DynamicConfigInfo("b")
    assert cad.DynamicConfigInfo() != cad.EnvExecutionBody()  # type: ignore[comparison-overlap]
    with pytest.raises(TypeError, match="unhashable"):
        hash(cad.DynamicConfigInfo())


def test_facts_about_the_exchange_come_after_the_fields_of_the_document() -> None:
    reply = cad.StartDeployTaskResponse.from_dict({"id": "r", "_meta": {"http_status": 200}})
    assert repr(reply).startswith("StartDeployTaskResponse(id='r', status_code=200")


def test_each_has_its_own_collections() -> None:
    first, second = cad.StartDeployTaskResponse(), cad.StartDeployTaskResponse()
    first.extra["a"] = 1
    assert second.extra == {}


def test_a_fault_is_frozen_and_hashed() -> None:
    fault = cad.Violation("path", "rule", "message")
    with pytest.raises(dataclasses.FrozenInstanceError):
        fault.path = "other"  # type: ignore[misc]
    assert {fault: 1}[cad.Violation("path", "rule", "message")] == 1
    assert repr(fault) == "Violation(path='path', rule='rule', message='message', line=None, column=None)"
    assert copy.deepcopy(fault) == fault == dataclasses.replace(fault)


def test_a_subclass_may_be_a_standard_dataclass() -> None:
    reply = Extended.from_dict({"id": "r", "later": "l", "unknown": 1})
    assert (reply.id, reply.later, reply.extra) == ("r", "l", {"unknown": 1})
    assert "later" in names(Extended) and Extended(later="x").later == "x"
    assert reply.to_dict() == {"id": "r", "later": "l", "unknown": 1}


def test_a_subclass_may_have_its_own_constructor() -> None:
    assert Plain("a").to_dict() == {"key": "a", "value": "1", "type": "text"}
    assert list(inspect.signature(Plain).parameters) == ["key"]


@pytest.mark.skipif(sys.version_info < (3, 10), reason="match is of 3.10")
def test_a_model_can_be_matched() -> None:
    assert cad.DynamicConfigInfo.__match_args__ == ("key", "value", "type")


@pytest.mark.skipif(sys.version_info < (3, 13), reason="copy.replace is of 3.13")
def test_copy_replace_knows_them() -> None:
    assert copy.replace(cad.DynamicConfigInfo("a"), key="b").key == "b"  # type: ignore[attr-defined]


def test_a_start_imports_no_dataclasses() -> None:
    """Nor anything else that takes longer to import than this package."""
    code = """if True:
        import sys
        before = set(sys.modules)
        import codearts_deploy as cad
        cad.DynamicConfigInfo("a", "1", "text"), cad.BusyError, cad.DeployWarning
        with cad.Client(endpoint="http://127.0.0.1:1", token="t" * 8) as client:
            try:
                client.start_deploy_task("d2dc947ec2424d8789bb3984bb3adf45", params={"a": "1"})
            except cad.ConnectError as error:
                assert error.outcome == "not_sent"
        print(*set(sys.modules) - before)
    """
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ended.stdout.split())
    assert "codearts_deploy.client" in loaded
    assert not loaded & {"dataclasses", "inspect", "typing", "datetime", "weakref", "copy", "asyncio", "warnings"}
