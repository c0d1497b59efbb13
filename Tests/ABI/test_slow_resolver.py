"""A name server that does not answer holds up neither a cancellation nor a deadline, nor the other operations."""
import json
import subprocess
import sys
from pathlib import Path

import pytest

from abi import Library
from environment import with_helpers

HERE = Path(__file__).parent
PROGRAM = """
import json, signal, sys
from abi import TASK, Library

signal.alarm(60)  # whatever hangs is ended
library = Library(sys.argv[1])
with library.client(endpoint="https://nobody.example", token="t", max_attempts=1) as client:
    with client.begin(task_id=TASK) as cancelled, client.begin(
            task_id=TASK, _options={"timeout_ms": 300}) as late, client.begin(task_id=TASK) as other:
        assert other.wait(200).status == "CAD_PENDING"
        cancelled.cancel()
        print(json.dumps([cancelled.wait(-1).document, late.wait(-1).document, other.wait(0).document]), flush=True)
"""


@pytest.fixture
def preload(tmp_path: Path) -> Path:
    library = tmp_path / "slow_resolver.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, HERE / "slow_resolver.c"], check=True)
    return library


def test_a_name_that_is_still_looked_up(cad: Library, preload: Path, tmp_path: Path) -> None:
    marker = tmp_path / "the server is silent"
    marker.touch()
    environment = {**with_helpers(), "LD_PRELOAD": str(preload), "SLOW_RESOLVER": str(marker)}
    command = [sys.executable, "-c", PROGRAM, cad.raw._name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        try:
            assert process.stdout is not None
            cancelled, late, other = json.loads(process.stdout.readline() or "[{}, {}, {}]")
            assert marker.exists()  # all of that while the name was still looked up
        finally:
            marker.unlink()
        assert process.wait(60) == 0
    assert (cancelled.get("status"), cancelled.get("outcome")) == ("CAD_E_CANCELLED", "not_sent")
    assert (late.get("status"), late.get("outcome")) == ("CAD_E_TIMEOUT", "not_sent")
    assert other is None
