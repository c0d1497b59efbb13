"""The interpreter ends at any stage of an operation: at once, with code 0, and without a word."""

from __future__ import annotations

import pytest

from codearts_deploy.testing import Emulator
from tests.conftest import Program

STAGES = {
    "nothing was called": "",
    "a call has ended": "client.start_deploy_task(task)",
    "the client is closed": "client.start_deploy_task(task); client.close()",
    "an operation was never waited for": 'operation = client.submit("start_deploy_task", {"task_id": task})',
    "an operation was forgotten": 'client.submit("start_deploy_task", {"task_id": task})',
    "an operation has ended and is not closed": """
    operation = client.submit("start_deploy_task", {"task_id": task})
    operation.wait()
    """,
    "events are half read": """
    operation = client.submit("start_deploy_task", {"task_id": task})
    events = operation.events()
    next(events)
    """,
    "a module keeps it all": """
    sys.client, sys.operation = client, client.submit("start_deploy_task", {"task_id": task})
    """,
    "an exit handler makes a call": """
    import atexit
    atexit.register(lambda: client.start_deploy_task(task))
    """,
    "a finalizer makes a call": """
    class Last:
        def __del__(self, client=client, task=task):
            client.start_deploy_task(task)
    last = Last()
    """,
    "threads call without a pause": """
    import threading
    def work():
        while True:
            client.start_deploy_task(task)
    for _ in range(8):
        threading.Thread(target=work, daemon=True).start()
    client.start_deploy_task(task)
    """,
    "an asynchronous call has ended": """
    import asyncio
    other = cad.AsyncClient(endpoint=endpoint, token=token)
    asyncio.run(other.start_deploy_task(task))
    """,
}
HELD = """
    def held(work, count=1):
        import threading, time
        for _ in range(count):
            threading.Thread(target=work, args=[task], daemon=True).start()
        service = cad.testing.Emulator()  # not started: it asks the one that runs
        service.endpoint = endpoint
        while service.requests() < count:
            time.sleep(0.01)
"""
STALLED = {
    "an operation runs": """
    operation = client.submit("start_deploy_task", {"task_id": task})
    """,
    "a thread waits in a call": """
    import threading
    threading.Thread(target=client.start_deploy_task, args=[task], daemon=True).start()
    """,
    "a thread is held in a call": HELD + "    held(client.start_deploy_task)",
    "many threads are held in calls": HELD + "    held(client.start_deploy_task, 20)",
    "a thread is held in a call and the client is closed": HELD + """
    held(client.start_deploy_task)
    client.close()
    """,
    "a thread is held in a call and sys.exit is called": HELD + "    held(client.start_deploy_task); sys.exit(0)",
    "a thread is held in a call of another's client": HELD + """
    held(lambda task: cad.Client(endpoint=endpoint, token=token).start_deploy_task(task))
    """,
    "a thread is held in a deployment": HELD + "    held(client.deploy)",
    "a thread reads events": """
    import threading
    operation = client.submit("start_deploy_task", {"task_id": task})
    threading.Thread(target=lambda: list(operation.events()), daemon=True).start()
    """,
    "a task is left behind by asyncio.run": """
    import asyncio
    other = cad.AsyncClient(endpoint=endpoint, token=token)
    async def main():
        global task_of_asyncio
        task_of_asyncio = asyncio.ensure_future(other.start_deploy_task(task))
        while not waited():
            await asyncio.sleep(0.01)
    def waited():
        return cad.testing.Emulator.requests(service) > 0
    service = cad.testing.Emulator()
    service.endpoint = endpoint
    asyncio.run(main())
    """,
    "a task is left behind by a loop that nobody closed": """
    import asyncio
    other = cad.AsyncClient(endpoint=endpoint, token=token)
    loop = asyncio.new_event_loop()
    left = loop.create_task(other.start_deploy_task(task))
    left._log_destroy_pending = False
    loop.run_until_complete(asyncio.sleep(0.05))
    """,
    "the program calls sys.exit in a thread's call": """
    import threading
    threading.Thread(target=client.start_deploy_task, args=[task], daemon=True).start()
    sys.exit(0)
    """,
}


@pytest.mark.parametrize("code", STAGES.values(), ids=STAGES.keys())
def test_it_ends_when(service: Emulator, code: str) -> None:
    with Program(service, code + "\n") as program:
        assert program.end() == ""


@pytest.mark.parametrize("code", STALLED.values(), ids=STALLED.keys())
def test_it_ends_although_the_server_holds_when(service: Emulator, code: str) -> None:
    service.faults({"kind": "stall_after_work", "times": 100})
    with Program(service, code + "\n") as program:
        assert program.end() == ""
