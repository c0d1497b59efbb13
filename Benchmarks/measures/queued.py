"""What a start costs when others wait for their turn: 32 at once, the rest queued, as operations and as start_many."""
from plan import Plan
from results import Results
from workbench import Workbench

WIDTH = 32


def measure(bench: Workbench, results: Results, plan: Plan) -> None:
    count = max(plan.queues)
    for _ in range(plan.queue_rounds):
        for name, kind in (("ours, C, submit", "submit"), ("ours, C, start_many", "batch")):
            for size in plan.queues:
                told = bench.measure("ours", kind, "token", "http", count, WIDTH, size)
                results.add(
                    "queued", {"cpu_us": told["cpu_seconds"] / count * 1e6, "peak_kb": told["peak_kb"]},
                    name=name, size=size, signs=False)
