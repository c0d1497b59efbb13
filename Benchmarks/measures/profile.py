"""Where the processor time of one start goes, so that a missed target has a name: by library, from samples of perf.

A run of many starts less one of few, so that loading and connecting are out.
"""
import re
import shutil
from collections import Counter
from typing import NamedTuple

from plan import Plan
from results import Results
from workbench import Failed, Workbench

#: Samples a second: often enough for a run of some seconds, too rare to slow it.
RATE = 2000
PARTS = (
    ("kernel", r"\[|vmlinux"), ("libcurl", "libcurl"), ("ours", "libcodearts_deploy"),
    ("Python", r"python|libffi|.*\.cpython-|.*\.abi3"), ("TLS", "libssl|libcrypto|libgnutls"),
    ("libc", "libc[.-]|ld-linux"))
NAMES = (*(name for name, _ in PARTS), "other")


class Way(NamedTuple):
    name: str
    program: str
    kind: str
    width: int
    many: int
    credential: str = "token"


WAYS = [
    Way("plain C", "plain", "easy", 1, 40_000), Way("ours, C", "ours", "call", 1, 30_000),
    Way("ours, C, signed", "ours", "call", 1, 30_000, "key"),
    Way("plain C, multi", "plain", "multi", 32, 60_000), Way("ours, C, start_many", "ours", "batch", 32, 40_000),
    Way("pycurl", "with_pycurl", "blocking", 1, 15_000), Way("ours, Python", "with_ours", "blocking", 1, 10_000),
    Way("aiohttp", "with_aiohttp", "asyncio", 32, 10_000), Way("ours, asyncio", "with_ours", "asyncio", 32, 10_000),
    Way("ours, Python, start_many", "with_ours", "batch", 32, 20_000)]


def measure(bench: Workbench, results: Results, plan: Plan) -> None:
    if shutil.which("perf") is None:
        results.skip("profile", "perf is not installed")
        return
    for way in WAYS:
        few = way.many // 10
        try:
            samples = sampled(bench, way, way.many)
            samples.subtract(sampled(bench, way, few))
        except Failed as error:
            results.skip(f"{way.name}, profile", str(error))
        else:
            each = 1e6 / RATE / (way.many - few)
            parts = {part: max(0, samples[part]) * each for part in NAMES}
            results.add("profile", parts, name=way.name, signs=way.credential == "key")


def sampled(bench: Workbench, way: Way, count: int) -> "Counter[str]":
    """Samples by part."""
    data = str(bench.folder / "perf.data")
    command = bench.command(way.program, way.kind, way.credential, "http", count, way.width)
    bench.run(["perf", "record", "-q", "-e", "cpu-clock", "-F", str(RATE), "-o", data, *command])
    told = bench.run(["perf", "report", "-q", "-i", data, "--stdio", "-F", "sample,dso", "-t", ";"])
    samples: "Counter[str]" = Counter()
    for number, library in re.findall(r"^ *(\d+) *;(\S+)", told, re.M):
        samples[part_of(library)] += int(number)
    return samples


def part_of(library: str) -> str:
    return next((part for part, pattern in PARTS if re.match(pattern, library)), "other")

