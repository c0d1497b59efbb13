"""A client travels by its configuration, and never with a secret."""

from __future__ import annotations

import asyncio
import multiprocessing
import pickle
import subprocess
import sys
from typing import Union

import pytest

import codearts_deploy as cad
from codearts_deploy.testing import Emulator
from tests.conftest import Document, given

Kind = type[Union[cad.Client, cad.AsyncClient]]

SECRETS = [
    {"token": "hunter2"},
    {"ak": "a", "sk": "hunter2"},
    {"ak": "a", "sk": "s", "security_token": "hunter2"},
    {"iam": {"user": "u", "password": "hunter2", "domain": "d"}},
    {"proxy": "http://somebody:hunter2@proxy:8080"},
]


@pytest.mark.parametrize("kind", [cad.Client, cad.AsyncClient])
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_the_configuration_makes_another_client(kind: Kind, protocol: int) -> None:
    client = kind(region="cn-north-4", timeout_ms=5000, proxy="http://proxy:8080")
    twin = pickle.loads(pickle.dumps(client, protocol))
    assert type(twin) is kind
    assert twin._configuration == {"region": "cn-north-4", "timeout_ms": 5000, "proxy": "http://proxy:8080"}
    assert given(twin._handle).pointer.value != given(client._handle).pointer.value


@pytest.mark.parametrize("kind", [cad.Client, cad.AsyncClient])
@pytest.mark.parametrize("secret", SECRETS, ids=lambda secret: list(secret)[-1])
def test_a_client_that_was_given_a_secret_does_not_pickle(kind: Kind, secret: Document) -> None:
    client = kind(region="cn-north-4", **secret)
    name = list(secret)[-1]
    with pytest.raises(TypeError, match=rf"this {kind.__name__} cannot be pickled: .*\b{name}\b") as caught:
        pickle.dumps(client)
    assert "hunter2" not in f"{caught.value} {vars(client)} {client!r}"


def test_a_closed_client_does_not_pickle() -> None:
    client = cad.Client(region="cn-north-4")
    client.close()
    with pytest.raises(cad.InvalidArgumentError, match="closed"):
        pickle.dumps(client)


def start(client: cad.Client, task_id: str) -> str:
    """In another process, which has nothing but the pickle and its environment."""
    return client.start_deploy_task(task_id).id


def test_a_worker_that_was_spawned_takes_the_credential_from_its_environment(
    service: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CODEARTS_DEPLOY_TOKEN", service.token)
    with cad.Client(endpoint=service.endpoint) as client, multiprocessing.get_context("spawn").Pool(2) as pool:
        mine = start(client, service.task_ids[0])
        theirs = pool.starmap(start, [(client, service.task_ids[0])] * 4)
    assert sorted([mine, *theirs]) == sorted(record["record_id"] for record in service.records())


def test_a_program_that_reads_the_pickle_goes_on_with_it(service: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEARTS_DEPLOY_TOKEN", service.token)
    pickled = pickle.dumps(cad.AsyncClient(endpoint=service.endpoint))
    assert service.token.encode() not in pickled
    code = (
        "import asyncio, pickle, sys; client = pickle.load(sys.stdin.buffer);"
        "print(asyncio.run(client.start_deploy_task(sys.argv[1])).id)"
    )
    done = subprocess.run([sys.executable, "-c", code, service.task_ids[0]], input=pickled, capture_output=True)
    assert done.stdout.decode().strip() == service.records()[0]["record_id"], done.stderr


def test_a_subclass_stays_one() -> None:
    twin = pickle.loads(pickle.dumps(Mine(region="cn-north-4")))
    assert type(twin) is Mine
    assert asyncio.iscoroutinefunction(twin.deploy)


class Mine(cad.AsyncClient):
    pass
