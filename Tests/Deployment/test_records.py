"""The records of a task over pages and windows of days: as many as are asked for, and no request more than it takes."""
import datetime
import json
import random
from urllib.parse import parse_qs, urlsplit

import pytest

from abi import TASK, Client, Library
from answering_server import AnsweringServer
from emulator import Service
from fault_server import Request, reply
from following import call
from tampering_proxy import TamperingProxy

#: 250 records in 92 days, the newest first.
OLD: list[dict] = [
    {"days_ago": 1 + number * 90 // 249, "state": "failed" if number % 3 else "succeeded"} for number in range(250)]


def day(days_ago: int) -> str:
    beijing = datetime.timezone(datetime.timedelta(hours=8))
    return (datetime.datetime.now(beijing) - datetime.timedelta(days=days_ago)).strftime("%Y-%m-%d")


def listed(client: Client, service: Service, **request: object) -> list[str]:
    answer = call(client, "list_records", task_id=TASK, project_id=service.project_id, **request)
    assert answer.status == "CAD_OK", answer
    assert answer.document["_meta"]["attempts"] == service.requests()
    return [each["execution_id"] for each in answer.document["items"]]


def test_all_of_them_come_once_the_newest_first(client: Client, service: Service) -> None:
    records = service.had(*OLD)
    newest = service.somebody_else_starts()
    assert listed(client, service, limit=10_000) == [newest, *records]


def test_no_page_and_no_window_is_asked_for_twice(client: Client, service: Service) -> None:
    service.had(*OLD)
    listed(client, service, limit=10_000)
    # Four windows; 250 records at a hundred to a page are not more than seven pages over them.
    assert 4 <= service.asked("/history") <= 4 + 250 // 100 + 1


@pytest.mark.parametrize("limit", [1, 99, 100, 101, 249, 250])
def test_a_limit_takes_the_newest(client: Client, service: Service, limit: int) -> None:
    records = service.had(*OLD)
    assert listed(client, service, limit=limit) == records[:limit]


def test_a_hundred_are_listed_unless_told_otherwise(client: Client, service: Service) -> None:
    records = service.had(*OLD)
    assert listed(client, service) == records[:100]


def test_windows_beyond_the_limit_are_not_asked_for(client: Client, service: Service) -> None:
    service.had(*OLD)
    listed(client, service, limit=5)
    assert service.asked("/history") == 1


def test_a_quiet_task_costs_one_request_for_a_window(client: Client, service: Service) -> None:
    assert listed(client, service) == []
    assert service.asked("/history") == 4


@pytest.mark.parametrize("since, until", [(30, 1), (31, 0), (60, 31), (91, 61), (45, 45), (5, 5)])
def test_only_the_days_that_are_asked_for(client: Client, service: Service, since: int, until: int) -> None:
    records = service.had(*OLD)
    expected = [record for record, old in zip(records, OLD) if until <= old["days_ago"] <= since]
    assert expected and listed(client, service, since=day(since), until=day(until), limit=10_000) == expected


def test_the_days_are_asked_for_in_windows_that_the_service_takes(client: Client, service: Service) -> None:
    listed(client, service, since="2020-01-01", until="2020-12-31")
    assert service.asked("/history") == 13  # 366 days; the emulator refuses more than thirty at once


def test_many_records_of_one_day_come_page_by_page(client: Client, service: Service) -> None:
    records = service.had(*[{"days_ago": 3}] * 301)
    assert listed(client, service, limit=10_000) == records
    assert service.asked("/history") == 4 + 3


def test_a_record_that_comes_while_pages_are_read_makes_no_other_come_twice(cad: Library, service: Service) -> None:
    records = service.had(*[{"days_ago": 1}] * 250)

    def meanwhile(request: Request, body: bytes) -> None:
        if "page=" in request.line:
            service.somebody_else_starts()

    config = {"token": service.token, "project_id": service.project_id}
    with TamperingProxy(service, meanwhile) as server, cad.client(endpoint=server.endpoint, **config) as client:
        items = call(client, "list_records", task_id=TASK, limit=10_000).document["items"]
    ids = [each["execution_id"] for each in items]
    assert len(ids) == len(set(ids)) and [each for each in ids if each in records] == records


@pytest.mark.parametrize("order", ["oldest first", "by lot"])
def test_whatever_the_order_of_the_service_the_newest_come_first(
        cad: Library, service: Service, order: str) -> None:
    records = service.had(*[{"days_ago": 2}] * 250)
    other = records[::-1] if order == "oldest first" else random.Random(1).sample(records, len(records))
    place = {record: number for number, record in enumerate(records)}

    def reordered(request: Request, body: bytes) -> bytes | None:
        if "/history?" not in request.line:
            return None
        query = parse_qs(urlsplit(request.line.split(" ")[1]).query)
        page, end = int(query["page"][0]), query["end_date"][0]
        if end < day(2):
            return None
        shown = other[(page - 1) * 100:page * 100]
        result = [{"execution_id": each, "release_id": 1000 - place[each]} for each in shown]
        return reply("200 OK", json.dumps({"total_num": len(other), "result": result}))

    config = {"token": service.token, "project_id": service.project_id}
    with TamperingProxy(service, reordered) as server, cad.client(endpoint=server.endpoint, **config) as client:
        items = call(client, "list_records", task_id=TASK, limit=120).document["items"]
    assert [each["execution_id"] for each in items] == records[:120]


@pytest.mark.parametrize("count", [100, 200])
def test_full_pages_end_the_window_without_an_empty_one(client: Client, service: Service, count: int) -> None:
    service.had(*[{"days_ago": 3}] * count)
    assert len(listed(client, service, limit=10_000)) == count
    assert service.asked("/history") == 4 + count // 100 - 1


def test_every_field_of_a_record_comes_through(client: Client, service: Service) -> None:
    service.had({"days_ago": 2, "state": "abort", "duration_ms": 65_000})
    [item] = call(client, "list_records", task_id=TASK, project_id=service.project_id).document["items"]
    assert (item["state"], item["duration"]) == ("abort", "00:01:05")
    assert {"execution_id", "release_id", "state", "type", "operator", "nickname", "start_time", "end_time",
            "duration"} <= set(item)


def test_a_page_that_fails_is_asked_for_again_and_not_the_others(client: Client, service: Service) -> None:
    records = service.had(*OLD)
    service.fault("error", http_status=503, path="/history", skip=2)
    assert listed(client, service, limit=10_000) == records


def test_a_page_that_stays_away_is_an_error_and_no_short_list(client: Client, service: Service) -> None:
    service.had(*OLD)
    service.fault("error", http_status=503, path="/history", skip=3, times=9)
    answer = call(client, "list_records", task_id=TASK, project_id=service.project_id, limit=10_000)
    assert answer.status == "CAD_E_SERVICE" and answer.outcome is None


@pytest.mark.parametrize("request_of, path", [
    ({"since": "2026-02-30"}, "since"), ({"since": "2026-3-1"}, "since"), ({"until": "tomorrow"}, "until"),
    ({"limit": 0}, "limit"), ({"limit": 10_001}, "limit"), ({"since": "2026-02-02", "until": "2026-02-01"}, "until")],
    ids=str)
def test_days_that_are_none_are_refused(client: Client, service: Service, request_of: dict, path: str) -> None:
    answer = call(client, "list_records", task_id=TASK, project_id=service.project_id, **request_of)
    assert answer.status == "CAD_E_VALIDATION" and service.requests() == 0
    assert [each for each, _ in answer.faults] == [path]


def test_success_rates_count_what_the_records_say(client: Client, service: Service) -> None:
    service.had(*OLD)
    days = {"start_date": day(60), "end_date": day(1)}
    window = [old for old in OLD if 1 <= old["days_ago"] <= 60]
    good = sum(old["state"] == "succeeded" for old in window)
    of_tasks = call(client, "list_task_success_rate", project_id=service.project_id, task_ids=[TASK], **days).document
    of_project = call(client, "show_project_success_rate", project_id=service.project_id, **days).document
    [told] = of_tasks["tasks_success_rate"]
    for each in (told, of_project):
        assert (each["record_count"], each["success_record_count"]) == (len(window), good)
        assert abs(float(each["success_rate"]) - 100 * good / len(window)) < 0.01


@pytest.mark.parametrize("operation", ["list_task_success_rate", "show_project_success_rate"])
def test_success_rates_are_of_a_year_at_most(client: Client, service: Service, operation: str) -> None:
    tasks = {"task_ids": [TASK]} if operation == "list_task_success_rate" else {}
    days = {"start_date": "2024-01-01", "end_date": "2025-03-01"}
    answer = call(client, operation, project_id=service.project_id, **days, **tasks)
    assert answer.status == "CAD_E_VALIDATION" and service.requests() == 0


def test_a_service_that_heeds_no_page_number_is_not_asked_for_ever(cad: Library) -> None:
    records = [{"execution_id": f"{number:032x}", "release_id": number} for number in range(100, 0, -1)]
    body = json.dumps({"result": records, "total_num": 250})
    with AnsweringServer(lambda request: reply("200 OK", body)) as server:
        with cad.client(endpoint=server.endpoint, token="t", project_id="c" * 32) as client:
            answer = call(client, "list_records", task_id=TASK, limit=1000)
    assert [each["release_id"] for each in answer.document["items"]][:100] == list(range(100, 0, -1))
    assert len(server.requests) <= 2 * 5  # of each window one page, and one more with nothing new
