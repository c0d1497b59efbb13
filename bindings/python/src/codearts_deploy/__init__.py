"""Start a deployment of Huawei Cloud CodeArts Deploy once, and know what came of it.

    import codearts_deploy as cad

    with cad.Client(region="cn-north-4") as client:
        reply = client.start_deploy_task("d2dc947ec2424d8789bb3984bb3adf45", params={"version": "1.2.3"})

Importing the package loads the shared library and little else. The names of its modules are imported together when the
first of them is used, and `codearts_deploy.testing` when it is.
"""

from ._native import library_version as library_version

__version__ = "0.1.0"

TYPE_CHECKING = False  # known to type checkers under this name; importing typing for it would double the import time
if TYPE_CHECKING:
    from . import exceptions as exceptions
    from . import models as models
    from . import testing as testing
    from .client import *
    from .exceptions import *
    from .models import *
    from .offline import *
    from .onecall import *
else:

    def _public():
        from importlib import import_module

        names = ("client", "exceptions", "models", "offline", "onecall")
        modules = [import_module(f"{__name__}.{name}") for name in names]
        return {name: getattr(module, name) for module in modules for name in module.__all__}

    def __getattr__(name):
        if name == "testing":
            from importlib import import_module

            return import_module(f"{__name__}.testing")
        if name == "__all__":
            return ["exceptions", "library_version", *_public()]
        if not name.startswith("_"):
            globals().update(_public())
            if name in globals():
                return globals()[name]
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__():
        return sorted({*globals(), *_public(), "testing"})
