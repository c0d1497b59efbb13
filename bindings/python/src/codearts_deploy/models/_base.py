"""The base classes of all models."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .._dataclasses import dataclass, field, members
from .._typing import TYPE_CHECKING, Any, TypeVar

_OPEN_TYPES = ("text", "host_group", "enum", None)  # a value of any other type may be a secret: "encrypt", or a typo


class Model:
    """A document of the service: a dataclass with its wire names."""

    def wire_fields(self) -> dict[str, Any]:
        """The fields that are set, one level deep. Attributes that no field declares are included, so that the library
        can report a misspelt name."""
        return {name: value for name, value in vars(self).items() if value is not None}

    def to_dict(self) -> dict[str, Any]:
        """The fields that are set, all levels deep."""
        return {name: _to_dict(value) for name, value in self.wire_fields().items()}

    def __repr__(self) -> str:
        secrets = [name for name, member in members(type(self)).items() if member.metadata.get("secret")]
        shown = _masked({
            name: "***" if name in secrets else value
            for name, value in vars(self).items() if value not in (None, {})
        })
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


class Request(Model):
    """A request of an operation: the fields of its path and query, and its `body`, if any."""


@dataclass(repr=False)
class Reply(Model):
    """A document in the service's answer."""

    extra: dict[str, Any] = field(default_factory=dict, init=False)  # the fields that this version does not know

    @classmethod
    def from_dict(cls: type[R], document: Mapping[str, Any]) -> R:
        """Takes all values as they are: a reply is never refused because of its content."""
        reply, known = cls(), _wire_fields(cls)
        state = reply.__dict__
        for name, value in document.items():
            if name not in known:
                reply.extra[name] = value
            else:
                nesting = known[name]
                state[name] = value if nesting is None else _built(nesting, value)
        for name in _promised(cls):
            if name not in document:
                del state[name]  # so that it is read as its default, and is in no copy of the document
        return reply

    if not TYPE_CHECKING:

        def __getattr__(self, name):
            """A field that is promised, of a document that lacks it all the same."""
            if name in _promised(type(self)):
                return _promised(type(self))[name]()
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def wire_fields(self) -> dict[str, Any]:
        known = _wire_fields(type(self))
        return {**{name: value for name, value in super().wire_fields().items() if name in known}, **self.extra}


R = TypeVar("R", bound=Reply)


@dataclass(repr=False)
class Response(Reply):
    """The whole answer to a request, and metadata of the exchange."""

    status_code: int | None = field(default=None, init=False)  # HTTP
    request_id: str | None = field(default=None, init=False)
    attempts: int | None = field(default=None, init=False)
    warning: str | None = field(default=None, init=False)  # the first of `warnings`
    warnings: tuple[str, ...] = field(default=(), init=False)  # what the caller should know, or set right

    @classmethod
    def from_dict(cls: type[W], document: Mapping[str, Any]) -> W:
        reply = super().from_dict(document)
        meta = reply.extra.pop("_meta", {})
        reply.status_code = meta.get("http_status")
        reply.request_id = meta.get("request_id")
        reply.attempts = meta.get("attempts")
        reply.warnings = warnings_in(meta)
        reply.warning = meta.get("warning") or (reply.warnings[0] if reply.warnings else None)
        return reply


W = TypeVar("W", bound=Response)


class ReplyList(list[R]):
    """A list of replies that the library has collected, and their warnings."""

    warnings: tuple[str, ...] = ()


def warnings_in(meta: object) -> tuple[str, ...]:
    """The warnings in the `_meta` of a result, or in an error document. Older libraries give at most one."""
    if not isinstance(meta, dict):
        return ()
    found = meta.get("warnings")
    if isinstance(found, list):
        return tuple(found)
    single = meta.get("warning")
    return (single,) if single else ()


@dataclass(repr=False)
class ArrayResponse(Response):
    """An answer that is a bare array, which the library calls "items" and the official SDK "body"."""

    @classmethod
    def from_dict(cls: type[W], document: Mapping[str, Any]) -> W:
        return super().from_dict({"body" if name == "items" else name: value for name, value in document.items()})


def _promised(cls: type) -> Mapping[str, Callable[[], Any]]:
    """The fields that are promised, and what makes the value of one that is not there all the same."""
    return {
        name: member.metadata["absent"] for name, member in members(cls).items() if "absent" in member.metadata
    }


def nested(model: type[Reply], *, members: bool = False, many: bool = False) -> Any:
    """A field that holds a document of that kind or a list of them; with `members`, an object of them. With `many`, the
    list is always there."""
    metadata: dict[str, Any] = {"model": model, "members": members}
    if many:
        return field(default_factory=list, metadata={**metadata, "absent": list})
    return field(default=None, metadata=metadata)


def promised(kind: type = str) -> Any:
    """A field that is always there, and is no document."""
    return field(default_factory=kind, metadata={"absent": kind})


def secret() -> Any:
    """A field whose value `repr` does not show."""
    return field(default=None, metadata={"secret": True})


def _built(nesting: Mapping[str, Any], value: Any) -> Any:
    """The value of a nested field as its model; anything but an object stays as it is."""
    model = nesting["model"]
    if nesting["members"]:
        return {name: _document(model, item) for name, item in value.items()} if isinstance(value, dict) else value
    return [_document(model, item) for item in value] if isinstance(value, list) else _document(model, value)


def _document(model: type[Reply], value: Any) -> Any:
    return model.from_dict(value) if isinstance(value, dict) else value


_known: dict[type, dict[str, Mapping[str, Any] | None]] = {}


def _wire_fields(cls: type) -> dict[str, Mapping[str, Any] | None]:
    """The fields of the service's document, not those about the exchange; with the metadata of nested ones."""
    known = _known.get(cls)
    if known is None:
        known = _known[cls] = {
            name: member.metadata if "model" in member.metadata else None
            for name, member in members(cls).items() if member.init
        }
    return known


def _to_dict(value: Any) -> Any:
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {name: _to_dict(item) for name, item in value.items()}
    return [_to_dict(item) for item in value] if isinstance(value, (list, tuple)) else value


def _masked(value: Any) -> Any:
    """The value for display, without possible secrets, also in dicts that stand for a DynamicConfigInfo."""
    if isinstance(value, Mapping):
        hidden = value.get("type") not in _OPEN_TYPES
        return {name: "***" if hidden and name == "value" else _masked(item) for name, item in value.items()}
    return [_masked(item) for item in value] if isinstance(value, (list, tuple)) else value
