"""The documents of the service as dataclasses, with the names of the official SDK.

Each is built empty or in part, and checked by the library when it is sent: a model never refuses or repairs a value.
A field that is None is not sent. Fields of a reply that are not known here are kept in `extra`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .applications import *
    from .deployment import *
    from .history import *
    from .metrics import *
    from .records import *
    from .start import *
    from .tasks import *
else:
    from .. import _find

    # In the order in which they are looked through; each is imported when a name is looked for that none before it has.
    _MODULES = ("start", "deployment", "records", "history", "applications", "tasks", "metrics")

    def __getattr__(name):
        return _find(__name__, _MODULES, name)

    def __dir__():
        return sorted({*globals(), *__getattr__("__all__")})
