"""Performance.md: the part between its two marks is that of a run, and so is the picture, performance.svg."""
import textwrap
from pathlib import Path
from typing import List

from plot import picture
from report import Table, tables
from results import Results
BEGIN = "<!-- The figures of a run: written by `python3 Benchmarks --write-page`. -->"
END = "<!-- The end of the figures. -->"


def write_page(results: Results, folder: Path) -> None:
    page = folder / "Performance.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    # The targets first: they are what the other tables are read for.
    parts = [circumstances(results), "![Starts a second, and cold starts](performance.svg)"]
    shown = list(tables(results))
    parts += [as_markdown(table) for table in (*shown[-1:], *shown[:-1])]
    parts += [f"Left out: {each}" for each in results.document["skipped"]]
    page.write_text("\n\n".join([before + BEGIN, *parts, END]) + after, encoding="utf-8")
    (folder / "performance.svg").write_text(picture(results), encoding="utf-8")


def circumstances(results: Results) -> str:
    known = results.document
    versions = ", ".join(f"{name} {version}" for name, version in known["versions"].items())
    return textwrap.fill(
        f"Measured on {known['date']}, at commit `{known['commit']}`, by `{known['command']}`. {known['machine']}; "
        f"load {known['load']:.1f} at the beginning. {versions}.", 120, break_long_words=False, break_on_hyphens=False)


def as_markdown(table: Table) -> str:
    lines: List[List[str]] = [table.head, ["---", *["---:"] * (len(table.head) - 1)], *table.rows]
    return "\n".join([f"### {table.title}", "", *(f"| {' | '.join(line)} |" for line in lines)])
