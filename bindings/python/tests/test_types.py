"""What a type checker sees of the package: mypy reads these tests too, and refuses what a user's would refuse."""

from __future__ import annotations

import asyncio
import typing

import codearts_deploy as cad
from codearts_deploy.testing import Emulator
from tests.conftest import Document


class Client(cad.Client):
    own = "a client's"


class AsyncClient(cad.AsyncClient):
    own = "a client's"


class Service(Emulator):
    own = "an emulator's"


def test_a_block_has_what_a_subclass_adds() -> None:
    with Client(region="cn-north-4") as client:
        assert client.own == Client.own

    async def main() -> str:
        async with AsyncClient(region="cn-north-4") as client:
            return client.own

    assert asyncio.run(main()) == AsyncClient.own
    with Service() as service:
        assert service.own == Service.own


def test_the_types_of_parameters_have_names(service: Emulator, client: cad.Client) -> None:
    def deploy(params: cad.Params, on_event: cad.OnEvent) -> cad.Deployment:
        return client.deploy(service.task_ids[0], params=params, on_event=on_event, interval=0.01)

    def start(request: cad.Request, *items: cad.Item) -> tuple[Document, list[cad.StartResult]]:
        return client.call("start_deploy_task", request), list(client.start_many(items))

    service.settings(pending_ms=0, step_ms=10)
    assert deploy({"version": "1"}, print).state == "succeeded"
    assert deploy([cad.DynamicConfigInfo(key="version", value="1", type="text")], print).state == "succeeded"
    request = {"task_id": service.task_ids[0]}
    reply, results = start(request, request, cad.StartDeployTaskRequest(task_id=service.task_ids[0]))
    assert reply["id"] and [result.outcome for result in results] == ["started"] * 2


def test_they_are_what_the_methods_take() -> None:
    for name in ("Params", "Request", "Item", "OnEvent", "Seconds", "Milliseconds", "Day"):
        assert name in dir(cad)
        assert typing.get_args(getattr(cad, name))


def test_the_types_of_a_configuration_can_be_looked_up() -> None:
    hints = typing.get_type_hints(cad.Configuration)
    assert hints.keys() == cad.Configuration.__annotations__.keys()
    assert (hints["timeout_ms"], hints["token"]) == (cad.Milliseconds, str)


def test_an_outcome_has_to_be_looked_at_before_it_is_used() -> None:
    told = cad.deployment_outcome(KeyError())
    if isinstance(told, cad.CodeArtsDeployError):
        assert told.outcome
    elif isinstance(told, cad.Deployment):
        assert told.record_id
    assert told is None
