"""Runs an operation in the background and keeps all that it told."""
import json
from typing import Any, NamedTuple

from abi import TASK, Answer, Client, Operation


class Followed(NamedTuple):
    answer: Answer
    events: list[dict]

    @property
    def status(self) -> str:
        return self.answer.status

    @property
    def document(self) -> dict:
        return self.answer.document

    @property
    def outcome(self) -> str | None:
        return self.answer.outcome

    @property
    def deployment(self) -> dict:
        """The deployment object, of a success as of an error."""
        return self.document if self.status == "CAD_OK" else self.document["deployment"]

    def of(self, event: str) -> list[dict]:
        return [each for each in self.events if each["event"] == event]

    @property
    def states(self) -> list[str]:
        return [each["state"] for each in self.of("state")]

    @property
    def warnings(self) -> list[str]:
        return [each["message"] for each in self.of("warning")]

    @property
    def log(self) -> str:
        return "".join(each["text"] for each in self.of("log"))


def finish(operation: Operation) -> Followed:
    """Reads an operation's events up to its end."""
    events = operation.events()
    assert all(each["event"] != "dropped" for each in events), "read too late to judge by the events"
    return Followed(operation.wait(), events)


def run(client: Client, name: str, **request: Any) -> Followed:
    with client.begin(name, **request) as operation:
        return finish(operation)


def deploy(client: Client, **request: Any) -> Followed:
    """Looks often, since the deployments here are quick."""
    return run(client, "deploy", **{"task_id": TASK, "interval_ms": 30, **request})


def watch(client: Client, record_id: str, **request: Any) -> Followed:
    return run(client, "watch", **{"task_id": TASK, "record_id": record_id, "interval_ms": 30, **request})


def text(key: str, value: str) -> dict:
    return {"key": key, "value": value, "type": "text"}


def private(key: str, value: str) -> dict:
    return {"key": key, "value": value, "type": "encrypt"}


def call(client: Client, name: str, **request: Any) -> Answer:
    return client.call(json.dumps(request), name)
