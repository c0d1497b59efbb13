"""The documents of the service as dataclasses, with the names of the official SDK.

A model may be created empty or partly filled; it takes any value, and the library checks it when it is sent. A field
that is None is not sent. `extra` keeps the unknown fields of a reply.
"""

from __future__ import annotations

from .._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._generated.applications import *
    from ._generated.history import *
    from ._generated.metrics import *
    from ._generated.records import *
    from ._generated.start import *
    from ._generated.tasks import *
    from .deployment import *
    from .release import *
    from .start_result import *
else:
    from .. import _find

    # Those of a start are there at once: a finalizer may start one when the interpreter ends and imports nothing more.
    from ._generated.start import *
    from .start_result import *

    # In the order of the search: each is imported when none before it has the name.
    _MODULES = (
        "_generated.start", "start_result", "deployment", "release", "_generated.records", "_generated.history",
        "_generated.applications", "_generated.tasks", "_generated.metrics",
    )

    def __getattr__(name):
        return _find(__name__, _MODULES, name)

    def __dir__():
        return sorted({*globals(), *__getattr__("__all__")})
