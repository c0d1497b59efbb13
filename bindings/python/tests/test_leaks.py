"""Ten thousand calls leave nothing behind: not of Python's memory, and not of the library's."""

import gc
import tracemalloc
from pathlib import Path

import pytest

import codearts_deploy as cad

REQUEST = {
    "task_id": "d2dc947ec2424d8789bb3984bb3adf45",
    "params": [{"key": "version", "value": "1" * 1000, "type": "text"}],
}
WRONG = {**REQUEST, "params": [{"key": "a b", "value": "{{" * 500, "type": "nope"}]}
CALLS = 10_000


def resident_kib():
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1])


def accept():
    cad.validate("start_deploy_task", REQUEST)


def refuse():
    try:
        cad.validate("start_deploy_task", WRONG)
    except cad.ValidationError:
        pass


def make_client():
    cad.Client(region="cn-north-4", token="t").close()


@pytest.mark.parametrize("work", [accept, refuse, make_client])
def test_memory_stays_flat(work):
    for _ in range(1000):
        work()
    gc.collect()
    resident = resident_kib()
    for _ in range(CALLS):
        work()
    gc.collect()
    assert resident_kib() - resident < 1024  # 100 bytes a call would show

    tracemalloc.start()
    try:
        work()
        gc.collect()
        traced, _ = tracemalloc.get_traced_memory()
        for _ in range(CALLS // 10):
            work()
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] - traced < 10_000
    finally:
        tracemalloc.stop()
