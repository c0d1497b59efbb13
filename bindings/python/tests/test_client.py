"""A client's life: how it is made, what it shows, and when it ends."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import weakref

import pytest

import codearts_deploy as cad
from codearts_deploy.testing import Emulator
from tests.conftest import Document, until


def test_the_configuration_is_the_librarys_and_so_are_its_faults() -> None:
    with pytest.raises(cad.ConfigurationError) as caught:
        cad.Client(regoin="cn-north-4", timeout_ms=0)  # type: ignore[call-arg]
    faults = {fault.path: fault.message for fault in caught.value.violations}
    assert faults.keys() == {"regoin", "timeout_ms"}
    assert "region" in faults["regoin"]


@pytest.mark.parametrize(
    "configuration", [{"token": None}, {"token": ""}, {"region": 5}, {"allow_http": "yes"}], ids=str
)
def test_a_wrong_value_is_not_taken_for_one_that_is_missing(configuration: Document) -> None:
    with pytest.raises(cad.CodeArtsDeployError) as caught:
        cad.Client(**configuration)
    assert isinstance(caught.value, (cad.ConfigurationError, cad.InvalidArgumentError))


def test_no_region_and_no_endpoint_is_told_before_anything_is_sent() -> None:
    with pytest.raises(cad.ConfigurationError) as caught, cad.Client(token="t") as client:
        client.start_deploy_task("d2dc947ec2424d8789bb3984bb3adf45")
    assert "CODEARTS_DEPLOY_REGION" in str(caught.value)


def test_repr_shows_where_and_no_secret(service: Emulator) -> None:
    with cad.Client(endpoint=service.endpoint, token="hunter2") as client:
        assert service.endpoint in repr(client)
        assert f"process {os.getpid()}" in repr(client)
        assert "hunter2" not in f"{client!r} {vars(client)}"
    assert "closed" in repr(client)


def test_a_closed_client_refuses_calls_and_can_be_closed_again(service: Emulator, client: cad.Client) -> None:
    client.close()
    client.close()
    with pytest.raises(cad.InvalidArgumentError, match="This Client is closed; nothing was sent") as caught:
        client.start_deploy_task(service.task_ids[0])
    assert caught.value.outcome == "not_sent"
    assert service.requests() == 0


def test_a_block_closes_the_client_also_when_it_fails(service: Emulator) -> None:
    with pytest.raises(KeyError), cad.Client(endpoint=service.endpoint, token="t") as client:
        raise KeyError
    with pytest.raises(cad.InvalidArgumentError):
        client.call("start_deploy_task", {})


def test_a_call_that_runs_ends_well_although_the_client_is_closed(service: Emulator) -> None:
    service.faults({"kind": "stall_after_work"})
    client = cad.Client(endpoint=service.endpoint, token=service.token)
    replies = []
    thread = threading.Thread(target=lambda: replies.append(client.start_deploy_task(service.task_ids[0])))
    thread.start()
    until(service.records)
    client.close()
    gc.collect()
    assert service.release() == 1
    thread.join()
    assert replies[0].id == service.records()[0]["record_id"]


def test_a_forgotten_client_is_freed(service: Emulator) -> None:
    client = cad.Client(endpoint=service.endpoint, token=service.token)
    client.start_deploy_task(service.task_ids[0])
    handle = weakref.ref(client._handle)
    del client
    gc.collect()
    assert handle() is None


def test_an_interpreter_ends_cleanly_with_a_client_in_use(service: Emulator) -> None:
    """A daemon thread sits in a call while the interpreter ends: the client must not be freed under it."""
    code = """if True:
        import sys, threading
        import codearts_deploy as cad
        project, endpoint, token, task_id = sys.argv[1:]
        sys.path.append(project)
        from tests.conftest import until
        cad._native.library.cad_client_free = lambda pointer: print("freed")
        client = cad.Client(endpoint=endpoint, token=token)
        client.start_deploy_task(task_id)
        threading.Thread(target=client.start_deploy_task, args=[task_id], daemon=True).start()
        service = cad.testing.Emulator()  # not started: it asks the one that runs
        service.endpoint = endpoint
        until(lambda: service.requests() == 2)
        print("end")
    """
    service.faults({"kind": "stall_before_work", "skip": 1})
    arguments = [os.path.dirname(os.path.dirname(__file__)), service.endpoint, service.token, service.task_ids[0]]
    command = [sys.executable, "-X", "faulthandler", "-c", code, *arguments]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "end\n", "")
