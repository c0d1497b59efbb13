"""The tables, as rows of text: the terminal and the page show the same."""
from typing import Any, Dict, Iterator, List, NamedTuple, Optional

from measures.profile import NAMES as PARTS
from results import Results, Row, middle, ratio
from targets import judge

SAYINGS = {"retry-after": "with Retry-After", "words": "policy in words", "nothing": "with neither"}


class Table(NamedTuple):
    title: str
    head: List[str]
    rows: List[List[str]]


def tables(results: Results) -> Iterator[Table]:
    """Those that have rows."""
    for scheme, width in dict.fromkeys((row["scheme"], row["width"]) for row in results.rows("calls")):
        yield calls(results, scheme, width)
    for make in (cold, instructions, profile, fleet, queued, million, targets):
        each = make(results)
        if each.rows:
            yield each


def figure(value: Optional[float], digits: int = 2) -> str:
    return "" if value is None else f"{value:,.{digits}f}"


def signs(row: Row) -> str:
    return "yes" if row["signs"] else "no"


def calls(results: Results, scheme: str, width: int) -> Table:
    key: Dict[str, Any] = {"scheme": scheme, "width": width}
    sdk = results.find("calls", name="official SDK", **key)
    rows = []
    for row in results.rows("calls"):
        if (row["scheme"], row["width"]) == (scheme, width):
            limit = results.find("calls", name=row["limit"], **key) if row["limit"] else None
            latencies = [middle(row, name) for name in ("p50_us", "p90_us", "p99_us")]
            rows.append([
                row["name"], signs(row), figure(middle(row, "rate"), 0), figure(ratio(row, sdk, "rate"), 1),
                figure(ratio(row, limit, "rate")), figure(middle(row, "cpu_us"), 0),
                *(figure(value / 1e3 if value else None) for value in latencies),
                figure((middle(row, "peak_kb") or 0) / 1024, 1), figure((middle(row, "server_busy") or 0) * 100, 0)])
    how = "one after the other" if width == 1 else f"{width} at once"
    return Table(f"{scheme}, {how}", [
        "", "signs", "starts/s", "× SDK", "of its limit", "CPU µs", "p50 ms", "p90 ms", "p99 ms", "peak MB",
        "server %"], rows)


def cold(results: Results) -> Table:
    return Table("A cold process with one start", ["", "signs", "ms", "peak MB"], [
        [row["name"], signs(row), figure(middle(row, "ms"), 1), figure((middle(row, "peak_kb") or 0) / 1024, 1)]
        for row in results.rows("cold")])


def instructions(results: Results) -> Table:
    def times(row: Row) -> str:
        return figure(ratio(row, results.find("instructions", name=row["limit"]), "instructions"))

    return Table("Instructions of one start", ["", "signs", "instructions", "times", "those of"], [
        [row["name"], signs(row), figure(middle(row, "instructions"), 0), times(row), row["limit"]]
        for row in results.rows("instructions")])


def profile(results: Results) -> Table:
    rows = []
    for row in results.rows("profile"):
        parts = [middle(row, part) or 0 for part in PARTS]
        rows.append([row["name"], figure(sum(parts), 0), *(figure(part, 0) for part in parts)])
    return Table("Where the processor time of one start goes, µs", ["", "all", *PARTS], rows)


def fleet(results: Results) -> Table:
    figures = (("seconds", 1, 1), ("share", 1, 2), ("refused", 100, 1), ("least", 1, 2), ("lost", 1, 0))
    rows = [[f"{row['rate']} a second, {SAYINGS[row['saying']]}", str(row["processes"]), str(row["allowed"]), *(
        figure((middle(row, name) or 0) * factor, digits) for name, factor, digits in figures)]
        for row in results.rows("fleet")]
    return Table("A fleet of starts under a limit", [
        "", "processes", "allowed s", "seconds", "of the rate", "refused %", "least process", "lost"], rows)


def queued(results: Results) -> Table:
    return Table("Starts that wait for their turn, 32 at once", ["", "of so many", "CPU µs each", "peak MB"], [
        [row["name"], figure(row["size"], 0), figure(middle(row, "cpu_us"), 1),
         figure((middle(row, "peak_kb") or 0) / 1024, 1)]
        for row in results.rows("queued")])


def million(results: Results) -> Table:
    return Table("A million starts", ["", "MB after a tenth", "MB at the end"], [
        [row["name"], *(figure((middle(row, name) or 0) / 1024) for name in ("early_kb", "late_kb"))]
        for row in results.rows("million")])


def targets(results: Results) -> Table:
    """With what another run had before, if there is one."""
    words = {True: "met", False: "missed", None: "not measured"}
    table = Table("Targets", ["", "wanted", "measured", "by CPU", ""], [
        [each.name, each.wanted, figure(each.measured), figure(each.by_cpu), words[each.met]]
        for each in judge(results)])
    if "before" in results.document:
        table.head.insert(2, "before")
        for row, each in zip(table.rows, judge(Results(results.document["before"]))):
            row.insert(2, figure(each.measured))
    return table


def as_text(table: Table) -> str:
    widths = [max(len(cell) for cell in column) for column in zip(table.head, *table.rows)]
    lines = ["  ".join(cell.ljust(width) if place == 0 else cell.rjust(width)
                       for place, (cell, width) in enumerate(zip(row, widths))).rstrip()
             for row in (table.head, *table.rows)]
    return "\n".join([table.title, *lines])
