"""A start is written at most once, on a connection that is kept alive as well.

libcurl sends a POST a second time by itself when a connection that it reuses dies before the first byte of the reply,
and then reports a clean 200. Here the server does its work and the reply gets lost: one deployment must run, not two.
"""
import threading
from typing import Iterator, List

import pytest

from abi import TASK, Answer, Client, Library
from certificates import Certificates
from emulator_process import EmulatorProcess
from nginx_process import Nginx, find_nginx
from relay import Relay
from waiting import until
from ways import BY_EVERY_WAY, Way

CUT = ("CAD_E_BAD_RESPONSE", "unknown")


@BY_EVERY_WAY
@pytest.mark.parametrize(
    "fault, records", [("cut_after_work", 2), ("cut_before_work", 1), ("reset", 1), ("half_body", 2)])
def test_http_1_the_second_request_is_cut(
        client: Client, service: EmulatorProcess, start: Way, fault: str, records: int) -> None:
    service.fault(fault, skip=1)
    assert start(client, task_id=TASK).status == "CAD_OK"
    answer = start(client, task_id=TASK)
    assert (answer.status, answer.outcome) == CUT
    assert service.requests() == 2
    assert len(service.records()) == records
    assert start(client, task_id=TASK).status == "CAD_OK"  # the client is as good as new


def test_http_1_cad_start_task_keeps_the_same_rule(
        cad: Library, service: EmulatorProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", service.endpoint)
    service.fault("cut_after_work", skip=1)
    assert cad.start_task(TASK, "{}", service.token).status == "CAD_OK"
    answer = cad.start_task(TASK, "{}", service.token)
    assert (answer.status, answer.outcome) == CUT
    assert len(service.records()) == 2 == service.requests()


@pytest.fixture
def nginx(service: EmulatorProcess, certificates: Certificates) -> Iterator[Nginx]:
    program = find_nginx()
    if program is None:
        pytest.skip("nginx is not installed")
    with Nginx(program, service.endpoint, certificates) as nginx:
        yield nginx


@BY_EVERY_WAY
@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
@pytest.mark.parametrize("fault, records", [("stall_after_work", 2), ("stall_before_work", 1)])
def test_http_2_the_second_request_is_cut(
        cad: Library, service: EmulatorProcess, nginx: Nginx, certificates: Certificates, start: Way, fault: str,
        records: int, reset: bool) -> None:
    service.fault(fault, skip=1)
    with Relay(nginx.address) as relay:
        config = {"endpoint": f"https://127.0.0.1:{relay.port}", "token": service.token, "ca_file": certificates.ca}
        with cad.client(**config) as client:
            assert start(client, task_id=TASK).status == "CAD_OK"
            answers: List[Answer] = []
            second = threading.Thread(target=lambda: answers.append(start(client, task_id=TASK)))
            second.start()
            until(lambda: (service.requests(), len(service.records())) == (2, records), "the second request never came")
            relay.cut(reset)
            second.join()
            assert [(answer.status, answer.outcome) for answer in answers] == [CUT]
            service.release()
            until(lambda: len(nginx.log()) == 2, "nginx never saw the end of the second request")
    [first, last] = nginx.log()  # and no third one, on whatever connection
    assert first[0] == last[0] == "HTTP/2.0"
    assert first[1] == last[1] and (first[2], last[2]) == (1, 2)  # one connection, its first and its second request
    assert service.requests() == 2
    assert len(service.records()) == records


def test_http_2_works_when_nothing_is_cut(
        cad: Library, service: EmulatorProcess, nginx: Nginx, certificates: Certificates) -> None:
    with Relay(nginx.address) as relay:
        config = {"endpoint": f"https://localhost:{relay.port}", "token": service.token, "ca_file": certificates.ca}
        with cad.client(**config) as client:
            for count in (1, 2, 3):
                assert client.start(task_id=TASK).status == "CAD_OK"
                assert len(service.records()) == count
        assert relay.connections == 1
