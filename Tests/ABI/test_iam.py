"""Tokens by user and password: one for many calls, asked for in the documented form, and no refusal tried again."""
import json
import time
from typing import Any

import pytest

from abi import TASK, Answer, Client, Library
from answering_server import STARTED, AnsweringServer, login_reply, path_of
from emulator import LOGIN_PATH, START_PATH, Service
from fault_server import HOLD, NEXT, FaultServer, Request, reply
from forked_child import in_a_child
from threads import together

USER = {"user": "u", "password": "p", "domain": "d"}
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


def start(client: Client) -> Answer:
    return client.start(task_id=TASK)


def said(answer: Answer) -> tuple:
    return answer.status, answer.outcome


def test_one_token_serves_many_calls(cad: Library, cloud: Service) -> None:
    with cad.client(**cloud.iam()) as client:
        for _ in range(30):
            assert start(client).status == "CAD_OK"
    assert len(cloud.log(START_PATH)) == 30
    login, = cloud.log(LOGIN_PATH)
    assert (login["method"], login["authorization"], login["http_status"]) == ("POST", "none", 201)


def test_one_token_serves_many_threads_from_the_first_call_on(cad: Library, cloud: Service) -> None:
    with cad.client(**cloud.iam()) as client:
        assert {each.status for each in together(32, lambda: start(client))} == {"CAD_OK"}
    assert len(cloud.log(LOGIN_PATH)) == 1


def test_the_user_of_the_environment_logs_in_once_until_it_changes(
        cad: Library, cloud: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", cloud.endpoint)
    monkeypatch.setenv("HUAWEICLOUD_SDK_IAM_ENDPOINT", cloud.facts["iam_endpoint"])
    for name, fact in (("NAME", "user"), ("PASSWORD", "password")):
        monkeypatch.setenv(f"HW_USER_{name}", cloud.facts[fact])
    monkeypatch.setenv("HW_DOMAIN_NAME", cloud.facts["domain"])
    for _ in range(5):
        assert cad.start_task(TASK).status == "CAD_OK"
    assert len(cloud.log(LOGIN_PATH)) == 1
    monkeypatch.setenv("HW_PROJECT_NAME", cloud.facts["iam_project"])
    for _ in range(5):
        assert cad.start_task(TASK).status == "CAD_OK"
    assert len(cloud.log(LOGIN_PATH)) == 2
    monkeypatch.setenv("HW_USER_PASSWORD", "changed")
    assert said(cad.start_task(TASK)) == ("CAD_E_AUTHENTICATION", "not_sent")
    assert [each["http_status"] for each in cloud.log(LOGIN_PATH)] == [201, 201, 401]


@pytest.mark.parametrize("changes", [{"password": "not-that-one"}, {"user": "nobody"}, {"domain": "no-domain"}],
                         ids=lambda changes: next(iter(changes)))
def test_a_login_that_is_refused_is_tried_once(cad: Library, cloud: Service, changes: dict) -> None:
    with cad.client(**cloud.iam(**changes)) as client:
        answer = start(client)
    assert said(answer) == ("CAD_E_AUTHENTICATION", "not_sent")
    assert answer.document["error_msg"] == "The username or password is wrong."
    assert "The username or password is wrong." in answer.document["message"]
    assert [each["http_status"] for each in cloud.log(LOGIN_PATH)] == [401]
    assert cloud.log(START_PATH) == []


def test_threads_share_the_refusal_of_a_login(cad: Library) -> None:
    """All that came while one asked; IAM locks a user after a few wrong passwords."""
    def refuse(_: Request) -> bytes:
        time.sleep(2)  # long enough for all of them to come: nothing is wrong where it is not
        return reply("401 Unauthorized", json.dumps({"error": {"code": 401, "message": "no", "title": "Unauthorized"}}))

    with AnsweringServer(refuse) as server:
        with cad.client(endpoint=server.endpoint, iam_endpoint=server.endpoint, iam=USER) as client:
            answers = together(16, lambda: start(client))
        assert {said(each) for each in answers} == {("CAD_E_AUTHENTICATION", "not_sent")}
        assert len(server.requests) < 8


def test_a_passcode_goes_with_the_password(cad: Library, cloud: Service) -> None:
    second_factor = {"passcode": cloud.facts["passcode"], "user_id": cloud.facts["user_id"]}
    with cad.client(**cloud.iam(**second_factor)) as client:
        assert start(client).status == "CAD_OK"
    with cad.client(**cloud.iam(**{**second_factor, "passcode": "999999"})) as client:
        assert said(start(client)) == ("CAD_E_AUTHENTICATION", "not_sent")
    assert [each["http_status"] for each in cloud.log(LOGIN_PATH)] == [201, 401]


def login_body(cad: Library, **config: Any) -> Any:
    """The one login that a client with this configuration sends."""
    with AnsweringServer(lambda each: login_reply() if path_of(each) == LOGIN_PATH else STARTED) as server:
        with cad.client(endpoint=server.endpoint, iam_endpoint=server.endpoint, **config) as client:
            assert start(client).status == "CAD_OK"
        login, sent = server.requests
    assert login.line == f"POST {LOGIN_PATH}?nocatalog=true HTTP/1.1"
    assert login.headers["Content-Type"].startswith("application/json")
    assert login.headers["X-Auth-Token"] is login.headers["Authorization"] is None
    assert sent.headers["X-Auth-Token"] == "token-of-iam"
    return json.loads(login.body)


def expected(scope: dict) -> dict:
    user = {"name": "u", "password": "p", "domain": {"name": "d"}}
    return {"auth": {"identity": {"methods": ["password"], "password": {"user": user}}, "scope": scope}}


@pytest.mark.parametrize("config, scope", [
    ({"iam": USER}, {"domain": {"name": "d"}}),
    ({"iam": {**USER, "project": "cn-east-3"}}, {"project": {"name": "cn-east-3"}}),
    ({"iam": USER, "region": "cn-north-4"}, {"project": {"name": "cn-north-4"}}),
    ({"iam": {**USER, "project": "cn-north-4_x"}, "region": "cn-north-4"}, {"project": {"name": "cn-north-4_x"}}),
], ids=["domain", "project", "the region's project", "project beside a region"])
def test_a_login_says_what_the_token_is_for(cad: Library, config: dict, scope: dict) -> None:
    assert login_body(cad, **config) == expected(scope)


def test_a_login_with_a_passcode_names_the_user_by_its_id(cad: Library) -> None:
    body = expected({"domain": {"name": "d"}})
    body["auth"]["identity"].update(
        methods=["password", "totp"], totp={"user": {"id": "an-id", "passcode": "123456"}})
    assert login_body(cad, iam={**USER, "passcode": "123456", "user_id": "an-id"}) == body


def test_a_password_of_any_characters_arrives(cad: Library) -> None:
    password = 'a"b\\c/d é 密码 \U0001f511 \x7f\t{{'
    body = login_body(cad, iam={**USER, "password": password})
    assert body["auth"]["identity"]["password"]["user"]["password"] == password


@pytest.mark.parametrize("steps, status", [
    ((reply("201 Created", "{}"),), "CAD_E_BAD_RESPONSE"),  # no token
    ((reply("201 Created", "{}", "X-Subject-Token: "),), "CAD_E_BAD_RESPONSE"),
    ((reply("200 OK", "<html>"),), "CAD_E_BAD_RESPONSE"),
    ((reply("302 Found", "", "Location: /elsewhere"),), None),
    ((reply("400 Bad Request", '{"error_code": "IAM.0011", "error_msg": "Request body is invalid."}'),), None),
    ((reply("403 Forbidden", '{"error": {"code": 403, "message": "m", "title": "Forbidden"}}'),), "CAD_E_PERMISSION"),
    ((reply("429 Too Many Requests", "{}"),), "CAD_E_THROTTLED"),
    ((reply("503 Service Unavailable", "<html>"),), "CAD_E_SERVICE"),
    ((), None),
], ids=["no token", "an empty token", "a page", "redirect", "400", "403", "429", "503", "closed"])
def test_an_iam_that_gives_no_token_is_an_error_of_its_own(cad: Library, steps: tuple, status: Any) -> None:
    with FaultServer(*steps) as iam, FaultServer(STARTED) as service:
        config = {"endpoint": service.endpoint, "iam_endpoint": iam.endpoint, "iam": USER}
        with cad.client(max_attempts=1, **config) as client:
            answer = start(client)
        assert answer.outcome == "not_sent" and "IAM" in answer.document["message"]
        assert answer.status == status if status else answer.status != "CAD_OK"
        assert len(iam.requests) == 1 and service.connections == 0


def test_an_iam_that_nobody_answers_at(cad: Library, cloud: Service) -> None:
    gone = FaultServer()  # its port refuses, and nobody else can take it
    with cad.client(**{**cloud.iam(), "iam_endpoint": gone.endpoint}) as client:
        answer = start(client)
    assert said(answer) == ("CAD_E_CONNECT", "not_sent")
    assert "IAM" in answer.document["message"]
    assert cloud.requests() == 0


def test_iam_is_asked_again_after_it_failed(cad: Library) -> None:
    answers = [reply("503 Service Unavailable", ""), login_reply(), STARTED]
    with AnsweringServer(lambda _: answers.pop(0)) as server:
        config = {"endpoint": server.endpoint, "iam_endpoint": server.endpoint, "iam": USER}
        with cad.client(max_attempts=1, **config) as client:
            assert [start(client).status for _ in range(2)] == ["CAD_E_SERVICE", "CAD_OK"]


@pytest.mark.parametrize("first", [
    reply("503 Service Unavailable", "<html>"), reply("429 Too Many Requests", "{}", "Retry-After: 1"),
    reply("500 Internal Server Error", '{"error": {"code": 500, "message": "m"}}'), reply("201 Created", "{}"),
], ids=["503", "429", "500", "no token"])
def test_the_first_token_is_asked_for_as_often_as_anything_else(cad: Library, first: bytes) -> None:
    answers = [first, login_reply(), STARTED]
    with AnsweringServer(lambda _: answers.pop(0)) as server:
        with cad.client(endpoint=server.endpoint, iam_endpoint=server.endpoint, iam=USER) as client:
            assert start(client).status == "CAD_OK"


def test_an_iam_that_stays_away_is_asked_three_times(cad: Library) -> None:
    with FaultServer(reply("503 Service Unavailable", "")) as server:
        with cad.client(endpoint=server.endpoint, iam_endpoint=server.endpoint, iam=USER) as client:
            assert said(start(client)) == ("CAD_E_SERVICE", "not_sent")
        assert len(server.requests) == 3


@pytest.mark.parametrize("path", ["/v3", "/v3/", "/v3/auth/tokens"])
def test_an_iam_endpoint_with_its_version_is_understood(
        cad: Library, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HW_AUTH_URL", "nobody looks here")
    with AnsweringServer(lambda each: login_reply() if path_of(each) == LOGIN_PATH else STARTED) as server:
        with cad.client(endpoint=server.endpoint, iam_endpoint=server.endpoint + path, iam=USER) as client:
            assert start(client).status == "CAD_OK"
        assert [path_of(each) for each in server.requests][0] == LOGIN_PATH


def test_the_time_of_a_call_holds_for_the_login_as_well(cad: Library) -> None:
    with FaultServer(HOLD) as server:
        with cad.client(endpoint=server.endpoint, iam_endpoint=server.endpoint, iam=USER, timeout_ms=200) as client:
            answers = together(4, lambda: start(client))
    assert {said(each) for each in answers} == {("CAD_E_TIMEOUT", "not_sent")}


def test_a_forked_child_fetches_its_own_token(cad: Library, cloud: Service) -> None:
    with cad.client(**cloud.iam()) as client:
        assert start(client).status == "CAD_OK"
        assert in_a_child(lambda: int(start(client).status != "CAD_OK")) == 0
        assert start(client).status == "CAD_OK"
    assert len(cloud.log(LOGIN_PATH)) == 2


@pytest.mark.parametrize("config, variables", [
    ({"iam": USER}, {}), ({}, {"HW_USER_NAME": "u", "HW_USER_PASSWORD": "p", "HW_DOMAIN_NAME": "d"}),
], ids=["configuration", "environment"])
def test_without_region_and_iam_endpoint_there_is_nobody_to_ask(
        cad: Library, config: dict, variables: dict, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with FaultServer(STARTED, NEXT) as service:
        answer, client = cad.client_new(json.dumps({"endpoint": service.endpoint, **config}))
        if client:
            with client:
                answer = start(client)
        assert answer.status == "CAD_E_CONFIGURATION"
        assert "iam_endpoint" in answer.document["message"]
        assert service.connections == 0
