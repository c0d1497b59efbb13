"""The terms of the caller: a fault of a request under the name that the caller's own line has for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ._text import summary
from ._typing import Any, TypeVar
from .exceptions import ConfigurationError, ValidationError

_DURATION = re.compile(r"(?:_options\.)?(\w+)_ms")
_PARAMETER = re.compile(r"(?:items\[(\d+)\]\.)?params\[(\d+)\](?:\.(key|value|type))?")
_ABOUT = {"key": "In its name: ", "type": "In its type: "}

Refusal = TypeVar("Refusal", ValidationError, ConfigurationError)


def as_written(error: Refusal, given: Mapping[str, object], what: str = "request") -> Refusal:
    """The error with its faults as the caller can find them. `given` are the arguments by their names."""
    told = error.document.get("violations", [])
    faults = [_fault_as_written(fault, given) for fault in told]
    if faults == told:
        return error
    return type(error)({**error.document, "message": summary(what, *faults), "violations": faults})


def _fault_as_written(fault: Mapping[str, Any], given: Mapping[str, object]) -> dict[str, Any]:
    path, message = fault.get("path", ""), fault.get("message", "")
    duration = _DURATION.fullmatch(path)
    if duration and duration[1] in given:
        return {**fault, "path": duration[1], "message": _in_seconds(message)}
    if duration and f"{duration[1]}_ms" in given:
        return {**fault, "path": f"{duration[1]}_ms"}
    parameter = _PARAMETER.match(path)
    name, value = _parameter(given, parameter) if parameter else (None, None)
    if parameter is None or name is None:
        return dict(fault)
    item = f"items[{parameter[1]}]." if parameter[1] else ""
    if parameter[3] in ("value", None):
        message = _no_text(value) or message
    return {**fault, "path": f"{item}params[{name}]", "message": _ABOUT.get(parameter[3], "") + message}


def _parameter(given: Mapping[str, object], place: re.Match[str]) -> tuple[str | None, object]:
    """The name, in quotes, and the value of a parameter that was passed in a dict; no name for any other."""
    params = given.get("params")
    if place[1]:
        items = given.get("items")
        item = items[int(place[1])] if isinstance(items, Sequence) and int(place[1]) < len(items) else None
        params = item.get("params") if isinstance(item, Mapping) else None
    if not isinstance(params, Mapping) or int(place[2]) >= len(params):
        return None, None
    name, value = list(params.items())[int(place[2])]
    return _quoted(name), value


def _quoted(name: object) -> str:
    return "\"" + name.replace("\\", "\\\\").replace('"', '\\"') + "\"" if isinstance(name, str) else repr(name)


def _no_text(value: object) -> str | None:
    """Why a value cannot stand for a parameter's text; None where the library's own words say it."""
    if value is None:
        return "This is None. Pass a text, which may be empty, or leave the parameter out."
    if isinstance(value, float):
        return "This is a float, which does not keep how it was written: 1.10 is 1.1. Pass a str or a Decimal."
    return None


def _in_seconds(message: str) -> str:
    """A message about milliseconds, turned into one about seconds."""
    spans = r"a whole number from (\d+) to (\d+)"
    message = re.sub(spans, lambda span: f"from {int(span[1]) / 1000:g} to {int(span[2]) / 1000:g} seconds", message)
    return message.replace("a whole number", "a number of seconds or a timedelta").replace("; pass a number", "")
