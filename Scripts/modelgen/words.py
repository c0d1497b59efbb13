"""The sets of words that a caller may write or read, as Literals of Python."""
from __future__ import annotations

from typing import Any

from .schemas import Schemas
from .tables import FIXED_WORDS, WORDS, Fault


def words(schemas: Schemas) -> str:
    listed = {name: (summary, _listed(schemas, place)) for name, (summary, place) in WORDS.items()}
    known: dict[str, tuple[str, list[Any]]] = {**listed, **FIXED_WORDS}
    lines = [
        '"""Sets of words, for annotations."""', "", "from typing import Literal", "",
        "__all__ = [", *(f'    "{name}",' for name in sorted(known)), "]"]
    for name, (summary, values) in known.items():
        shown = ", ".join(f'"{value}"' if isinstance(value, str) else str(value) for value in values)
        lines += ["", f"{name} = Literal[{shown}]", f'"""{summary}"""']
    return "\n".join(lines) + "\n"


def _listed(schemas: Schemas, place: str) -> list[Any]:
    """The words that a schema lists for a member, given as operation.member.member."""
    operation, *path = place.split(".")
    schema = schemas.whole(operation)
    for member in path:
        schema = schema.get("properties", {}).get(member)
        if schema is None:
            raise Fault(f"{place} stands in WORDS, and there is no such member")
        schema = schema.get("items", schema)
    if "enum" not in schema:
        raise Fault(f"{place} stands in WORDS, and the schema lists no words there")
    return list(schema["enum"])
