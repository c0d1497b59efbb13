"""How long and how often it is measured."""
from typing import NamedTuple, Tuple


class Plan(NamedTuple):
    rounds: int = 5
    #: Those of Python take a minute by themselves.
    python_instructions: bool = True
    #: How long each peer is measured in each round.
    seconds: float = 0.4
    widths: Tuple[int, ...] = (1, 8, 32, 256)
    schemes: Tuple[str, ...] = ("http", "https")
    cold_rounds: int = 21
    #: Starts that wait for their turn, one size after the other.
    queues: Tuple[int, ...] = (33, 1_000, 10_000, 100_000)
    queue_rounds: int = 2
    #: Starts a second that the service permits a fleet, and the seconds that this one is allowed.
    rates: Tuple[int, ...] = (50, 200)
    fleet_seconds: int = 19


FULL = Plan()
QUICK = Plan(
    rounds=3, python_instructions=False, seconds=0.15, widths=(1, 32), cold_rounds=7, queues=(33, 10_000),
    rates=(200,), fleet_seconds=9)
