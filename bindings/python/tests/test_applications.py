"""Applications by their names: all of them, page by page, and the task of one."""

from __future__ import annotations

import asyncio
import itertools
import json
import pickle

import pytest

import codearts_deploy as cad
from codearts_deploy import testing

NAMES = ["payments-api", "payments-api-canary", "twice", "twice", "支付 服务"]


def client_of(service: testing.Emulator) -> cad.Client:
    return cad.Client(endpoint=service.endpoint, token=service.token, project_id=service.project_id)


def names(client: cad.Client, *arguments: str, **options: str) -> list[str | None]:
    return [each.name for each in client.applications(*arguments, **options)]


@pytest.mark.parametrize("count", [0, 1, 100, 250])
def test_all_pages_come_each_application_once(service: testing.Emulator, count: int) -> None:
    service.settings(applications=count)
    with client_of(service) as client:
        found = list(client.applications())
    assert len({each.id for each in found}) == len(found) == count
    assert service.requests() == count // 100 + 1


def test_a_page_is_read_when_it_is_needed(service: testing.Emulator) -> None:
    service.settings(applications=250)
    with client_of(service) as client:
        applications = client.applications()
        assert service.requests() == 0
        list(itertools.islice(applications, 100))
        assert service.requests() == 1
        next(applications)
        assert service.requests() == 2


def test_a_name_and_states_choose(service: testing.Emulator) -> None:
    service.settings(applications=NAMES)
    service.foreign(service.task_ids[0], duration_ms=600_000, pending_ms=0)
    with client_of(service) as client:
        assert names(client, "payments") == ["payments-api", "payments-api-canary"]
        assert names(client, "支付") == ["支付 服务"]
        assert names(client, states="running") == ["payments-api"]
        assert [each.execution_state for each in client.applications(states=["pending", "running"])] == ["running"]


def test_one_that_comes_while_pages_are_read_makes_no_other_come_twice(service: testing.Emulator) -> None:
    service.settings(applications=[f"app-{number:03}" for number in range(150)])
    with client_of(service) as client:
        applications = client.applications()
        first = [next(applications).name for _ in range(100)]
        service.settings(applications=[f"app-{number:03}" for number in range(150)] + ["aaa-new"])
        rest = [each.name for each in applications]
    assert first + rest == [f"app-{number:03}" for number in range(150)]


def test_it_is_awaited_as_well(service: testing.Emulator) -> None:
    service.settings(applications=120)

    async def main() -> tuple[int, str]:
        async with cad.AsyncClient(
            endpoint=service.endpoint, token=service.token, project_id=service.project_id
        ) as client:
            found = [each async for each in client.applications()]
            return len(found), (await client.find_task("emulator-app-120")).task_id

    assert asyncio.run(main()) == (120, f"d{120:031}")


def test_a_task_is_found_by_the_name_of_its_application(service: testing.Emulator) -> None:
    service.settings(applications=NAMES)
    with client_of(service) as client:
        found = client.find_task("payments-api")
        assert (found.task_id, found.app_id, found.name) == (
            service.task_ids[0], service.app_ids[0], "payments-api")
        assert client.deploy(client.find_task("支付 服务").task_id, dry_run=True).dry_run


def test_none_and_several_are_errors_with_candidates(service: testing.Emulator) -> None:
    service.settings(applications=NAMES)
    with client_of(service) as client:
        with pytest.raises(cad.NotFoundError) as none:
            client.find_task("payment-api")
        assert none.value.candidates[0] == "payments-api"
        with pytest.raises(cad.ValidationError) as several:
            client.find_task("twice")
        assert several.value.candidates == [f"d{3:031}", f"d{4:031}"]
        assert pickle.loads(pickle.dumps(several.value)).candidates == several.value.candidates
        assert json.dumps(several.value.document)
    assert service.records() == []


def test_a_project_that_may_not_be_viewed_is_an_error(service: testing.Emulator) -> None:
    service.settings(forbid_view=True)
    with client_of(service) as client:
        with pytest.raises(cad.PermissionDeniedError):
            list(client.applications())
        with pytest.raises(cad.PermissionDeniedError, match="Give the id of the task"):
            client.find_task("emulator-app-1")
