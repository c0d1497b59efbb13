"""The behaviour table: its cases, and what is written short in them. README.md describes the format."""
from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent / "cases"
SECRET = "secret-value-91d77a"


class Case(NamedTuple):
    """A case of the table: a service in some state, and what a client does there."""

    file: str
    name: str
    #: Orders to the emulator, by the name of its control.
    service: dict[str, Any]
    #: What every request is answered instead; None: the emulator answers.
    reply: Any
    #: The client's configuration beside endpoint and token.
    configuration: dict[str, Any]
    calls: list[dict[str, Any]]
    #: Counts of what must truly have arrived: "requests", "starts", "records".
    arrived: dict[str, int]

    @property
    def id(self) -> str:
        return f"{self.file}: {self.name}"


def cases() -> list[Case]:
    found = [_case(path.stem, row) for path in sorted(FOLDER.glob("*.json")) for row in _rows(path)]
    names = [each.id for each in found]
    assert len(names) == len(set(names)), "two cases have the same name"
    return found


def _rows(path: Path) -> list[dict[str, Any]]:
    """The cases of a file, with what all of them, or all their calls, have in common."""
    table = json.loads(path.read_text(encoding="utf-8"))
    rows = [{**table.get("every_case", {}), **row} for row in table["cases"]]
    return [{**row, "calls": [{**table.get("every_call", {}), **call} for call in row["calls"]]} for row in rows]


def _case(file: str, row: dict[str, Any]) -> Case:
    arrived: dict[str, int] = {name: row.pop(name) for name in ("requests", "starts", "records") if name in row}
    case = Case(file, row.pop("name"), row.pop("service", {}), row.pop("reply", None), row.pop("configuration", {}),
                row.pop("calls"), arrived)
    assert not row, f"{case.id}: there is no {', '.join(row)} in a case"
    return case


def written_out(value: Any, words: Callable[[str], str]) -> Any:
    """A value with `${WORD}` replaced by what it stands for, and `{"$repeat": n, "of": value}` by so many of them."""
    if isinstance(value, str):
        return _filled(value, words)
    if isinstance(value, list):
        return [written_out(each, words) for each in value]
    if not isinstance(value, dict):
        return value
    if "$repeat" in value:
        return [
            written_out(value["of"], lambda word, number=number: str(number) if word == "i" else words(word))  # type: ignore[misc]
            for number in range(value["$repeat"])]
    return {_filled(name, words): written_out(each, words) for name, each in value.items()}


def _filled(text: str, words: Callable[[str], str]) -> str:
    """`${x*9000}` is x, 9,000 times."""
    def fill(found: re.Match[str]) -> str:
        piece, _, count = found[1].rpartition("*")
        return piece * int(count) if piece else words(found[1])
    return re.sub(r"\$\{(.+?)\}", fill, text, flags=re.S)


def text_of(request: Any) -> str:
    """A request as it goes over: a text as it is, anything else as its JSON."""
    return request if isinstance(request, str) else json.dumps(request)


MISSING = object()


def member(document: Any, pointer: str) -> Any:
    """What a JSON pointer finds; MISSING where there is nothing."""
    for part in pointer.split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        if isinstance(document, list) and part.isdigit() and int(part) < len(document):
            document = document[int(part)]
        elif isinstance(document, dict) and part in document:
            document = document[part]
        else:
            return MISSING
    return document


def in_order(wanted: list[str], names: list[str]) -> bool:
    """Whether all of them came, in this order, whatever came between them."""
    rest = iter(names)
    return all(each in rest for each in wanted)
