"""A million starts one after the other: the memory after a tenth of them and at the end."""
import subprocess
import time
from pathlib import Path
from typing import List

from plan import Plan
from results import Results
from workbench import Failed, Workbench

COUNT = 1_000_000


def measure(bench: Workbench, results: Results, plan: Plan) -> None:
    for name, program, kind in (("ours, C", "ours", "call"), ("ours, Python", "with_ours", "blocking")):
        try:
            kilobytes = watched(bench, bench.command(program, kind, "token", "http", COUNT, 1))
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
