"""A call on the thread that asks for it, without waking the client's own thread: about two thirds of the work.

Nothing interrupts such a call, so that it is for threads which no Ctrl-C reaches.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # signal itself takes longer to import than this package
import ctypes

from . import _native, _text
from ._errors import error_for, error_named
from ._operation import attach_outcome, unknown_outcome
from ._typing import TYPE_CHECKING, Any, TypeVar
from ._warnings import conclude
from .exceptions import CodeArtsDeployError

T = TypeVar("T")
if TYPE_CHECKING:
    from collections.abc import Callable

    from ._handles import ClientHandle

    Reply = Callable[[dict[str, Any]], T]


def heeds_signals() -> bool:
    """Whether Python runs its signal handlers on this thread.

    It is asked for a handler that it never takes, because its complaint tells: other threads are refused before the
    handler is looked at. This holds in sub-interpreters, in forked children, and wherever Python is embedded.
    """
    try:
        _signal.signal(_signal.SIGINT, None)
    except ValueError:
        return False
    except TypeError:
        pass
    return True


def call_here(client: ClientHandle, operation: bytes, request: bytes, reply: Reply[T]) -> T:
    """Runs it and gives the result or raises the error.

    What another thread sets for this one (PyThreadState_SetAsyncExc) is raised behind the call, and told its outcome.
    """
    out = _native.Buffer()
    place = ctypes.byref(out)
    try:
        status: int = _native.library.cad_client_call(client.pointer, operation, request, place)
        document = _text.from_json(out.text())
        result = reply(document) if status == _native.OK else error_for(status, document)
        return conclude(operation.decode(), document, result)
    except CodeArtsDeployError:
        raise
    except BaseException as error:
        attach_outcome(error, _outcome(_text.from_json(out.text()), reply) if out.data else unknown_outcome(True))
        raise
    finally:
        _native.free(place)


def _outcome(document: dict[str, Any], reply: Reply[T]) -> T | CodeArtsDeployError:
    """What became of a call whose status was lost."""
    failed = str(document.get("status")).startswith("CAD_E_")
    return error_named(document) if failed else reply(document)
