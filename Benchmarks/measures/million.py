"""A million starts one after the other: the memory after a tenth of them and at the end."""
import subprocess
import time
from pathlib import Path
from typing import List

from plan import Plan
from results import Results
from workbench import PEERS, Failed, Workbench

COUNT = 1_000_000


def measure(bench: Workbench, results: Results, plan: Plan) -> None:
    target = ["token", bench.endpoints["http"], str(COUNT), "1"]
    for name, command in (
            ("ours, C", [str(bench.folder / "ours"), "call", *target]),
            ("ours, Python", [bench.python, str(PEERS / "run.py"), "with_ours", "blocking", *target])):
        try:
            kilobytes = watched(bench, command)
        except Failed as error:
            results.skip(f"{name}, a million", str(error))
        else:
            sample = {"early_kb": kilobytes[len(kilobytes) // 10], "late_kb": kilobytes[-1]}
            results.add("million", sample, name=name, signs=False)


def watched(bench: Workbench, command: List[str]) -> List[int]:
    """Its memory every tenth of a second."""
    process = subprocess.Popen(
        command, env=bench.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    seen = []
    while process.poll() is None:
        for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                seen.append(int(line.split()[1]))
        time.sleep(0.1)
    if process.returncode != 0:
        raise Failed((process.stderr.read().strip().splitlines() or ["it ended without a word"])[-1])
    return seen
