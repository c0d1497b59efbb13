"""Start a deployment of Huawei Cloud CodeArts Deploy once, and know how it ended.

    import codearts_deploy as cad

    with cad.Client(region="cn-north-4") as client:
        deployment = client.deploy("d2dc947ec2424d8789bb3984bb3adf45", params={"version": "1.2.3"}, on_event=print)

Importing the package loads the shared library and little else. Each of its modules is imported when one of its names is
first used.
"""

from ._native import library_version as library_version

__version__ = "0.1.0"

TYPE_CHECKING = False  # known to type checkers under this name; importing typing for it would double the import time
if TYPE_CHECKING:
    from . import exceptions as exceptions
    from . import models as models
    from . import testing as testing
    from .aio import *
    from .client import *
    from .exceptions import *
    from .models import *
    from .offline import *
    from .onecall import *
else:
    import sys as _sys

    # In the order of the search. asyncio takes longer to import than all of them together, so aio is imported for its
    # own names alone.
    _MODULES = ("client", "exceptions", "offline", "onecall", "models")
    _ELSEWHERE = {"AsyncClient": "aio", "aio": "aio", "testing": "testing"}

    def _import(name):
        """The module of this name. importlib would do the same, and takes as long to import as two of our modules."""
        __import__(name)
        return _sys.modules[name]

    def _find(package, modules, name):
        """What `package.name` is: one of its modules, or a public name of one of them."""
        if name == "__all__":
            return [public for module in modules for public in _import(f"{package}.{module}").__all__]
        if name in modules:
            return _import(f"{package}.{name}")
        if not name.startswith("_"):
            for module in modules:
                module = _import(f"{package}.{module}")
                public = vars(module).get("__all__")  # models finds its names one by one, as this package does
                if hasattr(module, name) if public is None else name in public:
                    setattr(_sys.modules[package], name, getattr(module, name))
                    return getattr(module, name)
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    def __getattr__(name):
        if name in _ELSEWHERE:
            module = _import(f"{__name__}.{_ELSEWHERE[name]}")
            found = globals()[name] = getattr(module, name, module)
            return found
        found = _find(__name__, _MODULES, name)
        return ["exceptions", "library_version", "AsyncClient", *found] if name == "__all__" else found

    def __dir__():
        return sorted({*globals(), *__getattr__("__all__"), "testing"})
