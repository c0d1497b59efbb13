"""The documents that the schemas describe, with the tables' names: what both back ends write."""
from __future__ import annotations

import re
from typing import Any, Iterator, NamedTuple

from .schemas import Schemas
from .tables import BODIES, CLASSES, MODULES, NOTES, PROMISED, Fault

ALPHABETS = {
    "^[0-9A-Za-z]*$": "letters and digits",
    "^[0-9A-Za-z._-]*$": "letters, digits, hyphens, underscores and periods",
    "^[0-9]*$": "digits",
}


class Member(NamedTuple):
    name: str
    kind: str  # "string", "integer", "boolean", "any", or "body", the document `model` beside a request's other fields
    container: str = ""  # "list" or "map": many of the kind
    model: str | None = None  # the document that it is, or that it has many of
    is_sent: bool = False
    is_promised: bool = False
    is_secret: bool = False
    is_configurable: bool = False
    takes_numbers: bool = False
    remark: str = ""


class Document(NamedTuple):
    name: str
    base: str  # "Model", "Request", "Reply", "Response", "ArrayResponse", or a class kept by hand
    summary: str
    members: list[Member]
    operation: str = ""  # whose request or response it is
    shared: str = ""  # the document that has the members of this response


def remark(of: str, schema: dict[str, Any]) -> str:
    """What a reader of the member wants to know: its description, limits and default, and the table's words."""
    text = schema.get("description", "").rstrip(".")
    if re.match("[A-Z][a-z ]", text):
        text = text[0].lower() + text[1:]
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    parts = [text]
    if most is not None:
        kind = ALPHABETS.get(schema.get("pattern", ""), "characters")
        parts.append(f"{most:,} {kind}" if least == most else f"{least} to {most:,} {kind}" if least else
                     f"at most {most:,} {kind}")
    if "maximum" in schema:
        parts.append(f"{schema['minimum']} to {schema['maximum']}")
    if "maxItems" in schema:
        parts.append(f"at most {schema['maxItems']:,}")
    allowed = [str(value) for value in schema.get("enum", schema.get("items", {}).get("enum", []))]
    if not all(re.search(rf"\b{value}\b", text) for value in allowed):
        parts.append(", ".join(allowed))
    if "default" in schema:
        parts.append(f"if absent {str(schema['default']).lower()}")
    parts.append(NOTES.get(of, ""))
    return "; ".join(filter(None, parts))


class Documents:
    def __init__(self, schemas: Schemas):
        self.schemas = schemas
        self._names = {place: name for name, known in CLASSES.items() for place in reversed(known.places)}
        self.module_of: dict[str, str] = {}
        self._remarks: set[str] = set()
        covered = [operation for _, operations in MODULES.values() for operation in operations]
        for operation in sorted(set(schemas.names) - set(covered)):
            raise Fault(f"{operation} stands in no module: add it to MODULES")
        self.modules = {module: list(self._documents(module, MODULES[module][1])) for module in MODULES}
        for name in sorted(set(CLASSES) - set(self.module_of)):
            raise Fault(f"{name} stands in CLASSES, and no document has that name")
        for member in sorted((set(NOTES) | PROMISED) - self._remarks):
            raise Fault(f"{member} stands in NOTES or PROMISED, and there is no such member")

    def document(self, name: str) -> Document:
        return next(each for own in self.modules.values() for each in own if each.name == name)

    def _documents(self, module: str, operations: list[str]) -> Iterator[Document]:
        for operation in operations:
            stem = "".join(word.capitalize() for word in operation.split("_"))
            if operation in self.schemas.names:
                yield from self._request(module, operation, f"{stem}Request")
            reply = self.schemas.reply(operation)
            yield from self._nested(module, operation, reply)
            yield self._response(operation, f"{stem}Response", reply)

    def _request(self, module: str, operation: str, name: str) -> Iterator[Document]:
        outer, body, configurable = self.schemas.request(operation)

        def members(of: str, schemas: dict[str, Any]) -> list[Member]:
            return [self._member(of, operation, *each, True, each[0] in configurable) for each in schemas.items()]

        own = members(name, outer)
        if body:
            if operation not in BODIES:
                raise Fault(f"the body of {operation} has no name: add it to BODIES")
            yield from self._nested(module, operation, {"properties": body}, "Model")
            yield Document(BODIES[operation], "Model", f"The body of {operation}.", members(BODIES[operation], body))
            own.append(Member("body", "body", model=BODIES[operation], is_sent=True))
        yield Document(name, "Request", self.schemas.summary(operation), own, operation)

    def _response(self, operation: str, name: str, reply: dict[str, Any]) -> Document:
        summary, shared = f"What {operation} answers.", self._names.get(operation, "")
        if shared:
            return Document(name, "Response", summary, [], operation, shared)
        base = "ArrayResponse" if list(reply["properties"]) == ["body"] else "Response"
        described = {member: schema for member, schema in reply["properties"].items() if member != "_meta"}
        members = [self._member(name, operation, *each) for each in described.items()]
        return Document(name, base, summary, members, operation)

    def _nested(self, module: str, place: str, schema: dict[str, Any], base: str = "") -> Iterator[Document]:
        """The documents inside of one, the innermost first, each class where its name comes up first."""
        for member, inner in schema.get("properties", {}).items():
            element = self._element(inner)
            if "properties" in element and member != "_meta":
                yield from self._nested(module, f"{place}.{member}", element, base)
        name = self._names.get(place)
        if name is None or name in self.module_of:
            return
        self.module_of[name] = module
        known = CLASSES[name]
        schemas: dict[str, tuple[str, dict[str, Any]]] = {}
        for other in known.places:
            for member, inner in self._properties(other).items():
                schemas.setdefault(member, (other, inner))
        for other in known.places:
            yield from self._nested(module, other, {"properties": self._properties(other)}, base)
        members = [
            self._member(name, other, member, inner, base == "Model") for member, (other, inner) in schemas.items()]
        yield Document(name, base or known.base, known.summary, members)

    def _properties(self, place: str) -> dict[str, Any]:
        operation, *path = place.split(".")
        schema = self.schemas.reply(operation)
        body = self.schemas.request(operation)[1] if operation in BODIES else {}
        if path and path[0] in body:
            schema = {"properties": body}
        for member in path:
            if member not in schema.get("properties", {}):
                raise Fault(f"{place} stands in CLASSES, and there is no such document")
            schema = self._element(schema["properties"][member])
        return dict(schema.get("properties", {}))

    @staticmethod
    def _element(schema: dict[str, Any]) -> dict[str, Any]:
        """What an array or an object of many holds; else the schema itself."""
        inner = schema.get("items") or schema.get("additionalProperties")
        return inner if isinstance(inner, dict) and "type" in inner else schema

    def _member(
        self, of: str, place: str, name: str, schema: dict[str, Any], is_sent: bool = False,
        is_configurable: bool = False,
    ) -> Member:
        self._remarks.add(f"{of}.{name}")
        element = self._element(schema)
        is_map = isinstance(schema.get("additionalProperties"), dict)
        model = self._names.get(f"{place}.{name}")
        if model is None and "properties" in element:
            raise Fault(f"{place}.{name} is a document without a name: add it to CLASSES")
        kind = element.get("type", "any")
        return Member(
            name, kind if kind in ("string", "integer", "boolean") else "any",
            "list" if "items" in schema else "map" if is_map else "", model, is_sent,
            is_promised=f"{of}.{name}" in PROMISED, is_secret=schema.get("format") == "password",
            is_configurable=is_configurable,
            takes_numbers=of in BODIES.values() and name in self.schemas.takes_numbers(place),
            remark=remark(f"{of}.{name}", schema))
