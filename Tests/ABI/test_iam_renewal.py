"""A fetched token is renewed before it ends, by one caller while others wait, and once more when it is refused."""
import itertools
import json
import threading
import time

import pytest

from abi import TASK, Answer, Client, Library
from answering_server import STARTED, AnsweringServer, login_reply, path_of
from emulator import LOGIN_PATH, START_PATH, Service
from fault_server import NEXT, FaultServer, Request, reply
from threads import together
from waits import goes_on

EXPIRED = "Incorrect IAM authentication information: token expires, expires_at:2026-01-01T00:00:00.000000Z"
USER = {"user": "u", "password": "p", "domain": "d"}
SECONDS = 6  # more than one life of a short-lived token
QUICK = 0.2  # a call that a busy machine holds up for longer may come after the token's end


def start(client: Client) -> Answer:
    return client.start(task_id=TASK)


def said(answer: Answer) -> tuple:
    return answer.status, answer.outcome


def test_an_expiring_token_is_renewed_by_one_thread_and_fails_no_call(cad: Library, short_lived: Service) -> None:
    with cad.client(**short_lived.iam()) as client:
        begin = time.monotonic()

        def call_for_a_while() -> list[str]:
            statuses = []
            while goes_on(begin, SECONDS, lambda: len(short_lived.log(LOGIN_PATH)) >= 2):
                statuses.append(start(client).status)
            return statuses

        statuses = [status for each in together(32, call_for_a_while) for status in each]
        lasted = time.monotonic() - begin
    assert set(statuses) == {"CAD_OK"}
    assert len(short_lived.records()) == len(statuses)
    logins = short_lived.log(LOGIN_PATH)
    assert {each["http_status"] for each in logins} == {201}
    # One at the beginning and one for each ending, every four seconds or a little earlier.
    assert 2 <= len(logins) <= 1 + lasted / 3
    assert len(statuses) > 10 * len(logins)


def test_a_token_is_renewed_before_it_ends(cad: Library, short_lived: Service) -> None:
    with cad.client(**short_lived.iam()) as client:
        now = begin = time.monotonic()
        while goes_on(begin, SECONDS, lambda: len(short_lived.log(LOGIN_PATH)) >= 2):
            attempts = start(client).document["_meta"]["attempts"]
            before, now = now, time.monotonic()
            assert attempts == 1 or now - before > QUICK
    assert len(short_lived.log(LOGIN_PATH)) >= 2


def test_a_token_that_the_service_says_has_ended_is_renewed_once_and_tried_once_more(
        cad: Library, cloud: Service) -> None:
    with cad.client(**cloud.iam()) as client:
        assert start(client).status == "CAD_OK"
        cloud.fault("unauthorized", message=EXPIRED)
        answer = start(client)
    assert answer.status == "CAD_OK" and answer.document["_meta"]["attempts"] == 2
    assert [each["http_status"] for each in cloud.log(START_PATH)] == [200, 401, 200]
    assert len(cloud.log(LOGIN_PATH)) == 2
    assert len(cloud.records()) == 2


def test_a_new_token_that_is_refused_is_not_renewed_again(cad: Library, cloud: Service) -> None:
    with cad.client(**cloud.iam()) as client:
        cloud.fault("unauthorized", message=EXPIRED, times=100)
        answer = start(client)
    assert said(answer) == ("CAD_E_AUTHENTICATION", "refused")
    assert answer.document["attempts"] == 2
    assert "token expires" in answer.document["message"] and "iam" in answer.document["message"].lower()
    assert (len(cloud.log(START_PATH)), len(cloud.log(LOGIN_PATH))) == (2, 2)


def test_threads_whose_token_is_refused_share_one_renewal(cad: Library) -> None:
    threads, tokens, is_over = 8, itertools.count(1), threading.Event()
    all_are_here = threading.Barrier(threads)

    def answer(request: Request) -> bytes:
        if path_of(request) == LOGIN_PATH:
            return login_reply(f"token-{next(tokens)}")
        if is_over.is_set() and request.headers["X-Auth-Token"] == "token-1":
            all_are_here.wait(60)  # so that each of them is refused with the first token
            return reply("401 Unauthorized", json.dumps({"error_code": "APIGW.0301", "error_msg": EXPIRED}))
        return STARTED

    with AnsweringServer(answer) as server:
        with cad.client(endpoint=server.endpoint, iam_endpoint=server.endpoint, iam=USER) as client:
            assert start(client).status == "CAD_OK"
            is_over.set()
            answers = together(threads, lambda: start(client))
        assert [(each.status, each.document["_meta"]["attempts"]) for each in answers] == [("CAD_OK", 2)] * threads
        assert [path_of(each) for each in server.requests].count(LOGIN_PATH) == 2


@pytest.mark.parametrize("expires_at", ["2099-01-01T00:00:00.000000Z", "2099-01-01T00:00:00Z", "soon", ""])
def test_a_token_is_kept_whatever_its_end_looks_like(cad: Library, expires_at: str) -> None:
    iam_reply = login_reply(expires_at=expires_at)
    with AnsweringServer(lambda each: iam_reply if path_of(each) == LOGIN_PATH else STARTED) as server:
        with cad.client(endpoint=server.endpoint, iam_endpoint=server.endpoint, iam=USER) as client:
            assert [start(client).status for _ in range(3)] == ["CAD_OK"] * 3
        assert [path_of(each) for each in server.requests].count(LOGIN_PATH) == 1


def test_a_token_that_ended_before_it_came_serves_the_call_that_asked_for_it(cad: Library) -> None:
    iam_reply = login_reply(expires_at="2001-01-01T00:00:00.000000Z")
    with AnsweringServer(lambda each: iam_reply if path_of(each) == LOGIN_PATH else STARTED) as server:
        with cad.client(endpoint=server.endpoint, iam_endpoint=server.endpoint, iam=USER) as client:
            assert [start(client).status for _ in range(3)] == ["CAD_OK"] * 3
        assert [path_of(each) for each in server.requests].count(LOGIN_PATH) == 3


@pytest.mark.parametrize("by", ["IAM", "the service"])
def test_a_password_that_was_replaced_is_read_anew(cad: Library, by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In its variable, while an operation goes on: whoever refuses first what the old one gives."""
    for name, value in {"NAME": by.replace(" ", "-"), "PASSWORD": "first-password"}.items():
        monkeypatch.setenv(f"HW_USER_{name}", value)
    monkeypatch.setenv("HW_DOMAIN_NAME", "d")

    def answer(each: Request) -> bytes:
        is_login, is_old = path_of(each) == LOGIN_PATH, b"first-password" in each.body
        if is_login and not (is_old and by == "IAM"):
            return login_reply("old-token" if is_old else "new-token")
        if is_login or each.headers["X-Auth-Token"] == "old-token":
            monkeypatch.setenv("HW_USER_PASSWORD", "second-password")
            return reply("401 Unauthorized", '{"error": {"code": 401, "message": "no"}}')
        return STARTED

    with AnsweringServer(answer) as server:
        monkeypatch.setenv("HUAWEICLOUD_SDK_IAM_ENDPOINT", server.endpoint)
        with cad.client(endpoint=server.endpoint) as client:
            assert client.start(task_id=TASK).status == "CAD_OK"
        logins = [each for each in server.requests if path_of(each) == LOGIN_PATH]
        assert len(logins) == 2 and len(server.requests) == (3 if by == "IAM" else 4)


def test_a_password_that_is_still_the_same_is_not_sent_to_iam_again(
        cad: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"HW_USER_NAME": "u", "HW_USER_PASSWORD": "the-password", "HW_DOMAIN_NAME": "d"}.items():
        monkeypatch.setenv(name, value)
    with FaultServer(reply("401 Unauthorized", "{}"), NEXT) as server:
        monkeypatch.setenv("HUAWEICLOUD_SDK_IAM_ENDPOINT", server.endpoint)
        with cad.client(endpoint=server.endpoint) as client:
            assert client.start(task_id=TASK).status == "CAD_E_AUTHENTICATION"
            assert client.start(task_id=TASK).status == "CAD_E_AUTHENTICATION"
        assert len(server.requests) == 1
