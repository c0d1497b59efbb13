"""Children are forked while calls run on an event loop and in threads: everybody gets the reply to his own request."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

import codearts_deploy as cad
from codearts_deploy.testing import Emulator
from tests.conftest import Run
from tests.test_concurrency import forked, markers, start

TASKS = 8
THREADS = 2
CHILDREN = 100


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("way", ["asyncio", "blocking", "background"])
def test_children_of_a_busy_loop_go_on_with_its_clients_in_every_way(
    service: Emulator, run: Run, client: cad.Client, aclient: cad.AsyncClient, way: str
) -> None:
    """Both clients' connections are in use when a child is made; one that it shared would bring it another's reply."""
    replies: dict[str, str] = {}  # record id -> marker, as the callers believe
    done = False

    def callers() -> list[str]:
        return [marker.split("-")[0] for marker in list(replies.values())]

    async def call(marker: str) -> str:
        return (await aclient.start_deploy_task(service.task_ids[0], params={"marker": marker})).id

    def submit(marker: str) -> str:
        params = [{"key": "marker", "value": marker, "type": "text"}]
        with client.submit("start_deploy_task", {"task_id": service.task_ids[0], "params": params}) as operation:
            record_id: str = operation.wait()["id"]
            return record_id

    def child(marker: str) -> str:
        if way == "asyncio":
            return run(call(marker))
        return start(client, service, marker) if way == "blocking" else submit(marker)

    async def task(number: int) -> None:
        calls = 0
        while not done:
            marker = f"task-{number}-{calls}"
            replies[await call(marker)] = marker
            calls += 1

    def thread(number: int) -> None:
        calls = 0
        while not done:
            marker = f"thread-{number}-{calls}"
            replies[submit(marker) if calls % 2 else start(client, service, marker)] = marker
            calls += 1

    async def children() -> None:
        nonlocal done
        try:
            for number in range(CHILDREN):
                marker = f"child-{number}"
                said = forked(partial(child, marker))
                replies[await asyncio.to_thread(said)] = marker
            while min(map(callers().count, ("task", "thread"))) <= CHILDREN:
                await asyncio.sleep(0.01)
        finally:
            done = True

    async def main() -> None:
        threads = (asyncio.to_thread(thread, number) for number in range(THREADS))
        await asyncio.gather(children(), *map(task, range(TASKS)), *threads)

    run(main())
    assert callers().count("child") == CHILDREN
    assert callers().count("task") > CHILDREN and callers().count("thread") > CHILDREN
    assert replies == markers(service)
