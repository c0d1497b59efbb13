"""The ways to start a deployment. What comes of it must not depend on which of them is taken."""
from collections.abc import Callable
from typing import Any

import pytest

from abi import START, Answer, Client

MANY = "start_many"
CallMode = Callable[..., Answer]


def blocking(client: Client, **request: Any) -> Answer:
    return client.start(**request)


def background(client: Client, **request: Any) -> Answer:
    with client.begin(START, **request) as operation:
        return operation.wait()


def on_this_thread(client: Client, **request: Any) -> Answer:
    with client.prepare(START, **request) as operation:
        return operation.wait()


def in_slices(client: Client, **request: Any) -> Answer:
    """One look after another, none of which waits for anything."""
    with client.prepare(START, **request) as operation:
        while True:
            answer = operation.wait(0)
            if answer.status != "CAD_PENDING":
                return answer


def in_a_batch(client: Client, **request: Any) -> Answer:
    """The answer of the only item of a batch."""
    options = request.pop("_options", None)
    batch = {"items": [request], **({"_options": options} if options else {})}
    with client.begin(MANY, **batch) as operation:
        [item] = operation.wait().document["items"]
    assert item["index"] == 0
    return answer_of(item)


def answer_of(item: Any) -> Answer:
    """One item of a batch, as the call for it alone would have answered."""
    assert ("reply" in item) == (item["status"] == "CAD_OK") and ("error" in item) != ("reply" in item)
    return Answer(item["status"], item["reply"] if "reply" in item else item["error"])


CALL_MODES: list[CallMode] = [blocking, background, on_this_thread, in_slices, in_a_batch]
IN_EVERY_CALL_MODE = pytest.mark.parametrize("start", CALL_MODES, ids=lambda way: way.__name__)
