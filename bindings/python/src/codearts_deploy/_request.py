"""Requests: converting a caller's arguments to the library's form, one flat JSON object."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

from ._text import fault_at, json_text, refusal, summary, to_json
from ._typing import TYPE_CHECKING, Any
from .exceptions import ValidationError
from .models._base import Model
from .models._base import Request as RequestModel

if TYPE_CHECKING:
    from ._arguments import Item, Milliseconds, Params, Request


def request_json(request: Request) -> bytes:
    """The JSON text of a request. If it is text already, it is passed on byte for byte."""
    if isinstance(request, (str, bytes)):
        return json_text(request, "request")
    return to_json(flatten(request) if isinstance(request, RequestModel) else request)


def flatten(request: RequestModel) -> dict[str, Any]:
    """The fields of path, query and body side by side."""
    outer = request.wire_fields()
    body = outer.pop("body", {})
    if isinstance(body, Model):
        body = body.wire_fields()
    if not isinstance(body, Mapping):
        message = f"This is a value of type {type(body).__name__}; it must be a model of the body or a dict."
        raise refusal(fault_at("body", "type", message))
    for name in outer:
        if name in body:
            raise refusal(fault_at(f"body.{name}", "conflict", "This stands in the request already, beside its body."))
    return {**outer, **body}


def fields_of(name: str, first: object, timeout_ms: Milliseconds | None, /, **others: object) -> dict[str, Any]:
    """The request of a method whose first argument is the field `name` or a request object.

    None is not sent. A request object has all fields of the service, so none may be passed in addition.
    """
    given = {other: value for other, value in others.items() if value is not None}
    if isinstance(first, RequestModel):
        if given:
            raise TypeError(f"{', '.join(given)} given beside a request object; set it in the request")
        given = flatten(first)
    elif first is not None:
        given = {name: first, **given}
    if timeout_ms is not None:
        given["_options"] = {"timeout_ms": whole_milliseconds(timeout_ms)}
    return given


def param_list(params: Params | None) -> object:
    """A dict of texts as the list that the service expects; anything else as it is."""
    if isinstance(params, Mapping):
        return [{"key": key, "value": value, "type": "text"} for key, value in params.items()]
    return params


def item_list(items: Iterable[Item]) -> object:
    """The starts of start_many. Anything else, such as a single request, is left for the library to refuse."""
    if isinstance(items, RequestModel):
        return items.wire_fields()
    if isinstance(items, (str, bytes, Mapping)) or not isinstance(items, Iterable):
        return items
    return [_item(item) for item in items]


def _item(item: Item) -> object:
    if isinstance(item, RequestModel):
        return flatten(item)
    if isinstance(item, Mapping) and isinstance(item.get("params"), Mapping):
        return {**item, "params": param_list(item["params"])}
    return item


def milliseconds(seconds: Any) -> object:
    """Whole milliseconds of a number of seconds or a timedelta; anything else is left for the library to refuse."""
    if hasattr(seconds, "total_seconds"):
        return whole_milliseconds(seconds)
    if isinstance(seconds, bool) or not hasattr(type(seconds), "__float__"):
        return seconds
    number = float(seconds)
    return round(number * 1000) if math.isfinite(number) else number


def whole_milliseconds(time: Any) -> object:
    """The milliseconds of a timedelta; anything else, numbers too, as it is."""
    return round(time.total_seconds() * 1000) if hasattr(time, "total_seconds") else time


def day(given: Any) -> object:
    """The text of a date; anything else as it is, a datetime too, which names no day without its zone."""
    return given.isoformat() if hasattr(given, "isoformat") and not hasattr(given, "hour") else given


def as_written(error: ValidationError, seconds: Iterable[str], params: object) -> ValidationError:
    """The error in the terms of a method's arguments: durations in seconds, and parameters by their keys.

    `seconds` are the names of the arguments that were durations, `params` is the argument of this name.
    """
    names = {"_options.timeout_ms": "timeout_ms", **{f"{name}_ms": name for name in seconds}}
    keys = list(params) if isinstance(params, Mapping) else []
    faults = [dict(fault) for fault in error.document.get("violations", ())]
    for fault in faults:
        path, message = fault.get("path", ""), fault.get("message", "")
        if path in names:
            fault["path"] = names[path]
            fault["message"] = message if path == "_options.timeout_ms" else _in_seconds(message)
        element = re.match(r"params\[(\d+)\]", path)
        if element and int(element[1]) < len(keys):
            fault["message"] = f"Parameter {keys[int(element[1])]!r}: {message}"
    if not faults:
        return error
    return ValidationError({**error.document, "message": summary("request", *faults), "violations": faults})


def _in_seconds(message: str) -> str:
    """A message about milliseconds, turned into one about seconds."""
    spans = r"a whole number from (\d+) to (\d+)"
    message = re.sub(spans, lambda span: f"from {int(span[1]) / 1000:g} to {int(span[2]) / 1000:g} seconds", message)
    return message.replace("a whole number", "a number of seconds or a timedelta").replace("; pass a number", "")
