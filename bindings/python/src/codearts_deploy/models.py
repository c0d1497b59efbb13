"""The documents of the service as dataclasses, with the names of the official SDK.

Each is built empty or in part, and checked by the library when it is sent: a model never refuses or repairs a value.
A field that is None is not sent. Fields of a reply that are not known here are kept in `extra`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

__all__ = [
    "AppComponentDao",
    "DynamicConfigInfo",
    "EnvExecutionBody",
    "StartDeployTaskRequest",
    "StartDeployTaskResponse",
]

_OPEN_TYPES = ("text", "host_group", "enum", None)  # a value of any other type may be a secret: "encrypt", or a slip


class Model:
    """What all models have in common."""

    def wire_fields(self) -> dict[str, Any]:
        """The fields that are set, one level deep. Attributes that no field declares are among them, so that the
        library can tell a misspelt name from a known one."""
        return {name: value for name, value in vars(self).items() if value is not None}

    def to_dict(self) -> dict[str, Any]:
        """The fields that are set, all levels deep."""
        return {name: _to_dict(value) for name, value in self.wire_fields().items()}

    def __repr__(self) -> str:
        shown = _masked({name: value for name, value in vars(self).items() if value not in (None, {})})
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


def _to_dict(value: Any) -> Any:
    if isinstance(value, Model):
        return value.to_dict()
    return [_to_dict(item) for item in value] if isinstance(value, (list, tuple)) else value


def _masked(value: Any) -> Any:
    """The value for a reader: what may be a secret is left out, in dicts that stand for a DynamicConfigInfo too."""
    if isinstance(value, Mapping):
        hidden = value.get("type") not in _OPEN_TYPES
        return {name: "***" if hidden and name == "value" else _masked(item) for name, item in value.items()}
    return [_masked(item) for item in value] if isinstance(value, (list, tuple)) else value


@dataclass(repr=False)
class DynamicConfigInfo(Model):
    """A parameter of a deployment. The service ignores one that lacks a field, so the library demands all three."""

    key: str | None = None  # 1 to 128 letters, digits, hyphens, underscores and periods
    value: str | None = None  # at most 8,192 characters, without {{ and {% and {#
    type: str | None = None  # text, host_group, encrypt or enum


@dataclass(repr=False)
class EnvExecutionBody(Model):
    """The body of a start."""

    params: Sequence[DynamicConfigInfo | Mapping[str, Any]] | None = None  # at most 500
    record_id: str | None = None  # the deployment record to go back to
    trigger_source: str | int | None = None  # 0: any source may trigger; 1: only a pipeline


@dataclass(repr=False)
class StartDeployTaskRequest(Model):
    """A start: the task, and the body."""

    task_id: str | None = None  # 32 letters and digits; of the deployment task, not of the application
    body: EnvExecutionBody | Mapping[str, Any] | None = None


class Reply(Model):
    """A document that the service answers with."""

    extra: dict[str, Any]  # the fields that this version does not know

    @classmethod
    def from_dict(cls: type[R], document: Mapping[str, Any]) -> R:
        """Takes the values as they are: a reply is never refused for what it holds."""
        reply, known = cls(), _wire_names(cls)
        for name, value in document.items():
            if name in known:
                setattr(reply, name, value)
            else:
                reply.extra[name] = value
        return reply

    def wire_fields(self) -> dict[str, Any]:
        known = _wire_names(type(self))
        return {**{name: value for name, value in super().wire_fields().items() if name in known}, **self.extra}


R = TypeVar("R", bound=Reply)


@dataclass(repr=False)
class AppComponentDao(Reply):
    """An application component of AOM that belongs to the application."""

    task_id: str | None = None
    app_id: str | None = None
    app_name: str | None = None
    comp_id: str | None = None
    comp_name: str | None = None
    domain_id: str | None = None
    region: str | None = None
    state: str | None = None  # "0" initialised, "1" in effect
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(repr=False)
class StartDeployTaskResponse(Reply):
    """What the service answered to a start: it accepted the deployment, which says nothing about its success."""

    id: str = ""  # of the deployment record
    task_id: str | None = None
    job_name: str | None = None
    app_component_list: list[AppComponentDao] | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    status_code: int | None = None  # HTTP
    request_id: str | None = None
    attempts: int | None = None

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> StartDeployTaskResponse:
        reply = super().from_dict(document)
        if isinstance(reply.app_component_list, list):
            reply.app_component_list = [
                AppComponentDao.from_dict(item) if isinstance(item, dict) else item for item in reply.app_component_list
            ]
        meta = reply.extra.pop("_meta", {})
        reply.status_code = meta.get("http_status")
        reply.request_id = meta.get("request_id")
        reply.attempts = meta.get("attempts")
        return reply


def _wire_names(cls: Any) -> set[str]:
    """The fields that come from the service's document, not from around it."""
    return {field.name for field in fields(cls)} - {"extra", "status_code", "request_id", "attempts"}
