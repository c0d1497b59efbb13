"""A fleet of starts under a limit of the service: all of them start, and little of what is sent is refused."""
import threading
import time

import pytest

from abi import TASK, Library
from answering_server import STARTED, AnsweringServer
from call_modes import IN_EVERY_CALL_MODE, CallMode
from fault_server import Request, reply
from waits import until

LIMIT, COUNT, PERIOD = 40, 200, 0.5

#: How a refusal tells the limit.
WORDS: dict[str, str] = {
    "the policy in words": '{"error_code":"APIGW.0308","error_msg":"policy user over ratelimit,limit:%d,time:500 ms"}'
                           % LIMIT,
    "nothing": "{}",
}


class Gateway(AnsweringServer):
    """Takes LIMIT requests to each API in each PERIOD, by its own clock."""

    def __init__(self, words: str):
        super().__init__(self.decide)
        self.words, self.lock = words, threading.Lock()
        self.taken: dict[str, list[float]] = {}
        self.refused = 0

    def decide(self, request: Request) -> bytes:
        api = request.line.split("?")[0].rsplit("/", 1)[-1].split(" ")[0]
        with self.lock:
            now = time.monotonic()
            taken = self.taken.setdefault(api, [])
            if len(taken) >= LIMIT and now - taken[-LIMIT] < PERIOD:
                self.refused += 1
                return reply("429 Too Many Requests", self.words)
            taken.append(now)
        return STARTED


@pytest.mark.parametrize("words", WORDS)
def test_every_start_of_a_fleet_comes_through(cad: Library, words: str) -> None:
    """Each was refused at most a few times; more than three times would have ended it before."""
    with Gateway(WORDS[words]) as server, cad.client(endpoint=server.endpoint, token="t", max_attempts=1) as client:
        items = ",".join(['{"task_id":"%s"}' % TASK] * COUNT)
        answer = client.call('{"items":[%s]}' % items, "start_many")
    assert answer.status == "CAD_OK"
    assert answer.document["counts"] == {"started": COUNT, "refused": 0, "not_sent": 0, "unknown": 0}
    # Those that were on their way when the limit was reached, and a few; sent blindly it would be hundreds.
    assert server.refused <= 32 + COUNT // 4


@IN_EVERY_CALL_MODE
def test_a_limit_of_one_api_holds_up_no_other(cad: Library, start: CallMode) -> None:
    """A start that must wait for a minute, and a question that must not."""
    def decide(request: Request) -> bytes:
        if "/start" in request.line:
            return reply("429 Too Many Requests", "{}", "Retry-After: 50")
        return reply("200 OK", "{}")

    with AnsweringServer(decide) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        with client.begin(task_id=TASK) as waiting:
            until(lambda: waiting.next_event().document["event"] == "retry", "it never waited")
            assert client.call('{"task_id":"%s"}' % TASK, "show_deploy_task_detail").status == "CAD_OK"
            late = start(client, task_id=TASK, _options={"timeout_ms": 300})
            assert (late.status, late.outcome) == ("CAD_E_TIMEOUT", "not_sent")
            assert client.call('{"task_id":"%s"}' % TASK, "show_deploy_task_detail").status == "CAD_OK"
            assert waiting.wait(0).status == "CAD_PENDING"


def test_a_number_of_attempts_that_was_given_is_kept(cad: Library) -> None:
    came: list[str] = []

    def decide(request: Request) -> bytes:
        came.append(request.line)
        return reply("429 Too Many Requests", "{}")

    with AnsweringServer(decide) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        answer = client.call('{"items":[{"task_id":"%s"}],"_options":{"max_attempts":1}}' % TASK, "start_many")
    assert answer.document["counts"]["refused"] == 1 and len(came) == 1
