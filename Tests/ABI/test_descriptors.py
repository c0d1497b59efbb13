"""What the library opens, no program that the host starts inherits."""
import os
import subprocess
import sys

import pytest

from abi import TASK, Client, Library
from emulator import Service

LIST = [sys.executable, "-c", "import os; print(*sorted(os.listdir('/proc/self/fd'), key=int))"]


def inherited() -> set:
    """What a child sees beyond what this process meant for it."""
    done = subprocess.run(LIST, close_fds=False, stdout=subprocess.PIPE, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("way", ["call", "submit"])
def test_a_child_inherits_nothing(cad: Library, cloud: Service, way: str) -> None:
    before = inherited()
    with cad.client(endpoint=cloud.endpoint, token=cloud.token) as client:
        if way == "call":
            assert client.start(task_id=TASK).status == "CAD_OK"
        else:
            assert client.descriptor >= 0
            with client.begin(task_id=TASK) as operation:
                assert operation.wait().status == "CAD_OK"
        opened = {fd for fd in os.listdir("/proc/self/fd")}
        assert inherited() == before, opened
        assert _is_alive(client), "what it has opened works as before"


def _is_alive(client: Client) -> bool:
    return client.start(task_id=TASK).status == "CAD_OK"
