"""Intents as callers use them: prepared, and settled later."""
from typing import Any

from abi import TASK, Client
from following import Followed, call, deploy


def prepare(client: Client, **request: Any) -> dict:
    answer = call(client, "prepare_deploy", **{"task_id": TASK, **request})
    assert answer.status == "CAD_OK", answer
    return answer.document


def settle(client: Client, intent: dict, **request: Any) -> Followed:
    return deploy(client, **{"interval_ms": 20, **request}, intent=intent, settle=True)
