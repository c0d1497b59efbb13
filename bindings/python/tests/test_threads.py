"""A thread that no Ctrl-C reaches calls for itself; what it is promised else, it is promised too."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

import pytest

import codearts_deploy as cad
from codearts_deploy.testing import Emulator
from tests.conftest import Program, cancelled_by, given, until
from tests.test_concurrency import in_child

UNKNOWN = "0" * 32  # no task has this id


class Interrupted(threading.Thread):
    """A thread whose work another one interrupts."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self.work = work
        self.error: KeyError | None = None

    def run(self) -> None:
        try:
            self.work()
        except KeyError as error:
            self.error = error

    def interrupt(self) -> None:
        identity = ctypes.c_ulong(self.ident or 0)
        assert ctypes.pythonapi.PyThreadState_SetAsyncExc(identity, ctypes.py_object(KeyError)) == 1

    def raised(self) -> KeyError:
        """What ended it."""
        self.join()
        return given(self.error)


def interrupted(work: Callable[[], object]) -> Interrupted:
    thread = Interrupted(work)
    thread.start()
    return thread


def in_thread(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_it_needs_no_other_thread(service: Emulator, client: cad.Client) -> None:
    threads: list[int] = []

    def work() -> None:
        threads.append(len(os.listdir("/proc/self/task")))
        client.start_deploy_task(service.task_ids[0])
        threads.append(len(os.listdir("/proc/self/task")))

    in_thread(work)
    assert threads[1] <= threads[0]  # of an earlier test one may end just now


def test_errors_are_those_of_the_main_thread(service: Emulator, client: cad.Client) -> None:
    said: list[str] = []

    def work() -> None:
        for use in (
            lambda: client.start_deploy_task(UNKNOWN),
            lambda: client.start_deploy_task("short"),
            lambda: client.call("start_deploy_task", {"task_id": UNKNOWN}),
            lambda: client.call("no_such_operation", {}),
            lambda: client.call("start_deploy_task", b'{"task_id": "\xff"}'),
        ):
            with pytest.raises(cad.CodeArtsDeployError) as caught:
                use()
            error = caught.value
            said.append(f"{type(error)} {error.message} {error.outcome} {error.status_code} {error.violations}")

    work()
    in_thread(work)
    assert said[:5] == said[5:]


def test_what_is_raised_for_it_comes_behind_the_call_with_the_result(
    service: Emulator, client: cad.Client
) -> None:
    service.faults({"kind": "stall_after_work"})
    thread = interrupted(lambda: client.start_deploy_task(service.task_ids[0]))
    until(service.records)
    thread.interrupt()
    service.release()
    reply = cad.deployment_outcome(thread.raised())
    assert isinstance(reply, cad.StartDeployTaskResponse)
    assert reply.id == service.records()[0]["record_id"]


def test_what_is_raised_for_it_comes_behind_the_call_with_the_error(
    service: Emulator, client: cad.Client
) -> None:
    service.faults({"kind": "stall_after_work"})
    thread = interrupted(lambda: client.start_deploy_task(UNKNOWN))
    until(service.requests)
    thread.interrupt()
    service.release()
    error = cad.deployment_outcome(thread.raised())
    assert isinstance(error, cad.NotFoundError)
    assert error.outcome == "refused"
    assert thread.raised().__cause__ is error


def test_it_need_not_wait_for_the_end_of_a_deployment(service: Emulator, client: cad.Client) -> None:
    """What lasts is waited for in slices on every thread, so that it can be ended."""
    service.outcomes({"end": "succeeded", "duration_ms": 60_000})
    thread = interrupted(lambda: client.deploy(service.task_ids[0], interval=0.01))
    until(service.records)
    thread.interrupt()
    assert cancelled_by(thread.raised())
    assert service.records()[0]["state"] != "succeeded"


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="3.13 tells signals to a thread that was left in the parent")
def test_the_thread_that_forked_feels_signals_in_the_child(service: Emulator, client: cad.Client) -> None:
    """It is the main thread there."""
    service.faults({"kind": "stall_after_work"})

    def child() -> str:
        def handler(number: int, frame: FrameType | None) -> None:
            raise KeyError

        def interrupt() -> None:
            until(service.records)
            os.kill(os.getpid(), signal.SIGUSR1)

        signal.signal(signal.SIGUSR1, handler)
        threading.Thread(target=interrupt, daemon=True).start()
        try:
            return client.start_deploy_task(service.task_ids[0]).id
        except KeyError as error:
            return str(cancelled_by(error).outcome)

    said: list[str] = []
    in_thread(lambda: said.append(in_child(child)))
    assert said == ["unknown"]
    assert service.release() == 1


# Where a thread is not one of threading's, or threading is mistaken about the main one.
MADE_BY_THREAD = """
    import _thread
    ended = _thread.allocate_lock()
    ended.acquire()
    def work():
        import threading  # before 3.13 it takes the thread that imports it first for the main one
        print(client.start_deploy_task(task).id, flush=True)
        ended.release()
    _thread.start_new_thread(work, ())
    ended.acquire()
    try:
        client.start_deploy_task(task)
    except KeyboardInterrupt as error:
        print(error.deployment_outcome.outcome)
"""


def test_ctrl_c_is_felt_on_the_main_thread_whoever_imports_threading(service: Emulator) -> None:
    service.faults({"kind": "stall_after_work", "skip": 1})
    with Program(service, MADE_BY_THREAD) as program:
        assert program.line() == service.records()[0]["record_id"] + "\n"
        until(lambda: service.requests() == 2)
        program.interrupt()
        assert program.end() == "unknown\n"
    assert service.release() == 1


IN_A_SUB_INTERPRETER = """
    try:
        import _interpreters as interpreters
        other = interpreters.create("legacy")
    except ImportError:
        import _xxsubinterpreters as interpreters
        other = interpreters.create(isolated=False)
    interpreters.run_string(other, f'''if True:
        import codearts_deploy as cad
        with cad.Client(endpoint={endpoint!r}, token={token!r}) as client:
            print(client.start_deploy_task({task!r}).id)
    ''')
"""


def test_a_sub_interpreter_calls_as_well(service: Emulator) -> None:
    with Program(service, IN_A_SUB_INTERPRETER) as program:
        assert program.end() == service.records()[0]["record_id"] + "\n"
