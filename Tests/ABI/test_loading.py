"""What loading the library does to its host: as little as can be."""
import os
import subprocess
import sys

import pytest

from environment import with_helpers

SCRIPT = """
import ctypes, sys
from abi import Library
def mapped(name):
    with open("/proc/self/maps") as maps:
        return any(name in line for line in maps)
library = Library({path!r})
library.validate("{{}}")
with library.client(endpoint="https://127.0.0.1:1", token="t") as client:
    {lines}
"""


def run(lines: str) -> None:
    """In a process of its own, because what is once loaded stays."""
    script = SCRIPT.format(path=os.environ["CODEARTS_DEPLOY_LIBRARY"], lines=lines)
    subprocess.run([sys.executable, "-c", script], env=with_helpers(), check=True, timeout=120)


LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
CALL = "client.start(task_id='d2dc947ec2424d8789bb3984bb3adf45')"


@LINUX
def test_libcurl_is_loaded_by_the_first_request_and_not_before(library: object) -> None:
    run(f"assert not mapped('libcurl'); {CALL}; assert mapped('libcurl')")


@LINUX
def test_dlclose_never_unmaps_the_library(library: object) -> None:
    run("import _ctypes; _ctypes.dlclose(library.raw._handle); assert mapped('libcodearts_deploy')")


def test_a_process_may_end_with_a_client_in_use(library: object) -> None:
    run(f"{CALL}; sys.exit(0)")
