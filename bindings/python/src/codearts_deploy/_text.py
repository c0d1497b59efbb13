"""Conversions between Python's objects and the library's UTF-8.

A C string ends at its first NUL and UTF-8 has no lone surrogates, so a text with either cannot be passed. Such a text,
and anything that JSON cannot express, is refused here in the form in which the library refuses the rest. Everything
else is passed on as it is: the library knows the rules, and reports an int in the place of a text by its path. Anything
that Python treats as a text, a whole number or a sequence is one here: members of a StrEnum, numpy's numbers,
generators.
"""

from __future__ import annotations

import json
import math
import operator
import os
from collections.abc import Iterator, KeysView, Mapping, Sequence, Set, ValuesView

from ._typing import TYPE_CHECKING, Any
from .exceptions import CodeArtsDeployError, ConfigurationError, ValidationError
from .models._base import Model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from typing_extensions import TypeGuard

_MAX_DEPTH = 100  # deeper than the library allows; stops a list that contains itself
MAX_BITS = 10_000  # of an int; Python itself refuses to write much longer ones

_decode = json.JSONDecoder().raw_decode


def _encoder() -> Callable[[object], str]:
    """json.dumps without whitespace, and without the encoder that it would make for each call."""
    encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":"))
    make: Any = getattr(json.encoder, "c_make_encoder", None)
    try:
        chunks = make(None, encoder.default, json.encoder.encode_basestring, None, ":", ",", False, False, False)
    except TypeError:  # an interpreter without it, or with another one
        return encoder.encode
    return lambda value: "".join(chunks(value, 0))


_encode = _encoder()

Fault = dict[str, str]


def fault_at(path: str, rule: str, message: str) -> Fault:
    return {"path": path, "rule": rule, "message": message}


def refusal(*faults: Fault) -> ValidationError:
    """The error for faults of a request that were found before the library was called, so before anything was sent."""
    message = summary("request", *faults)
    return ValidationError(
        {"status": "CAD_E_VALIDATION", "message": message, "outcome": "not_sent", "violations": list(faults)}
    )


def configuration_refusal(*faults: Fault) -> ConfigurationError:
    """The same for faults of a client's configuration."""
    message = summary("configuration", *faults)
    return ConfigurationError({"status": "CAD_E_CONFIGURATION", "message": message, "violations": list(faults)})


def summary(what: str, *faults: Mapping[str, Any]) -> str:
    """The message of an error with these faults, in the library's words."""
    first = "{path}: {message}".format(**faults[0]) if faults[0]["path"] else faults[0]["message"]
    count = "a fault" if len(faults) == 1 else f"{len(faults)} faults"
    lead = "" if len(faults) == 1 else "The first: "
    return f"The {what} has {count}; nothing was sent. {lead}{first}"


def encode(text: object, path: str) -> bytes:
    """The bytes of a C string argument; `path` is its name."""
    if not isinstance(text, str):
        raise refusal(fault_at(path, "type", f"This is {_kind(text)}; it must be a str."))
    fault = _text_fault(text, path)
    if fault:
        raise refusal(fault)
    return str.encode(text)


def to_json(value: object, refused: Callable[..., CodeArtsDeployError] = refusal) -> bytes:
    """The value as a JSON text without whitespace. All its faults are reported at once."""
    if _is_plain(value, 0):
        try:
            return _encode(value).encode()
        except UnicodeEncodeError:
            pass  # a lone surrogate, whose place is looked for below
    faults: list[Fault] = []
    plain = _plain(value, "", 0, faults)
    if faults:
        raise refused(*faults)
    return _encode(plain).encode()


def json_text(text: str | bytes, path: str) -> bytes:
    """A JSON text that the caller wrote, byte for byte."""
    if isinstance(text, str):
        return encode(text, path)
    if b"\0" in text:
        raise refusal(_nul(path))
    return text


def from_json(text: bytes) -> dict[str, Any]:
    """The object that the library returned; an empty text is an empty one."""
    if not text:
        return {}
    decoded = text.decode()
    try:
        document: dict[str, Any] = _decode(decoded)[0]
    except ValueError:  # an integer too long for int(): kept as text, for a start that succeeded must not fail here
        document = json.loads(decoded, parse_int=lambda digits: int(digits) if len(digits) < 1000 else digits)
    return document


def _is_plain(value: object, depth: int) -> bool:
    """Whether it can be encoded as it is, but for lone surrogates: dicts, lists, texts, whole numbers, and no subclass.

    Nearly all requests are, and are spared the copy that `_plain` makes.
    """
    if type(value) is dict:
        for name in value:
            if type(name) is not str or "\0" in name:
                return False
        items: Iterable[object] = value.values()
    elif type(value) is list:
        items = value
    else:
        return False
    for item in items:
        kind = type(item)
        if kind is str:
            if "\0" in item:  # type: ignore[operator]
                return False
        elif kind is dict or kind is list:
            if depth >= _MAX_DEPTH or not _is_plain(item, depth + 1):
                return False
        elif kind is int:
            if item.bit_length() > MAX_BITS:  # type: ignore[attr-defined]
                return False
        elif item is not None and kind is not bool:
            return False
    return True


def _plain(value: object, path: str, depth: int, faults: list[Fault]) -> object:
    """A copy in JSON's types; anything impossible is added to `faults`."""
    fault = None
    if isinstance(value, str):
        value = str.__str__(value)  # the text itself, whatever a subclass shows in its place
        fault = _text_fault(value, path)
    elif value is None or isinstance(value, bool):
        pass
    elif isinstance(value, int):
        if value.bit_length() > MAX_BITS:
            fault = fault_at(path, "size", "This number has too many digits.")
    elif isinstance(value, float):
        if not math.isfinite(value):
            fault = fault_at(path, "json", f"{value} is no JSON value.")
    elif depth > _MAX_DEPTH:
        fault = fault_at(path, "depth", f"This is nested deeper than {_MAX_DEPTH} levels, or inside itself.")
    elif isinstance(value, Model):
        return _plain(value.wire_fields(), path, depth, faults)
    elif isinstance(value, Mapping):
        return _plain_object(value, path, depth, faults)
    elif _is_series(value):
        return [_plain(item, f"{path}[{index}]", depth + 1, faults) for index, item in enumerate(value)]
    elif hasattr(type(value), "__index__"):
        return _plain(operator.index(value), path, depth, faults)  # type: ignore[arg-type]
    else:
        fault = fault_at(path, "json", f"This is {_kind(value)}, which JSON cannot express{_advice(value)}.")
    if fault:
        faults.append(fault)
    return value


def _plain_object(value: Mapping[Any, object], path: str, depth: int, faults: list[Fault]) -> dict[str, object]:
    plain = {}
    for name, item in value.items():
        if not isinstance(name, str):
            faults.append(fault_at(path, "json", f"The name of a member is {_kind(name)}; it must be a str."))
            continue
        name = str.__str__(name)
        if (fault := _text_fault(name, path)) is not None:
            faults.append({**fault, "message": f"In the name of a member: {fault['message']}"})
        else:
            plain[name] = _plain(item, f"{path}.{name}" if path else name, depth + 1, faults)
    return plain


def _is_series(value: object) -> TypeGuard[Iterable[object]]:
    """Whether it is an array in JSON: a list or an equivalent, but neither bytes nor an open file."""
    if isinstance(value, (bytes, bytearray, memoryview)) or hasattr(value, "read"):
        return False
    return isinstance(value, (list, tuple, Sequence, KeysView, ValuesView, Iterator))


def _advice(value: object) -> str:
    """What to pass instead, where that is clear."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        return "; decode it to a str"
    if isinstance(value, os.PathLike):
        return "; pass its str()"
    if isinstance(value, Set):
        return "; pass a list, which has an order"
    if hasattr(value, "total_seconds"):
        return "; pass a number"
    if hasattr(value, "isoformat"):
        return "; pass its text"
    return "; pass its value" if hasattr(value, "value") and hasattr(value, "name") else ""


def _text_fault(text: str, path: str) -> Fault | None:
    if "\0" in text:
        return _nul(path)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        position = error.start + 1
    else:
        return None
    return fault_at(path, "encoding", f"Character {position} is half of a surrogate pair, which UTF-8 cannot express.")


def _nul(path: str) -> Fault:
    return fault_at(path, "encoding", "There is a NUL character here, at which the text would end.")


def _kind(value: object) -> str:
    return f"a value of type {type(value).__name__}"
