"""What needs no service."""

from __future__ import annotations

from typing import Any

from ._errors import invoke
from ._request import Request, request_json
from ._text import encode

__all__ = ["schema", "validate"]


def validate(operation: str, request: Request) -> dict[str, Any]:
    """Checks a request with every rule that the call itself applies, and sends nothing.

    `request` is what `Client.call` takes. The result is {"operation", "method", "path"}; a ValidationError has every
    fault of the request in its `violations`.
    """
    return invoke("cad_validate", encode(operation, "operation"), request_json(request))


def schema(operation: str | None = None) -> dict[str, Any]:
    """Describes an operation: {"operation", "summary", "page", "method", "path", "request", "response"}, the last two
    as JSON Schema; without one, all of them as one OpenAPI 3.1 document.
    """
    return invoke("cad_schema", None if operation is None else encode(operation, "operation"))
