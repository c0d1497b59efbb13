"""Instructions of one start, which repeat to a per cent where times do not.

They are callgrind's, of a run of 600 less one of 100, so that loading and connecting are out."""
import re
import shutil
import subprocess
from typing import List

from plan import Plan
from results import Results
from workbench import LIMIT, Workbench

WAYS = {
    "plain C": ["plain", "easy", "token"], "ours, C": ["ours", "call", "token"],
    "ours, C, signed": ["ours", "call", "key"]}
MANY, FEW = 600, 100


def measure(bench: Workbench, results: Results, plan: Plan) -> None:
    if shutil.which("valgrind") is None:
        results.skip("instructions", "valgrind is not installed")
        return
    for name, (program, kind, credential) in WAYS.items():
        start = [str(bench.folder / program), kind, credential, bench.endpoints["http"]]
        each = (counted(bench, [*start, str(MANY), "1"]) - counted(bench, [*start, str(FEW), "1"])) / (MANY - FEW)
        results.add("instructions", {"instructions": each}, name=name, signs=credential == "key")


def counted(bench: Workbench, command: List[str]) -> int:
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={bench.folder}/callgrind", *command],
        env=bench.environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=LIMIT)
    return int(re.findall(r"Collected : (\d+)", done.stderr)[-1])
