"""What a type checker knows without an assert: mypy reads this too, and `reveal_type` of a wrong type is an error."""

from __future__ import annotations

import inspect
import typing

import codearts_deploy as cad
from codearts_deploy import _overloads
from codearts_deploy.models._generated import events, words
from codearts_deploy.testing import Emulator


def test_a_deployment_that_succeeded_has_its_fields(service: Emulator, client: cad.Client) -> None:
    service.settings(pending_ms=0, step_ms=10)
    deployment = client.deploy(service.task_ids[0], interval=0.01)
    record: str = deployment.record_id
    state: cad.State = deployment.state
    steps: list[cad.DeploymentStep] = deployment.steps
    assert record.isalnum() and state == "succeeded" and [step.state for step in steps]
    watched = client.watch(service.task_ids[0], record, interval=0.01)
    assert (watched.record_id.upper(), watched.duration_ms // 1) == (record.upper(), watched.duration_ms)


def test_a_dry_run_and_a_settlement_have_types_of_their_own(service: Emulator, client: cad.Client) -> None:
    looked: cad.DryRun = client.deploy(service.task_ids[0], dry_run=True)
    names: list[str] = [check.name for check in looked.checks]
    assert names and looked.dry_run and not isinstance(looked, cad.Deployment)
    intent = client.prepare_deploy(service.task_ids[0])
    settled: cad.Settlement = client.deploy(service.task_ids[0], intent=intent, settle=True)
    word: cad.Settled = settled.settled
    assert word == "not_started"
    wish = bool(looked)
    either: cad.Deployment | cad.DryRun | cad.Settlement = client.deploy(service.task_ids[0], dry_run=wish)
    assert isinstance(either, cad.DryRun)


def test_an_event_is_narrowed_by_its_name(service: Emulator, client: cad.Client) -> None:
    service.settings(pending_ms=0, step_ms=10)
    texts: list[str] = []

    def note(event: cad.Event) -> None:
        if event["event"] == "log":
            texts.append(event["text"])
        elif event["event"] == "state":
            state: cad.State = event["state"]
            texts.append(state)

    client.deploy(service.task_ids[0], interval=0.01, on_event=note)
    assert "succeeded" in texts


def test_an_outcome_is_one_of_four(service: Emulator, client: cad.Client) -> None:
    service.faults({"kind": "busy"})
    try:
        client.start_deploy_task(service.task_ids[0])
    except cad.BusyError as error:
        outcome: cad.Outcome | None = error.outcome
        assert outcome in typing.get_args(words.Outcome)
    else:
        raise AssertionError("it was started")


def test_every_event_of_a_deployment_has_its_type(service: Emulator, client: cad.Client) -> None:
    """Its members are those that the type declares, and those that the type demands are there."""
    service.settings(pending_ms=0, step_ms=10)
    known = {typing.get_type_hints(kind)["event"].__args__[0]: kind for kind in typing.get_args(events.Event)}
    request = {"task_id": service.task_ids[0], "interval_ms": 10, "_options": {"answers": True}}
    with client.submit("deploy", request) as operation:
        told = list(operation.events())
    assert {"attempt", "answer", "started", "state", "step", "log"} <= {event["event"] for event in told}
    for event in told:
        kind = known[event["event"]]
        assert kind.__required_keys__ <= event.keys() <= kind.__annotations__.keys(), event


def test_the_overloads_of_deploy_have_its_keywords() -> None:
    real = set(inspect.signature(cad.Client.deploy).parameters) - {"self", "task_id"}
    assert real == {*_overloads.DeployOptions.__annotations__, "dry_run", "settle"}
