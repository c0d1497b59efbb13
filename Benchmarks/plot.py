"""The picture: a panel of bars for each of the figures that people choose by."""
from typing import List, NamedTuple, Tuple
from xml.sax.saxutils import escape

from report import SAYINGS
from results import Results, Row, middle

WIDTH, LABELS, VALUES, LINE, MARGIN = 760, 230, 90, 20, 16
OURS, OTHERS = "#c7352b", "#9aa5b1"


class Panel(NamedTuple):
    title: str
    bars: List[Tuple[str, float]]

    @property
    def height(self) -> int:
        return LINE * (len(self.bars) + 2)


def picture(results: Results) -> str:
    panels = [panel for panel in (
        calls(results, 1, "Starts a second, one after the other"), calls(results, 32, "Starts a second, 32 at once"),
        cold(results), fleet(results)) if panel.bars]
    parts, top = [], MARGIN
    for panel in panels:
        parts += drawn(panel, top)
        top += panel.height
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{top}" fill="#ffffff"/>', *parts, "</svg>", ""])


def label(row: Row) -> str:
    return row["name"] + (" (signed)" if row["signs"] and "signed" not in row["name"] else "")


def calls(results: Results, width: int, title: str) -> Panel:
    rows = [row for row in results.rows("calls") if (row["scheme"], row["width"]) == ("http", width)]
    return Panel(title, [(label(row), middle(row, "rate") or 0) for row in rows])


def cold(results: Results) -> Panel:
    bars = [(label(row), middle(row, "ms") or 0) for row in results.rows("cold")]
    return Panel("A cold process with one start, milliseconds", bars)


def fleet(results: Results) -> Panel:
    rows = [row for row in results.rows("fleet") if row["processes"] == 1]
    return Panel("Per cent of the permitted rate, one process with many starts", [
        (f"{row['rate']} a second, {SAYINGS[row['saying']]}", (middle(row, "share") or 0) * 100) for row in rows])


def drawn(panel: Panel, top: int) -> List[str]:
    """Its title, and a line for each bar: whose it is, the bar, the figure."""
    longest = max(value for _, value in panel.bars) or 1
    parts = [f'<text x="{MARGIN}" y="{top + LINE // 2}" font-weight="bold">{escape(panel.title)}</text>']
    for place, (name, value) in enumerate(panel.bars, 1):
        y, length = top + LINE * place, (WIDTH - LABELS - VALUES - MARGIN) * value / longest
        colour = OURS if name.startswith("ours") or " a second" in name else OTHERS
        parts += [
            f'<text x="{LABELS - 8}" y="{y + 11}" text-anchor="end">{escape(name)}</text>',
            f'<rect x="{LABELS}" y="{y}" width="{length:.1f}" height="{LINE - 6}" fill="{colour}"/>',
            f'<text x="{LABELS + length + 6:.1f}" y="{y + 11}">{value:,.0f}</text>']
    return parts
