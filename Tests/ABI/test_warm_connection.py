"""A start is written at most once, on a connection that is kept alive as well.

libcurl sends a POST a second time by itself when a connection that it reuses dies before the first byte of the reply,
and then reports a clean 200. Here the server does its work and the reply gets lost: one deployment must run, not two.
"""
import collections
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from abi import TASK, Answer, Client, Library
from answering_server import STARTED, AnsweringServer
from call_modes import IN_EVERY_CALL_MODE, CallMode
from certificates import Certificates
from emulator import Service
from nginx_process import Nginx, find_nginx
from tcp_relay import Relay
from waits import until

CUT = ("CAD_E_BAD_RESPONSE", "unknown")


@IN_EVERY_CALL_MODE
@pytest.mark.parametrize(
    "fault, records", [("cut_after_work", 2), ("cut_before_work", 1), ("reset", 1), ("half_body", 2)])
def test_http_1_the_second_request_is_cut(
        client: Client, service: Service, start: CallMode, fault: str, records: int) -> None:
    service.fault(fault, skip=1)
    assert start(client, task_id=TASK).status == "CAD_OK"
    answer = start(client, task_id=TASK)
    assert (answer.status, answer.outcome) == CUT
    assert service.requests() == 2
    assert len(service.records()) == records
    assert start(client, task_id=TASK).status == "CAD_OK"  # the client is as good as new


def test_http_1_cad_start_task_keeps_the_same_rule(
        cad: Library, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", service.endpoint)
    service.fault("cut_after_work", skip=1)
    assert cad.start_task(TASK, "{}", service.token).status == "CAD_OK"
    answer = cad.start_task(TASK, "{}", service.token)
    assert (answer.status, answer.outcome) == CUT
    assert len(service.records()) == 2 == service.requests()


@pytest.mark.parametrize("is_submitted", [False, True], ids=["call", "submit"])
@pytest.mark.parametrize("body", [None, {}], ids=["without a body", "with a body"])
def test_http_1_a_call_of_any_api_keeps_the_same_rule(cad: Library, is_submitted: bool, body: Any) -> None:
    request = json.dumps({"method": "DELETE", "path": "/v1/x", **({} if body is None else {"body": body})})

    def cut_the_second(_: object) -> bytes:
        if len(server.requests) == 2:
            raise ConnectionAbortedError
        return STARTED

    def called() -> Answer:
        if not is_submitted:
            return client.call(request, "call_api")
        with client.begin("call_api", **json.loads(request)) as operation:
            return operation.wait()

    with AnsweringServer(cut_the_second) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        assert called().status == "CAD_OK"
        answer = called()
        assert (answer.status, answer.outcome) == CUT
        assert len(server.requests) == 2
        assert called().status == "CAD_OK"


@pytest.fixture
def nginx(service: Service, certificates: Certificates) -> Iterator[Nginx]:
    program = find_nginx()
    if program is None:
        pytest.skip("nginx is not installed")
    with Nginx(program, service.endpoint, certificates) as nginx:
        yield nginx


@IN_EVERY_CALL_MODE
@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
@pytest.mark.parametrize("fault, records", [("stall_after_work", 2), ("stall_before_work", 1)])
def test_where_http_2_is_offered_the_second_start_is_cut(
        cad: Library, service: Service, nginx: Nginx, certificates: Certificates, start: CallMode, fault: str,
        records: int, reset: bool) -> None:
    service.fault(fault, skip=1)
    with Relay(nginx.address) as relay:
        config = {"endpoint": f"https://127.0.0.1:{relay.port}", "token": service.token, "ca_file": certificates.ca}
        with cad.client(**config) as client:
            assert start(client, task_id=TASK).status == "CAD_OK"
            answers: list[Answer] = []
            second = threading.Thread(target=lambda: answers.append(start(client, task_id=TASK)))
            second.start()
            until(lambda: (service.requests(), len(service.records())) == (2, records), "the second request never came")
            relay.cut(reset)
            second.join()
            assert [(answer.status, answer.outcome) for answer in answers] == [CUT]
            service.release()
            until(lambda: len(nginx.log()) == 2, "nginx never saw the end of the second request")
    [first, last] = nginx.log()  # and no third one, on whatever connection
    assert first[0] == last[0] == "HTTP/1.1"
    assert first[1] == last[1] and (first[2], last[2]) == (1, 2)  # one connection, its first and its second request
    assert service.requests() == 2
    assert len(service.records()) == records


@pytest.mark.parametrize("is_submitted", [False, True], ids=["call", "submit"])
@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
def test_http_2_a_read_whose_connection_is_cut_is_sent_again(
        cad: Library, service: Service, nginx: Nginx, certificates: Certificates, is_submitted: bool,
        reset: bool) -> None:
    def read() -> Answer:
        if not is_submitted:
            return client.call(json.dumps({"task_id": TASK}), "show_deploy_task_detail")
        with client.begin("show_deploy_task_detail", task_id=TASK) as operation:
            return operation.wait()

    service.fault("stall_before_work", skip=1)
    with Relay(nginx.address) as relay:
        config = {"endpoint": f"https://127.0.0.1:{relay.port}", "token": service.token, "ca_file": certificates.ca}
        with cad.client(**config) as client:
            assert read().status == "CAD_OK"
            answers: list[Answer] = []
            second = threading.Thread(target=lambda: answers.append(read()))
            second.start()
            until(lambda: service.requests() == 2, "the second request never came")
            relay.cut(reset)
            second.join()
            assert [answer.status for answer in answers] == ["CAD_OK"]
            service.release()
            until(lambda: len(nginx.log()) == 3, "nginx never saw the end of the second request")
    assert {entry[0] for entry in nginx.log()} == {"HTTP/2.0"}


def test_a_start_and_a_read_take_connections_of_their_own(
        cad: Library, service: Service, nginx: Nginx, certificates: Certificates) -> None:
    with Relay(nginx.address) as relay:
        config = {"endpoint": f"https://localhost:{relay.port}", "token": service.token, "ca_file": certificates.ca}
        with cad.client(**config) as client:
            assert client.call(json.dumps({"task_id": TASK}), "show_deploy_task_detail").status == "CAD_OK"
            for count in (1, 2, 3):
                assert client.start(task_id=TASK).status == "CAD_OK"
                assert len(service.records()) == count
        assert relay.connections == 2
    assert [(entry[0], entry[2]) for entry in nginx.log()] == [
        ("HTTP/2.0", 1), ("HTTP/1.1", 1), ("HTTP/1.1", 2), ("HTTP/1.1", 3)]


def test_a_server_that_ends_its_connections_now_and_then_leaves_no_start_unknown(
        cad: Library, service: Service, certificates: Certificates) -> None:
    """Over HTTP/2 it would refuse what was written already, and nobody could tell that from a lost answer."""
    program = find_nginx()
    if program is None:
        pytest.skip("nginx is not installed")
    with Nginx(program, service.endpoint, certificates, requests=20) as nginx, Relay(nginx.address) as relay:
        config = {"endpoint": f"https://127.0.0.1:{relay.port}", "token": service.token, "ca_file": certificates.ca}
        with cad.client(**config) as client:
            for _ in range(5):
                with client.begin("start_many", items=[{"task_id": TASK}] * 200) as operation:
                    answer = operation.wait()
                assert answer.document["counts"] == {"started": 200, "refused": 0, "not_sent": 0, "unknown": 0}
        assert len(service.records()) == 1000 == service.requests()
        used = collections.Counter(entry[1] for entry in nginx.log())
        assert max(used.values()) <= 20 and len(used) >= 50
