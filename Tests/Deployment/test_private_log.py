"""A private value that a deployment writes into its log reaches nobody, wherever the parts of the log are cut."""
import json
import random
from typing import Any

import pytest

from abi import Library
from answering_server import RECORD
from following import Followed, deploy, private
from scripted_service import ScriptedService, ok, wrapped

VALUES = ["secret-value-91d77a", "aaaab", "abcabcabd", "пароль-é"]


class Growing(ScriptedService):
    """The log grows with each question for the state, up to the next of these places; then the deployment fails."""

    def __init__(self, whole: str, places: list[int]):
        super().__init__(*[wrapped("running")] * len(places), wrapped("failed"))
        self.whole, self.places = whole, [*places, len(whole)]

    def _reply(self, request: Any) -> bytes:
        if request.line.startswith("POST"):
            return ok({"id": RECORD})
        count = len(self.asked_at) + (0 if "/logs" in request.line else 1)
        self.text = self.whole[:self.places[min(count, len(self.places)) - 1]]
        return super()._reply(request)


def told(cad: Library, value: str, whole: str, places: list[int]) -> Followed:
    with Growing(whole, places) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        followed = deploy(client, params=[private("password", value)], guard=False, interval_ms=1)
    assert followed.status == "CAD_E_DEPLOYMENT_FAILED"
    return followed


@pytest.mark.parametrize("value", VALUES)
def test_it_is_masked_wherever_the_log_is_cut(cad: Library, value: str) -> None:
    rng = random.Random(value)
    whole = f"a {value}b{value}{value} {value[:-1]} aa{value} end"
    in_one = told(cad, value, whole, []).log
    assert value not in in_one and in_one.count("***") >= 4
    for _ in range(25):
        places = sorted(rng.sample(range(1, len(whole)), rng.choice([1, 2, 5])))
        followed = told(cad, value, whole, places)
        assert followed.log == in_one, places
        assert value not in json.dumps([followed.document, followed.events], ensure_ascii=False)


@pytest.mark.parametrize("value", VALUES)
def test_the_end_of_a_log_that_only_begins_like_it_is_told_or_masked_and_not_lost(cad: Library, value: str) -> None:
    for end in range(1, len(value)):
        begun = f"log {value[:end]}"
        assert told(cad, value, begun, []).log in (begun, "log ***")
        assert told(cad, value, begun + " and on", [len(begun)]).log == begun + " and on"
