"""A page that somebody on the way sends in the service's place says nothing of task, record or rights: it is an outage."""
import json
from typing import Any

import pytest

from abi import TASK, Library
from answering_server import RECORD
from emulator import LONG_MS, Service
from fault_server import Request, reply
from following import deploy, finish, text, watch
from rollbacks import failing_deploy, rolled_back
from scripted_service import ScriptedService, wrapped
from tampering_proxy import TamperingProxy
from waits import until

STATUSES = [
    "400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found", "407 Proxy Authentication Required",
    "410 Gone", "429 Too Many Requests", "451 Unavailable For Legal Reasons"]
BODIES: dict[str, Any] = {
    "a page": "<html><h1>No</h1></html>", "nothing": "", "an empty object": "{}",
    "JSON of a gateway": '{"code": 403, "message": "Forbidden"}', "a word for a code": '{"code": "AccessDenied"}',
    "a text": '"no"', "a list": "[1]"}


def paged(service: Service, part: str, pages: int, page: bytes, skip: int = 0) -> TamperingProxy:
    """Answers some requests with this in their path by a page, after so many that pass."""
    seen: list[str] = []

    def change(request: Request, body: bytes) -> Any:
        if part not in request.line:
            return None
        seen.append(request.line)
        return page if skip < len(seen) <= skip + pages else None

    return TamperingProxy(service, change)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("status", STATUSES)
def test_in_the_middle_of_a_watch_it_is_survived_and_told_once(cad: Library, status: str, body: str) -> None:
    page = reply(status, BODIES[body], "Content-Type: text/html")
    with ScriptedService(wrapped("running"), page, page, wrapped("running"), wrapped("succeeded")) as server:
        with cad.client(endpoint=server.endpoint, token="t", max_attempts=1) as client:
            followed = watch(client, RECORD, timeout_ms=60_000)
    assert followed.status == "CAD_OK", followed.document
    [warning] = followed.warnings
    assert status[:3] in warning
    if status[:3] != "429":
        assert "page" in warning and "proxy or gateway" in warning


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "404 Not Found", "410 Gone"])
def test_a_first_look_that_is_refused_by_a_page_is_final_and_says_what_it_is(cad: Library, status: str) -> None:
    with ScriptedService(reply(status, "<html>no</html>")) as server:
        with cad.client(endpoint=server.endpoint, token="t") as client:
            followed = watch(client, RECORD, timeout_ms=60_000)
    assert followed.document["http_status"] == int(status[:3]) and len(server.asked_at) == 1
    assert "proxy or gateway" in followed.document["message"]


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "404 Not Found"])
def test_the_first_look_after_an_own_start_is_not_the_first_answer(
        cad: Library, service: Service, status: str) -> None:
    with paged(service, "/state", 3, reply(status, "<html>no</html>")) as server:
        with cad.client(endpoint=server.endpoint, token=service.token) as client:
            followed = deploy(client)
    assert followed.status == "CAD_OK" and len(followed.warnings) == 1


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("skip", [0, 1])
def test_one_on_the_log_does_not_end_the_log(
        cad: Library, service: Service, status: str, skip: int) -> None:
    with paged(service, "/logs", 1, reply(status, "<html>no</html>"), skip) as server:
        with cad.client(endpoint=server.endpoint, token=service.token, max_attempts=1) as client:
            followed = deploy(client)
    assert followed.status == "CAD_OK"
    assert followed.log == service.whole_log(followed.document["record_id"])


def test_one_at_the_very_end_of_the_log_does_not_cut_it(cad: Library, service: Service) -> None:
    record = service.somebody_else_starts(pending_ms=0, duration_ms=0)
    # The first look finds it ended: two reads follow, one to see what is there and one for the end.
    for skip in (0, 1):
        with paged(service, "/logs", 1, reply("403 Forbidden", "<html>no</html>"), skip) as server:
            with cad.client(endpoint=server.endpoint, token=service.token) as client:
                followed = watch(client, record)
        assert followed.status == "CAD_OK" and followed.log == service.whole_log(record)
        assert followed.warnings == []


@pytest.mark.parametrize("part", ["/history", "/params"])
@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "404 Not Found"])
def test_one_while_a_lost_answer_is_cleared_up_is_survived(
        cad: Library, service: Service, part: str, status: str) -> None:
    service.fault("cut_after_work", path="/start")
    skip = 1 if part == "/history" else 0  # the look before the start
    with paged(service, part, 2, reply(status, "<html>no</html>"), skip) as server:
        with cad.client(endpoint=server.endpoint, token=service.token) as client:
            followed = deploy(client, params=[text("version", "1")])
    [record] = service.records()
    assert followed.status == "CAD_OK", followed.document
    assert (followed.document["record_id"], followed.document["adopted"]) == (record["record_id"], True)


@pytest.mark.parametrize("status", ["403 Forbidden", "404 Not Found"])
def test_one_in_place_of_the_answer_to_a_stop_does_not_keep_it_running(
        cad: Library, service: Service, status: str) -> None:
    record = service.somebody_else_starts(pending_ms=0, duration_ms=LONG_MS)
    pages: list[str] = []

    def instead(request: Request, body: bytes) -> Any:
        if "/stop " not in request.line:
            return None
        pages.append(request.line)
        return reply(status, "<html>no</html>") if len(pages) == 1 else None

    with TamperingProxy(service, instead) as server:
        with cad.client(endpoint=server.endpoint, token=service.token) as client:
            with client.begin("watch", task_id=TASK, record_id=record, interval_ms=30, on_cancel="stop") as running:
                until(lambda: service.asked("/state") > 0, "it was never followed")
                running.cancel()
                followed = finish(running)
    assert followed.deployment["stopped"] is True and len(pages) == 2


@pytest.mark.parametrize("part, skip", [("/history", 1), ("/rollback", 0)])
def test_one_on_the_way_back_does_not_end_it(
        cad: Library, service: Service, good: str, part: str, skip: int) -> None:
    seen: list[str] = []

    def instead(request: Request, body: bytes) -> Any:
        if part not in request.line:
            return None
        seen.append(request.line)
        # A page of a proxy that let nothing pass: the work was done all the same, which nobody may repeat.
        return reply("403 Forbidden", "<html>no</html>") if part == "/history" and len(seen) == skip + 1 else None

    if part == "/rollback":
        service.fault("html", http_status=403, path="/rollback")
    with TamperingProxy(service, instead) as server:
        with cad.client(endpoint=server.endpoint, token=service.token) as client:
            rollback = rolled_back(failing_deploy(client, service))
    assert rollback["source_record_id"] == good and len(service.started("rollback")) == 1


def test_a_code_of_the_service_is_no_page(cad: Library) -> None:
    no = reply("403 Forbidden", json.dumps({"error_code": "Deploy.00011154", "error_msg": "no"}))
    with ScriptedService(wrapped("running"), no) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        followed = watch(client, RECORD, timeout_ms=60_000)
    assert followed.status == "CAD_E_PERMISSION" and len(server.asked_at) == 2
    assert "proxy or gateway" not in followed.document["message"]
