"""Many starts as one iterator: every item has its result, and leaving early starts nothing more."""

from __future__ import annotations

import asyncio
import dis
import gc
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any

import pytest

import codearts_deploy as cad
from codearts_deploy._start_many import StartMany
from codearts_deploy.testing import Emulator
from tests.conftest import Document, Interrupt, Program, Run, cancelled_by, given, until
from tests.test_aio import soon
from tests.test_concurrency import markers


def items(service: Emulator, count: int) -> list[Document]:
    return [{"task_id": service.task_ids[0], "params": {"marker": str(number)}} for number in range(count)]


@pytest.mark.parametrize("results", ["stream", "collect"])
def test_every_item_has_its_result(service: Emulator, client: cad.Client, results: cad.Results) -> None:
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
    assert [fault.path for fault in caught.value.violations] == ['items[3].params["a b"]']
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
def test_ctrl_c_tells_what_became_of_each_item(service: Emulator, results: cad.Results) -> None:
    """Two have their answer, two are held by the server, one was never begun."""
    service.faults({"kind": "stall_after_work", "skip": 2, "times": 2})
    code = f"""
    items = [{{"task_id": task}}] * 5
    try:
        for _ in client.start_many(items, results="{results}", max_in_flight=2):
            print("a result", flush=True)
    except KeyboardInterrupt as error:
        document = error.deployment_outcome.document
        print(sorted(document["counts"].items()))
        print(*sorted(item["error"]["outcome"] for item in document["items"] if "error" in item))
    """
    with Program(service, code) as program:
        until(lambda: len(service.records()) == 4)
        if results == "stream":
            assert [program.line() for _ in range(2)] == ["a result\n"] * 2
        until(program.waits)  # inside the library
        program.interrupt()
        said = program.end().splitlines()
    assert said[0] == "[('not_sent', 1), ('refused', 0), ('started', 2), ('unknown', 2)]"
    # What was not begun stands among the collected items; of streamed ones, it is counted.
    assert said[1] == {"stream": "unknown unknown", "collect": "not_sent unknown unknown"}[results]
    assert service.release() == 2


@pytest.mark.parametrize("results", ["stream", "collect"])
def test_awaited_results_agree_with_the_service(
    service: Emulator, run: Run, aclient: cad.AsyncClient, results: cad.Results
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
    service: Emulator, run: Run, aclient: cad.AsyncClient
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
    service: Emulator, run: Run, aclient: cad.AsyncClient
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



def told(service: Emulator, taken: list[cad.StartResult], error: BaseException) -> list[int]:
    """The items whose results were taken or are told, as the service has them."""
    outcome = cad.deployment_outcome(error)
    document = outcome.document if isinstance(outcome, cad.CodeArtsDeployError) else outcome  # it may just have ended
    assert isinstance(document, Mapping)
    items = document.get("items", [])
    found = {str(item["index"]): item["reply"]["id"] for item in items if "reply" in item}
    found.update((str(result.index), result.reply.id) for result in taken if result.reply)
    index_of = markers(service)
    assert all(index_of[record_id] == index for index, record_id in found.items())
    assert len(found) == document.get("counts", {"started": 0})["started"]
    return sorted([result.index for result in taken] + [item["index"] for item in items])


def test_an_interrupt_loses_no_result_that_comes_with_it(
    service: Emulator, client: cad.Client, interrupt: Callable[[], None]
) -> None:
    """The loop waits inside the library when the signal comes, and is given a result before it can heed the signal."""
    for _ in range(40):
        service.reset()
        service.faults({"kind": "stall_after_work", "skip": 1, "times": 3})
        results = client.start_many(items(service, 4))
        taken = [next(results)]

        def interrupt_and_answer() -> None:
            until(lambda: len(service.records()) == 4 and results.gi_running)  # type: ignore[attr-defined]
            interrupt()
            service.release()

        threading.Thread(target=interrupt_and_answer).start()
        with pytest.raises(Interrupt) as caught:
            for result in results:
                taken.append(result)
        assert told(service, taken, caught.value) == [0, 1, 2, 3]


def test_results_that_nobody_took_are_told_though_all_had_ended(service: Emulator, client: cad.Client) -> None:
    with pytest.raises(Interrupt) as caught, StartMany("stream") as operation:
        client._submit(operation, "start_many", {"items": [{"task_id": service.task_ids[0]}] * 3, "results": "stream"})
        next(operation.events())
        operation.wait()
        raise Interrupt
    outcome = cad.deployment_outcome(caught.value)
    assert isinstance(outcome, dict) and outcome["counts"]["started"] == 3
    assert {item["reply"]["id"] for item in outcome["items"]} <= {record["record_id"] for record in service.records()}
    assert len(outcome["items"]) >= 2


class Nth:
    """Raises an Interrupt in the binding's code, at the n-th place where Python runs signal handlers."""

    MODULES = ("client.py", "_operation.py", "_start_many.py", "_native.py", "_handles.py")
    AFTER = ("CALL", "JUMP_BACKWARD", "JUMP_ABSOLUTE", "RESUME 1")  # of C functions; the last stands behind a yield
    NOT = ("start_many", "_release")  # as good as the caller's own code; and where Python drops what is raised

    def __init__(self, place: int) -> None:
        self.left = place
        self._last: tuple[FrameType | None, str] = (None, "")

    def __enter__(self) -> Nth:
        sys.settrace(self._trace)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)

    def _trace(self, frame: FrameType, event: str, _: object) -> Any:
        if not frame.f_code.co_filename.endswith(self.MODULES) or frame.f_code.co_name in self.NOT:
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            last_frame, last = self._last
            code, argument = frame.f_code.co_code[frame.f_lasti : frame.f_lasti + 2]
            self._last = frame, f"{dis.opname[code]} {argument}"
            if frame is last_frame and last.startswith(self.AFTER):
                self.left -= 1
                if self.left == 0:
                    raise Interrupt
        return self._trace


def test_wherever_an_interrupt_comes_each_result_is_taken_or_told(service: Emulator, client: cad.Client) -> None:
    place, interrupted = 0, True
    while interrupted:
        place, interrupted = place + 1, False
        service.reset()
        taken: list[cad.StartResult] = []
        try:
            with Nth(place):
                for result in client.start_many(items(service, 3), max_in_flight=1):
                    taken.append(result)
        except Interrupt as error:
            interrupted = True
            if cad.deployment_outcome(error) is not None:
                found = told(service, taken, error)
                assert found == list(range(len(found))) and len(found) >= len(service.records())
            else:
                assert len(taken) == 3 or not service.records(), traceback.format_exc()
    assert place > 100
