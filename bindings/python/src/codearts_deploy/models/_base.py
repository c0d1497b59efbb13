"""What all models have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Generic, TypeVar

_OPEN_TYPES = ("text", "host_group", "enum", None)  # a value of any other type may be a secret: "encrypt", or a slip


class Model:
    """A document of the service, as a dataclass with its wire names."""

    def wire_fields(self) -> dict[str, Any]:
        """The fields that are set, one level deep. Attributes that no field declares are among them, so that the
        library can tell a misspelt name from a known one."""
        return {name: value for name, value in vars(self).items() if value is not None}

    def to_dict(self) -> dict[str, Any]:
        """The fields that are set, all levels deep."""
        return {name: _to_dict(value) for name, value in self.wire_fields().items()}

    def __repr__(self) -> str:
        known: dict[str, Mapping[str, Any]] = (
            {field.name: field.metadata for field in fields(self)} if is_dataclass(self) else {}
        )
        shown = _masked({
            name: "***" if known.get(name, {}).get("secret") else value
            for name, value in vars(self).items() if value not in (None, {})
        })
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


class Request(Model):
    """What an operation of the service is called with: the fields of its path and query, and its `body`, if any."""


@dataclass(repr=False)
class Reply(Model):
    """A document that the service answers with."""

    extra: dict[str, Any] = field(default_factory=dict, init=False)  # the fields that this version does not know

    @classmethod
    def from_dict(cls: type[R], document: Mapping[str, Any]) -> R:
        """Takes the values as they are: a reply is never refused for what it holds."""
        reply, known = cls(), _wire_fields(cls)
        for name, value in document.items():
            if name in known:
                setattr(reply, name, _built(known[name], value))
            else:
                reply.extra[name] = value
        return reply

    def wire_fields(self) -> dict[str, Any]:
        known = _wire_fields(type(self))
        return {**{name: value for name, value in super().wire_fields().items() if name in known}, **self.extra}


R = TypeVar("R", bound=Reply)


@dataclass(repr=False)
class Response(Reply):
    """The whole answer to one request, with what is known about its way."""

    status_code: int | None = field(default=None, init=False)  # HTTP
    request_id: str | None = field(default=None, init=False)
    attempts: int | None = field(default=None, init=False)
    warning: str | None = field(default=None, init=False)  # the first of `warnings`
    warnings: tuple[str, ...] = field(default=(), init=False)  # what the caller should know or mend

    @classmethod
    def from_dict(cls: type[W], document: Mapping[str, Any]) -> W:
        reply = super().from_dict(document)
        meta = reply.extra.pop("_meta", {})
        reply.status_code = meta.get("http_status")
        reply.request_id = meta.get("request_id")
        reply.attempts = meta.get("attempts")
        reply.warnings = warnings_in(meta)
        reply.warning = meta.get("warning") or next(iter(reply.warnings), None)
        return reply


W = TypeVar("W", bound=Response)


class ReplyList(list[R], Generic[R]):
    """Replies that the library has collected, with what it warns of."""

    warnings: tuple[str, ...] = ()


def warnings_in(meta: object) -> tuple[str, ...]:
    """The warnings in the `_meta` of a result, or in an error document. Older libraries know a single one."""
    if not isinstance(meta, Mapping):
        return ()
    found = meta.get("warnings")
    return tuple(found) if isinstance(found, list) else tuple(filter(None, [meta.get("warning")]))


@dataclass(repr=False)
class ArrayResponse(Response):
    """The answer where the service gives a bare array, which the library calls "items" and the official SDK "body"."""

    @classmethod
    def from_dict(cls: type[W], document: Mapping[str, Any]) -> W:
        return super().from_dict({"body" if name == "items" else name: value for name, value in document.items()})


def nested(model: type[Reply], *, members: bool = False) -> Any:
    """A field that holds a document of that kind or a list of them; with `members`, an object of them."""
    return field(default=None, metadata={"model": model, "members": members})


def secret() -> Any:
    """A field whose value `repr` does not show."""
    return field(default=None, metadata={"secret": True})


def _built(how: Mapping[str, Any], value: Any) -> Any:
    """The value of a field as its model; whatever is no object stays as it is."""
    model = how.get("model")
    if model is None:
        return value
    if how["members"]:
        return {name: _document(model, item) for name, item in value.items()} if isinstance(value, dict) else value
    return [_document(model, item) for item in value] if isinstance(value, list) else _document(model, value)


def _document(model: type[Reply], value: Any) -> Any:
    return model.from_dict(value) if isinstance(value, dict) else value


def _wire_fields(cls: Any) -> dict[str, Mapping[str, Any]]:
    """The fields that come from the service's document, not from around it, each with what is known about it."""
    return {field.name: field.metadata for field in fields(cls) if field.init}


def _to_dict(value: Any) -> Any:
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {name: _to_dict(item) for name, item in value.items()}
    return [_to_dict(item) for item in value] if isinstance(value, (list, tuple)) else value


def _masked(value: Any) -> Any:
    """The value for a reader: what may be a secret is left out, in dicts that stand for a DynamicConfigInfo too."""
    if isinstance(value, Mapping):
        hidden = value.get("type") not in _OPEN_TYPES
        return {name: "***" if hidden and name == "value" else _masked(item) for name, item in value.items()}
    return [_masked(item) for item in value] if isinstance(value, (list, tuple)) else value
