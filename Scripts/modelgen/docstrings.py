"""The arguments in the docstrings of the Python clients: what each is, its unit, what it allows and its default."""
from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .documents import ALPHABETS
from .schemas import Schemas
from .tables import Fault

FOLDER = "bindings/python/src/codearts_deploy"
WIDTH = 120
HEADING = "Args:"
#: What the schemas do not say, since Python adds it or takes more.
ARGUMENTS = {
    "params": 'a dict, {"version": "1.2.3", "env:enum": "test"}, or a list of DynamicConfigInfo or of dicts with key, '
              "value and type; at most 500",
    "on_event": "called on this thread with each event, a dict whose \"event\" says which: see `Event`",
    "timeout_ms": "`timeout` in milliseconds; only one of the two may be given",
    "intent": "what prepare_deploy returned for the same request, or its `to_dict()`: start by it",
    "connect_timeout_ms": "`connect_timeout` in milliseconds; only one of the two may be given",
}
TIMEOUT = (
    "the limit of this call, retries included; in seconds, a number or a timedelta; 0.001 to 3600; "
    "default: the client's")
OBJECTS = "; or a request object in place of all arguments"


def files(schemas: Schemas, root: Path) -> dict[str, str]:
    """The sources of the clients, with these parts of their docstrings as they should be."""
    written = {}
    for name in ("_methods.py", "_inventory.py", "_base.py", "aio.py"):
        path = f"{FOLDER}/{name}"
        written[path] = _rewritten((root / path).read_text(encoding="utf-8"), schemas)
    return written


def _rewritten(source: str, schemas: Schemas) -> str:
    lines = source.splitlines()
    functions = [
        function for kind in ast.parse(source).body if isinstance(kind, ast.ClassDef)
        for function in kind.body if isinstance(function, ast.FunctionDef)]
    for function in reversed(functions):
        place = function.body[0]
        if not isinstance(place, ast.Expr) or not isinstance(place.value, ast.Constant) or place.end_lineno is None:
            continue
        if function.name == "__init__":
            arguments = _of_configuration(schemas) if function.args.kwarg else []
        elif {"method", "deploy_method"} & {ast.unparse(name) for name in function.decorator_list}:
            arguments = _of_method(function, schemas)
        else:
            arguments = []
        if arguments:
            lines[place.lineno - 1 : place.end_lineno] = _docstring(ast.get_docstring(function) or "", arguments)
    return "\n".join(lines) + "\n"


def _docstring(text: str, arguments: list[tuple[str, str]]) -> Iterator[str]:
    prose = text.partition(f"\n\n{HEADING}")[0].splitlines()
    indent = " " * 8
    yield f'{indent}"""{prose[0]}'
    yield from (f"{indent}{line}".rstrip() for line in prose[1:])
    yield ""
    yield f"{indent}{HEADING}"
    for name, text in arguments:
        yield from textwrap.wrap(
            f"{name}: {text}.", WIDTH, initial_indent=indent + " " * 4, subsequent_indent=indent + " " * 8,
            break_long_words=False, break_on_hyphens=False)
    yield f'{indent}"""'


def _of_method(function: ast.FunctionDef, schemas: Schemas) -> list[tuple[str, str]]:
    members = schemas.whole(function.name)["properties"]
    arguments = function.args.args[1:] + function.args.kwonlyargs
    takes_objects = "Request" in ast.unparse(arguments[0].annotation or ast.Constant(""))
    found = []
    for number, argument in enumerate(arguments):
        text = _of_argument(argument.arg, members, f"{function.name}.{argument.arg}")
        found.append((argument.arg, text + (OBJECTS if number == 0 and takes_objects else "")))
    return found


def _of_argument(name: str, members: dict[str, Any], place: str) -> str:
    if f"{name}_ms" in members:
        return _described(members[f"{name}_ms"], in_seconds=True)
    if name == "timeout":
        return TIMEOUT
    if name in ARGUMENTS:
        return ARGUMENTS[name]
    if name not in members:
        raise Fault(f"{place} is no member of the request: add it to ARGUMENTS")
    return _described(members[name])


def _of_configuration(schemas: Schemas) -> list[tuple[str, str]]:
    found = []
    for name, schema in schemas.configuration().items():
        if name.endswith("_ms"):
            found.append((name[:-3], _described(schema, in_seconds=True)))
        found.append((name, ARGUMENTS.get(name) or _described(schema)))
    return found


def _described(schema: dict[str, Any], in_seconds: bool = False) -> str:
    """What a value is, its unit, what it may be and what it is otherwise."""
    text = schema.get("description", "").rstrip(".").replace("below 250 only", "below 0.25 only")
    parts = [text if text[1:2].isupper() else text[:1].lower() + text[1:]]
    if in_seconds:
        parts.append("in seconds, a number or a timedelta")
    unit = 1000 if in_seconds else 1
    if "maximum" in schema:
        parts.append(f"{schema['minimum'] / unit:g} to {schema['maximum'] / unit:g}" if in_seconds else
                     f"{schema['minimum']} to {schema['maximum']}")
    if schema.get("format") == "date":
        parts.append("a date")
    element = schema.get("items", schema)
    if "enum" in element:
        parts.append(" or ".join(f'"{value}"' if isinstance(value, str) else str(value) for value in element["enum"]))
    elif element.get("type") == "string" and "maxLength" in element:
        least, most = element.get("minLength", 0), element["maxLength"]
        kind = ALPHABETS.get(element.get("pattern", ""), "characters")
        parts.append(f"{most:,} {kind}" if least == most else f"at most {most:,} {kind}")
    if "maxItems" in schema:
        parts.append(f"at most {schema['maxItems']:,}")
    if "default" in schema:
        value = schema["default"]
        shown = f"{value / unit:g}" if in_seconds else f'"{value}"' if isinstance(value, str) else str(value)
        parts.append(f"default {shown}")
    return "; ".join(part for part in parts if part)
