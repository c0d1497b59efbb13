"""A journal: what a driver leaves on the disk, and who may have it."""
import contextlib
import json
import os
import stat
from pathlib import Path

import pytest

from abi import TASK, TIME, Client, Library
from emulator import LONG_MS, Service
from following import Followed, call, deploy, finish, private, text
from journals import entries, lines, resume
from waits import until


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"


def stop(client: Client, record: str) -> None:
    assert call(client, "stop_deploy_task_record", task_id=TASK, record_id=record).status == "CAD_OK"


def journaled(client: Client, journal: Path, **request: object) -> Followed:
    return deploy(client, journal=str(journal), **request)


def test_it_tells_the_intent_the_start_and_the_end(client: Client, service: Service, journal: Path) -> None:
    service.settings(declared=["version", "db_password", "start_id"])
    followed = journaled(
        client, journal, params=[text("version", "9.9-secretive"), private("db_password", "s3cret")],
        marker="start_id")
    assert followed.status == "CAD_OK"
    record = followed.document["record_id"]
    intent, started, end = lines(journal)
    assert all(line["journal"] == 1 and TIME.fullmatch(line["time"]) for line in (intent, started, end))
    assert [line["entry"] for line in (intent, started, end)] == ["intent", "started", "end"]
    assert intent["intent"]["task_id"] == TASK and intent["intent"]["project_id"] == service.project_id
    assert intent["intent"]["marker"]["name"] == "start_id"
    assert (started["task_id"], started["record_id"]) == (TASK, record)
    assert end["outcome"] == "started" and end["result"]["state"] == "succeeded"
    assert "s3cret" not in journal.read_text() and "9.9-secretive" not in journal.read_text()
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600


def test_a_failure_is_kept_without_its_log(client: Client, service: Service, journal: Path) -> None:
    service.next_ends("failed")
    followed = journaled(client, journal)
    assert followed.deployment["log_tail"]
    end = lines(journal)[-1]
    assert end["error"]["status"] == "CAD_E_DEPLOYMENT_FAILED" and "log_tail" not in json.dumps(end)


@pytest.mark.parametrize("end, status", [("succeeded", "CAD_OK"), ("failed", "CAD_E_DEPLOYMENT_FAILED")])
def test_what_has_ended_is_told_again_and_not_started_again(
        client: Client, service: Service, journal: Path, end: str, status: str) -> None:
    service.next_ends(end)
    first = journaled(client, journal)
    asked = service.asked()
    again = resume(client, journal)
    assert first.status == again.status == status and service.asked() == asked
    assert again.deployment["record_id"] == first.deployment["record_id"]
    assert again.deployment["state"] == first.deployment["state"]
    assert again.outcome == first.outcome and entries(journal) == ["intent", "started", "end"]


def test_what_was_refused_for_certain_may_be_started(client: Client, service: Service, journal: Path) -> None:
    service.settings(busy=True)
    foreign = service.somebody_else_starts(duration_ms=LONG_MS)
    assert (journaled(client, journal).status, entries(journal)) == ("CAD_E_BUSY", ["intent", "end"])
    assert lines(journal)[-1]["outcome"] == "refused"
    stop(client, foreign)
    assert resume(client, journal, wait_until_idle_ms=60_000).status == "CAD_OK"
    assert len(service.started()) == 1 and entries(journal)[2:3] == ["intent"]


def test_one_who_waits_for_another_deployment_intends_anew(client: Client, service: Service, journal: Path) -> None:
    """A line each time that the records have changed, and not each time that it is refused."""
    service.settings(busy=True)
    foreign = service.somebody_else_starts(duration_ms=LONG_MS)
    with client.begin(
            "deploy", task_id=TASK, interval_ms=20, wait_until_idle_ms=600_000, journal=str(journal)) as operation:
        until(lambda: service.asked("/start") > 3, "the start to be refused again and again")
        assert entries(journal) == ["intent"]
        stop(client, foreign)
        followed = finish(operation)
    assert followed.status == "CAD_OK" and len(service.started()) == 1
    assert entries(journal) == ["intent", "started", "end"]


def test_who_no_longer_follows_leaves_it_open_and_another_goes_on(
        client: Client, service: Service, journal: Path) -> None:
    service.next_lasts()
    with client.begin("deploy", task_id=TASK, interval_ms=20, journal=str(journal)) as operation:
        until(lambda: "started" in entries(journal), "a record in the journal")
        operation.cancel()
        assert operation.wait().outcome == "started"
    assert entries(journal) == ["intent", "started"]
    record = service.started()[0]["record_id"]
    stop(client, record)
    last = resume(client, journal)
    assert (last.status, last.deployment["record_id"]) == ("CAD_E_DEPLOYMENT_STOPPED", record)
    assert len(service.started()) == 1 and entries(journal)[-1] == "end"


def test_one_that_is_not_there_yet_is_begun(client: Client, service: Service, journal: Path) -> None:
    assert resume(client, journal).status == "CAD_OK"
    assert entries(journal) == ["intent", "started", "end"]


def test_a_dry_run_leaves_it_alone(client: Client, service: Service, journal: Path) -> None:
    assert journaled(client, journal, dry_run=True).status == "CAD_OK" and not journal.exists()


# Refused

def refused(followed: Followed, journal: Path, service: Service, *words: str) -> None:
    assert (followed.status, followed.outcome) == ("CAD_E_CONFIGURATION", "not_sent"), followed
    for word in (str(journal), *words):
        assert word in followed.document["message"]
    assert service.started() == [] and service.asked() == 0


def test_one_with_lines_is_not_begun_again(client: Client, service: Service, journal: Path) -> None:
    journaled(client, journal)
    before = journal.read_bytes()
    followed = journaled(client, journal)
    assert followed.status == "CAD_E_CONFIGURATION" and '"resume": true' in followed.document["message"]
    assert len(service.started()) == 1 and journal.read_bytes() == before


@pytest.mark.parametrize("other", [{"params": [text("version", "2")]}, {"task_id": "e" * 32}], ids=str)
def test_one_of_another_request_is_refused(client: Client, service: Service, journal: Path, other: dict) -> None:
    journaled(client, journal, params=[text("version", "1")])
    service.reset()
    followed = resume(client, journal, **{"params": [text("version", "1")], **other})
    refused(followed, journal, service, "line 1", "request" if "params" in other else "e" * 32)


@pytest.mark.parametrize("content, line", [
    (b"#!/bin/sh\necho\n", 1), (b"{}\n", 1), (b'{"journal":2,"entry":"intent"}\n', 1), (b"no line feed", 1),
    (b'{"journal":1,"entry":"moon"}\n', 1), (b'{"journal":1,"entry":"started","record_id":"a"}\n', 1),
    (b'{"journal":1,"entry":"intent"}\n', 1), (b"\xff\xfe\n", 1), (b"[]\n", 1), (b"\n", 1),
    (b'{"journal":1,"entry":"intent","intent":{"version":1}}\n', 1), (b'{"journal":1,"entry":"end"}\n', 1),
], ids=str)
def test_what_is_no_journal_is_left_as_it_is(
        client: Client, service: Service, journal: Path, content: bytes, line: int) -> None:
    journal.write_bytes(content)
    refused(resume(client, journal), journal, service, f"line {line}")
    assert journal.read_bytes() == content


def test_garbage_in_the_middle_is_refused_with_its_line(client: Client, service: Service, journal: Path) -> None:
    journaled(client, journal)
    intent, started, end = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(intent + started[:20] + b"\n" + end)
    service.reset()
    refused(resume(client, journal), journal, service, "line 2")


def test_a_torn_last_line_is_normal(client: Client, service: Service, journal: Path) -> None:
    """Wherever a crash has torn it: the deployment is known by the lines before."""
    service.settings(declared=["version"])
    params = [text("version", "1")]
    journaled(client, journal, params=params)
    record = service.started()[0]["record_id"]
    whole = journal.read_bytes()
    starts = [0, whole.index(b"\n") + 1, whole.index(b"\n", whole.index(b"\n") + 1) + 1]
    for start, size in ((starts[1], 1), (starts[1], 40), (starts[2], 1), (starts[2], 60), (len(whole) - 1, 0)):
        journal.write_bytes(whole[:start + size])
        followed = resume(client, journal, params=params)
        assert (followed.status, followed.document["record_id"]) == ("CAD_OK", record), size
        assert entries(journal)[-1] == "end" and len(service.started()) == 1
    journal.write_bytes(whole[:30])  # an intent that was torn was not carried out
    assert resume(client, journal, params=params).status == "CAD_OK" and len(service.started()) == 2


def test_two_drivers_cannot_have_one(cad: Library, client: Client, service: Service, journal: Path) -> None:
    service.next_lasts()
    with client.begin("deploy", task_id=TASK, interval_ms=30, journal=str(journal)) as first:
        until(lambda: "started" in entries(journal), "a record in the journal")
        with cad.client(endpoint=service.endpoint, token=service.token) as other:
            followed = resume(other, journal)
        assert (followed.status, followed.outcome) == ("CAD_E_CONFIGURATION", "not_sent")
        assert "in use by another operation of this process" in followed.document["message"]
        first.cancel()
        first.wait()
    assert len(service.started()) == 1
    stop(client, service.started()[0]["record_id"])
    assert resume(client, journal).status == "CAD_E_DEPLOYMENT_STOPPED"  # it is free again


def files_of(process: int) -> list[str]:
    """Those that it has open; one may be closed meanwhile."""
    files = []
    for name in os.listdir(f"/proc/{process}/fd"):
        with contextlib.suppress(FileNotFoundError):
            files.append(os.readlink(f"/proc/{process}/fd/{name}"))
    return files


def test_a_forked_child_does_not_hold_the_lock(client: Client, service: Service, journal: Path) -> None:
    service.next_lasts()
    with client.begin("deploy", task_id=TASK, interval_ms=30, journal=str(journal)) as operation:
        until(lambda: "started" in entries(journal), "a record in the journal")
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(write)
            os.read(read, 1)  # until its parent lets it go
            os._exit(0)
        try:
            operation.cancel()
            operation.wait()
            assert str(journal) not in files_of(child)
            stop(client, service.started()[0]["record_id"])
            assert resume(client, journal).status == "CAD_E_DEPLOYMENT_STOPPED"
        finally:
            os.close(write)
            os.close(read)
            os.waitpid(child, 0)


@pytest.mark.parametrize("place, words", [
    ("missing/journal", "folder does not exist"), (".", "is a folder"), ("file/journal", "no folder"),
    ("pipe", "no regular file"),
])
def test_a_file_that_cannot_be_written_starts_nothing(
        client: Client, service: Service, tmp_path: Path, place: str, words: str) -> None:
    (tmp_path / "file").write_text("")
    os.mkfifo(tmp_path / "pipe")
    journal = tmp_path / place
    refused(deploy(client, journal=str(journal)), journal, service, words)


def test_the_secrets_of_a_request_stand_in_no_error(client: Client, service: Service, journal: Path) -> None:
    journaled(client, journal, params=[private("password", "s3cret-old")])
    followed = resume(client, journal, params=[private("password", "s3cret-new"), text("a", "b")])
    assert followed.status == "CAD_E_CONFIGURATION" and "s3cret" not in json.dumps(followed.document)
