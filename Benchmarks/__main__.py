"""python3 Benchmarks [--quick] [--only calls,cold,…] [--json FILE]: what a start costs, beside other ways to make one.

`make bench` builds what it needs first, and installs the peers in .build-peers; a peer that is absent is left out, and
why is said. --from FILE shows what another run has written.
"""
import argparse
import json
import signal
import sys
from pathlib import Path
from typing import List

from machine import circumstances
from measures import calls, cold, fleet, instructions, million, profile, queued
from page import write_page
from plan import FULL, QUICK, Plan
from report import as_text, tables
from results import Results
from workbench import BINDING, ROOT, Workbench

MEASURES = {
    "calls": calls, "cold": cold, "instructions": instructions, "profile": profile, "fleet": fleet, "queued": queued,
    "million": million}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 Benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="in some minutes, less exactly")
    parser.add_argument("--long", action="store_true", help="a million starts too")
    parser.add_argument("--only", help=f"some of {', '.join(MEASURES)}")
    parser.add_argument("--rounds", type=int, help="how often everyone has a turn")
    parser.add_argument("--seconds", type=float, help="how long a turn is")
    parser.add_argument("--widths", help="how many at once, such as 1,32")
    parser.add_argument("--schemes", help="http, https or both, with a comma")
    parser.add_argument("--prefix", type=Path, default=ROOT / ".build-stage", help="where the library is installed")
    parser.add_argument("--binding", type=Path, default=BINDING, help="the folder of the package codearts_deploy")
    parser.add_argument("--python", default=str(ROOT / ".build-peers/bin/python"), help="the one that has the peers")
    parser.add_argument("--json", type=Path, help="the file to write")
    parser.add_argument("--from", type=Path, dest="source", help="the file to read instead of measuring")
    parser.add_argument("--before", type=Path, help="the file of an earlier run, for a column of its own")
    parser.add_argument("--write-page", type=Path, nargs="?", const=ROOT / "Documentation", metavar="FOLDER",
                        help="puts the figures into FOLDER/Performance.md, by default that of Documentation")
    return parser.parse_args()


def plan(options: argparse.Namespace) -> Plan:
    chosen = QUICK if options.quick else FULL
    if options.rounds:
        chosen = chosen._replace(rounds=options.rounds, cold_rounds=options.rounds, queue_rounds=options.rounds)
    if options.seconds:
        chosen = chosen._replace(seconds=options.seconds)
    if options.widths:
        chosen = chosen._replace(widths=tuple(int(width) for width in options.widths.split(",")))
    if options.schemes:
        chosen = chosen._replace(schemes=tuple(options.schemes.split(",")))
    return chosen


def command(options: argparse.Namespace) -> str:
    """What makes such a run again; where things are on this machine is left out."""
    words = [f"--{name}" for name in ("quick", "long") if getattr(options, name)]
    for name in ("only", "rounds", "seconds", "widths", "schemes"):
        if getattr(options, name):
            words.append(f"--{name} {getattr(options, name)}")
    return f"make bench BENCH='{' '.join(words)}'" if words else "make bench"


def wanted(options: argparse.Namespace) -> List[str]:
    """A million starts take some minutes, a profile a minute."""
    if options.only:
        return options.only.split(",")
    left_out = {"profile"} if options.quick else set()
    return [name for name in MEASURES if name not in left_out and (options.long or name != "million")]


def measured(options: argparse.Namespace) -> Results:
    results = Results()
    with Workbench(options.prefix, options.python, options.binding) as bench:
        results.document.update(circumstances(bench, command(options)))
        for name in wanted(options):
            print(f"measuring: {name}", file=sys.stderr, flush=True)
            MEASURES[name].measure(bench, results, plan(options))
    return results


def main() -> None:
    # Leaves its `with` blocks, so that neither a server nor a peer outlives it.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    options = arguments()
    results = Results(json.loads(options.source.read_text())) if options.source else measured(options)
    if options.before:
        results.document["before"] = json.loads(options.before.read_text())
    print("\n\n".join(as_text(table) for table in tables(results)))
    for each in results.document["skipped"]:
        print(f"left out: {each}")
    if options.json:
        options.json.write_text(json.dumps(results.document, indent=1) + "\n")
    if options.write_page:
        write_page(results, options.write_page)


if __name__ == "__main__":
    main()
