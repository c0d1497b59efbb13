"""The documents of the service as dataclasses, with the names of the official SDK.

Each is built empty or in part, and checked by the library when it is sent: a model never refuses or repairs a value.
A field that is None is not sent. Fields of a reply that are not known here are kept in `extra`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._generated.applications import *
    from ._generated.history import *
    from ._generated.metrics import *
    from ._generated.records import *
    from ._generated.start import *
    from ._generated.tasks import *
    from .deployment import *
else:
    from .. import _find

    # In the order in which they are looked through; each is imported when a name is looked for that none before it has.
    _MODULES = (
        "_generated.start", "deployment", "_generated.records", "_generated.history", "_generated.applications",
        "_generated.tasks", "_generated.metrics",
    )

    def __getattr__(name):
        return _find(__name__, _MODULES, name)

    def __dir__():
        return sorted({*globals(), *__getattr__("__all__")})
