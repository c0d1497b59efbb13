"""Cancelled while the service takes its time to answer the stop: waited for to its end, without keeping a core busy.

asyncio cancels a task once. anyio cancels it again on every turn of the loop, until it has left the cancelled scope.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any

import anyio
import pytest

import codearts_deploy as cad
from codearts_deploy.testing import Emulator
from tests.conftest import Document, Run, cancelled_by, given
from tests.test_aio import soon

STOP_S = 0.6
Call = Callable[[], Coroutine[Any, Any, object]]
Cancelling = Callable[[Call, Callable[[], object]], Awaitable[object]]


@pytest.fixture
def slow_stop(service: Emulator) -> Emulator:
    """A deployment that runs for an hour, and a stop that is answered after a while."""
    service.settings(pending_ms=0, step_ms=3_600_000)
    service.faults({"kind": "delay", "ms": int(STOP_S * 1000), "path": "/stop", "times": 100})
    return service


async def by_move_on_after(call: Call, running: Callable[[], object]) -> None:
    with anyio.CancelScope() as scope:
        async with anyio.create_task_group() as group:
            group.start_soon(_when, running, scope.cancel)
            await call()


async def by_fail_after(call: Call, running: Callable[[], object]) -> None:
    with pytest.raises(TimeoutError):
        with anyio.fail_after(3600) as scope:
            async with anyio.create_task_group() as group:
                group.start_soon(_when, running, lambda: setattr(scope, "deadline", 0))
                await call()


async def by_a_task_group(call: Call, running: Callable[[], object]) -> None:
    async with anyio.create_task_group() as group:
        group.start_soon(call)
        await soon(running)
        group.cancel_scope.cancel()


async def by_two_scopes(call: Call, running: Callable[[], object]) -> None:
    with anyio.CancelScope() as outer, anyio.CancelScope() as inner:
        async with anyio.create_task_group() as group:
            group.start_soon(_when, running, inner.cancel)
            group.start_soon(_when, running, outer.cancel)
            await call()


async def by_cancel(call: Call, running: Callable[[], object]) -> None:
    task = asyncio.ensure_future(call())
    await soon(running)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()


async def by_cancelling_again_and_again(call: Call, running: Callable[[], object]) -> None:
    task = asyncio.ensure_future(call())
    await soon(running)
    while not task.done():
        task.cancel()
        await asyncio.sleep(0.05)
    assert task.cancelled()


async def by_wait_for(call: Call, running: Callable[[], object]) -> None:
    task = asyncio.ensure_future(call())
    await soon(running)
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(task, 0.001)


async def by_timeout(call: Call, running: Callable[[], object]) -> None:
    if sys.version_info < (3, 11):
        pytest.skip("asyncio.timeout came with 3.11")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(3600) as limit:
            helper = asyncio.ensure_future(_when(running, lambda: limit.reschedule(0)))
            await call()
    await helper


async def by_an_asyncio_group(call: Call, running: Callable[[], object]) -> None:
    if sys.version_info < (3, 11):
        pytest.skip("TaskGroup came with 3.11")
    with pytest.raises(BaseException, match="unhandled errors"):
        async with asyncio.TaskGroup() as group:
            group.create_task(call())
            await soon(running)
            raise KeyError


async def _when(running: Callable[[], object], cancel: Callable[[], object]) -> None:
    await soon(running)
    cancel()


WAYS = [
    by_move_on_after, by_fail_after, by_a_task_group, by_two_scopes, by_cancel, by_cancelling_again_and_again,
    by_wait_for, by_timeout, by_an_asyncio_group,
]


class Running:
    """A call that ends on its own only in an hour; what became of it, and what its end has cost."""

    def __init__(self, service: Emulator, client: cad.AsyncClient, name: str) -> None:
        self.service = service
        self.client = client
        self.name = name
        self.outcome: cad.OperationCancelledError | None = None
        self.states: list[str] = []
        self.began = self.used = 0.0

    def runs(self) -> bool:
        """Whether it is time to cancel it, from when on the processor's time counts."""
        if "running" not in self.states:
            return False
        self.began, self.used = time.monotonic(), time.process_time()
        return True

    def on_event(self, event: Document) -> None:
        if event["event"] == "state":
            self.states.append(event["state"])

    async def call(self) -> None:
        task = self.service.task_ids[0]
        try:
            if self.name == "deploy":
                await self.client.deploy(task, on_cancel="stop", interval=0.05, log=False, on_event=self.on_event)
            else:
                record = (await self.client.start_deploy_task(task)).id
                await self.client.watch(
                    task, record, on_cancel="stop", interval=0.05, log=False, on_event=self.on_event
                )
        except asyncio.CancelledError as error:
            self.outcome = cancelled_by(error)
            raise

    def busy(self) -> float:
        """The share of a core that this process kept busy since the call was cancelled."""
        return (time.process_time() - self.used) / (time.monotonic() - self.began)


@pytest.mark.parametrize(
    "cancelling, name",
    [*((way, "deploy") for way in WAYS), (by_move_on_after, "watch")],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_stop_that_takes_its_time_is_waited_for_without_a_spin(
    slow_stop: Emulator, run: Run, aclient: cad.AsyncClient, cancelling: Cancelling, name: str
) -> None:
    running = Running(slow_stop, aclient, name)

    async def main() -> None:
        await cancelling(running.call, running.runs)

    run(main())
    assert time.monotonic() - running.began >= STOP_S / 2
    assert running.busy() < 0.25
    [record] = slow_stop.records()
    assert (given(running.outcome).record_id, record["state"]) == (record["record_id"], "abort")


def test_a_scope_that_is_left_in_time_cancels_nothing(service: Emulator, run: Run, aclient: cad.AsyncClient) -> None:
    async def main() -> str:
        with anyio.move_on_after(3600):
            return (await aclient.start_deploy_task(service.task_ids[0])).id
        raise AssertionError("not reached")

    assert run(main()) == service.records()[0]["record_id"]


def test_what_comes_after_the_cancelled_scope_can_wait_again(
    slow_stop: Emulator, run: Run, aclient: cad.AsyncClient
) -> None:
    """The scope that was cancelled keeps its cancellation, and the one around it stays free of it."""
    running = Running(slow_stop, aclient, "deploy")

    async def main() -> str:
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as group:
                group.start_soon(_when, running.runs, scope.cancel)
                await running.call()
        assert scope.cancelled_caught
        await anyio.sleep(0.01)
        return (await aclient.start_deploy_task(slow_stop.task_ids[1])).id

    assert run(main()) == slow_stop.records()[1]["record_id"]


def test_many_starts_that_are_left_by_a_scope_end_without_a_spin(
    service: Emulator, run: Run, aclient: cad.AsyncClient
) -> None:
    service.faults({"kind": "stall_after_work", "times": 100})

    async def results(items: list[Document]) -> AsyncIterator[cad.StartResult]:
        async for result in aclient.start_many(items, max_in_flight=2):
            yield result

    async def main() -> BaseException | None:
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as group:
                group.start_soon(_when, service.records, scope.cancel)
                try:
                    async for _ in results([{"task_id": service.task_ids[0]}] * 4):
                        pass
                except asyncio.CancelledError as error:
                    caught = error
                    raise
        return caught

    outcome = cad.deployment_outcome(run(main()) or KeyError())
    assert isinstance(outcome, (dict, cad.CodeArtsDeployError))
    service.release()
