"""The client's word for each start, held against what the emulator itself did."""
from collections import Counter, defaultdict
from typing import Any, NamedTuple

from faults import LOSING
from hosts import Told


class Verdict(NamedTuple):
    counts: dict[str, int]
    contradictions: list[str]


def judge(told: Told, count: int, records: list[dict[str, Any]], log: list[dict[str, Any]]) -> Verdict:
    """
    records  every deployment that ran, each with its marker as the only parameter
    log      every request for a start
    """
    ran = defaultdict(list)
    for record in records:
        ran[int(record["params"][0]["value"])].append(record)
    contradictions = [f"item {place} was started {len(found)} times" for place, found in ran.items() if len(found) > 1]
    if sorted(result["index"] for result in told.results) != list(range(count)):
        contradictions.append("not exactly one result for each item")
    words = Counter(_word(result) for result in told.results)
    for result in told.results:
        contradictions += _contradictions(result, ran[result["index"]])
    if told.end["counts"] != {word: words[word] for word in ("started", "refused", "not_sent", "unknown")}:
        contradictions.append(f"the counts {told.end['counts']} are not those of the results, {dict(words)}")
    # Whatever was refused, throttled or left alone is never unknown: there are exactly as many unknown ones as requests
    # that ran and lost their answer, or that got none that could be used.
    lost = [record for record in records if record["fault"] in LOSING]
    unanswered = [entry for entry in log if not 200 <= entry["http_status"] < 300 and not _is_refusal(entry)]
    silent = [record for record in lost if record["fault"] in ("reset_after_work", "cut_after_work")]
    expected = len(lost) + len(unanswered) - len(silent)
    if words["unknown"] != expected:
        contradictions.append(f"{words['unknown']} items are unknown, {expected} requests had such a fault")
    return Verdict({**words, "ran": len(records), "requests": len(log)}, contradictions)


def _word(result: dict[str, Any]) -> str:
    return "started" if result["status"] == "CAD_OK" else result["error"]["outcome"]


def _is_refusal(entry: dict[str, Any]) -> bool:
    return 400 <= entry["http_status"] < 500


def _contradictions(result: dict[str, Any], found: list[dict[str, Any]]) -> list[str]:
    word, place = _word(result), result["index"]
    ids = [record["record_id"] for record in found]
    if word == "started" and ids != [result["reply"]["id"]]:
        return [f"item {place}: started as {result['reply']['id']}, but {ids} ran"]
    if word in ("refused", "not_sent") and found:
        return [f"item {place}: {word} ({result['status']}), but {ids} ran"]
    if word == "unknown" and any(record["fault"] not in LOSING for record in found):
        return [f"item {place}: unknown ({result['status']}), but it was answered: {found[0]['fault']}"]
    if word not in ("started", "refused", "not_sent", "unknown"):
        return [f"item {place}: {word} is no outcome"]
    return []
