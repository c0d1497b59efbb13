"""gevent, eventlet and trio: a call that is given to a thread, as the README says it, lets all others go on."""

from __future__ import annotations

import subprocess
import sys

import pytest

from codearts_deploy.testing import Emulator

PATCHES = {
    "gevent": "from gevent import monkey; monkey.patch_all()",
    "eventlet": "import eventlet; eventlet.monkey_patch()",
}
SETTINGS = {
    "gevent": """
import gevent
from gevent import sleep, spawn
threaded = lambda call, *arguments, **options: gevent.get_hub().threadpool.apply(call, arguments, options)
""",
    "eventlet": """
from eventlet import sleep, spawn
from eventlet.tpool import execute as threaded
""",
}
PROGRAM = """
import sys
import codearts_deploy as cad
import codearts_deploy.testing
endpoint, token, task = sys.argv[1:]
service = cad.testing.Emulator()  # not started: it asks the one that runs
service.endpoint = endpoint
client = cad.Client(endpoint=endpoint, token=token)
"""
GOES_ON = """
def release():
    while not service.requests():
        sleep(0.01)
    service.release()

spawn(release)  # without it the service holds its answer until the call's time is over
print(threaded(client.start_deploy_task, task).id)
"""
CANCELLED = """
request = {"task_id": task, "interval_ms": 50, "on_cancel": "stop", "log": False}

def until(condition):
    while not condition():
        sleep(0.01)

def work():
    try:
        with client.submit("deploy", request) as operation:
            threaded(operation.wait)
    except BaseException as error:
        print(cad.deployment_outcome(error).record_id)

worker = spawn(work)
until(service.records)
asked = service.requests()
until(lambda: service.requests() > asked)  # so it knows the record, and asks how it goes
worker.kill()
"""
FAILS = """
try:
    threaded(client.start_deploy_task, "short")
except cad.ValidationError as error:
    print(error.outcome)
"""


def run(service: Emulator, library: str, patched: bool, code: str) -> str:
    pytest.importorskip(library)
    text = (PATCHES[library] if patched else "") + SETTINGS[library] + PROGRAM + code
    command = [sys.executable, "-W", "ignore", "-c", text, service.endpoint, service.token, service.task_ids[0]]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr  # to which gevent's pool writes each exception that it hands on
    return done.stdout.strip()


each_library = pytest.mark.parametrize("library", PATCHES)
each_form = pytest.mark.parametrize("patched", [False, True], ids=["plain", "patched"])


@each_library
@each_form
def test_other_greenlets_run_while_a_thread_waits(service: Emulator, library: str, patched: bool) -> None:
    service.faults({"kind": "stall_after_work"})
    assert run(service, library, patched, GOES_ON) == service.records()[0]["record_id"]


@each_library
@each_form
def test_a_greenlet_that_is_killed_stops_what_it_submitted(service: Emulator, library: str, patched: bool) -> None:
    service.settings(pending_ms=0, step_ms=3_600_000)
    said = run(service, library, patched, CANCELLED)
    [record] = service.records()
    assert (said, record["state"]) == (record["record_id"], "abort")


@each_library
@each_form
def test_an_error_comes_back_from_the_thread(service: Emulator, library: str, patched: bool) -> None:
    assert run(service, library, patched, FAILS) == "not_sent"


TRIO = """
import trio

async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(release)
        print((await trio.to_thread.run_sync(client.start_deploy_task, task)).id)

async def release():
    while not service.requests():
        await trio.sleep(0.01)
    service.release()

trio.run(main)
"""


def test_trio_goes_on_while_a_thread_waits(service: Emulator) -> None:
    pytest.importorskip("trio")
    service.faults({"kind": "stall_after_work"})
    command = [sys.executable, "-c", PROGRAM + TRIO, service.endpoint, service.token, service.task_ids[0]]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (done.stdout.strip(), done.stderr) == (service.records()[0]["record_id"], "")
