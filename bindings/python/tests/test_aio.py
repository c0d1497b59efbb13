"""AsyncClient on asyncio's own loop and on uvloop: cancelled in every way that asyncio has, and never in doubt."""

from __future__ import annotations

import asyncio
import builtins
import gc
import sys
import threading
import time
from collections.abc import Sequence

import pytest

import codearts_deploy as cad
from codearts_deploy.testing import Emulator, FaultKind
from tests.conftest import Condition, Document, Run, cancelled_by, given, uvloop
from tests.test_concurrency import in_child, markers

NEEDS_311 = "asyncio.timeout and TaskGroup came with 3.11"


async def soon(condition: Condition) -> None:
    """`until`, without blocking the loop."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.001)


def test_a_method_is_awaited(service: Emulator, run: Run, aclient: cad.AsyncClient) -> None:
    reply = run(aclient.start_deploy_task(service.task_ids[0], params={"version": "1"}))
    assert reply.id == service.records()[0]["record_id"]


def test_two_hundred_starts_at_once_get_their_own_replies(
    service: Emulator, run: Run, aclient: cad.AsyncClient
) -> None:
    async def start(marker: str) -> tuple[str, str]:
        return (await aclient.start_deploy_task(service.task_ids[0], params={"marker": marker})).id, marker

    async def main() -> dict[str, str]:
        return dict(await asyncio.gather(*(start(str(number)) for number in range(200))))

    replies = run(main())
    assert len(replies) == 200
    assert replies == markers(service)


def test_errors_are_raised_where_they_are_awaited(service: Emulator, run: Run, aclient: cad.AsyncClient) -> None:
    service.faults({"kind": "busy"})

    async def main() -> None:
        awaitable = aclient.start_deploy_task("short")
        with pytest.raises(cad.ValidationError):
            await awaitable
        with pytest.raises(cad.BusyError):
            await aclient.start_deploy_task(service.task_ids[0])
        with pytest.raises(TypeError):
            await aclient.start_deploy_task(cad.StartDeployTaskRequest(), params={})

    run(main())
    assert service.requests() == 1


@pytest.mark.parametrize("fault, records", [("stall_after_work", 1), ("stall_before_work", 0)])
def test_a_cancelled_task_ends_while_the_server_holds_and_tells_the_outcome(
    service: Emulator, run: Run, aclient: cad.AsyncClient, fault: FaultKind, records: int
) -> None:
    service.faults({"kind": fault})

    async def main() -> tuple[asyncio.CancelledError, bool]:
        task = asyncio.ensure_future(aclient.start_deploy_task(service.task_ids[0]))
        await soon(service.requests)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        return caught.value, task.cancelled()

    error, cancelled = run(main())
    assert cancelled
    assert service.release() == 1
    assert len(service.records()) == records
    assert cancelled_by(error).outcome == "unknown"


def test_a_task_that_is_cancelled_before_it_began_sends_nothing(
    service: Emulator, run: Run, aclient: cad.AsyncClient
) -> None:
    async def main() -> None:
        task = asyncio.ensure_future(aclient.start_deploy_task(service.task_ids[0]))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(main())
    assert service.requests() == 0


def test_a_timeout_is_a_timeout_and_its_context_knows_the_outcome(
    service: Emulator, run: Run, aclient: cad.AsyncClient
) -> None:
    if sys.version_info < (3, 11):
        pytest.skip(NEEDS_311)
    service.faults({"kind": "stall_after_work"})

    async def end_soon(limit: asyncio.Timeout) -> None:
        await soon(service.records)
        limit.reschedule(0)

    async def main() -> TimeoutError:
        with pytest.raises(TimeoutError) as caught:
            async with asyncio.timeout(3600) as limit:
                ending = asyncio.ensure_future(end_soon(limit))
                await aclient.start_deploy_task(service.task_ids[0])
        await ending
        assert limit.expired() and given(asyncio.current_task()).cancelling() == 0
        return caught.value

    error = run(main())
    assert service.release() == 1
    assert cancelled_by(error).outcome == "unknown"


def test_wait_for_ends_a_call_as_well(service: Emulator, run: Run, aclient: cad.AsyncClient) -> None:
    service.faults({"kind": "stall_after_work"})

    async def main() -> None:
        task = asyncio.ensure_future(aclient.start_deploy_task(service.task_ids[0]))
        await soon(service.records)
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(task, 0.001)

    run(main())
    assert service.release() == 1


def test_a_sibling_that_fails_ends_the_calls_of_its_group(
    service: Emulator, run: Run, aclient: cad.AsyncClient
) -> None:
    if sys.version_info < (3, 11):
        pytest.skip(NEEDS_311)
    service.faults({"kind": "stall_after_work", "times": 3})
    outcomes: list[str] = []

    async def start() -> None:
        try:
            await aclient.start_deploy_task(service.task_ids[0])
        except asyncio.CancelledError as error:
            assert hasattr(error, "deployment_outcome")
            outcomes.append(error.deployment_outcome.outcome)
            raise

    async def fail() -> None:
        await soon(lambda: len(service.records()) == 3)
        raise KeyError("sibling")

    async def main() -> Sequence[BaseException]:
        with pytest.raises(builtins.BaseExceptionGroup) as caught:
            async with asyncio.TaskGroup() as group:
                for work in (start, start, start, fail):
                    group.create_task(work())
        return caught.value.exceptions

    errors = run(main())
    assert [type(error) for error in errors] == [KeyError]
    assert outcomes == ["unknown"] * 3
    assert service.release() == 3


def test_one_task_is_cancelled_and_the_others_go_on(service: Emulator, run: Run, aclient: cad.AsyncClient) -> None:
    service.faults({"kind": "stall_after_work", "times": 3})

    async def main() -> tuple[bool, set[str]]:
        tasks = [asyncio.ensure_future(aclient.start_deploy_task(service.task_ids[0])) for _ in range(3)]
        await soon(lambda: len(service.records()) == 3)
        tasks[1].cancel()
        await asyncio.wait([tasks[1]])
        assert not tasks[0].done() and not tasks[2].done()
        assert service.release() == 3
        return tasks[1].cancelled(), {(await tasks[0]).id, (await tasks[2]).id}

    cancelled, replies = run(main())
    assert cancelled
    assert len(replies) == 2 and replies <= {record["record_id"] for record in service.records()}


def test_a_task_that_is_cancelled_twice_ends_cancelled(service: Emulator, run: Run, aclient: cad.AsyncClient) -> None:
    service.faults({"kind": "stall_after_work"})

    async def main() -> bool:
        task = asyncio.ensure_future(aclient.start_deploy_task(service.task_ids[0]))
        await soon(service.records)
        task.cancel()
        await asyncio.sleep(0)  # it waits for the operation's end now, unless that came at once
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled()

    assert run(main())
    assert service.release() == 1


def test_the_loop_is_free_while_a_call_waits(service: Emulator, run: Run, aclient: cad.AsyncClient) -> None:
    service.faults({"kind": "stall_after_work"})

    async def main() -> str:
        task = asyncio.ensure_future(aclient.start_deploy_task(service.task_ids[0]))
        await soon(service.records)
        ticks = 0
        while ticks < 20:
            await asyncio.sleep(0.001)
            ticks += 1
        assert not task.done()
        service.release()
        return (await task).id

    assert run(main()) == service.records()[0]["record_id"]


def test_a_call_needs_no_clock_to_be_woken(
    service: Emulator, run: Run, aclient: cad.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The descriptor wakes the loop: no timer is set, and nothing is polled."""

    async def main() -> list[tuple[object, ...]]:
        loop = asyncio.get_running_loop()
        timers: list[tuple[object, ...]] = []
        if not uvloop or not isinstance(loop, uvloop.Loop):  # whose methods cannot be replaced
            monkeypatch.setattr(loop, "call_at", lambda *arguments: timers.append(arguments))
        await aclient.start_deploy_task(service.task_ids[0])
        return timers

    async def unlimited() -> list[tuple[object, ...]]:
        return await main()

    assert run(unlimited()) == []


def test_an_idle_client_goes_on_with_another_loop(service: Emulator, aclient: cad.AsyncClient) -> None:
    """Each asyncio.run makes a loop of its own."""
    ids = [asyncio.run(aclient.start_deploy_task(service.task_ids[0])).id for _ in range(3)]
    assert ids == [record["record_id"] for record in service.records()]


def test_a_call_on_a_second_loop_is_refused_while_one_runs_on_the_first(
    service: Emulator, run: Run, aclient: cad.AsyncClient
) -> None:
    service.faults({"kind": "stall_after_work"})
    errors: list[cad.InvalidArgumentError] = []

    def other() -> None:
        try:
            asyncio.run(aclient.start_deploy_task(service.task_ids[0]))
        except cad.InvalidArgumentError as error:
            errors.append(error)

    async def main() -> str:
        task = asyncio.ensure_future(aclient.start_deploy_task(service.task_ids[0]))
        await soon(service.records)
        thread = threading.Thread(target=other)
        thread.start()
        await soon(lambda: not thread.is_alive())
        service.release()
        return (await task).id

    assert run(main()) == service.records()[0]["record_id"]
    assert "another event loop; nothing was sent" in str(errors[0])
    assert errors[0].outcome == "not_sent"
    assert service.requests() == 1


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_loop_that_was_closed_under_a_call_does_not_spoil_the_client(
    service: Emulator, aclient: cad.AsyncClient
) -> None:
    service.faults({"kind": "stall_before_work"})
    loop = asyncio.new_event_loop()
    task = loop.create_task(aclient.start_deploy_task(service.task_ids[0]))
    while not service.requests():
        loop.run_until_complete(asyncio.sleep(0.001))
    loop.close()
    reply = asyncio.run(aclient.start_deploy_task(service.task_ids[0]))
    assert reply.id == service.records()[0]["record_id"]
    task._log_destroy_pending = False  # type: ignore[attr-defined]
    del task
    gc.collect()


def test_closing_lets_running_calls_end_and_refuses_new_ones(
    service: Emulator, run: Run, aclient: cad.AsyncClient
) -> None:
    service.faults({"kind": "stall_after_work"})

    async def main() -> str:
        async with aclient:
            task = asyncio.ensure_future(aclient.start_deploy_task(service.task_ids[0]))
            await soon(service.records)
        with pytest.raises(cad.InvalidArgumentError, match="This AsyncClient is closed; nothing was sent"):
            await aclient.start_deploy_task(service.task_ids[0])
        service.release()
        return (await task).id

    assert run(main()) == service.records()[0]["record_id"]
    assert service.requests() == 1


def test_the_loop_watches_nothing_once_no_call_runs(service: Emulator, aclient: cad.AsyncClient) -> None:
    async def main() -> bool:
        await asyncio.gather(*(aclient.start_deploy_task(service.task_ids[0]) for _ in range(5)))
        descriptor = cad._native.library.cad_client_fd(given(aclient._handle).pointer)
        assert descriptor >= 0
        return asyncio.get_running_loop().remove_reader(descriptor)

    assert asyncio.run(main()) is False
    assert aclient._readers._by_process == {}


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_forked_from_a_coroutine_makes_its_own_way(service: Emulator, aclient: cad.AsyncClient) -> None:
    service.faults({"kind": "stall_after_work"})

    def child() -> str:
        other = cad.AsyncClient(endpoint=service.endpoint, token=service.token)
        replies = [asyncio.run(client.start_deploy_task(service.task_ids[1])).id for client in (other, aclient)]
        return " ".join(replies)

    async def main() -> list[str]:
        task = asyncio.ensure_future(aclient.start_deploy_task(service.task_ids[0]))
        await soon(service.records)
        said = in_child(child)
        assert not task.done()
        service.release()
        return [(await task).id, *said.split()]

    assert asyncio.run(main()) == [record["record_id"] for record in service.records()]


def test_stops_that_nobody_answers_are_waited_for_to_their_end(
    service: Emulator, run: Run, aclient: cad.AsyncClient
) -> None:
    """The library gives the service 5 s for each, and knows the records all the time."""
    service.settings(step_ms=60_000)
    count = 16
    running: list[Document] = []
    outcomes: list[cad.OperationCancelledError] = []

    async def deploy() -> None:
        def on_event(event: Document) -> None:
            if event["event"] == "state" and event["state"] == "running":
                running.append(event)

        try:
            await aclient.deploy(service.task_ids[0], on_cancel="stop", interval=0.05, log=False, on_event=on_event)
        except asyncio.CancelledError as error:
            outcomes.append(cancelled_by(error))

    async def main() -> None:
        tasks = [asyncio.ensure_future(deploy()) for _ in range(count)]
        await soon(lambda: len(running) == count)
        service.faults({"kind": "stall_before_work", "times": 1000})
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)

    run(main())
    assert [outcome.outcome for outcome in outcomes] == ["started"] * count
    assert {outcome.record_id for outcome in outcomes} == {record["record_id"] for record in service.records()}


def test_a_call_that_could_not_begin_leaves_the_client_to_other_loops(
    service: Emulator, aclient: cad.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without, pytest.raises(OSError, match="no descriptor"):
        without.setattr(cad._native.library, "cad_client_fd", lambda client: -1)
        loop = asyncio.new_event_loop()
        loop.run_until_complete(aclient.start_deploy_task(service.task_ids[0]))
    assert asyncio.run(aclient.start_deploy_task(service.task_ids[0])).id == service.records()[0]["record_id"]
    loop.close()


def test_it_has_the_methods_of_client() -> None:
    def public(kind: type) -> set[str]:
        return {name for name in dir(kind) if not name.startswith("_")}

    assert public(cad.Client) - public(cad.AsyncClient) == {"submit"}  # a task is asyncio's own operation
