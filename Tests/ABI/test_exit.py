"""A process may end at any moment, in any way: its exit code is its own, and it says nothing on its way out.

Over TLS, because the TLS library takes itself down at the exit while the client's thread may be inside it.
"""
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from certificates import Certificates
from emulator import Service
from environment import with_helpers
from nginx_process import Nginx, find_nginx
from tcp_relay import Relay

CODE = 7

SCRIPT = """
import ctypes, json, os, sys, threading, time
from abi import TASK, Library
def library():
    return Library(sys.argv[1])
def client():
    return library().client(**json.loads(sys.argv[2]))
def started():
    operation = client().begin(task_id=TASK)
    operation.next_event()
    return operation
def in_a_thread(work):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
kept = {stage}
{leave}
"""

# What there is when the process ends.
STAGES: dict[str, str] = {
    "before loading": "None",
    "after loading": "library()",
    "with a client": "client()",
    "with a client that has called": "[each for each in [client()] if each.start(task_id=TASK)]",
    "right after a submit": "client().begin(task_id=TASK)",
    "with a request on its way": "[started(), time.sleep(0.05)]",
    "with a hundred on their way": "client().begin('start_many', items=[{'task_id': TASK}] * 100)",
    "right after a cancel": "[each for each in [started()] if each.cancel() is None]",
    "after the end": "[each for each in [started()] if each.wait()]",
    "right after freeing": "[each for each in [started()] if each.free() is None]",
    "after freeing all": "[(each.start(task_id=TASK), each.begin(task_id=TASK).free(), each.free())"
                         " for each in [client()]]",
    "with a thread that waits": "[threading.Thread(target=started().wait, daemon=True).start(), time.sleep(0.05)]",
}
LEAVES = {
    "sys.exit": f"sys.exit({CODE})",
    "sys.exit in a thread": f"in_a_thread(sys.exit); sys.exit({CODE})",
    "os._exit": f"os._exit({CODE})",
    "exit of C": f"ctypes.CDLL(None).exit({CODE})",
    "exit of C in a thread": f"in_a_thread(lambda: ctypes.CDLL(None).exit({CODE}))",
}


@pytest.fixture(scope="module")
def slow_service(emulator: Service, certificates: Certificates) -> Iterator[str]:
    """A configuration for a service behind TLS whose answers take a while."""
    program = find_nginx()
    if program is None:
        pytest.skip("nginx is not installed")
    emulator.reset()
    emulator.fault("delay", ms=20, times=100_000)
    with Nginx(program, emulator.endpoint, certificates) as nginx, Relay(nginx.address) as relay:
        yield '{"endpoint": "https://127.0.0.1:%d", "token": "%s", "ca_file": "%s"}' % (
            relay.port, emulator.token, certificates.ca)
    emulator.reset()


@pytest.mark.parametrize("leave", LEAVES)
@pytest.mark.parametrize("stage", STAGES)
def test_the_process_ends_with_its_own_code(library: object, slow_service: str, stage: str, leave: str) -> None:
    script = SCRIPT.format(stage=STAGES[stage], leave=LEAVES[leave])
    path = os.environ["CODEARTS_DEPLOY_LIBRARY"]
    for _ in range(3):
        result = subprocess.run(
            [sys.executable, "-c", script, path, slow_service], env=with_helpers(), stderr=subprocess.PIPE,
            timeout=120)
        assert (result.returncode, result.stderr) == (CODE, b"")


def test_dlclose_with_operations_on_their_way_ends_nothing(library: object, slow_service: str) -> None:
    leave = """
import _ctypes
_ctypes.dlclose(kept.library.raw._handle)
with open("/proc/self/maps") as maps:
    assert "libcodearts_deploy" in maps.read()
assert kept.wait().status == "CAD_OK"
sys.exit(%d)""" % CODE
    script = SCRIPT.format(stage="started()", leave=leave)
    path = os.environ["CODEARTS_DEPLOY_LIBRARY"]
    result = subprocess.run([sys.executable, "-c", script, path, slow_service], env=with_helpers(), timeout=120)
    assert result.returncode == CODE
