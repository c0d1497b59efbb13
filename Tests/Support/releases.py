"""Releases, and what they tell of each item."""
from typing import Any

from abi import TASK, Client, Operation
from following import Followed, finish, text

OTHER = "d0000000000000000000000000000002"  # the emulator's second task


def items(*names: str, **members: Any) -> list[dict]:
    """One item for each name, whose record shows by its parameter whose it is."""
    return [{"task_id": TASK, "name": name, "params": [text("version", name)], **members} for name in names]


def begin(client: Client, given: list[dict], **request: Any) -> Operation:
    """Looks often, since the deployments here are quick."""
    return client.begin("deploy_many", **{"items": given, "interval_ms": 30, **request})


def release(client: Client, given: list[dict], **request: Any) -> Followed:
    with begin(client, given, **request) as operation:
        return finish(operation)


def states(followed: Followed) -> dict[str, str]:
    return {item["name"]: item["state"] for item in followed.document["items"]}


def item(followed: Followed, name: str) -> dict:
    return next(item for item in followed.document["items"] if item["name"] == name)


def version(record: dict) -> str:
    """The name of the item that a record of the emulator belongs to."""
    return next(param["value"] for param in record["params"] if param["key"] == "version")


def agrees(followed: Followed, records: list[dict]) -> None:
    """The report says of each item what truly ran."""
    by_id = {record["record_id"]: record for record in records}
    counts = dict.fromkeys(followed.document["counts"], 0)
    for index, each in enumerate(followed.document["items"]):
        counts[each["state"]] += 1
        assert each["index"] == index
        assert ("error" in each) == (each["state"] != "succeeded")
        record = by_id.pop(each["record_id"], None) if "record_id" in each else None
        if each["state"] == "not_started":
            assert "record_id" not in each and each["error"]["outcome"] in ("not_sent", "refused"), each
        elif each["state"] in ("succeeded", "failed"):
            assert record is not None and record["state"] == each["state"], (each, record)
    assert counts == followed.document["counts"]
    assert not [record for record in by_id.values() if record["source"] == "start"], "started, and not in the report"
