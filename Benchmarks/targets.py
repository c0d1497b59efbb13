"""What is wanted, and whether it was met: every figure is a ratio within one run, of http unless it says otherwise."""
from typing import Callable, List, NamedTuple, Optional

from measures.cold import EMPTY
from results import Results, Row, middle, ratio

Figure = Callable[[Results], Optional[float]]


class Target(NamedTuple):
    name: str
    wanted: float
    figure: Figure
    #: Otherwise at least.
    at_most: bool = False
    #: The same by processor time, which says more than the clock while others keep the machine busy.
    by_cpu: Optional[Figure] = None

    def met(self, measured: float) -> bool:
        return measured <= self.wanted if self.at_most else measured >= self.wanted


class Verdict(NamedTuple):
    name: str
    wanted: str
    measured: Optional[float]
    by_cpu: Optional[float]
    #: Nothing where it was not measured.
    met: Optional[bool]


def calls(what: str, wanted: float, width: int, name: str, other: str) -> Target:
    """At least so many times the other's rate, and by processor time the other's share of ours."""
    def rows(results: Results, *names: str) -> List[Optional[Row]]:
        return [results.find("calls", scheme="http", width=width, name=each) for each in names]
    return Target(what, wanted, lambda results: ratio(*rows(results, name, other), "rate"),
                  by_cpu=lambda results: ratio(*rows(results, other, name), "cpu_us"))


def instructions(name: str) -> Figure:
    return lambda results: ratio(
        results.find("instructions", name=name), results.find("instructions", name="plain C"), "instructions")


def cold_time(results: Results) -> Optional[float]:
    """Above an empty Python, ours against pycurl's."""
    ours, pycurl, empty = (middle(results.find("cold", name=name), "ms") for name in ("ours, Python", "pycurl", EMPTY))
    return (ours - empty) / (pycurl - empty) if ours and pycurl and empty else None


def cold_memory(results: Results) -> Optional[float]:
    return ratio(results.find("cold", name="ours, Python"), results.find("cold", name="pycurl"), "peak_kb")


def queue(name: str) -> Figure:
    """The dearest start against the one with the shortest queue."""
    def measured(results: Results) -> Optional[float]:
        rows = [row for row in results.rows("queued") if row["name"] == name]
        costs = [ratio(row, rows[0], "cpu_us") for row in rows[1:]]
        return max((cost for cost in costs if cost), default=None)
    return measured


def fleet(saying: str, processes: int, figure: str, worst: Callable[[List[float]], float]) -> Figure:
    """The worst over the rates."""
    def measured(results: Results) -> Optional[float]:
        rows = [row for row in results.rows("fleet") if (row["saying"], row["processes"]) == (saying, processes)]
        values = [middle(row, figure) for row in rows]
        return worst([value for value in values if value is not None]) if values else None
    return measured


def growth(name: str) -> Figure:
    def measured(results: Results) -> Optional[float]:
        row = results.find("million", name=name)
        early, late = middle(row, "early_kb"), middle(row, "late_kb")
        return late / early if early and late else None
    return measured


#: How the service says its limit, and how much of the rate is wanted then.
SAYINGS = (("retry-after", "Retry-After", 0.9), ("words", "policy in words", 0.9), ("nothing", "neither", 0.85))
SDK, MULTI = "official SDK", "plain C, multi"
TARGETS: List[Target] = [
    calls("Python, blocking: against the SDK", 14, 1, "ours, Python", SDK),
    calls("Python, blocking, signed: against the SDK", 12, 1, "ours, Python, signed", SDK),
    calls("Python, blocking: against pycurl with json both ways", 0.8, 1, "ours, Python", "pycurl"),
    calls("asyncio, 32 at once: against aiohttp", 1.5, 32, "ours, asyncio", "aiohttp"),
    calls("start_many in C, 32 at once: against curl_multi", 0.8, 32, "ours, C, start_many", MULTI),
    calls("start_many in Python, 32 at once: against curl_multi", 0.5, 32, "ours, Python, start_many", MULTI),
    calls("start_many in Python, 32 at once: against the SDK", 25, 32, "ours, Python, start_many", SDK),
    calls("C: against plain C", 0.85, 1, "ours, C", "plain C"),
    Target("C: instructions against plain C's", 1.25, instructions("ours, C"), at_most=True),
    Target("C, signed: instructions against plain C's", 1.5, instructions("ours, C, signed"), at_most=True),
    Target("cold Python with one start: time above an empty Python against pycurl's", 1.2, cold_time, at_most=True),
    Target("cold Python with one start: peak memory against pycurl's", 1.1, cold_memory, at_most=True),
    *(Target(f"fleet, {word}: share of the permitted rate", share, fleet(saying, 1, "share", min))
      for saying, word, share in SAYINGS),
    *(Target(f"fleet, {word}: refused of what is sent", 0.05, fleet(saying, 1, "refused", max), at_most=True)
      for saying, word, _ in SAYINGS),
    *(Target(f"fleet of two processes, {word}: share of the permitted rate", 0.85, fleet(saying, 2, "share", min))
      for saying, word, _ in SAYINGS),
    *(Target(f"fleet of two processes, {word}: the lesser one's part", 0.33, fleet(saying, 2, "least", min))
      for saying, word, _ in SAYINGS),
    Target("operations, up to 100,000 queued: cost of the dearest start", 1.1, queue("ours, C, submit"), at_most=True),
    Target("start_many, up to 100,000 queued: cost of the dearest start", 1.1, queue("ours, C, start_many"),
           at_most=True),
    Target("C, a million calls: memory at the end against a tenth", 1.01, growth("ours, C"), at_most=True),
    Target("Python, a million calls: memory at the end against a tenth", 1.01, growth("ours, Python"), at_most=True),
]


def judge(results: Results) -> List[Verdict]:
    verdicts = []
    for target in TARGETS:
        measured = target.figure(results)
        wanted = f"{'≤' if target.at_most else '≥'} {target.wanted:g}"
        met = None if measured is None else target.met(measured)
        by_cpu = target.by_cpu(results) if target.by_cpu else None
        verdicts.append(Verdict(target.name, wanted, measured, by_cpu, met))
    return verdicts
