"""The task of an application that is known by its name: one, or an error that says which may be meant."""
import json
from typing import Any

import pytest

from abi import Answer, Client, Library
from answering_server import AnsweringServer
from emulator import Service
from fault_server import Request, reply
from following import call

NAMES = ["payments-api", "payments-api-canary", "Payments-API", "支付 服务", "a b  c", "twice", "twice", "ledger"]


def find(client: Client, service: Service, app: str) -> Answer:
    return call(client, "find_task", app=app, project_id=service.project_id)


def task(number: int) -> str:
    return "d2dc947ec2424d8789bb3984bb3adf45" if number == 1 else f"d{number:031}"


@pytest.mark.parametrize("number, app", [
    (1, "payments-api"), (2, "payments-api-canary"), (3, "Payments-API"), (4, "支付 服务"), (5, "a b  c"), (8, "ledger")])
def test_a_name_is_found_in_full_and_no_other(client: Client, service: Service, number: int, app: str) -> None:
    service.settings(applications=NAMES)
    answer = find(client, service, app)
    assert answer.status == "CAD_OK", answer
    meta = answer.document.pop("_meta")
    assert answer.document == {"task_id": task(number), "app_id": f"a{number:031}", "name": app}
    assert meta["attempts"] == service.requests() == 1


@pytest.mark.parametrize("app", ["payments", "payments-ap", "PAYMENTS-API", "payments-api ", "支付", "a b c", "nothing"])
def test_a_name_that_is_none_finds_nothing_and_names_similar_ones(client: Client, service: Service, app: str) -> None:
    service.settings(applications=NAMES)
    answer = find(client, service, app)
    assert answer.status == "CAD_E_NOT_FOUND" and f"has no application {app}." in answer.document["message"]
    candidates = answer.document["candidates"]
    assert set(candidates) <= set(NAMES) and candidates[0] in answer.document["message"]
    if app != "nothing":
        nearest = {"支付": "支付 服务", "a b c": "a b  c"}.get(app)
        assert (candidates[0] == nearest) if nearest else candidates[0].lower().startswith("payments")


def test_names_of_which_it_is_a_part_come_before_all_others(client: Client, service: Service) -> None:
    service.settings(applications=["apo", "api", "payments-api-in-all-regions"])
    assert find(client, service, "payments").document["candidates"] == ["payments-api-in-all-regions"]


def test_a_name_that_two_have_is_refused_with_both_tasks(client: Client, service: Service) -> None:
    service.settings(applications=NAMES)
    answer = find(client, service, "twice")
    assert answer.status == "CAD_E_VALIDATION"
    assert answer.document["candidates"] == [task(6), task(7)]
    [violation] = answer.document["violations"]
    assert (violation["path"], violation["rule"]) == ("app", "conflict")
    assert "2 applications are named twice" in answer.document["message"]


@pytest.mark.parametrize("number", [1, 2, 150])
def test_an_id_names_its_application_too(client: Client, service: Service, number: int) -> None:
    service.settings(applications=150)
    for identifier in (f"a{number:031}", task(number)):
        assert find(client, service, identifier).document["name"] == f"emulator-app-{number}"


def test_one_of_two_thousand_costs_one_request(client: Client, service: Service) -> None:
    service.settings(applications=2000)
    assert find(client, service, "emulator-app-1999").document["task_id"] == task(1999)
    assert service.requests() == 1
    assert find(client, service, "emulator-app-2001").status == "CAD_E_NOT_FOUND"


def test_a_project_without_applications_says_so(client: Client, service: Service) -> None:
    service.settings(applications=0)
    answer = find(client, service, "payments-api")
    assert answer.status == "CAD_E_NOT_FOUND" and "It has none that you may see." in answer.document["message"]
    assert "candidates" not in answer.document


def test_a_project_that_may_not_be_viewed_asks_for_the_task(client: Client, service: Service) -> None:
    service.settings(forbid_view=True)
    answer = find(client, service, "emulator-app-1")
    assert answer.status == "CAD_E_PERMISSION"
    assert "Give the id of the task instead of a name." in answer.document["message"]


@pytest.mark.parametrize("request_", [{}, {"app": ""}, {"app": "x" * 129}, {"app": "a\nb"}, {"app": 1}], ids=str)
def test_what_is_no_name_is_refused_before_anything_is_sent(
    client: Client, service: Service, request_: dict[str, Any]
) -> None:
    answer = call(client, "find_task", project_id=service.project_id, **request_)
    assert answer.status == "CAD_E_VALIDATION" and answer.document["violations"][0]["path"] == "app"
    assert service.requests() == 0


def test_without_a_project_nothing_is_sent(cad: Library, service: Service) -> None:
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        answer = call(client, "find_task", app="emulator-app-1")
    assert answer.status == "CAD_E_VALIDATION" and "CODEARTS_DEPLOY_PROJECT_ID" in answer.document["message"]
    assert service.requests() == 0


def test_the_project_may_be_the_clients(cad: Library, service: Service) -> None:
    config = {"token": service.token, "project_id": service.project_id}
    with cad.client(endpoint=service.endpoint, **config) as client:
        assert call(client, "find_task", app="emulator-app-2").document["task_id"] == task(2)


def row(number: int, name: str) -> dict[str, Any]:
    return {"id": f"a{number:031}", "name": name, "arrange_infos": [{"id": task(number)}]}


class Listing(AnsweringServer):
    """A service whose list of applications is another one with each request: `pages(n, page)` is (rows, total)."""

    def __init__(self, pages: Any):
        self.asked: list[dict[str, Any]] = []
        self.pages = pages
        super().__init__(self._answer)

    def _answer(self, request: Request) -> bytes:
        self.asked.append(json.loads(request.body))
        rows, total = self.pages(len(self.asked), self.asked[-1]["page"])
        return reply("200 OK", json.dumps({"total_num": total, "result": rows}))


def found_in(cad: Library, server: Listing, app: str) -> Answer:
    with cad.client(endpoint=server.endpoint, token="t", project_id="c" + "0" * 31) as client:
        return call(client, "find_task", app=app)


def test_a_list_that_changes_while_it_is_read_is_read_again(cad: Library) -> None:
    """One was deleted between two pages: the twin moved to the page that was read already."""
    before = [row(1, "aaa"), *(row(n, "twice") for n in range(2, 3)), *(row(n, f"x{n:03}") for n in range(3, 101))]
    after = [*before[1:], row(101, "twice")]

    def pages(request: int, page: int) -> tuple[list[dict[str, Any]], int]:
        rows = before + [row(101, "twice"), row(102, "zzz")] if request == 1 else after + [row(102, "zzz")]
        return rows[(page - 1) * 100:page * 100], len(rows)

    with Listing(pages) as server:
        answer = found_in(cad, server, "twice")
        assert [each["page"] for each in server.asked] == [1, 2, 1, 2]
    assert answer.status == "CAD_E_VALIDATION" and answer.document["candidates"] == [task(2), task(101)]


def test_a_list_that_never_stands_still_is_not_read_for_ever(cad: Library) -> None:
    def pages(request: int, page: int) -> tuple[list[dict[str, Any]], int]:
        rows = [row(n, f"app-{n}") for n in range(1, 151)]
        return rows[(page - 1) * 100:page * 100], 150 + request

    with Listing(pages) as server:
        assert found_in(cad, server, "app-140").document["task_id"] == task(140)
        assert len(server.asked) == 6


@pytest.mark.parametrize("ignored", ["search", "page"])
def test_a_service_that_ignores_a_part_of_the_request_is_understood(cad: Library, ignored: str) -> None:
    rows = [row(n, f"app-{n}") for n in range(1, 101 if ignored == "page" else 251)]

    def pages(request: int, page: int) -> tuple[list[dict[str, Any]], int]:
        return rows[:100] if ignored == "page" else rows[(page - 1) * 100:page * 100], 250

    with Listing(pages) as server:
        assert found_in(cad, server, "app-77").document["task_id"] == task(77)
        assert len(server.asked) == (2 if ignored == "page" else 3)


@pytest.mark.parametrize("broken", [{}, {"arrange_infos": []}, {"arrange_infos": None}, {"arrange_infos": [{}]}], ids=str)
def test_an_application_without_a_task_is_a_bad_answer(cad: Library, broken: dict[str, Any]) -> None:
    rows = [{"id": "a" + "0" * 31, "name": "payments-api", **broken}]
    with Listing(lambda request, page: (rows, 1)) as server:
        answer = found_in(cad, server, "payments-api")
    assert answer.status == "CAD_E_BAD_RESPONSE" and "names no task" in answer.document["message"]


@pytest.mark.parametrize("result", [None, {}, "x", [None, 1, [], {"name": 5}]], ids=str)
def test_a_list_of_anything_else_finds_nothing(cad: Library, result: Any) -> None:
    with Listing(lambda request, page: (result, 0)) as server:
        assert found_in(cad, server, "payments-api").status == "CAD_E_NOT_FOUND"
