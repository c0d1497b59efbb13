"""What was measured: rows of samples, one sample a round, so that ratios can be taken within the rounds."""
from statistics import median
from typing import Any, Dict, List, Optional

#: One row: what tells it from the others, whether it signs, and its samples.
Row = Dict[str, Any]


class Results:
    """All rows by measure, as they stand in the JSON file."""

    def __init__(self, document: Optional[Dict[str, Any]] = None):
        self.document: Dict[str, Any] = document or {"measures": {}, "skipped": []}

    def rows(self, measure: str) -> List[Row]:
        return self.document["measures"].get(measure, [])

    def add(self, measure: str, sample: Dict[str, float], **key: Any) -> None:
        rows = self.document["measures"].setdefault(measure, [])
        row = find(rows, key)
        if row is None:
            row = {**key, "samples": []}
            rows.append(row)
        row["samples"].append(sample)

    def skip(self, what: str, why: str) -> None:
        if f"{what}: {why}" not in self.document["skipped"]:
            self.document["skipped"].append(f"{what}: {why}")

    def find(self, measure: str, **key: Any) -> Optional[Row]:
        return find(self.rows(measure), key)


def find(rows: List[Row], key: Dict[str, Any]) -> Optional[Row]:
    return next((row for row in rows if all(row.get(name) == value for name, value in key.items())), None)


def middle(row: Optional[Row], figure: str) -> Optional[float]:
    """The median of one of its figures; nothing where it was not measured."""
    values = [sample[figure] for sample in row["samples"] if figure in sample] if row else []
    return median(values) if values else None


def ratio(row: Optional[Row], other: Optional[Row], figure: str) -> Optional[float]:
    """The median of the ratios within the rounds: the machine's mood changes from one round to the next."""
    if not row or not other:
        return None
    pairs = zip(row["samples"], other["samples"])
    ratios = [one[figure] / another[figure] for one, another in pairs if figure in one and another.get(figure)]
    return median(ratios) if ratios else None
