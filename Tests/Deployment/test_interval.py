"""A service that others use too is not asked again and again without a pause; one on this machine may be."""
import json
from typing import Any

import pytest

from abi import TASK, Library

NOWHERE = "http://127.0.0.1:1"  # a proxy that refuses: nothing leaves this machine
REQUESTS: Any = {"watch": {"task_id": TASK, "record_id": "f" * 32}, "deploy": {"task_id": TASK}}


@pytest.mark.parametrize("name", REQUESTS)
@pytest.mark.parametrize("interval", [1, 30, 249])
def test_a_short_interval_is_refused_with_the_least_and_the_endpoint(
        cad: Library, name: str, interval: int) -> None:
    request = json.dumps({**REQUESTS[name], "interval_ms": interval})
    with cad.client(endpoint="https://deploy.example.com", token="t", proxy=NOWHERE) as client:
        answer = client.call(request, name)
        submitted, operation = client.submit(request, name)
    assert operation is None and submitted == answer
    assert answer.faults == [("interval_ms", "range")] and answer.status == "CAD_E_VALIDATION"
    assert answer.outcome == ("not_sent" if name == "deploy" else None)
    for words in (str(interval), "250", "deploy.example.com"):
        assert words in answer.document["message"]
    assert answer.document["violations"][0]["column"] > 1


@pytest.mark.parametrize("name", REQUESTS)
@pytest.mark.parametrize("endpoint, interval", [
    ("https://deploy.example.com", 250), ("http://127.0.0.1:1", 1), ("http://localhost:1", 1), ("http://[::1]:1", 1)])
def test_a_quarter_of_a_second_and_any_on_this_machine_are_taken(
        cad: Library, name: str, endpoint: str, interval: int) -> None:
    request = json.dumps({**REQUESTS[name], "interval_ms": interval, "timeout_ms": 1, "log": False})
    with cad.client(endpoint=endpoint, token="t", proxy=NOWHERE) as client:
        assert client.call(request, name).status != "CAD_E_VALIDATION"
