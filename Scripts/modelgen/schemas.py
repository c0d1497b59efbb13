"""What a library says of itself."""
from __future__ import annotations

import ctypes
import json
from typing import Any

from .tables import Fault


class Schemas:
    """What a library answers to cad_schema."""

    class _Buffer(ctypes.Structure):
        _fields_ = [("data", ctypes.c_void_p), ("len", ctypes.c_size_t)]

    def __init__(self, path: str):
        self._library = ctypes.CDLL(path)
        self._library.cad_schema.argtypes = [ctypes.c_char_p, ctypes.POINTER(self._Buffer)]
        self._library.cad_buffer_free.argtypes = [ctypes.POINTER(self._Buffer)]
        self._library.cad_buffer_free.restype = None
        self._wire = {
            operation["operationId"]: operation
            for path_item in self._document(None)["paths"].values() for operation in path_item.values()}
        self.names = list(self._wire)

    def _document(self, operation: str | None) -> Any:
        out = self._Buffer()
        status = self._library.cad_schema(operation.encode() if operation else None, ctypes.byref(out))
        text = ctypes.string_at(out.data, out.len) if out.data else b""
        self._library.cad_buffer_free(ctypes.byref(out))
        if status != 0:
            raise Fault(f"cad_schema answered {status}: {text.decode()}")
        return json.loads(text)

    def described(self, operation: str) -> dict[str, Any]:
        """What the library says of one operation, of several calls too."""
        own: dict[str, Any] = self._document(operation)
        return own

    def request(self, operation: str) -> tuple[dict[str, Any], dict[str, Any], set[str]]:
        """The members beside the body, those of the body, and those that the client's configuration may give."""
        wire = self._wire[operation]
        outer = {each["name"]: each["schema"] for each in wire["parameters"]}
        needed = {each["name"] for each in wire["parameters"] if each.get("required")}
        body: dict[str, Any] = {}
        if "requestBody" in wire:
            schema = wire["requestBody"]["content"]["application/json"]["schema"]
            body, needed = schema["properties"], needed | set(schema["required"])
        return outer, body, needed - set(self._document(operation)["request"]["required"])

    def flat(self, operation: str) -> tuple[dict[str, Any], set[str]]:
        """The members of the whole request side by side, in the row's order, and those that must be there."""
        outer, body, configurable = self.request(operation)
        request = self._document(operation)["request"]
        members = {name: schema for name, schema in request["properties"].items() if name in outer or name in body}
        return members, set(request["required"]) | configurable

    def whole(self, operation: str) -> dict[str, Any]:
        """The schema of the whole request, its options too."""
        request: dict[str, Any] = self._document(operation)["request"]
        return request

    def configuration(self) -> dict[str, Any]:
        """The members of a client's configuration."""
        members: dict[str, Any] = self._document(None)["components"]["schemas"]["Configuration"]["properties"]
        return members

    def page(self, operation: str) -> str:
        return str(self._wire[operation]["externalDocs"]["url"])

    def takes_numbers(self, operation: str) -> set[str]:
        """Texts that the library takes as numbers too, which the wire's schema does not tell."""
        request = self._document(operation)["request"]["properties"]
        return {name for name, schema in request.items() if schema.get("type") == ["string", "integer"]}

    def summary(self, operation: str) -> str:
        return str(self._wire[operation]["summary"])

    def reply(self, operation: str) -> dict[str, Any]:
        """An array, which has no members, gets the one that the official SDK gives it."""
        if operation not in self._wire:
            own: dict[str, Any] = self._document(operation)["response"]
            return own
        schema: dict[str, Any] = self._wire[operation]["responses"]["200"]["content"]["application/json"]["schema"]
        return {"type": "object", "properties": {"body": schema}} if schema["type"] == "array" else schema
