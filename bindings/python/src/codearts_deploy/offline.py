"""Functions that need no service."""

from __future__ import annotations

from ._errors import invoke
from ._request import request_json
from ._text import encode
from ._typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._arguments import Request

__all__ = ["schema", "validate"]


def validate(operation: str, request: Request) -> dict[str, Any]:
    """Checks a request against every rule that the call itself applies, and sends nothing.

    `request` is what `Client.call` takes. Returns {"operation", "method", "path"}. Raises ValidationError, with every
    fault of the request in `violations`.
    """
    return invoke("cad_validate", encode(operation, "operation"), request_json(request))


def schema(operation: str | None = None) -> dict[str, Any]:
    """Describes an operation: {"operation", "summary", "page", "method", "path", "request", "response"}, the last two
    as JSON Schema. `operation` None returns one OpenAPI 3.1 document of all operations.
    """
    return invoke("cad_schema", None if operation is None else encode(operation, "operation"))
