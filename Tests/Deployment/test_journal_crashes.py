"""Drivers that die: killed, on a disk that is full, that fails or that hangs. None starts a deployment twice.

CAD_KILLS says how often one is killed at a moment of chance, and CAD_SEED which moments those are.
"""
import os
import random
import resource
import subprocess
import time
from pathlib import Path

import pytest

from abi import TASK, Client
from emulator import Service
from following import Followed, call, deploy
from journals import HERE, Driver, entries, lines, resume
from waits import until

KILLS = int(os.environ.get("CAD_KILLS", "12"))


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = tmp_path_factory.mktemp("disk") / "disk.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, HERE / "journal_disk.c", "-ldl"], check=True)
    return library


def brought_to_its_end(client: Client, service: Service, journal: Path, **request: object) -> Followed:
    """Resumed until nothing is open: at first nothing may be started again, then what is not to be found is."""
    before = len(service.started())
    first = resume(client, journal, **request)
    truth = len(service.started())
    assert truth <= 1
    if first.status == "CAD_OK":
        assert first.deployment["record_id"] == service.started()[0]["record_id"]
        return first
    assert (first.status, first.outcome) == ("CAD_E_UNRECONCILED", "unknown"), first
    assert truth == before == 0 and first.document["candidates"] == []  # from outside that looks like one on its way
    return resume(client, journal, on_unknown="start", **request)


def ended_well(service: Service, journal: Path, last: Followed) -> None:
    assert last.status == "CAD_OK" and len(service.started()) == 1
    assert entries(journal)[-2:] == ["started", "end"]
    assert lines(journal)[-1]["result"]["record_id"] == service.started()[0]["record_id"]


@pytest.mark.parametrize("order, left, started", [
    ("kill-before 1", ["intent"], 0), ("kill-after 1", ["intent"], 0),
    ("kill-before 2", ["intent", "started"], 1), ("kill-after 2", ["intent", "started"], 1),
])
def test_killed_in_a_sync(
        client: Client, service: Service, journal: Path, disk: Path, order: str, left: list, started: int) -> None:
    service.runs_in_sight()  # it is still followed while its record is synced
    with Driver(service, journal, disk=disk, order={"JOURNAL_DISK": order}) as driver:
        assert driver.ends() is None
    assert (entries(journal), len(service.started())) == (left, started)
    service.settings(step_ms=20)
    ended_well(service, journal, brought_to_its_end(client, service, journal))


@pytest.mark.parametrize("kind, started", [("stall_before_work", 0), ("stall_after_work", 1)])
def test_killed_while_its_request_is_on_the_way(
        client: Client, service: Service, journal: Path, kind: str, started: int) -> None:
    service.fault(kind, path="/start")
    with Driver(service, journal) as driver:
        until(lambda: service.asked("/start") == 1, "the start to arrive")
        driver.kill()
    assert (entries(journal), len(service.started())) == (["intent"], started)
    ended_well(service, journal, brought_to_its_end(client, service, journal))


def test_killed_while_it_follows(client: Client, service: Service, journal: Path) -> None:
    service.next_lasts()
    with Driver(service, journal) as driver:
        until(lambda: "started" in entries(journal), "a record in the journal")
        driver.kill()
    record = service.started()[0]["record_id"]
    assert call(client, "stop_deploy_task_record", task_id=TASK, record_id=record).status == "CAD_OK"
    last = resume(client, journal)
    assert (last.status, last.deployment["record_id"]) == ("CAD_E_DEPLOYMENT_STOPPED", record)
    assert len(service.started()) == 1


def test_killed_at_moments_of_chance(client: Client, service: Service, journal: Path) -> None:
    seed = int(os.environ.get("CAD_SEED", str(random.randrange(1 << 30))))
    print(f"CAD_SEED={seed}")
    chance = random.Random(seed)
    began = time.monotonic()
    with Driver(service, journal) as driver:
        assert driver.ends().status == "CAD_OK"  # type: ignore[union-attr]
    whole = time.monotonic() - began
    for number in range(KILLS):
        service.reset()
        each = journal.with_name(f"journal-{number}")
        with Driver(service, each) as driver:
            time.sleep(chance.uniform(0.2, 1.0) * whole)
            driver.kill()
        last = resume(client, each)
        if last.status != "CAD_OK":
            assert last.status == "CAD_E_UNRECONCILED" and service.started() == [], (number, last)
            last = resume(client, each, on_unknown="start")
        ended_well(service, each, last)


# The disk

@pytest.mark.parametrize("room, words", [(0, "larger than this process may make a file"), (50, "the disk is full")])
def test_an_intent_that_does_not_fit_starts_nothing(
        client: Client, service: Service, journal: Path, room: int, words: str) -> None:
    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    with Driver(service, journal, limits=small) as driver:
        end = driver.ends()
    assert end is not None and end.status == "CAD_E_CONFIGURATION" and end.document["outcome"] == "not_sent"
    assert str(journal) in end.document["message"] and words in end.document["message"]
    assert service.started() == [] and journal.read_bytes() == b""


def test_a_record_that_does_not_fit_is_a_warning_and_found_again(
        client: Client, service: Service, journal: Path, tmp_path: Path) -> None:
    deploy(client, journal=str(tmp_path / "other"))
    room = len((tmp_path / "other").read_bytes().split(b"\n")[0]) + 20
    service.reset()

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    with Driver(service, journal, limits=small) as driver:
        end = driver.ends()
    assert end is not None and end.status == "CAD_OK"
    assert any(str(journal) in warning for warning in end.document["_meta"]["warnings"])
    assert entries(journal) == ["intent"] and journal.read_bytes().endswith(b"\n")
    ended_well(service, journal, resume(client, journal))


@pytest.mark.parametrize("number, status", [(1, "CAD_E_CONFIGURATION"), (2, "CAD_OK")])
def test_a_disk_that_fails(client: Client, service: Service, journal: Path, disk: Path, number: int, status: str) -> None:
    with Driver(service, journal, disk=disk, order={"JOURNAL_DISK": f"fail {number}"}) as driver:
        end = driver.ends()
    assert end is not None and end.status == status and len(service.started()) == number - 1
    words = end.document["message"] if number == 1 else " ".join(end.document["_meta"]["warnings"])
    assert str(journal) in words and "could not be brought to the disk" in words


def test_a_disk_that_hangs_holds_up_no_more_than_the_start(
        client: Client, service: Service, journal: Path, disk: Path, tmp_path: Path) -> None:
    """The I/O thread goes on: the deadline ends it, and nothing was sent."""
    hold = tmp_path / "hold"
    hold.write_text("")
    order = {"JOURNAL_DISK": "hang 1", "JOURNAL_HOLD": str(hold)}
    with Driver(service, journal, disk=disk, order=order, timeout_ms=4000) as driver:
        end = driver.ends()
    hold.unlink()
    assert end is not None and (end.status, end.document["outcome"]) == ("CAD_E_TIMEOUT", "not_sent")
    assert "disk" in end.document["message"] and service.started() == []


def test_a_deployment_costs_two_syncs(service: Service, journal: Path, disk: Path, tmp_path: Path) -> None:
    syncs = tmp_path / "syncs"
    with Driver(service, journal, disk=disk, order={"JOURNAL_SYNCS": str(syncs)}) as driver:
        end = driver.ends()
    assert end is not None and end.status == "CAD_OK" and syncs.stat().st_size == 2


def test_another_process_is_named(client: Client, service: Service, journal: Path) -> None:
    service.next_lasts()
    with Driver(service, journal) as driver:
        until(lambda: "started" in entries(journal), "a record in the journal")
        followed = resume(client, journal)
        assert (followed.status, followed.outcome) == ("CAD_E_CONFIGURATION", "not_sent")
        assert f"in use by the process {driver.process.pid}" in followed.document["message"]
    assert len(service.started()) == 1
