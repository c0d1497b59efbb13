"""Everything that a network does to a request: what the call says of it, and what truly ran.

One call never starts two deployments, and what ran is never told as not sent.
"""
from typing import Any, NamedTuple

import pytest

from abi import TASK, Library
from call_modes import IN_EVERY_CALL_MODE, CallMode
from emulator import Service
from fault_server import FaultServer

SHORT = {"timeout_ms": 1500}  # a busy machine sends within it


class Toxic(NamedTuple):
    name: str
    fault: dict[str, Any]
    status: str
    outcome: str | None  # None: it is a reply
    ran: int
    options: dict[str, Any] = {}


def toxic(name: str, status: str, outcome: str | None, ran: int, kind: str, **fault: Any) -> Toxic:
    options = fault.pop("options", {})
    return Toxic(name, {"kind": kind, **fault}, status, outcome, ran, options)


LOST, LATE = "CAD_E_BAD_RESPONSE", "CAD_E_TIMEOUT"
TOXICS = [
    toxic("latency", "CAD_OK", None, 1, "delay", ms=300),
    toxic("latency beyond the deadline", LATE, "unknown", 1, "delay", ms=5000, options=SHORT),
    toxic("jitter", "CAD_OK", None, 1, "jitter", ms=0, max_ms=300),
    toxic("reset before the work", LOST, "unknown", 0, "reset"),
    toxic("reset after the work", LOST, "unknown", 1, "reset_after_work"),
    toxic("end before the work", LOST, "unknown", 0, "cut_before_work"),
    toxic("end after the work", LOST, "unknown", 1, "cut_after_work"),
    toxic("half a body", LOST, "unknown", 1, "half_body"),
    toxic("drip", "CAD_OK", None, 1, "drip", interval_ms=1),
    toxic("drip beyond the deadline", LATE, "unknown", 1, "drip", interval_ms=100, options=SHORT),
    toxic("stall before the work", LATE, "unknown", 0, "stall_before_work", options=SHORT),
    toxic("stall after the work", LATE, "unknown", 1, "stall_after_work", options=SHORT),
    toxic("close after the headers", LOST, "unknown", 1, "close_after_headers"),
    toxic("wrong Content-Length", LOST, "unknown", 1, "wrong_length", bytes=10),
    toxic("an answer without end", LOST, "unknown", 1, "too_large", bytes=9_000_000),
    toxic("a proxy's page", "CAD_E_SERVICE", "unknown", 0, "html", http_status=502),
    toxic("somewhere else", LOST, "unknown", 0, "redirect", location="https://elsewhere.invalid/"),
    toxic("a service that fails", "CAD_E_SERVICE", "unknown", 0, "error", http_status=500),
    toxic("a service that refuses", "CAD_E_SERVICE", "refused", 0, "error", http_status=400),
    toxic("an application that is busy", "CAD_E_BUSY", "refused", 0, "busy"),
]


@IN_EVERY_CALL_MODE
@pytest.mark.parametrize("warm", [False, True], ids=["new connection", "warm connection"])
@pytest.mark.parametrize("toxic", TOXICS, ids=lambda toxic: toxic.name)
def test_it_is_told_for_what_it_was(
        cad: Library, service: Service, start: CallMode, toxic: Toxic, warm: bool) -> None:
    service.fault(**toxic.fault, skip=int(warm))
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        if warm:
            assert start(client, task_id=TASK).status == "CAD_OK"
        answer = start(client, task_id=TASK, **({"_options": toxic.options} if toxic.options else {}))
    told = (answer.status, answer.outcome, answer.attempts)
    ran = len(service.records()) - int(warm)
    asked = service.requests() - int(warm)
    assert (*told, ran, asked) == (toxic.status, toxic.outcome, 1, toxic.ran, 1)
    assert answer.outcome is None or answer.document["message"]


@IN_EVERY_CALL_MODE
def test_a_connection_that_is_refused(cad: Library, start: CallMode) -> None:
    gone = FaultServer()  # its port refuses, and nobody else can take it
    with cad.client(endpoint=gone.endpoint, token="t") as client:
        answer = start(client, task_id=TASK)
    assert (answer.status, answer.outcome) == ("CAD_E_CONNECT", "not_sent")
    assert not answer.attempts  # none was written
