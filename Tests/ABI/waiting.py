"""Loops that wait for what must happen, and give up after a minute: then it never will."""
import time
from typing import Callable


def until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.005)


def once_in_five(attempt: Callable[[], bool], what: str) -> None:
    """For an upper limit on time: a busy machine holds up one attempt, a fault holds up all of them."""
    assert any(attempt() for _ in range(5)), what
