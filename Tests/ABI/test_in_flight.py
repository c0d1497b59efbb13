"""How many requests of a client are on their way at once, over how many connections, and in which order."""
import json
import time

import pytest

from abi import TASK, Client, Library, Operation
from certificates import Certificates
from emulator import Service
from fault_server import HOLD, NEXT, FaultServer, reply
from nginx_process import Nginx, find_nginx
from tcp_relay import Relay
from waits import until

GOOD = reply("200 OK", '{"id": "0ee9c8e6a7dc44109541e53c6dccf47c"}')


def numbered(client: Client, count: int) -> list[Operation]:
    """Starts whose only parameter is their number."""
    return [client.begin(task_id=TASK, params=[{"key": "n", "value": str(n), "type": "text"}]) for n in range(count)]


def end_all(operations: list[Operation]) -> list[str]:
    statuses = [operation.wait().status for operation in operations]
    for operation in operations:
        operation.free()
    return statuses


@pytest.mark.parametrize("most", [1, 3, 32])
def test_no_more_than_the_configured_number_is_on_the_way(cad: Library, most: int) -> None:
    with FaultServer(HOLD, GOOD, NEXT) as server, cad.client(
            endpoint=server.endpoint, token="t", max_in_flight=most) as client:
        operations = numbered(client, 40)
        until(lambda: len(server.requests) == most, f"the server never saw {most} requests")
        time.sleep(0.2)
        assert len(server.requests) == most == server.connections
        server.released.set()
        assert set(end_all(operations)) == {"CAD_OK"}
        assert len(server.requests) == 40
        assert server.connections == most  # kept and used again


def test_a_blocking_call_needs_no_place_in_the_background(cad: Library) -> None:
    with FaultServer(HOLD, GOOD, NEXT) as server, cad.client(
            endpoint=server.endpoint, token="t", max_in_flight=1) as client, client.begin(task_id=TASK):
        until(lambda: len(server.requests) == 1, "the request never came")
        answer = client.start(task_id=TASK, _options={"timeout_ms": 3000})
        assert (answer.status, answer.outcome) == ("CAD_E_TIMEOUT", "unknown")
        assert len(server.requests) == 2


def test_first_come_first_served(cad: Library) -> None:
    with FaultServer(GOOD, NEXT) as server, cad.client(
            endpoint=server.endpoint, token="t", max_in_flight=1) as client:
        assert set(end_all(numbered(client, 50))) == {"CAD_OK"}
        order = [int(json.loads(request.body)["params"][0]["value"]) for request in server.requests]
        assert order == list(range(50))
        assert server.connections == 1


def test_a_deadline_holds_while_a_request_waits_for_its_turn(cad: Library) -> None:
    with FaultServer(HOLD) as server, cad.client(
            endpoint=server.endpoint, token="t", max_in_flight=1) as client, client.begin(task_id=TASK) as first:
        until(lambda: len(server.requests) == 1, "the request never came")
        with client.begin(task_id=TASK, _options={"timeout_ms": 300}) as second:
            answer = second.wait()
        assert (answer.status, answer.outcome) == ("CAD_E_TIMEOUT", "not_sent")
        assert first.wait(0).status == "CAD_PENDING"
        assert len(server.requests) == 1


def test_a_deadline_holds_while_another_opens_the_connection(cad: Library) -> None:
    """Where TLS may offer HTTP/2, the second request waits for the connection of the first."""
    read = {"operation": "show_deploy_status", "task_id": TASK, "record_id": TASK}
    with FaultServer(before=(HOLD,)) as server, cad.client(
            endpoint=server.endpoint.replace("http:", "https:"), token="t", connect_timeout_ms=60_000) as client:
        with client.begin(**read) as first:
            until(lambda: server.connections == 1, "it never connected")
            with client.begin(**read, _options={"timeout_ms": 300, "max_attempts": 1}) as second:
                answer = second.wait(30_000)
            assert (answer.status, answer.attempts) == ("CAD_E_TIMEOUT", 0)
            assert first.wait(0).status == "CAD_PENDING"
        assert server.connections == 1


def test_http_2_carries_them_all_on_one_connection(
        cad: Library, service: Service, certificates: Certificates) -> None:
    program = find_nginx()
    if program is None:
        pytest.skip("nginx is not installed")
    service.fault("stall_after_work", times=20)
    with Nginx(program, service.endpoint, certificates) as nginx, Relay(nginx.address) as relay:
        config = {"endpoint": f"https://127.0.0.1:{relay.port}", "token": service.token, "ca_file": certificates.ca}
        with cad.client(**config) as client:
            operations = [client.begin("show_deploy_task_detail", task_id=TASK) for _ in range(20)]
            until(lambda: service.requests() == 20, "the twenty were never on their way together")
            service.release()
            assert set(end_all(operations)) == {"CAD_OK"}
        assert relay.connections == 1
        log = nginx.log()
        assert len(log) == 20 and {entry[0] for entry in log} == {"HTTP/2.0"}
        assert len({entry[1] for entry in log}) == 1
