"""Waits for a condition. Their limits are for what will never be: no test waits that long."""
import time
from collections.abc import Callable

LIMIT_S = 60


def until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + LIMIT_S
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.005)


def once_in_five(attempt: Callable[[], bool], what: str) -> None:
    """For an upper limit on time: a busy machine holds up one attempt, a fault holds up all of them."""
    assert any(attempt() for _ in range(5)), what


def goes_on(begin: float, seconds: float, is_enough: Callable[[], bool]) -> bool:
    """For a loop that runs some seconds, and on a busy machine until it has seen enough."""
    passed = time.monotonic() - begin
    return passed < seconds or (passed < LIMIT_S and not is_enough())
