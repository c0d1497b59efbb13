"""The judge of the soak sees each kind of contradiction: a soak without any would say nothing else."""
from typing import Any

import pytest
from hosts import Told
from oracle import judge


def record(place: int, name: str, fault: str | None = None) -> dict[str, Any]:
    return {"record_id": name, "fault": fault, "params": [{"key": "marker", "value": str(place), "type": "text"}]}


def started(place: int, name: str) -> dict[str, Any]:
    return {"index": place, "status": "CAD_OK", "reply": {"id": name}}


def failed(place: int, outcome: str) -> dict[str, Any]:
    return {"index": place, "status": "CAD_E_ANY", "error": {"outcome": outcome}}


def faults(results: list[dict[str, Any]], records: list[dict[str, Any]], statuses: list[int]) -> list[str]:
    counts = {word: 0 for word in ("started", "refused", "not_sent", "unknown")}
    for result in results:
        counts[result["error"]["outcome"] if "error" in result else "started"] += 1
    log = [{"http_status": status} for status in statuses]
    return judge(Told(results, {"counts": counts}), 2, records, log).contradictions


RIGHT = started(0, "a"), record(0, "a")


def test_what_agrees_is_no_contradiction() -> None:
    assert faults([RIGHT[0], started(1, "b")], [RIGHT[1], record(1, "b")], [200, 200]) == []
    assert faults([RIGHT[0], failed(1, "unknown")], [RIGHT[1], record(1, "b", "cut_after_work")], [200, 0]) == []
    assert faults([RIGHT[0], failed(1, "unknown")], [RIGHT[1]], [200, 0]) == []
    assert faults([RIGHT[0], failed(1, "refused")], [RIGHT[1]], [200, 429]) == []


@pytest.mark.parametrize("result, records, status", [
    (started(1, "b"), [record(1, "b"), record(1, "c")], 200),
    (started(1, "b"), [record(1, "c")], 200),
    (started(1, "b"), [], 200),
    (failed(1, "not_sent"), [record(1, "b")], 200),
    (failed(1, "refused"), [record(1, "b")], 400),
    (failed(1, "unknown"), [record(1, "b")], 200),
    (failed(1, "unknown"), [record(1, "b", "delay")], 200),
    (failed(1, "unknown"), [], 429),
    (failed(1, "refused"), [], 0),
    (started(0, "a"), [], 200),
], ids=["two starts", "another id", "no start", "not sent but ran", "refused but ran", "unknown but answered",
        "unknown though only late", "unknown though throttled", "refused without an answer", "a result twice"])
def test_what_contradicts_is_seen(result: dict[str, Any], records: list[dict[str, Any]], status: int) -> None:
    assert faults([RIGHT[0], result], [RIGHT[1], *records], [200, status])
