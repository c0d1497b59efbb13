"""A wrong key is tried once: five failures in a row would lock it for everybody who uses it."""
import collections
import json
import threading
import uuid
from collections.abc import Iterator

import pytest

from abi import TASK, Answer, Client, Library
from answering_server import STARTED, AnsweringServer
from emulator import START_PATH, Service
from fault_server import NEXT, RESET, FaultServer, reply
from forked_child import in_a_child
from threads import together

CALLS, THREADS = 10_000, 8
REFUSED, HELD = ("CAD_E_AUTHENTICATION", "refused"), ("CAD_E_AUTHENTICATION", "not_sent")
NO = reply("401 Unauthorized", json.dumps({"error_code": "APIGW.0301", "error_msg": "verify aksk signature fail"}))
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


def a_text() -> str:
    """A key or a secret that no other test has used: what is known of a key stays known in this process."""
    return uuid.uuid4().hex


def said(answer: Answer) -> tuple:
    return answer.status, answer.outcome


def called(client: Client) -> tuple:
    return said(client.start(task_id=TASK))


@pytest.fixture
def wrong(cad: Library, cloud: Service) -> Iterator[Client]:
    """A client with the right AK and a wrong SK."""
    with cad.client(endpoint=cloud.endpoint, ak=cloud.facts["ak"], sk=a_text()) as client:
        yield client


def test_ten_thousand_calls_with_a_wrong_key_reach_the_gateway_once(
        cad: Library, cloud: Service, wrong: Client) -> None:
    answers = together(THREADS, lambda: collections.Counter(called(wrong) for _ in range(CALLS // THREADS)))
    assert sum(answers, collections.Counter()) == {REFUSED: 1, HELD: CALLS - 1}
    sent, = cloud.log(START_PATH)
    assert (sent["access_key"], sent["http_status"]) == (cloud.facts["ak"], 401)
    with cad.client(endpoint=cloud.endpoint, ak=cloud.facts["ak"], sk=cloud.facts["sk"]) as right:
        assert right.start(task_id=TASK).status == "CAD_OK"
    assert len(cloud.records()) == 1


def test_without_the_guard_the_emulator_would_lock_the_key(cad: Library, cloud: Service) -> None:
    """Five wrong secrets are five keys to the library, and one to the gateway."""
    for _ in range(5):
        with cad.client(endpoint=cloud.endpoint, ak=cloud.facts["ak"], sk=a_text()) as client:
            assert called(client) == REFUSED
    with cad.client(endpoint=cloud.endpoint, ak=cloud.facts["ak"], sk=a_text()) as client:
        assert "reach the limit, forbidden" in client.start(task_id=TASK).document["message"]


@pytest.mark.parametrize("by", ["client", "environment"])
def test_a_refused_key_is_held_back_in_every_client(
        cad: Library, cloud: Service, monkeypatch: pytest.MonkeyPatch, by: str) -> None:
    key = {"ak": a_text(), "sk": a_text()}
    with cad.client(endpoint=cloud.endpoint, **key) as first:
        refused = first.start(task_id=TASK)
    assert said(refused) == REFUSED
    assert f"ak {key['ak']} not exist" in refused.document["error_msg"]
    if by == "client":
        with cad.client(endpoint=cloud.endpoint, **key) as second:
            held = second.start(task_id=TASK)
    else:
        monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", cloud.endpoint)
        monkeypatch.setenv("HW_ACCESS_KEY", key["ak"])
        monkeypatch.setenv("HW_SECRET_KEY", key["sk"])
        held = cad.start_task(TASK)
    assert said(held) == HELD
    assert key["ak"] in held.document["message"] and key["sk"] not in held.document["message"]
    assert "http_status" not in held.document
    assert len(cloud.log(START_PATH)) == 1


def test_a_key_that_worked_is_held_back_when_it_is_refused(cad: Library) -> None:
    key = {"ak": a_text(), "sk": a_text()}
    with FaultServer(STARTED, NEXT) as good, FaultServer(NO, NEXT) as bad:
        with cad.client(endpoint=good.endpoint, **key) as works, cad.client(endpoint=bad.endpoint, **key) as fails:
            assert works.start(task_id=TASK).status == "CAD_OK"
            assert [called(fails), called(fails), called(works)] == [REFUSED, HELD, HELD]
        assert (len(good.requests), len(bad.requests)) == (1, 1)


@pytest.mark.parametrize("page", [reply("401 Unauthorized", "<html>Sign in</html>"), reply("401 Unauthorized", "")])
def test_a_page_with_a_401_says_nothing_about_the_key(cad: Library, page: bytes) -> None:
    answers = [page, STARTED]
    with AnsweringServer(lambda _: answers.pop(0)) as server:
        with cad.client(endpoint=server.endpoint, ak=a_text(), sk=a_text()) as client:
            assert called(client) == REFUSED
            assert client.start(task_id=TASK).status == "CAD_OK"


@pytest.mark.parametrize("steps", [
    (reply("403 Forbidden", "{}"),), (reply("404 Not Found", "{}"),), (reply("429 Too Many Requests", "{}"),),
    (reply("500 Internal Server Error", "{}"),), (reply("200 OK", "hello"),), (RESET,), (),
], ids=["403", "404", "429", "500", "no JSON", "reset", "closed"])
def test_other_failures_hold_nothing_back(cad: Library, steps: tuple) -> None:
    key = {"ak": a_text(), "sk": a_text()}
    with FaultServer(*steps) as bad, FaultServer(STARTED) as good:
        with cad.client(endpoint=bad.endpoint, **key) as client:
            assert client.start(task_id=TASK).status not in ("CAD_OK", "CAD_E_AUTHENTICATION")
        with cad.client(endpoint=good.endpoint, **key) as client:
            assert client.start(task_id=TASK).status == "CAD_OK"


def coded(line: str, code: str) -> bytes:
    return reply(line, json.dumps({"error_code": code, "error_msg": "no"}))


@pytest.mark.parametrize("first, is_proof", [
    (STARTED, True), (coded("404 Not Found", "Deploy.00011020"), True),
    (coded("400 Bad Request", "Deploy.00011161"), True),
    (reply("502 Bad Gateway", "<html>"), False), (coded("500 Internal Server Error", "Deploy.00011020"), False),
    (coded("404 Not Found", "APIGW.0101"), False), (coded("403 Forbidden", "APIG.0302"), False),
    (reply("403 Forbidden", "<html>"), False), (coded("429 Too Many Requests", "Deploy.1"), False),
    (reply("200 OK", "hello"), False),
], ids=["started", "404 of the service", "400 of the service", "502", "500 of the service", "404 of the gateway",
        "403 of the gateway", "403 of a balancer", "429", "no JSON"])
def test_only_the_services_own_word_proves_a_key(cad: Library, first: bytes, is_proof: bool) -> None:
    """Whatever stands before the gateway answers without having looked at the key."""
    all_are_here = threading.Event()

    def answer(_: object) -> bytes:
        if len(server.requests) == 1:
            return first
        if len(server.requests) == 4:
            all_are_here.set()
        all_are_here.wait(0.3 if not is_proof else 60)
        return NO

    with AnsweringServer(answer) as server, cad.client(
            endpoint=server.endpoint, ak=a_text(), sk=a_text(), max_attempts=1) as client:
        client.start(task_id=TASK)
        with client.begin("start_many", items=[{"task_id": TASK}] * 3) as operation:
            counts = operation.wait().document["counts"]
    assert counts == {"started": 0, "unknown": 0, "refused": 3 if is_proof else 1, "not_sent": 0 if is_proof else 2}
    assert len(server.requests) == (4 if is_proof else 2)


def test_a_token_is_never_held_back(cad: Library, cloud: Service) -> None:
    with cad.client(endpoint=cloud.endpoint, token="wrong") as client:
        assert [called(client) for _ in range(7)] == [REFUSED] * 7
    with cad.client(endpoint=cloud.endpoint, token=cloud.token) as client:
        assert client.start(task_id=TASK).status == "CAD_OK"


def test_who_waits_for_the_first_request_with_a_key_waits_no_longer_than_its_own_time(cad: Library) -> None:
    arrived, go_on = threading.Event(), threading.Event()

    def stalled(_: object) -> bytes:
        arrived.set()
        assert go_on.wait(60)
        return STARTED

    with AnsweringServer(stalled) as server, cad.client(endpoint=server.endpoint, ak=a_text(), sk=a_text()) as client:
        first = threading.Thread(target=client.start, kwargs={"task_id": TASK})
        first.start()
        try:
            assert arrived.wait(60)
            answer = client.start(task_id=TASK, _options={"timeout_ms": 100})
            assert said(answer) == ("CAD_E_TIMEOUT", "not_sent")
            assert len(server.requests) == 1
        finally:
            go_on.set()
            first.join()
        assert client.start(task_id=TASK).status == "CAD_OK"


def test_a_forked_child_knows_nothing_against_the_key(cad: Library, cloud: Service, wrong: Client) -> None:
    assert [called(wrong), called(wrong)] == [REFUSED, HELD]
    assert in_a_child(lambda: int([called(wrong), called(wrong)] != [REFUSED, HELD])) == 0
    assert len(cloud.log(START_PATH)) == 2
    assert called(wrong) == HELD


def test_a_child_does_not_wait_for_a_request_of_its_parent(cad: Library) -> None:
    """Forked while another thread has the turn of a key that nobody has seen work."""
    arrived, go_on = threading.Event(), threading.Event()

    def stalled_once(_: object) -> bytes:
        if not arrived.is_set():
            arrived.set()
            assert go_on.wait(60)
        return STARTED

    with AnsweringServer(stalled_once) as server:
        with cad.client(endpoint=server.endpoint, ak=a_text(), sk=a_text()) as client:
            first = threading.Thread(target=client.start, kwargs={"task_id": TASK})
            first.start()
            try:
                assert arrived.wait(60)
                assert in_a_child(lambda: int(client.start(task_id=TASK).status != "CAD_OK")) == 0
            finally:
                go_on.set()
                first.join()


def test_children_of_a_busy_parent_do_not_hang(cad: Library, cloud: Service, wrong: Client) -> None:
    done = threading.Event()

    def call_without_a_pause() -> None:
        while not done.is_set():
            called(wrong)

    threads = [threading.Thread(target=call_without_a_pause) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(50):
            cloud.reset()  # each child's own first request is one more failure of the key
            assert in_a_child(lambda: int([called(wrong), called(wrong)] != [REFUSED, HELD])) == 0
    finally:
        done.set()
        for thread in threads:
            thread.join()
