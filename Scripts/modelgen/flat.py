"""Requests as every language but Python writes them, one flat record of wire names each, and the replies."""
from __future__ import annotations

from typing import Any, NamedTuple

from .documents import Documents, remark
from .tables import Fault

#: Operations of several calls, whose requests have types as well.
COMPOSITES = ["deploy", "watch", "prepare_deploy", "start_many", "deploy_many", "list_records", "find_task"]


class Field(NamedTuple):
    name: str
    kind: str  # "string", "integer", "boolean", "any", or the name of a record
    container: str = ""  # "list" or "map": many of the kind
    is_needed: bool = False
    is_on_by_default: bool = False  # a boolean that says something where it is false
    is_secret: bool = False
    remark: str = ""

    @property
    def is_record(self) -> bool:
        return self.kind[:1].isupper()


class Record(NamedTuple):
    name: str
    summary: str
    fields: list[Field]
    is_request: bool
    is_reply: bool  # some are both: an intent that is returned is handed back


def stem(operation: str) -> str:
    return "".join(word.capitalize() for word in operation.split("_"))


def records(documents: Documents) -> list[Record]:
    """What is inside of another comes before it."""
    found: dict[str, Record] = {}
    for operation in [*documents.schemas.names, *COMPOSITES]:
        try:
            described = documents.schemas.described(operation)
        except Fault:
            continue  # an older library
        _request(found, f"{stem(operation)}Request", f"The request of {operation}.", described["request"])
    for own in documents.modules.values():
        for document in own:
            if document.base in ("Model", "Request"):
                continue
            fields = documents.document(document.shared).members if document.shared else document.members
            reply = Record(document.name, document.summary, [
                Field("items" if document.base == "ArrayResponse" else each.name, each.model or each.kind,
                      each.container, each.is_promised, is_secret=each.is_secret, remark=each.remark)
                for each in fields], False, True)
            both = found.get(document.name)
            found[document.name] = both._replace(is_reply=True) if both else reply
    return list(found.values())


def _request(found: dict[str, Record], name: str, summary: str, schema: dict[str, Any]) -> None:
    fields = []
    for member, inner in schema["properties"].items():
        element = inner.get("items", inner)
        kind = element.get("type", "any")
        if element.get("properties"):
            kind = element.get("title", f"{name}{stem(member)}")
            if kind not in found:
                _request(found, kind, inner.get("description", f"What stands in {member}."), element)
        elif isinstance(kind, list):
            kind = "string" if member == "trigger_source" else "any"
        fields.append(Field(
            member, kind if kind in ("string", "integer", "boolean") or kind in found else "any",
            "list" if "items" in inner else "", member in schema.get("required", []),
            inner.get("default") is True, remark=remark(f"{name}.{member}", inner)))
    found[name] = Record(name, summary, fields, True, False)
