"""Many starts as one operation: each item its own answer, in order or as they come, and never lost."""
import json
from typing import Any

import pytest

from abi import SECRET_TOKEN, SECRET_VALUE, TASK, Answer, Client, Library, Operation
from call_modes import MANY, answer_of
from emulator import Service
from fault_server import HOLD, NEXT, FaultServer, reply
from waits import until

GOOD = reply("200 OK", '{"id": "0ee9c8e6a7dc44109541e53c6dccf47c"}')
MOST_UNREAD = 1000


def items(count: int) -> list[dict]:
    """Starts whose only parameter is their place."""
    return [{"task_id": TASK, "params": [{"key": "n", "value": str(n), "type": "text"}]} for n in range(count)]


def place(record: dict) -> int:
    return int(record["params"][0]["value"])


def results(operation: Operation) -> list[dict]:
    return [event for event in operation.events() if event["event"] == "result"]


def result_of(operation: Operation) -> dict:
    """The next one."""
    while (event := operation.next_event().document)["event"] != "result":
        pass
    return event


def test_the_answers_stand_in_the_order_of_the_items(client: Client, service: Service) -> None:
    service.fault("busy", skip=3)
    service.fault("cut_after_work", skip=4)
    with client.begin(MANY, items=items(40)) as operation:
        answer = operation.wait()
    assert answer.status == "CAD_OK"
    document = answer.document
    assert [item["index"] for item in document["items"]] == list(range(40))
    assert document["counts"] == {"started": 38, "refused": 1, "not_sent": 0, "unknown": 1}
    ran = {place(record): record["record_id"] for record in service.records()}
    for item in document["items"]:
        each = answer_of(item)
        if each.status == "CAD_OK":
            assert each.document["id"] == ran[item["index"]] and each.document["_meta"]["http_status"] == 200
        else:
            assert each.document["status"] == each.status
            assert (item["index"] in ran) == (each.outcome == "unknown")
    assert len(ran) == 39


def test_a_stream_gives_each_answer_once(client: Client, service: Service) -> None:
    with client.begin(MANY, items=items(40), results="stream") as operation:
        given = results(operation)
        answer = operation.wait(0)
    assert sorted(each["index"] for each in given) == list(range(40))
    ran = {place(record): record["record_id"] for record in service.records()}
    assert {each["index"]: each["reply"]["id"] for each in given} == ran
    assert answer.status == "CAD_OK" and "items" not in answer.document
    assert answer.document["counts"] == {"started": 40, "refused": 0, "not_sent": 0, "unknown": 0}


def test_a_stream_comes_in_the_order_of_completion(client: Client, service: Service) -> None:
    service.fault("stall_after_work")
    with client.begin(MANY, items=items(5), results="stream", max_in_flight=5) as operation:
        given = [result_of(operation) for _ in range(4)]
        service.release()
        given += results(operation)
    held = next(place(record) for record in service.records())
    assert [each["index"] for each in given][-1] == held and len(given) == 5


def test_every_item_is_checked_before_any_is_sent(client: Client, service: Service) -> None:
    wrong = [*items(3), {"task_id": TASK, "params": [{"value": "v", "type": "text"}]}, {"task_id": "short"},
             {"task_id": TASK, "_options": {"timeout_ms": 5}}]
    answer, operation = client.submit(json.dumps({"items": wrong}), MANY)
    assert operation is None
    assert (answer.status, answer.outcome) == ("CAD_E_VALIDATION", "not_sent")
    paths = [path for path, _ in answer.faults]
    assert {"items[3].params[0].key", "items[4].task_id"} <= set(paths)
    assert any(path.startswith("items[5]._options") for path in paths)
    assert service.requests() == 0


@pytest.mark.parametrize("request_", [
    {}, {"items": []}, {"items": {}}, {"items": items(1), "results": "both"}, {"items": items(1), "max_in_flight": 0},
    {"items": items(1), "max_in_flight": 257}, {"items": items(1), "more": 1},
], ids=lambda request: json.dumps(request)[:60])
def test_a_batch_outside_its_limits_is_refused(client: Client, service: Service, request_: dict) -> None:
    answer, operation = client.submit(json.dumps(request_), MANY)
    assert operation is None and (answer.status, answer.outcome) == ("CAD_E_VALIDATION", "not_sent")
    assert service.requests() == 0


@pytest.mark.parametrize("of_client, of_batch, expected", [(32, 4, 4), (3, None, 3), (2, 8, 2)])
def test_no_more_than_the_allowed_number_is_on_the_way(
        cad: Library, of_client: int, of_batch: Any, expected: int) -> None:
    limit = {} if of_batch is None else {"max_in_flight": of_batch}
    with FaultServer(HOLD, GOOD, NEXT) as server, cad.client(
            endpoint=server.endpoint, token="t", max_in_flight=of_client) as client:
        with client.begin(MANY, items=items(40), **limit) as operation:
            until(lambda: len(server.requests) == expected, f"the server never saw {expected} requests")
            assert operation.wait(200).status == "CAD_PENDING"
            assert len(server.requests) == expected
            server.released.set()
            assert operation.wait().document["counts"]["started"] == 40


@pytest.mark.parametrize("form", ["collect", "stream"])
def test_what_is_cancelled_tells_what_is_known_of_each_item(
        cad: Library, service: Service, form: str) -> None:
    service.fault("stall_after_work", skip=10, times=4)
    with cad.client(endpoint=service.endpoint, token=service.token, max_in_flight=4) as client, client.begin(
            MANY, items=items(100), results=form) as operation:
        until(lambda: len(service.records()) == 14, "the four that stall never came")
        operation.cancel()
        answer = operation.wait()  # while the server still holds four answers
        given = answer.document["items"] if form == "collect" else results(operation)
    assert answer.status == "CAD_E_CANCELLED"
    assert answer.document["counts"] == {"started": 10, "refused": 0, "not_sent": 86, "unknown": 4}
    if form == "collect":
        assert sorted(each["index"] for each in given) == list(range(100))
    ran = {place(record) for record in service.records()}
    for each in given:
        known = answer_of(each)
        outcome = known.outcome or "started"
        assert (each["index"] in ran) == (outcome in ("started", "unknown"))
    assert len(ran) == 14


def test_unread_results_hold_back_the_items_behind_them_and_none_is_dropped(
        client: Client, service: Service) -> None:
    with client.begin(MANY, items=items(3000), results="stream") as operation:
        until(lambda: service.requests() >= MOST_UNREAD, "the first thousand never came")
        assert operation.wait(500).status == "CAD_PENDING"
        held = service.requests()
        assert MOST_UNREAD <= held <= MOST_UNREAD + 32  # those on their way may end
        given = results(operation)
        assert operation.wait(0).document["counts"]["started"] == 3000
    assert sorted(each["index"] for each in given) == list(range(3000))
    assert len(service.records()) == 3000


def test_a_batch_may_be_freed_while_it_runs(cad: Library, service: Service) -> None:
    service.fault("stall_after_work", times=100)
    with cad.client(endpoint=service.endpoint, token=service.token, max_in_flight=4) as client:
        operation: Operation = client.begin(MANY, items=items(100))
        until(lambda: len(service.records()) == 4, "the first four never came")
        operation.free()
        service.reset()
        assert client.start(task_id=TASK).status == "CAD_OK"
    assert service.requests() == 1


def test_a_batch_can_be_called_and_waited_for_in_one(client: Client) -> None:
    answer: Answer = client.call(json.dumps({"items": items(20)}), MANY)
    assert answer.status == "CAD_OK" and answer.document["counts"]["started"] == 20


def test_a_call_that_nobody_can_read_the_events_of_does_not_stream(client: Client, service: Service) -> None:
    answer = client.call(json.dumps({"items": items(MOST_UNREAD + 100), "results": "stream"}), MANY)
    assert (answer.status, answer.outcome) == ("CAD_E_VALIDATION", "not_sent")
    assert [path for path, _ in answer.faults] == ["results"]
    assert service.requests() == 0


def test_no_answer_repeats_a_secret(cad: Library, service: Service) -> None:
    secret = {"task_id": TASK, "params": [{"key": "k", "value": SECRET_VALUE, "type": "encrypt"}]}
    with cad.client(endpoint=service.endpoint, token=SECRET_TOKEN) as client, client.begin(
            MANY, items=[secret] * 3) as operation:
        text = json.dumps([operation.wait().document, operation.events()])
    assert SECRET_VALUE not in text and SECRET_TOKEN not in text
