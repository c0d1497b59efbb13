"""All that can go wrong, as one mixture: what each kind does to a start, and how often it is drawn."""
from typing import Any, NamedTuple

RATE = 0.2


class Kind(NamedTuple):
    order: dict[str, Any]
    weight: int
    works: bool  # whether the deployment runs
    answers: bool  # whether a usable answer arrives


def kind(name: str, weight: int, works: bool, answers: bool, **members: Any) -> Kind:
    return Kind({"kind": name, **members}, weight, works, answers)


# A refusal for being one too many holds up the whole client for seconds, so it is drawn seldom.
KINDS: list[Kind] = [
    kind("reset", 4, False, False),
    kind("reset_after_work", 4, True, False),
    kind("cut_before_work", 4, False, False),
    kind("cut_after_work", 4, True, False),
    kind("stall_before_work", 1, False, False),
    kind("half_body", 4, True, False),
    kind("close_after_headers", 4, True, False),
    kind("wrong_length", 4, True, False, bytes=10),
    kind("drip", 1, True, False, interval_ms=1000),  # beyond every deadline
    kind("too_large", 1, True, False, bytes=200_000),  # beyond max_response_bytes
    kind("html", 3, False, False, http_status=502),
    kind("error", 3, False, False, http_status=500),
    kind("redirect", 3, False, False, location="https://elsewhere.invalid/"),
    kind("delay", 4, True, True, ms=100),
    kind("jitter", 4, True, True, ms=0, max_ms=200),
    kind("date", 2, True, True, date_offset_seconds=86_400),
    kind("busy", 4, False, True),
    kind("error", 4, False, True, http_status=400, dialect=1),
    kind("error", 4, False, True, http_status=403, dialect=3),
    kind("unauthorized", 4, False, True, message="Token expired"),
    kind("throttle", 1, False, True),
    kind("throttle", 1, False, True, retry_after="3"),
]


def mix(seed: int) -> dict:
    kinds = [each.order for each in KINDS for _ in range(each.weight)]
    return {"rate": RATE, "seed": seed, "kinds": kinds, "path": "/start"}


# After which of them a deployment that runs is not heard of.
LOSING = {each.order["kind"] for each in KINDS if each.works and not each.answers}
