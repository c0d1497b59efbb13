"""What the emulator can be told to do, as types: see `testing.Emulator`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict, Union

FaultKind = Literal[
    "reset",  # the connection is broken (RST), and nothing is done
    "reset_after_work",  # the work is done, then the connection is broken
    "cut_before_work",  # the connection ends without work and without an answer
    "cut_after_work",  # the work is done, then the connection ends without an answer
    "stall_before_work",  # nothing happens until `release`; then the connection ends without work
    "stall_after_work",  # the work is done, the answer held until `release`
    "half_body",  # the work is done, and half of the announced answer is missing
    "close_after_headers",  # the work is done, the head of the answer comes, and the connection ends
    "wrong_length",  # the work is done, and the head announces `bytes` more than there are
    "drip",  # the work is done, the answer comes byte by byte, each after `interval_ms`
    "delay",  # the work is done, the answer comes after `ms`
    "jitter",  # the same after a random time between `ms` and `max_ms`
    "too_large",  # the work is done, the answer is padded to so many `bytes`
    "throttle",  # 429, with `retry_after`
    "busy",  # the application is being deployed already; `code`
    "unauthorized",  # 401, with this `message`
    "error",  # an error with `http_status`, `dialect`, `code` and `message`
    "date",  # nothing is wrong but the date of the answer: `date_offset_seconds`
    "html",  # a proxy's page with `http_status` in place of an answer
    "redirect",  # to `location`
]
"""What goes wrong with a request. "The work" of a start is checking it and making the record."""


class _Kind(TypedDict):
    kind: FaultKind


class Fault(_Kind, total=False):
    """An order for a fault: which one, and for which requests."""

    skip: int  # requests that pass untouched before it; 0
    times: int  # requests in a row that it is for; 1
    path: str  # what their path must contain
    method: str  # "POST"
    date_offset_seconds: int  # how far the answer's date is from the clock
    ms: int
    max_ms: int
    interval_ms: int
    bytes: int
    retry_after: str  # "2", or a date
    code: str
    message: str
    http_status: int
    dialect: int  # the form of the error, 1 to 7; 3 is the gateway's
    location: str


EndState = Literal["succeeded", "failed", "abort", "timeout", "not_started"]
"""How a deployment ends."""


class Ending(TypedDict, total=False):
    """An order for how the next deployments go."""

    end: EndState  # "succeeded"
    failed_step: int  # at which it ends otherwise, from 1; 1
    duration_ms: int  # of all its steps together
    pending_ms: int  # before them
    hidden_ms: int  # how long it shows nowhere; 0
    times: int  # deployments that it is for; 1


class _Age(TypedDict):
    days_ago: int


class OldRecord(_Age, total=False):
    """A record to be put into the history."""

    state: EndState  # "succeeded"
    params: Sequence[Mapping[str, Any]]
    duration_ms: int


class RateLimit(TypedDict, total=False):
    """How many requests are taken in which time."""

    limit: int
    period_ms: int  # 1000
    counting: Literal["window", "bucket"]
    says: Literal["retry_after", "policy", "nothing"]
    per: Literal["api", "all"]


class Settings(TypedDict, total=False):
    """How the service behaves."""

    pending_ms: int  # how long a deployment waits
    step_ms: int  # how long each of its steps takes
    steps: int  # 1 to 100
    busy: bool  # whether an application refuses a start while it is being deployed
    stop_state: EndState  # what a deployment is after it was stopped; "abort"
    status_shape: Literal["documented", "renamed", "flat_status", "flat"]
    declared: Union[Sequence[str], None]  # the parameters that the applications know; None: any
    applications: Union[int, Sequence[str]]  # their number, or their names
    draft: Sequence[str]  # tasks of applications that are not finished
    disabled: Sequence[str]  # tasks of applications that nobody may deploy
    forbid_view: Union[Sequence[str], bool]  # tasks of applications that the caller may not look at; True: all
    forbid_execute: Union[Sequence[str], bool]  # or not deploy
    pipeline_only: Sequence[str]  # tasks that only a pipeline may start
    log_lines: int  # of each step
    log_part: int  # the bytes of a log in one answer
    clock_offset_s: int  # how far its clock is ahead of this machine's
    rate_limit: Union[RateLimit, None]
