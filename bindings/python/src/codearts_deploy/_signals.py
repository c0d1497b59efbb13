"""The thread on which Python runs its signal handlers."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # importing signal itself takes longer than this package


def runs_signal_handlers() -> bool:
    """Whether this is the thread on which Python runs its signal handlers.

    `signal` is asked to set a handler that it never accepts: on any other thread it refuses before it looks at the
    handler. This holds in sub-interpreters, in forked children, and wherever Python is embedded.
    """
    try:
        _signal.signal(_signal.SIGINT, None)
    except ValueError:
        return False
    except TypeError:
        pass
    return True
