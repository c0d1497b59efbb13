"""A process that dies in the middle of a watch loses nothing: another one goes on from the record's id alone."""
import json
import os
import signal
import subprocess
import sys

import pytest

from abi import TASK, Client
from emulator import Service
from environment import with_helpers
from following import watch
from waits import until

WATCHER = """
import json, os, sys
from abi import Library
request = json.loads(sys.argv[1])
client = Library(os.environ["CODEARTS_DEPLOY_LIBRARY"]).client(**request.pop("config"))
with client.begin("watch", **request) as operation:
    while True:
        print(json.dumps(operation.next_event().document), flush=True)
"""


@pytest.mark.parametrize("end, status", [
    ("succeeded", "CAD_OK"), ("failed", "CAD_E_DEPLOYMENT_FAILED"), ("abort", "CAD_E_DEPLOYMENT_STOPPED")])
def test_killed_in_the_middle_it_is_resumed_by_another_process(
        client: Client, service: Service, end: str, status: str) -> None:
    service.settings(pending_ms=0, step_ms=3000, log_lines=20)  # longer than a process takes to start
    record = service.somebody_else_starts(end=end, failed_step=3)
    config = {"endpoint": service.endpoint, "token": service.token}
    request = {"config": config, "task_id": TASK, "record_id": record, "interval_ms": 30}
    watcher = subprocess.Popen(
        [sys.executable, "-c", WATCHER, json.dumps(request)], env=with_helpers(), stdout=subprocess.PIPE, text=True)
    assert watcher.stdout is not None
    try:
        for line in watcher.stdout:
            if json.loads(line)["event"] == "log":
                break  # it is in the middle of it
    finally:
        os.kill(watcher.pid, signal.SIGKILL)
        watcher.stdout.close()
        assert watcher.wait(timeout=60) == -signal.SIGKILL
    followed = watch(client, record)
    assert followed.status == status and followed.deployment["record_id"] == record
    assert followed.log == service.whole_log(record)  # from its beginning on
    assert [each["record_id"] for each in service.records()] == [record]
    # Whoever asks once more, later, is told the same.
    again = watch(client, record)
    alike = {"attempts": None, "_meta": None}
    assert {**again.document, **alike} == {**followed.document, **alike}


def test_a_watch_can_be_resumed_from_a_cancelled_deploy(client: Client, service: Service) -> None:
    service.runs_in_sight()
    with client.begin("deploy", task_id=TASK, interval_ms=30) as operation:
        until(lambda: service.asked("/state") > 0, "nothing was followed")
        operation.cancel()
        answer = operation.wait()
    assert (answer.status, answer.outcome) == ("CAD_E_CANCELLED", "started")
    followed = watch(client, answer.document["record_id"])
    assert followed.status == "CAD_OK" and len(service.records()) == 1
