"""A deployment that survives its driver, and intents for who keeps state."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import codearts_deploy as cad
from codearts_deploy.testing import Emulator
from tests.conftest import given

PARAMS = {"version": "1"}


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator(pending_ms=20, step_ms=20, steps=2) as service:
        yield service


@pytest.fixture
def client(service: Emulator) -> Iterator[cad.Client]:
    with cad.Client(endpoint=service.endpoint, token=service.token) as client:
        yield client


def test_what_the_journal_has_is_not_started_again(service: Emulator, client: cad.Client, tmp_path: Path) -> None:
    task, journal = service.task_ids[0], tmp_path / "journal.jsonl"
    first = client.deploy(task, params=PARAMS, journal=journal, resume=True, interval=0.02)
    again = client.deploy(task, params=PARAMS, journal=str(journal), resume=True, interval=0.02)
    assert (again.record_id, again.state) == (first.record_id, "succeeded") and len(service.records()) == 1
    with pytest.raises(cad.ConfigurationError) as caught:
        client.deploy(task, params={"version": "2"}, journal=journal, resume=True)
    assert caught.value.outcome == "not_sent" and "line 1" in str(caught.value)


def test_an_intent_is_kept_started_by_and_settled(service: Emulator, client: cad.Client) -> None:
    task = service.task_ids[0]
    intent = client.prepare_deploy(task, params=PARAMS)
    assert intent.task_id == task and given(intent.baseline).release_id is not None and service.records() == []
    kept = json.loads(json.dumps(intent.to_dict()))
    settled = client.deploy(task, params=PARAMS, intent=intent, settle=True, interval=0.01)
    assert settled.settled == "not_started" and given(settled.reason)
    record = client.deploy(task, params=PARAMS, intent=kept, interval=0.02).record_id
    settled = client.deploy(task, params=PARAMS, intent=kept, settle=True, interval=0.01)
    assert (settled.settled, settled.record_id) == ("started", record) and len(service.records()) == 1
    with pytest.raises(cad.ValidationError):
        client.deploy(task, params={"version": "2"}, intent=kept)


def test_asyncio_has_the_same(service: Emulator) -> None:
    async def settled() -> cad.Settlement:
        async with cad.AsyncClient(endpoint=service.endpoint, token=service.token) as client:
            intent = await client.prepare_deploy(service.task_ids[0], params=PARAMS)
            return await client.deploy(service.task_ids[0], params=PARAMS, intent=intent, settle=True, interval=0.01)

    assert asyncio.run(settled()).settled == "not_started"
