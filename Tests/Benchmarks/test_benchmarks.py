"""`python3 Benchmarks` measures what is there, says what is not, and puts both into its page."""
import json
import os
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from measures import fleet
from page import write_page
from plan import QUICK
from results import Results, ratio
from targets import TARGETS, judge
from workbench import Workbench

ROOT = Path(__file__).resolve().parents[2]

needs_openssl = pytest.mark.skipif(
    not Path("/usr/include/openssl/ssl.h").exists(), reason="the headers of OpenSSL are not installed (libssl-dev)")


def bench(*arguments: str) -> str:
    done = subprocess.run([sys.executable, str(ROOT / "Benchmarks"), *arguments], capture_output=True, text=True,
                          timeout=900)
    assert done.returncode == 0, done.stderr
    return done.stdout


@needs_openssl
@pytest.mark.parametrize("only, scheme, width, names", [
    ("calls,cold", "https", 1, {"plain C", "ours, C", "ours, C, signed", "ours, Python", "ours, Python, signed"}),
    ("calls", "http", 8, {"plain C, multi", "ours, C, start_many", "ours, asyncio", "ours, Python, start_many"})])
def test_it_measures_what_is_there_and_says_why_it_leaves_out_the_rest(
    tmp_path: Path, only: str, scheme: str, width: int, names: set[str]
) -> None:
    """The official SDK is not in the environment of the tests."""
    file = tmp_path / "run.json"
    told = bench("--rounds", "1", "--seconds", "0.01", "--only", only, "--schemes", scheme, "--widths", str(width),
                 "--python", sys.executable, "--json", str(file))
    assert "left out: official SDK: ModuleNotFoundError: No module named 'huaweicloudsdk" in told
    measured = json.loads(file.read_text())["measures"]
    assert names <= {row["name"] for row in measured["calls"]}
    assert all(row["samples"][0]["rate"] > 0 for row in measured["calls"])
    if "cold" in only:
        assert {"an empty Python", "ours, Python", "plain C"} <= {row["name"] for row in measured["cold"]}


@needs_openssl
def test_a_fleet_under_a_limit_is_measured_by_the_permitted_rate() -> None:
    results = Results()
    with Workbench(Path(os.environ["CAD_PREFIX"]), sys.executable) as bench:
        fleet.measure(bench, results, QUICK._replace(rates=(100,), fleet_seconds=1))
    assert {(row["saying"], row["processes"]) for row in results.rows("fleet")} == set(product(fleet.SAYINGS, (1, 2)))
    for row in results.rows("fleet"):
        (sample,) = row["samples"]
        assert sample["share"] > 0 and 0 <= sample["least"] <= 1 / row["processes"] and 0 <= sample["refused"] < 1


def test_the_lesser_process_is_judged_by_what_it_had_while_both_ran() -> None:
    """The second one had one of four when the first had all it wanted; ten seconds for five starts at two a second."""
    told = [{"began": 0.0, "times": [1.0, 2.0, 3.0]}, {"began": 0.0, "times": [2.5, 10.0]}]
    assert fleet.verdict(told, rate=2, count=3) == {"seconds": 10.0, "share": 0.15, "least": 0.25, "lost": 1}


def samples(figure: str, *values: float) -> list[dict[str, float]]:
    return [{figure: value} for value in values]


def test_a_ratio_is_taken_within_the_rounds() -> None:
    """The second round was slower for both: that is the machine, and says nothing of either."""
    assert ratio({"samples": samples("rate", 10, 1, 30)}, {"samples": samples("rate", 20, 2, 60)}, "rate") == 0.5


def test_a_target_is_met_or_missed_or_was_not_measured() -> None:
    results = Results()
    for name, instructions in (("plain C", 1000), ("ours, C", 1200), ("ours, C, signed", 1600)):
        results.add("instructions", {"instructions": instructions}, name=name, signs=False, limit="plain C")
    verdicts = {each.name: each.met for each in judge(results)}
    assert verdicts.pop("C: instructions against plain C's") is True
    assert verdicts.pop("C, signed: instructions against plain C's") is False
    assert set(verdicts.values()) == {None} and len(verdicts) == len(TARGETS) - 2


def test_a_page_keeps_what_people_wrote_and_gets_the_figures_of_the_run(tmp_path: Path) -> None:
    page = tmp_path / "Performance.md"
    shutil.copy(ROOT / "Documentation/Performance.md", page)
    results = Results()
    results.document.update(date="2026-01-01", commit="c", command="x", machine="m", load=0.0, versions={"Python": "3"})
    results.skip("pycurl", "is absent")
    results.add("cold", {"ms": 12.5, "peak_kb": 2048}, name="ours, C", signs=False)
    write_page(results, tmp_path)
    first = page.read_text(encoding="utf-8")
    assert "| ours, C | no | 12.5 | 2.0 |" in first and "pycurl: is absent" in first and "make bench" in first
    write_page(results, tmp_path)
    assert page.read_text(encoding="utf-8") == first
    assert "ours, C" in (tmp_path / "performance.svg").read_text(encoding="utf-8")
