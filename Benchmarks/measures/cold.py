"""A process from its start to its end, with one start in between: milliseconds, and the peak of its memory."""
import time
from typing import Dict, List

from plan import Plan
from results import Results
from workbench import PEERS, Failed, Workbench

EMPTY = "an empty Python"
MODULES = {
    EMPTY: "-", "official SDK": "with_sdk", "requests": "with_requests", "httpx": "with_httpx",
    "aiohttp": "with_aiohttp", "pycurl": "with_pycurl", "ours, Python": "with_ours"}


def commands(bench: Workbench) -> Dict[str, List[str]]:
    endpoint = bench.endpoints["http"]
    listed = {name: [bench.python, str(PEERS / "cold.py"), module, "token", endpoint]
              for name, module in MODULES.items()}
    for name, program, kind in (("plain C", "plain", "easy"), ("ours, C", "ours", "call")):
        listed[name] = [str(bench.folder / program), kind, "token", endpoint, "0", "1"]
    return listed


def measure(bench: Workbench, results: Results, plan: Plan) -> None:
    left = {}
    for name, command in commands(bench).items():
        try:
            bench.run(command)  # and Python has compiled what it imports
        except Failed as error:
            results.skip(f"{name}, cold", str(error))
        else:
            left[name] = command
    for _ in range(plan.cold_rounds):
        for name, command in left.items():
            begin = time.perf_counter()
            told = bench.run(command)
            milliseconds = (time.perf_counter() - begin) * 1e3
            results.add("cold", {"ms": milliseconds, "peak_kb": peak(told)}, name=name, signs=name == "official SDK")


def peak(told: str) -> float:
    return float(told.rpartition('"peak_kb":')[2].strip(' }\n'))
