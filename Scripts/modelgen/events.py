"""The events of an operation, as TypedDicts of Python: a union that `event["event"]` narrows."""
from __future__ import annotations

from typing import Iterator

from .tables import EVENTS


def events() -> str:
    names = {event: f"{event.capitalize()}Event" for event in EVENTS}
    lines = [
        '"""What an operation tells while it goes on."""', "", "from __future__ import annotations", "",
        "from typing import Any, Literal, TypedDict, Union", "", "from .words import State", "",
        "__all__ = [", *(f'    "{name}",' for name in sorted([*names.values(), "Event"])), "]", "", "",
        "class _Known(TypedDict):", '    """What every event has."""', "",
        "    time: str  # UTC by this machine's clock, \"2026-05-31T08:15:30.042Z\"", "", "",
        "class _OfTask(_Known, total=False):", '    """An event that may be about a task."""', "",
        "    task_id: str", "", "",
        "class _About(_OfTask, total=False):", '    """An event that may be about a record too."""', "",
        "    record_id: str"]
    for event, (summary, members) in EVENTS.items():
        lines += _event(event, names[event], summary, members)
    lines += ["", "", "Event = Union[", *(f"    {name}," for name in names.values()), "]"]
    lines += ['"""An event; `event[\"event\"]` says which. There may be others that this version does not know."""']
    return "\n".join(lines) + "\n"


def _event(event: str, name: str, summary: str, members: dict[str, str]) -> Iterator[str]:
    """Members with a question mark may be absent: Python 3.9 needs a base class for them."""
    base = "_OfTask" if "record_id" in members else "_About"
    optional = {member[:-1]: kind for member, kind in members.items() if member.endswith("?")}
    if optional:
        base = f"_{name}"
        yield from ("", "", f"class {base}(_About, total=False):")
        yield from (f"    {member}: {kind}" for member, kind in optional.items())
    yield from ("", "", f"class {name}({base}):", f'    """{summary}"""', "", f'    event: Literal["{event}"]')
    yield from (f"    {member}: {kind}" for member, kind in members.items() if not member.endswith("?"))
