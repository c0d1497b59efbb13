"""Runs work in a forked child, which is ended where it does not end itself."""
import os
import signal
import time
from collections.abc import Callable

FAILED = 2


def in_a_child(work: Callable[[], int]) -> int:
    """What `work` returned, FAILED if it raised, or the negative number of the signal that ended it."""
    child = os.fork()
    if child == 0:
        code = FAILED
        try:
            limited()
            code = work()
        finally:
            os._exit(code)
    return end_of(child)


def limited() -> None:
    """Of a child: whatever hangs is ended, even inside the library."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})  # a mask is inherited over a fork
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(60)


def end_of(child: int) -> int:
    """Its exit status, or the negative number of the signal that ended it: its own limit, or this one."""
    deadline = time.monotonic() + 90
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.002)
