"""Runs work in a forked child, which ends it where it does not end itself."""
import os
import signal
from typing import Callable

FAILED = 2


def in_a_child(work: Callable[[], int]) -> int:
    """What `work` returned, FAILED if it raised, or the negative number of the signal that ended it."""
    child = os.fork()
    if child == 0:
        code = FAILED
        try:
            signal.alarm(60)  # whatever hangs is ended, even inside the library
            code = work()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)
