"""Fields of replies that the service documents and the library's schemas do not have, kept by hand.

The generated classes of applications inherit them. When a schema gains a field, it is removed here.
"""

from __future__ import annotations

from .._dataclasses import dataclass
from ._base import Reply, nested
from ._generated.start import AppComponentDao


@dataclass(repr=False)
class _Permissions(Reply):
    """What the caller may do."""

    is_care: bool | None = None
    can_modify: bool | None = None
    can_delete: bool | None = None
    can_view: bool | None = None
    can_execute: bool | None = None
    can_copy: bool | None = None
    can_manage: bool | None = None
    can_create_env: bool | None = None
    can_disable: bool | None = None


@dataclass(repr=False)
class AdditionalApplicationFields(_Permissions):
    """Additional fields of an application."""

    deploy_system: str | None = None  # "deployTemplate", "ansible" or "shell"
    owner_tenant_id: str | None = None


@dataclass(repr=False)
class AdditionalTaskFields(_Permissions):
    """Additional fields of a task of an application."""

    owner_id: str | None = None
    nick_name: str | None = None
    tenant_id: str | None = None
    tenant_name: str | None = None
    role_id: int | None = None
    is_defaut_permission: bool | None = None  # spelt so by the service
    template_id: str | None = None
    slave_cluster_id: str | None = None
    app_component_list: list[AppComponentDao] | None = nested(AppComponentDao)
