"""What the service and the network can do to a start, and what Python is told of it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

import codearts_deploy as cad
from codearts_deploy.testing import Emulator, Fault, FaultKind
from tests.conftest import until


@pytest.fixture
def client(service: Emulator) -> Iterator[cad.Client]:
    """One that tells of each failure, and tries nothing a second time."""
    with cad.Client(endpoint=service.endpoint, token=service.token, max_attempts=1) as client:
        yield client


def failure(client: cad.Client, service: Emulator, timeout_ms: int | None = None) -> cad.CodeArtsDeployError:
    with pytest.raises(cad.CodeArtsDeployError) as caught:
        client.start_deploy_task(service.task_ids[0], timeout_ms=timeout_ms)
    return caught.value


@pytest.mark.parametrize(
    "fault, kind, outcome, started",
    [
        ({"kind": "busy"}, cad.BusyError, "refused", 0),
        ({"kind": "throttle", "retry_after": "2"}, cad.ThrottledError, "refused", 0),
        ({"kind": "error", "http_status": 400, "dialect": 2}, cad.ClientRequestException, "refused", 0),
        ({"kind": "error", "http_status": 403, "dialect": 1}, cad.PermissionDeniedError, "refused", 0),
        ({"kind": "error", "http_status": 500, "dialect": 2}, cad.ServerResponseException, "unknown", 0),
        ({"kind": "error", "http_status": 200, "dialect": 3}, cad.ClientRequestException, "refused", 0),
        ({"kind": "html", "http_status": 502}, cad.ServerResponseException, "unknown", 0),
        ({"kind": "redirect", "location": "http://127.0.0.1:1/"}, cad.BadResponseError, "unknown", 0),
        ({"kind": "cut_after_work"}, cad.BadResponseError, "unknown", 1),
    ],
    ids=lambda value: "-".join(str(part) for part in value.values())[:24] if isinstance(value, dict) else "",
)
def test_faults_of_the_service(
    service: Emulator,
    client: cad.Client,
    fault: Fault,
    kind: type[cad.CodeArtsDeployError],
    outcome: str,
    started: int,
) -> None:
    service.faults(fault)
    error = failure(client, service)
    assert (type(error), error.outcome) == (kind, outcome)
    assert len(service.records()) == started
    client.start_deploy_task(service.task_ids[0])  # the client is as good as before
    assert len(service.records()) == started + 1


def test_how_long_to_wait_when_throttled(service: Emulator, client: cad.Client) -> None:
    service.faults({"kind": "throttle", "retry_after": "2"})
    error = failure(client, service)
    assert (error.retry_after_ms, error.error_code, error.retryable) == (2000, "APIGW.0308", True)


def test_a_token_that_is_not_accepted(service: Emulator) -> None:
    with cad.Client(endpoint=service.endpoint, token="wrong-token-hunter2") as client:
        error = failure(client, service)
    assert type(error) is cad.AuthenticationError
    assert (error.status_code, error.outcome, service.records()) == (401, "refused", [])
    assert "hunter2" not in f"{error} {error!r} {error.document}"


def test_a_task_that_does_not_exist(service: Emulator, client: cad.Client) -> None:
    with pytest.raises(cad.NotFoundError) as caught:
        client.start_deploy_task("0" * 32)
    assert (caught.value.status_code, caught.value.outcome) == (404, "refused")


@pytest.mark.parametrize("fault, started", [("stall_before_work", 0), ("stall_after_work", 1)])
def test_no_answer_in_time(service: Emulator, client: cad.Client, fault: FaultKind, started: int) -> None:
    service.faults({"kind": fault})
    error = failure(client, service, timeout_ms=2000)
    assert (type(error), error.outcome, error.retryable) == (cad.CallTimeoutError, "unknown", False)
    assert len(service.records()) == started


def test_nobody_listens(service: Emulator) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with cad.Client(endpoint=f"http://127.0.0.1:{unused.getsockname()[1]}", token="t") as client:
            error = failure(client, service)
    assert (type(error), error.outcome, error.retryable) == (cad.ConnectError, "not_sent", True)


def test_no_tls_where_tls_is_asked_for(service: Emulator) -> None:
    with cad.Client(endpoint=service.endpoint.replace("http:", "https:"), token="t") as client:
        error = failure(client, service)
    assert (type(error), error.outcome) == (cad.TLSError, "not_sent")


def test_a_host_that_does_not_exist(service: Emulator) -> None:
    with cad.Client(endpoint="https://no-such-host.invalid", token="t", connect_timeout_ms=20_000) as client:
        error = failure(client, service)
    assert (type(error), error.outcome, error.retryable) == (cad.ResolveError, "not_sent", True)


def test_the_size_limit_is_the_clients(service: Emulator) -> None:
    service.faults({"kind": "too_large", "bytes": 20_000}, {"kind": "too_large", "bytes": 20_000})
    with cad.Client(endpoint=service.endpoint, token=service.token, max_response_bytes=10_000) as small:
        assert type(failure(small, service)) is cad.BadResponseError
    with cad.Client(endpoint=service.endpoint, token=service.token) as large:
        assert large.start_deploy_task(service.task_ids[0]).id


def test_a_call_in_one_thread_does_not_hold_the_others(service: Emulator, client: cad.Client) -> None:
    """The library is called without the GIL: one reply is held while this thread goes on and lets it go."""
    service.faults({"kind": "stall_after_work"})
    replies: list[cad.StartDeployTaskResponse] = []
    held = threading.Thread(target=lambda: replies.append(client.start_deploy_task(service.task_ids[0])))
    held.start()
    until(service.records)
    second = client.start_deploy_task(service.task_ids[0])
    assert replies == []
    service.release()
    held.join()
    assert [replies[0].id, second.id] == [record["record_id"] for record in service.records()]
