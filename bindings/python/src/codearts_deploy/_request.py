"""Requests: converting a caller's arguments to the library's form, one flat JSON object."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping

from ._text import MAX_BITS, fault_at, json_text, refusal, to_json
from ._typing import TYPE_CHECKING, Any
from .models._base import Model
from .models._base import Request as RequestModel

if TYPE_CHECKING:
    from ._arguments import Item, Milliseconds, Params, Request, Seconds


def request_json(request: Request) -> bytes:
    """The JSON text of a request. If it is text already, it is passed on byte for byte."""
    if isinstance(request, (str, bytes)):
        return json_text(request, "request")
    return to_json(flatten(request) if isinstance(request, RequestModel) else request)


def with_options(request: Any, options: Mapping[str, Any]) -> tuple[Any, Mapping[str, Any]]:
    """A request with more members in its "_options", and those that it had; its own take precedence."""
    fields = flatten(request) if isinstance(request, RequestModel) else request
    given = fields.get("_options") or {} if isinstance(fields, Mapping) else None
    if not isinstance(given, Mapping):
        return fields, {}
    return {**fields, "_options": {**options, **given}}, given


def with_member(text: bytes, name: str, value: object) -> bytes:
    """The JSON text of an object with one more member, after the others so that their faults keep line and column.

    A text that is not an object does not become one, and is refused.
    """
    members, brace, rest = text.rpartition(b"}")
    if not brace:
        return text
    comma = b"" if members.strip() == b"{" else b","
    return members + comma + to_json(name) + b":" + to_json(value) + brace + rest


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


def fields_of(name: str, first: object, timeout_ms: object, /, **others: object) -> dict[str, Any]:
    """The request of a method whose first argument is the field `name` or a request object.

    `timeout_ms` is the limit of this call. None is not sent. A request object has all fields of the service, so none
    may be passed in addition.
    """
    given = {other: value for other, value in others.items() if value is not None}
    if isinstance(first, RequestModel):
        if given:
            raise TypeError(f"{', '.join(given)} given beside a request object; set it in the request")
        given = flatten(first)
    elif first is not None:
        given = {name: first, **given}
    if timeout_ms is not None:
        given["_options"] = {"timeout_ms": timeout_ms}
    return given


def call_limit(timeout: Seconds | None, timeout_ms: Milliseconds | None) -> object:
    """The limit of one call in milliseconds, from either of the two arguments that set it."""
    if timeout is not None and timeout_ms is not None:
        raise refusal(fault_at("timeout", "conflict", "timeout_ms is given as well, and sets the same limit."))
    return whole_milliseconds(timeout_ms) if timeout is None else milliseconds(timeout)


def param_list(params: Params | None) -> object:
    """A dict, {"version": "1.2.3", "env:enum": "test"}, as the service's list; anything else as it is."""
    if isinstance(params, Mapping):
        return [_param(name, value) for name, value in params.items()]
    return params


def _param(name: object, value: object) -> dict[str, object]:
    """A parameter; the type, unless it is "text", follows a colon, which no key contains."""
    key, colon, kind = name.partition(":") if isinstance(name, str) else (name, "", "")
    return {"key": key, "value": _param_text(value), "type": kind if colon else "text"}


def _param_text(value: object) -> object:
    """The text of a number, as it was written, or of a truth value; anything else is left for the library to refuse."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return int.__repr__(value) if value.bit_length() <= MAX_BITS else value
    return str(value) if is_decimal(value) else value


def is_decimal(value: object) -> bool:
    """Whether it is a number of `decimal`, which takes longer to import than this package."""
    decimal = sys.modules.get("decimal")
    return decimal is not None and isinstance(value, decimal.Decimal) and value.is_finite()


def listed(items: Iterable[Item]) -> object:
    """The items of start_many in a list, where an iterator can be read only once; what is no iterable as it is."""
    if isinstance(items, (str, bytes, Mapping, RequestModel)) or not isinstance(items, Iterable):
        return items
    return list(items)


def item_list(items: object) -> object:
    """The starts of start_many. Anything else, such as a single request, is left for the library to refuse."""
    if isinstance(items, RequestModel):
        return items.wire_fields()
    return [_item(item) for item in items] if isinstance(items, list) else items


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
