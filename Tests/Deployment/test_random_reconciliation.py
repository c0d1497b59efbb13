"""Lost answers, hidden records and other people's starts in any mixture: what is told is never more than is known."""
import random
import threading
from typing import Any

import pytest

from abi import TASK, Client
from emulator import LONG_MS, Service
from following import Followed, finish, private, text
from waits import until

AFTER: list[dict[str, Any]] = [
    {"kind": "cut_after_work"}, {"kind": "reset_after_work"}, {"kind": "half_body"}, {"kind": "close_after_headers"}]
BEFORE: list[dict[str, Any]] = [
    {"kind": "cut_before_work"}, {"kind": "reset"}, {"kind": "html", "http_status": 502},
    {"kind": "error", "http_status": 500}]
OURS = [text("version", "7"), private("password", "ours")]


def told_by(client: Client, service: Service, rng: random.Random) -> Followed:
    """One deployment whose answer is lost, while others start what they like."""
    others = [
        (rng.choice(["7", "7", "8"]), rng.choice([0, 0, 100, LONG_MS]), rng.choice([0, 0.05, 0.15]))
        for _ in range(rng.choice([0, 1, 1, 2]))]
    arguments = {"task_id": TASK, "interval_ms": 50, "params": OURS, "log": False}
    with client.begin("deploy", **arguments) as operation:
        until(lambda: service.asked("/start") == 1, "nothing was started")
        for version, hidden_ms, seconds in others:
            threading.Event().wait(seconds)
            service.somebody_else_starts(text("version", version), private("password", "theirs"), hidden_ms=hidden_ms)
        return finish(operation)


@pytest.mark.parametrize("seed", range(30))
def test_what_is_told_is_never_more_than_is_known(client: Client, service: Service, seed: int) -> None:
    rng = random.Random(seed)
    hidden_ms = rng.choice([0, 0, 100, LONG_MS])
    service.next_ends(hidden_ms=hidden_ms)
    service.fault(**rng.choice(rng.choice([AFTER, BEFORE])), path="/start")
    followed = told_by(client, service, rng)
    ours = [each["record_id"] for each in service.started()]
    equal = [
        each["record_id"] for each in service.started("foreign")
        if any(param["value"] == "7" for param in each["params"])]
    assert service.asked("/start") == 1 and len(ours) <= 1
    if followed.status == "CAD_OK":
        record = followed.document["record_id"]
        assert record in ours + equal and followed.document["adopted"] is True
        [remark] = [each for each in followed.warnings if record in each]
        assert "omebody else" in remark and "cannot be compared" in remark
    else:
        assert (followed.status, followed.outcome) == ("CAD_E_UNRECONCILED", "unknown")
        assert set(followed.document["candidates"]) <= set(ours + equal)
        if ours and hidden_ms == 0:
            assert ours[0] in followed.document["candidates"]
    if ours and not equal and hidden_ms < LONG_MS:
        assert followed.document.get("record_id") == ours[0]
    if not ours and not equal:
        assert followed.status == "CAD_E_UNRECONCILED" and followed.document["candidates"] == []
