"""Deployments whose starts must wait for their turn longer than a single call may take."""
import threading
import time
from typing import Any

from abi import TASK, Library
from emulator import Service
from fault_server import Request, reply
from tampering_proxy import TamperingProxy

PERIOD = 3
REFUSAL = reply(
    "429 Too Many Requests",
    '{"error_code":"APIGW.0308","error_msg":"over ratelimit,limit:1,time:%d second"}' % PERIOD)


def test_a_start_waits_for_its_turn_until_the_operation_must_end(cad: Library, service: Service) -> None:
    accepted: list[float] = []
    lock = threading.Lock()

    def limited(request: Request, body: bytes) -> Any:
        if "/start" not in request.line:
            return None
        with lock:
            now = time.monotonic()
            if accepted and now - accepted[-1] < PERIOD:
                return REFUSAL
            accepted.append(now)
        return None

    with TamperingProxy(service, limited) as server:
        with cad.client(endpoint=server.endpoint, token=service.token, timeout_ms=2000) as client:
            operations = [client.begin("deploy", task_id=TASK, timeout_ms=120_000, interval_ms=500) for _ in range(4)]
            ends = [operation.wait() for operation in operations]
            for operation in operations:
                operation.free()
    assert [end.status for end in ends] == ["CAD_OK"] * 4, [end.document for end in ends]
    assert len(service.started()) == len(accepted) == 4
