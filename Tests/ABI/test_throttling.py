"""After "too many requests" a client goes slowly for everybody, and faster again once the service takes them."""
import threading
import time

from abi import TASK, Client, Library, Operation
from answering_server import STARTED, AnsweringServer
from fault_server import Request, reply
from waits import until

CROWD = 8


class Crowded(AnsweringServer):
    """Waits until CROWD starts are there, refuses one of them, and counts how many are there at once from then on."""

    def __init__(self) -> None:
        super().__init__(self.decide)
        self.lock = threading.Lock()
        self.all_are_here = threading.Barrier(CROWD)
        self.came = self.here = 0
        self.refused_at = 0.0
        self.after: list[tuple[float, int]] = []  # when each further one came, and how many were here then

    def decide(self, request: Request) -> bytes:
        with self.lock:
            self.came += 1
            number = self.came
        if number <= CROWD:
            self.all_are_here.wait(timeout=60)
            if number > 1:
                time.sleep(0.3)  # still here when the first one is refused
                return STARTED
            self.refused_at = time.monotonic()
            return reply("429 Too Many Requests", "")
        with self.lock:
            self.here += 1
            self.after.append((time.monotonic(), self.here))
        time.sleep(0.2)  # so that those which are allowed together meet here, on a busy machine too
        with self.lock:
            self.here -= 1
        return STARTED


def throttled_event(operations: list[Operation]) -> dict:
    """What the one that was refused tells."""
    events = sum((taken(operation) for operation in operations), [])
    [event] = [event for event in events if event["event"] == "throttled"]
    return event


def taken(operation: Operation) -> list[dict]:
    """The events that are there already."""
    events = []
    while (event := operation.next_event(0)).status == "CAD_OK":
        events.append(event.document)
    return events


def crowd(client: Client, count: int) -> list[Operation]:
    return [client.begin(task_id=TASK) for _ in range(count)]


def test_a_refusal_slows_down_the_whole_client(cad: Library) -> None:
    with Crowded() as server, cad.client(endpoint=server.endpoint, token="t", max_in_flight=CROWD) as client:
        operations = crowd(client, 40)
        until(lambda: server.refused_at > 0, "the crowd never came together")
        assert [operation.wait().status for operation in operations] == ["CAD_OK"] * 40
        event = throttled_event(operations)
        for operation in operations:
            operation.free()
    assert set(event) == {"event", "time", "task_id", "delay_ms", "in_flight"}
    assert 1 <= event["in_flight"] <= CROWD // 2  # half of those that were on their way
    assert 2000 <= event["delay_ms"] <= 5000
    late = [here for moment, here in server.after if moment - server.refused_at >= event["delay_ms"] / 1000]
    assert len(late) >= 33 - CROWD  # those that were on their way while it refused may have come before
    first = late[:event["in_flight"]]
    assert max(first) <= event["in_flight"]
    assert max(late) > event["in_flight"]  # and recovers


def test_blocking_calls_wait_with_the_others(cad: Library) -> None:
    with Crowded() as server, cad.client(endpoint=server.endpoint, token="t", max_in_flight=CROWD) as client:
        operations = crowd(client, CROWD)
        until(lambda: sum(operation.wait(0).status == "CAD_OK" for operation in operations) == CROWD - 1,
              "the others were never answered")
        refused = [operation for operation in operations if operation.wait(0).status == "CAD_PENDING"]
        until(lambda: len(server.after) == 0 and server.refused_at > 0, "nothing was refused")
        delay_ms = throttled_event(refused)["delay_ms"]
        assert client.start(task_id=TASK).status == "CAD_OK"
        for operation in operations:
            assert operation.wait().status == "CAD_OK"
            operation.free()
    assert all(moment - server.refused_at >= delay_ms / 1000 - 0.05 for moment, _ in server.after)
