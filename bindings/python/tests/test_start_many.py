"""Many starts as one iterator: every item has its result, and leaving early starts nothing more."""

from __future__ import annotations

import asyncio
import gc
import time

import pytest

import codearts_deploy as cad
from codearts_deploy.testing import Emulator
from conftest import Document, Program, Run, cancelled_by, given, until
from test_aio import soon
from test_concurrency import markers


def items(service: Emulator, count: int) -> list[Document]:
    return [{"task_id": service.task_ids[0], "params": {"marker": str(number)}} for number in range(count)]


@pytest.mark.parametrize("results", ["stream", "collect"])
def test_every_item_has_its_result(service: Emulator, client: cad.Client, results: str) -> None:
    found = {
        given(result.reply).id: str(result.index) for result in client.start_many(items(service, 200), results=results)
    }
    assert len(found) == 200
    assert found == markers(service)


def test_collected_results_stand_in_the_order_of_the_items(service: Emulator, client: cad.Client) -> None:
    service.faults({"kind": "delay", "ms": 200})
    assert [result.index for result in client.start_many(items(service, 20), results="collect")] == list(range(20))


def test_streamed_results_come_as_the_answers_come(service: Emulator, client: cad.Client) -> None:
    service.faults({"kind": "stall_after_work"})
    results = client.start_many(items(service, 5))
    first = [next(results) for _ in range(4)]
    assert service.release() == 1
    assert len({result.index for result in [*first, *results]}) == 5


def test_an_item_that_fails_leaves_the_others_alone(service: Emulator, client: cad.Client) -> None:
    mixed: list[cad.StartDeployTaskRequest | Document] = [
        cad.StartDeployTaskRequest(service.task_ids[0], cad.EnvExecutionBody()),
        {"task_id": "0" * 32},
        {"task_id": service.task_ids[0]},
    ]
    found = {result.index: result for result in client.start_many(mixed)}
    assert [found[index].outcome for index in range(3)] == ["started", "refused", "started"]
    assert type(found[1].error) is cad.NotFoundError and found[1].reply is None
    assert {given(found[0].reply).id, given(found[2].reply).id} == {record["record_id"] for record in service.records()}


def test_a_fault_in_one_item_sends_none(service: Emulator, client: cad.Client) -> None:
    with pytest.raises(cad.ValidationError) as caught:
        client.start_many([*items(service, 3), {"task_id": service.task_ids[0], "params": {"a b": "1"}}])
    assert [fault.path for fault in caught.value.violations] == ["items[3].params[0].key"]
    assert service.requests() == 0


def test_leaving_the_iterator_early_begins_no_more_starts(service: Emulator, client: cad.Client) -> None:
    service.faults({"kind": "stall_before_work", "skip": 1, "times": 1000})
    for _ in client.start_many(items(service, 500), max_in_flight=4):
        break
    gc.collect()
    asked = service.requests()
    assert asked <= 1 + 5
    service.release()
    assert service.requests() == asked
    assert len(service.records()) == 1


def test_an_iterator_that_is_never_begun_ends_when_it_is_forgotten(service: Emulator, client: cad.Client) -> None:
    service.faults({"kind": "stall_before_work", "times": 1000})
    results = client.start_many(items(service, 100), max_in_flight=2)
    until(service.requests)
    del results
    gc.collect()
    service.release()
    assert service.records() == []


@pytest.mark.parametrize("results", ["stream", "collect"])
def test_ctrl_c_tells_what_became_of_each_item(service: Emulator, results: str) -> None:
    """Two have their answer, two are held by the server, one was never begun."""
    service.faults({"kind": "stall_after_work", "skip": 2, "times": 2})
    code = f"""
    items = [{{"task_id": task}}] * 5
    try:
        for _ in client.start_many(items, results="{results}", max_in_flight=2):
            pass
    except KeyboardInterrupt as error:
        document = error.deployment_outcome.document
        print(sorted(document["counts"].items()))
        print(*sorted(item["error"]["outcome"] for item in document["items"] if "error" in item))
    """
    with Program(service, code) as program:
        until(lambda: len(service.records()) == 4)
        time.sleep(0.5)  # both results have been passed on by then, and the loop waits inside the library
        program.interrupt()
        said = program.end().splitlines()
    assert said[0] == "[('not_sent', 1), ('refused', 0), ('started', 2), ('unknown', 2)]"
    # What was not begun stands among the collected items; of streamed ones, it is counted.
    assert said[1] == {"stream": "unknown unknown", "collect": "not_sent unknown unknown"}[results]
    assert service.release() == 2


@pytest.mark.parametrize("results", ["stream", "collect"])
def test_awaited_results_agree_with_the_service(
    service: Emulator, run: Run, aclient: cad.AsyncClient, results: str  # noqa: F811
) -> None:
    async def main() -> dict[str, str]:
        return {
            given(result.reply).id: str(result.index)
            async for result in aclient.start_many(items(service, 200), results=results)
        }

    found = run(main())
    assert len(found) == 200
    assert found == markers(service)


def test_a_loop_that_is_left_early_begins_no_more_starts(
    service: Emulator, run: Run, aclient: cad.AsyncClient  # noqa: F811
) -> None:
    service.faults({"kind": "stall_before_work", "skip": 1, "times": 1000})

    async def main() -> None:
        async for _ in aclient.start_many(items(service, 500), max_in_flight=4):
            break
        await asyncio.sleep(0)  # the loop closes generators that were left
        gc.collect()
        await soon(lambda: not aclient._readers._by_process)

    run(main())
    asked = service.requests()
    service.release()
    assert (service.requests(), len(service.records())) == (asked, 1)


def test_a_cancelled_task_tells_what_became_of_each_item(
    service: Emulator, run: Run, aclient: cad.AsyncClient  # noqa: F811
) -> None:
    service.faults({"kind": "stall_after_work", "skip": 1, "times": 2})

    async def main() -> asyncio.CancelledError:
        async def work() -> None:
            async for _ in aclient.start_many(items(service, 4), max_in_flight=2):
                pass

        task = asyncio.ensure_future(work())
        await soon(lambda: len(service.records()) == 3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        return caught.value

    document = cancelled_by(run(main())).document
    assert document["counts"] == {"started": 1, "refused": 0, "not_sent": 1, "unknown": 2}
    assert [item["error"]["outcome"] for item in document["items"] if "error" in item] == ["unknown", "unknown"]
