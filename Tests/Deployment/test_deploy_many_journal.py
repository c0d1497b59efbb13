"""A release's journal: what it says of each item, and drivers that die, are two, or have a full disk."""
import json
import os
import random
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from abi import Client, Library
from emulator import QUICK, Service
from environment import named
from following import Followed, call
from journals import Driver, entries, lines
from releases import agrees, begin, item, items, release, states
from waits import until

KILLS = int(os.environ.get("CAD_KILLS", "10"))
COUNT = 20


@pytest.fixture(scope="module")
def fleet_process() -> Iterator[Service]:
    with Service(named("CODEARTS_DEPLOY_PROGRAM"), *QUICK, "--applications", str(COUNT)) as service:
        yield service


@pytest.fixture
def fleet(fleet_process: Service) -> Service:
    """An emulator with twenty applications."""
    fleet_process.reset()
    return fleet_process


@pytest.fixture
def driver(cad: Library, fleet: Service) -> Iterator[Client]:
    with cad.client(endpoint=fleet.endpoint, token=fleet.token) as client:
        yield client


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "release.jsonl"


def of(service: Service) -> list[dict]:
    return [{"task_id": task, "name": f"app-{index}"} for index, task in enumerate(service.facts["task_ids"])]


def resumed(client: Client, given: list[dict], journal: Path, **request: object) -> Followed:
    return release(client, given, journal=str(journal), resume=True, **request)


def test_it_tells_of_each_item(client: Client, service: Service, journal: Path) -> None:
    service.next_ends("failed")
    followed = release(client, items("a", "b"), journal=str(journal), max_in_flight=1)
    assert followed.status == "CAD_E_DEPLOYMENT_FAILED"
    plan, *rest = lines(journal)
    assert (plan["entry"], plan["items"], len(plan["plan_digest"])) == ("plan", 2, 64)
    assert [(line["entry"], line["item"], line["name"]) for line in rest] == [
        ("intent", 0, "a"), ("started", 0, "a"), ("end", 0, "a"),
        ("intent", 1, "b"), ("started", 1, "b"), ("end", 1, "b")]
    assert "log_tail" not in journal.read_text()


def test_what_has_ended_is_told_again_and_the_rest_is_done(client: Client, service: Service, journal: Path) -> None:
    service.next_ends("succeeded")
    service.next_ends("failed")
    first = release(client, items(*"abc"), journal=str(journal), max_in_flight=1, max_failures=0)
    assert states(first) == {"a": "succeeded", "b": "failed", "c": "not_started"}
    again = resumed(client, items(*"abc"), journal)
    assert states(again) == {"a": "succeeded", "b": "failed", "c": "succeeded"} and len(service.started()) == 3
    for name in "ab":
        assert item(again, name)["record_id"] == item(first, name)["record_id"]
    asked = service.requests()
    assert states(resumed(client, items(*"abc"), journal)) == states(again) and service.requests() == asked


def test_limits_may_change_and_the_plan_may_not(client: Client, service: Service, journal: Path) -> None:
    assert release(client, items("a", "b"), journal=str(journal), max_in_flight=1).status == "CAD_OK"
    assert resumed(client, items("a", "b"), journal, max_in_flight=7, max_failures="5%").status == "CAD_OK"
    for other in (items("a"), items("b", "a"), items("a", "c"), items("a", "b", wave=2), items("a", "b", "c"),
                  [*items("a"), *items("b", after=["a"])]):
        followed = resumed(client, other, journal)
        assert (followed.status, followed.outcome) == ("CAD_E_CONFIGURATION", "not_sent"), other
        assert "line 1: It is of another release" in followed.document["message"]
    assert len(service.started()) == 2


def test_a_deployment_and_a_release_do_not_read_each_other(client: Client, service: Service, journal: Path) -> None:
    assert release(client, items("a"), journal=str(journal)).status == "CAD_OK"
    request = {name: value for name, value in items("a")[0].items() if name != "name"}
    one = call(client, "deploy", **request, journal=str(journal), resume=True)
    assert one.status == "CAD_E_CONFIGURATION" and "It is of a release" in one.document["message"]
    journal.unlink()
    assert call(client, "deploy", **request, journal=str(journal), interval_ms=20).status == "CAD_OK"
    followed = resumed(client, items("a"), journal)
    assert followed.status == "CAD_E_CONFIGURATION" and "It is of one deployment" in followed.document["message"]


def test_a_journal_that_has_lines_is_refused_without_resume(client: Client, service: Service, journal: Path) -> None:
    journal.write_text("something else\n")
    for request in ({}, {"resume": True}):
        followed = release(client, items("a"), journal=str(journal), **request)
        assert (followed.status, followed.outcome) == ("CAD_E_CONFIGURATION", "not_sent")
    assert service.requests() == 0


def test_one_driver_at_a_time(driver: Client, fleet: Service, journal: Path) -> None:
    fleet.runs_in_sight()
    with begin(driver, of(fleet), journal=str(journal)):
        until(lambda: len(entries(journal)) > 3, "the first has begun")
        second = resumed(driver, of(fleet), journal)
        assert (second.status, second.outcome) == ("CAD_E_CONFIGURATION", "not_sent")
        assert "one driver at a time" in second.document["message"]


def test_on_a_full_disk_nothing_is_started(client: Client, service: Service, tmp_path: Path) -> None:
    followed = release(client, items("a", "b"), journal="/dev/full")
    assert (followed.status, followed.outcome) == ("CAD_E_CONFIGURATION", "not_sent")
    assert service.started() == []


def test_a_disk_that_fills_up_ends_the_release(driver: Client, fleet: Service, journal: Path) -> None:
    limit = 6000  # a few intents
    limits = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))  # noqa: E731
    with Driver(fleet, journal, operation="deploy_many", limits=limits, items=of(fleet), max_in_flight=2) as first:
        end = first.ends()
    assert end is not None and end.document["counts"]["not_started"] > 0
    started = len(fleet.started())
    assert 0 < started < COUNT
    last = resumed(driver, of(fleet), journal)
    assert last.status == "CAD_OK" and len(fleet.started()) == COUNT
    agrees(last, fleet.records())


@pytest.mark.parametrize("kill", range(KILLS))
def test_killed_at_any_moment_each_is_deployed_once(
        driver: Client, fleet: Service, journal: Path, kill: int) -> None:
    chance = random.Random(f"{os.environ.get('CAD_SEED', '1')}-{kill}")
    given = of(fleet)
    with Driver(fleet, journal, operation="deploy_many", items=given, max_in_flight=5) as first:
        until(lambda: bool(entries(journal)), "the journal has begun")
        enough = chance.randrange(3 * COUNT)
        until(lambda: len(entries(journal)) > enough or first.process.poll() is not None, "it has come so far")
        time.sleep(chance.random() * 0.02)
        first.kill()
    middle = resumed(driver, given, journal)
    tasks = [record["task_id"] for record in fleet.started()]
    assert len(tasks) == len(set(tasks)), "an application was deployed twice"
    unknown = {each["task_id"] for each in middle.document["items"] if each["state"] == "unknown"}
    assert unknown.isdisjoint(tasks), "what runs was not found"
    assert all(each["state"] in ("succeeded", "unknown") for each in middle.document["items"])
    last = resumed(driver, given, journal, on_unknown="start")
    assert last.status == "CAD_OK"
    agrees(last, fleet.records())
    assert sorted(record["task_id"] for record in fleet.started()) == sorted(fleet.facts["task_ids"])
    assert json.loads(journal.read_text().splitlines()[0])["entry"] == "plan"
