"""A copy of a client shares its connections; models, replies and errors copy as values."""

from __future__ import annotations

import asyncio
import copy
import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

import codearts_deploy as cad
from codearts_deploy.testing import Emulator
from tests.conftest import given

COPIES = [copy.copy, copy.deepcopy]
Copy = Callable[[Any], Any]


@pytest.mark.parametrize("duplicate", COPIES)
def test_a_copy_of_a_client_goes_on_when_the_original_is_closed(service: Emulator, duplicate: Copy) -> None:
    client = cad.Client(endpoint=service.endpoint, token=service.token)
    twin = duplicate(client)
    assert type(twin) is cad.Client and twin._handle is client._handle
    client.close()
    assert twin.start_deploy_task(service.task_ids[0]).id == service.records()[0]["record_id"]
    with pytest.raises(cad.InvalidArgumentError, match="closed"):
        client.start_deploy_task(service.task_ids[0])
    twin.close()
    with pytest.raises(cad.InvalidArgumentError, match="closed"):
        twin.start_deploy_task(service.task_ids[0])


@pytest.mark.parametrize("duplicate", COPIES)
def test_an_original_goes_on_when_a_copy_is_closed(service: Emulator, client: cad.Client, duplicate: Copy) -> None:
    with duplicate(client) as twin:
        twin.start_deploy_task(service.task_ids[0])
    client.start_deploy_task(service.task_ids[0])
    assert len(service.records()) == 2


@pytest.mark.parametrize("duplicate", COPIES)
def test_copies_share_an_event_loop(service: Emulator, aclient: cad.AsyncClient, duplicate: Copy) -> None:
    """The loop watches one descriptor for all of them."""
    twin = duplicate(aclient)

    async def main() -> set[str]:
        calls = [client.start_deploy_task(service.task_ids[0]) for client in (aclient, twin) * 10]
        replies = await asyncio.gather(*calls)
        await aclient.close()
        return {reply.id for reply in replies} | {(await twin.start_deploy_task(service.task_ids[0])).id}

    assert asyncio.run(main()) == {record["record_id"] for record in service.records()}


def test_a_copy_of_a_closed_client_is_closed() -> None:
    client = cad.Client(region="cn-north-4", token="t")
    client.close()
    assert "closed" in repr(copy.copy(client))


class Mine(cad.Client):
    def __init__(self, **configuration: Any) -> None:
        super().__init__(**configuration)
        self.labels = ["a"]


def test_what_a_subclass_adds_is_copied_as_ever() -> None:
    client = Mine(region="cn-north-4", token="hunter2")
    shallow, deep = copy.copy(client), copy.deepcopy(client)
    client.labels.append("b")
    assert (shallow.labels, deep.labels) == (["a", "b"], ["a"])
    assert type(deep) is Mine and deep._handle is client._handle


@dataclasses.dataclass
class Settings:
    client: cad.Client


def test_a_client_inside_of_something_that_is_copied(service: Emulator, client: cad.Client) -> None:
    settings = dataclasses.asdict(Settings(client))
    assert settings["client"].start_deploy_task(service.task_ids[0]).id
    twins = copy.deepcopy([client, client])
    assert twins[0] is twins[1]


def test_an_operation_belongs_to_whoever_began_it(service: Emulator, client: cad.Client) -> None:
    with client.submit("start_deploy_task", {"task_id": service.task_ids[0]}) as operation:
        for duplicate in COPIES:
            with pytest.raises(TypeError, match="cannot be pickled or copied"):
                duplicate(operation)


@pytest.mark.parametrize("duplicate", [*COPIES, dataclasses.replace])
def test_models_and_replies_are_values(service: Emulator, client: cad.Client, duplicate: Copy) -> None:
    param = cad.DynamicConfigInfo(key="version", value="1", type="text")
    request = cad.StartDeployTaskRequest(service.task_ids[0], cad.EnvExecutionBody(params=[param]))
    assert duplicate(request) == request
    reply = client.start_deploy_task(duplicate(request))
    assert duplicate(reply) == reply or duplicate is dataclasses.replace  # which starts the reply's own facts anew
    service.settings(pending_ms=0, step_ms=1)
    deployment = client.watch(service.task_ids[0], reply.id, interval=0.01)
    twin = duplicate(deployment)
    assert (twin.record_id, twin.steps) == (deployment.record_id, deployment.steps)
    given(twin.steps).append(None)
    assert (None in given(deployment.steps)) is (duplicate is not copy.deepcopy)
