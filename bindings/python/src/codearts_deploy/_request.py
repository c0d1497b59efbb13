"""What a caller may pass for a request, brought into the one form that the library takes: a flat JSON object."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Union

from ._text import fault_at, json_text, refusal, to_json
from .models._base import Model
from .models._base import Request as RequestModel

if TYPE_CHECKING:
    from .models import DynamicConfigInfo, StartDeployTaskRequest

Params = Union[Mapping[str, str], Sequence[Union["DynamicConfigInfo", Mapping[str, Any]]]]
"""The `params` of a start: texts by their keys, or a list of DynamicConfigInfo or of dicts with key, value and type."""

Request = Union[Mapping[str, Any], RequestModel, str, bytes]
"""For `call`, `submit` and `validate`: the operation's fields in one flat object, a request object, or JSON text."""

Item = Union["StartDeployTaskRequest", Mapping[str, Any]]
"""One start of `start_many`: a request object, or a dict of a start's fields."""


def request_json(request: Request) -> bytes:
    """A JSON text is taken byte for byte; a request object is flattened, a mapping is flat already."""
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


def fields_of(name: str, first: object, timeout_ms: int | None, /, **others: object) -> dict[str, Any]:
    """The request of a method, whose first argument is the field `name` or a request object.

    What is None is not sent. A request object holds all fields of the service, so that none may be given beside it.
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


def param_list(params: Params | None) -> object:
    """A dict of texts as the list that the service wants; anything else as it is."""
    if isinstance(params, Mapping):
        return [{"key": key, "value": value, "type": "text"} for key, value in params.items()]
    return params


def item_list(items: Iterable[Item]) -> list[Any]:
    """The starts of start_many."""
    return [_item(item) for item in items]


def _item(item: Item) -> object:
    if isinstance(item, RequestModel):
        return flatten(item)
    if isinstance(item, Mapping) and isinstance(item.get("params"), Mapping):
        return {**item, "params": param_list(item["params"])}
    return item


def milliseconds(seconds: float | None) -> object:
    """Whole milliseconds; what is no number goes on as it is, to be refused by the library."""
    if isinstance(seconds, (int, float)) and not isinstance(seconds, bool) and math.isfinite(seconds):
        return round(seconds * 1000)
    return seconds
