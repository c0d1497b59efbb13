"""Many starts under a limit of the service: how much of the permitted rate is used, and how much is sent in vain.

1,000 starts at 50 a second are allowed 19 seconds, because the first 50 need none. They belong to one process, or to
two that share the limit.
"""
import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any, Dict, List

from plan import Plan
from results import Results
from workbench import LIMIT, PEERS, Workbench

SAYINGS = ("retry-after", "words", "nothing")


def measure(bench: Workbench, results: Results, plan: Plan) -> None:
    """All at once: they wait and hardly compute."""
    ways = list(product(plan.rates, SAYINGS, (1, 2)))
    allowed = plan.fleet_seconds
    with ThreadPoolExecutor(len(ways)) as executor:
        samples = executor.map(lambda way: fleet(bench, allowed, *way), ways)
        for (rate, saying, processes), sample in zip(ways, samples):
            results.add("fleet", sample, rate=rate, saying=saying, processes=processes, allowed=allowed)


def fleet(bench: Workbench, seconds: int, rate: int, saying: str, processes: int) -> Dict[str, float]:
    count = rate * (seconds + 1) // processes
    with bench.serve(str(rate), saying) as server:
        command = [bench.python, str(PEERS / "fleet.py"), server.endpoints["http"], str(count)]
        running = [subprocess.Popen(command, env=bench.environment, stdout=subprocess.PIPE) for _ in range(processes)]
        told = [json.loads(process.communicate(timeout=LIMIT)[0]) for process in running]
    assert server.counts is not None
    return {**verdict(told, rate, count), "refused": server.counts.refused / sum(server.counts)}


def verdict(told: List[Dict[str, Any]], rate: int, count: int) -> Dict[str, float]:
    """How much of the permitted rate, the least process's part of what started while all of them ran, what is lost."""
    times = [each["times"] for each in told]
    started = sum(map(len, times))
    seconds = max(map(max, times)) - min(each["began"] for each in told)
    together = min(map(max, times))
    meanwhile = [sum(time <= together for time in each) for each in times]
    return {
        "seconds": seconds, "share": (started - rate) / rate / seconds, "least": min(meanwhile) / sum(meanwhile),
        "lost": count * len(told) - started}
