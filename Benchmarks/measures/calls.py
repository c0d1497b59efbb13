"""Starts a second, processor time of each, latencies: one after the other and many at once, http and https."""
import sys
from typing import Dict, List, NamedTuple, Optional

from plan import Plan
from results import Results
from workbench import Failed, Workbench

SDK = "official SDK"


class Peer(NamedTuple):
    name: str
    program: str
    kind: str
    credential: str = "token"
    #: The name of what it cannot be faster than: the same work, without checks, in the same language or below it.
    limit: Optional[str] = None
    #: Where it is not that of the group.
    width: Optional[int] = None

    @property
    def signs(self) -> bool:
        return self.credential == "key"


ONE_BY_ONE = [
    Peer(SDK, "with_sdk", "blocking", "key"),
    Peer("requests", "with_requests", "blocking"),
    Peer("httpx", "with_httpx", "blocking"),
    Peer("pycurl", "with_pycurl", "blocking"),
    Peer("ours, Python", "with_ours", "blocking", limit="pycurl"),
    Peer("ours, Python, signed", "with_ours", "blocking", "key", limit="pycurl"),
    Peer("plain C", "plain", "easy"),
    Peer("ours, C", "ours", "call", limit="plain C"),
    Peer("ours, C, signed", "ours", "call", "key", limit="plain C"),
]
AT_ONCE = [
    Peer(SDK, "with_sdk", "blocking", "key", width=1),
    Peer("official SDK, threads", "with_sdk", "threads", "key"),
    Peer("httpx, asyncio", "with_httpx", "asyncio"),
    Peer("aiohttp", "with_aiohttp", "asyncio"),
    Peer("ours, asyncio", "with_ours", "asyncio", limit="aiohttp"),
    Peer("ours, asyncio, signed", "with_ours", "asyncio", "key", limit="aiohttp"),
    Peer("ours, Python, threads", "with_ours", "threads", limit="plain C, multi"),
    Peer("ours, Python, start_many", "with_ours", "batch", limit="plain C, multi"),
    Peer("ours, Python, start_many, signed", "with_ours", "batch", "key", limit="plain C, multi"),
    Peer("plain C, multi", "plain", "multi"),
    Peer("ours, C, start_many", "ours", "batch", limit="plain C, multi"),
    Peer("ours, C, start_many, signed", "ours", "batch", "key", limit="plain C, multi"),
    Peer("ours, C, submit", "ours", "submit", limit="plain C, multi"),
    Peer("ours, C, threads", "ours", "threads", limit="plain C, multi"),
]


def measure(bench: Workbench, results: Results, plan: Plan) -> None:
    for scheme in plan.schemes:
        for width in plan.widths:
            print(f"{scheme}, {width} at once", file=sys.stderr, flush=True)
            Group(bench, results, scheme, width).measure(plan)


class Group:
    """Peers that take turns: in each round everyone has one, and ratios are taken within the round."""

    def __init__(self, bench: Workbench, results: Results, scheme: str, width: int):
        self.bench, self.results, self.scheme, self.width = bench, results, scheme, width

    def measure(self, plan: Plan) -> None:
        counts = self._counts(ONE_BY_ONE if self.width == 1 else AT_ONCE, plan.seconds)
        for _ in range(plan.rounds):
            for peer, count in counts.items():
                try:
                    sample = self._sample(peer, count)
                except Failed as error:
                    self.results.skip(f"{peer.name}, in one round", str(error))
                    sample = {}  # keeps its place among the rounds
                self.results.add(
                    "calls", sample, scheme=self.scheme, width=self.width, name=peer.name, signs=peer.signs,
                    limit=peer.limit)

    def _counts(self, peers: List[Peer], seconds: float) -> Dict[Peer, int]:
        """How many starts take about so long. A peer that cannot start even a few is left out."""
        counts = {}
        for peer in peers:
            try:
                rate = self._sample(peer, max(100, 2 * self.width))["rate"]
            except Failed as error:
                self.results.skip(peer.name, str(error))
            else:
                width = peer.width or self.width
                counts[peer] = max(1, round(rate * seconds / width)) * width
        return counts

    def _sample(self, peer: Peer, count: int) -> Dict[str, float]:
        width, before = peer.width or self.width, self.bench.server.seconds
        told = self.bench.measure(peer.program, peer.kind, peer.credential, self.scheme, count, width)
        served = (self.bench.server.seconds - before) / (told["count"] + 2 * width)
        rate = told["count"] / told["seconds"]
        return {
            "rate": rate, "cpu_us": told["cpu_seconds"] / told["count"] * 1e6, "server_busy": served * rate,
            **{name: told[name] for name in ("peak_kb", "p50_us", "p90_us", "p99_us") if name in told}}
