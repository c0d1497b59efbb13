"""What Python knows of a configuration is what the library's schema says of it."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

import codearts_deploy as cad
from codearts_deploy import _arguments, _base

SCHEMA: dict[str, Any] = cad.schema()["components"]["schemas"]["Configuration"]["properties"]
TYPES = {"string": "str", "integer": "int", "boolean": "bool", "object": "IAMUser"}
#: More than the schema's type: whatever names a file, whatever says how long.
WIDER = {"FileName": "str", "Milliseconds": "int"}


def hints(kind: type) -> dict[str, str]:
    """The annotations as they are written; for a reader they may stand in quotes."""
    found = re.findall(r"^    (\w+): \"?(\w+)\"?", inspect.getsource(kind), re.MULTILINE)
    return {name: WIDER.get(written, written) for name, written in found}


def test_its_members_are_those_of_the_schema() -> None:
    assert hints(_arguments.Configuration) == {name: TYPES[member["type"]] for name, member in SCHEMA.items()}
    assert hints(_arguments.IAMUser) == dict.fromkeys(SCHEMA["iam"]["properties"], "str")


def test_its_remarks_begin_with_the_defaults_of_the_schema() -> None:
    source = inspect.getsource(_arguments.Configuration)
    for name, member in SCHEMA.items():
        if type(member.get("default")) in (int, bool):
            assert re.search(rf"^    {name}: \w+  # {member['default']}\b", source, re.MULTILINE), name


@pytest.mark.parametrize("name", SCHEMA)
def test_what_the_schema_calls_secret_is_never_pickled(name: str) -> None:
    member = SCHEMA[name]
    is_secret = member.get("writeOnly", False)
    is_whole = is_secret and member.get("format") != "uri"  # of a URL, only a password in it is one
    assert _base._is_secret(name, "http://user:password@host") is is_secret
    assert _base._is_secret(name, "http://host") is is_whole
