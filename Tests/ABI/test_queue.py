"""The queue of a client: it has an end, and what waits in it costs little."""
import os
import subprocess
import sys

import pytest

from abi import TASK, Library
from call_modes import MANY
from emulator import Service
from environment import with_helpers
from fault_server import HOLD, FaultServer
from waits import until

MOST = 100_000
PER_OPERATION = 4096  # bytes, beyond its own JSON
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

# Runs in a process of its own, whose memory is its alone.
BEGIN = """
import json, sys, urllib.request
from pathlib import Path
from abi import TASK, Library
item = {"task_id": TASK, "params": [{"key": "k", "value": "v" * 200, "type": "text"}]}
request = json.dumps(item)
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
"""

# Prints the growth in bytes, what one more was answered, the growth from further ones, and how the first one ended.
FILL = BEGIN + """
client = Library(sys.argv[1]).client(endpoint=sys.argv[2], token="t", max_in_flight=1, timeout_ms=600_000)
first = client.begin(task_id=TASK)
first.next_event()
before = resident()
operations = [client.submit(request)[1].pointer.value for _ in range(%d - 1)]
print(resident() - before - len(operations) * len(request) - sys.getsizeof(operations))
answer, operation = client.submit(request)
assert operation is None
print(answer.status, answer.outcome)
full = resident()
for _ in range(20_000):
    client.submit(request)
    client.library.error_texts.clear()  # which our own harness collects
print(resident() - full)
for pointer in operations:
    client.library.raw.cad_operation_free(pointer)
while client.submit(request)[1] is None:
    pass
first.cancel()
print(first.wait().status)
""" % MOST


# Prints how much more there is at most while the results are read than when a thousand of them waited.
STREAM = BEGIN + """
client = Library(sys.argv[1]).client(endpoint=sys.argv[2], token=sys.argv[3])
operation = client.begin("start_many", items=[item] * 20_000, results="stream")
while json.loads(urllib.request.urlopen(sys.argv[2] + "/_emulator/requests").read())["total"] < 1000:
    operation.wait(50)
operation.wait(200)
before, most, results = resident(), 0, 0
while (event := operation.next_event()).status == "CAD_OK":
    results += event.document["event"] == "result"
    if results % 1000 == 0:
        most = max(most, resident() - before)
print(most)
print(results, operation.wait(0).document["counts"]["started"])
"""


def lines_of(script: str, *arguments: str) -> list[str]:
    path = os.environ["CODEARTS_DEPLOY_LIBRARY"]
    result = subprocess.run(
        [sys.executable, "-c", script, path, *arguments], env=with_helpers(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, timeout=600)
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()


@LINUX
def test_a_hundred_thousand_wait_in_little_memory_and_the_next_is_refused(library: object) -> None:
    with FaultServer(HOLD) as server:
        growth, refused, leaked, cancelled = lines_of(FILL, server.endpoint)
    assert int(growth) <= MOST * PER_OPERATION, f"{int(growth) / MOST} bytes each"
    assert refused == "CAD_E_QUEUE_FULL not_sent"
    assert int(leaked) < 2_000_000, "what is refused must not stay in memory"
    assert cancelled == "CAD_E_CANCELLED"


@LINUX
def test_a_stream_keeps_no_result_that_was_read(service: Service) -> None:
    most, counts = lines_of(STREAM, service.endpoint, service.token)
    assert counts == "20000 20000"
    assert int(most) < 4_000_000  # 20,000 replies would take more than that


@LINUX
@pytest.mark.parametrize("use", ["not at all", "until its end", "and left", "for a batch"])
def test_clients_come_and_go_by_the_thousand(cad: Library, service: Service, use: str) -> None:
    """Neither threads nor descriptors grow with them."""
    def come_and_go(count: int) -> None:
        for _ in range(count):
            with cad.client(endpoint=service.endpoint, token=service.token) as client:
                if use == "for a batch":
                    assert client.call('{"items": [{"task_id": "%s"}]}' % TASK, MANY).status == "CAD_OK"
                elif use != "not at all":
                    with client.begin(task_id=TASK) as operation:
                        assert use == "and left" or operation.wait().status == "CAD_OK"

    come_and_go(100)
    until(lambda: threads() <= 8, "threads are left")
    before = descriptors() + threads()
    come_and_go(5000)
    # A thread is told to halt, and nobody waits for it.
    until(lambda: descriptors() + threads() <= before + 10, "threads or descriptors are left")


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def threads() -> int:
    return len(os.listdir("/proc/self/task"))
