"""Deployments whose starts must wait for their turn longer than a single call may take."""
import time

from abi import TASK, Library
from answering_server import STARTED
from fault_server import Request, reply
from scripted_service import ScriptedService, wrapped

PERIOD = 3
REFUSAL = reply(
    "429 Too Many Requests",
    '{"error_code":"APIGW.0308","error_msg":"over ratelimit,limit:1,time:%d second"}' % PERIOD)


class OneAtATime(ScriptedService):
    """Accepts one start in each period."""

    def __init__(self) -> None:
        super().__init__(wrapped("succeeded"))
        self.accepted: list[float] = []

    def _reply(self, request: Request) -> bytes:
        if "/start" not in request.line:
            return super()._reply(request)
        with self.lock:
            now = time.monotonic()
            if self.accepted and now - self.accepted[-1] < PERIOD:
                return REFUSAL
            self.accepted.append(now)
        return STARTED


def test_a_start_waits_for_its_turn_until_the_operation_must_end(cad: Library) -> None:
    with OneAtATime() as server, cad.client(endpoint=server.endpoint, token="t", timeout_ms=2000) as client:
        request = {"task_id": TASK, "timeout_ms": 120_000, "interval_ms": 500, "guard": False}
        operations = [client.begin("deploy", **request) for _ in range(4)]
        ends = [operation.wait() for operation in operations]
        for operation in operations:
            operation.free()
    assert [end.status for end in ends] == ["CAD_OK"] * 4, [end.document for end in ends]
    assert len(server.accepted) == 4
