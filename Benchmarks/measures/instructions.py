"""Instructions of one start, which repeat to a per cent where times do not.

They are callgrind's, of a run of 600 less one of 100, so that loading and connecting are out."""
import re
import shutil
from typing import NamedTuple

from plan import Plan
from results import Results
from workbench import Failed, Workbench

MANY, FEW = 600, 100


class Way(NamedTuple):
    name: str
    program: str
    kind: str
    credential: str = "token"
    #: The name of what it is compared with.
    limit: str = "plain C"


C = [Way("plain C", "plain", "easy"), Way("ours, C", "ours", "call"), Way("ours, C, signed", "ours", "call", "key")]
PYTHON = [
    Way("pycurl", "with_pycurl", "blocking", limit="pycurl"),
    Way("ours, Python", "with_ours", "blocking", limit="pycurl"),
    Way("ours, Python, signed", "with_ours", "blocking", "key", limit="pycurl")]


def measure(bench: Workbench, results: Results, plan: Plan) -> None:
    if shutil.which("valgrind") is None:
        results.skip("instructions", "valgrind is not installed")
        return
    for way in [*C, *(PYTHON if plan.python_instructions else [])]:
        try:
            each = (counted(bench, way, MANY) - counted(bench, way, FEW)) / (MANY - FEW)
        except Failed as error:
            results.skip(f"{way.name}, instructions", str(error))
        else:
            results.add(
                "instructions", {"instructions": each}, name=way.name, signs=way.credential == "key", limit=way.limit)


def counted(bench: Workbench, way: Way, count: int) -> int:
    """callgrind writes its count among the program's own errors, after all of them."""
    profile = bench.folder / "callgrind"
    command = bench.command(way.program, way.kind, way.credential, "http", count, 1)
    bench.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", *command])
    return int(re.findall(r"^summary: (\d+)|^totals: (\d+)", profile.read_text(), re.M)[-1][-1])
