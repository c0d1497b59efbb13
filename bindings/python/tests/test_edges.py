"""Processes as cron, systemd, containers and shells make them: what they lack, and what they have closed or ignored."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from codearts_deploy import _native
from codearts_deploy.testing import Emulator
from tests.conftest import PROLOGUE, Document, Program, until

SAYS = """
    import os
    def say(text):
        with open(os.environ["SAID"], "a", encoding="utf-8") as file:
            file.write(str(text) + chr(10))
"""
STARTS = SAYS + "    say(client.start_deploy_task(task, params={'name': 'caf\\u00e9'}).id)\n"
DEPLOYS = SAYS + "    say(client.deploy(task, params={'name': 'caf\\u00e9'}, interval=0.01).record_id)\n"
AWAITS = SAYS + """
    import asyncio
    other = cad.AsyncClient(endpoint=endpoint, token=token)
    say(asyncio.run(other.deploy(task, params={'name': 'caf\\u00e9'}, interval=0.01)).record_id)
"""
WORK = {"a start": STARTS, "a deployment": DEPLOYS, "asyncio": AWAITS}


@pytest.fixture
def service(emulator: Emulator) -> Emulator:
    emulator.reset()
    emulator.settings(pending_ms=0, step_ms=1)
    return emulator


class Started:
    """A Python program in a process that lacks something; what it said goes to a file."""

    def __init__(self, service: Emulator, folder: Path, code: str, **options: Any) -> None:
        self.said = folder / "said"
        environment = options.pop("env", dict(os.environ))
        library = {"CODEARTS_DEPLOY_LIBRARY": os.path.abspath(_native.library_path), "SAID": str(self.said)}
        path = {"PYTHONPATH": os.pathsep.join([*filter(None, sys.path)])}
        command = [*options.pop("prefix", ()), sys.executable, *options.pop("flags", ()), "-c", PROLOGUE + code]
        self.process = subprocess.Popen(
            [*command, service.endpoint, service.token, service.task_ids[0]],
            env={**environment, **library, **path}, **options,
        )

    def end(self) -> str:
        try:
            self.process.wait(60)
        finally:
            self.process.kill()
            self.process.wait()
        return self.said.read_text(encoding="utf-8").strip() if self.said.exists() else ""


def close_standard() -> None:
    for descriptor in (0, 1, 2):
        os.close(descriptor)


def ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE, signal.SIGCHLD):
        signal.signal(number, signal.SIG_IGN)


def block_signals() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGPIPE, signal.SIGALRM})


EDGES: dict[str, Document] = {
    "LC_ALL=C": {"env": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}},
    "a locale that does not exist": {"env": {"LC_ALL": "xx_YY.UTF-8"}},
    "nothing in the environment": {"env": {}},
    "HOME a file": {"env": {"HOME": "/dev/null"}},
    "development mode, warnings as errors": {"flags": ["-X", "dev", "-W", "error"]},
    "no docstrings and assertions, bytes apart from text": {"flags": ["-OO", "-bb"]},
    "descriptors 0 to 2 closed": {"preexec_fn": close_standard},
    "descriptors 0 to 2 closed, log": {"preexec_fn": close_standard, "env": {"CODEARTS_DEPLOY_LOG": "debug"}},
    "signals ignored": {"preexec_fn": ignore_signals, "restore_signals": False},
    "signals blocked": {"preexec_fn": block_signals},
    "a session of its own": {"start_new_session": True, "stdin": subprocess.DEVNULL},
    "a folder that is gone": {},
}


@pytest.mark.parametrize("work", WORK.values(), ids=WORK.keys())
@pytest.mark.parametrize("edge", EDGES)
def test_a_deployment_is_started_and_its_record_known_with(
    service: Emulator, tmp_path: Path, edge: str, work: str
) -> None:
    options = dict(EDGES[edge])
    if edge == "a folder that is gone":
        folder = tmp_path / "gone"
        folder.mkdir()
        options |= {"cwd": folder, "preexec_fn": folder.rmdir}
    said = Started(service, tmp_path, work, **options).end()
    [record] = service.records()
    assert said == record["record_id"]
    assert record["params"] == [{"key": "name", "value": "café", "type": "text"}]


@pytest.mark.parametrize("work", WORK.values(), ids=WORK.keys())
def test_a_deployment_is_started_without_proc(service: Emulator, tmp_path: Path, work: str) -> None:
    prefix = ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs none /proc && exec "$@"', "sh"]
    if not shutil.which("unshare") or subprocess.run([*prefix, "true"], capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount over /proc")
    said = Started(service, tmp_path, work, prefix=prefix).end()
    assert said == service.records()[0]["record_id"]


DAEMON = SAYS + """
    def fork():
        if os.fork():
            os._exit(0)
    made_before = client
    fork()
    os.setsid()
    fork()
    os.chdir("/")
    os.umask(0o077)
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    made_after = cad.Client(endpoint=endpoint, token=token)
    say(" ".join(each.deploy(task, interval=0.01).record_id for each in (made_before, made_after)))
"""


def test_a_daemon_goes_on_with_what_it_was_given(service: Emulator, tmp_path: Path) -> None:
    started = Started(service, tmp_path, DAEMON)
    started.process.wait(60)
    until(lambda: started.said.exists() and started.said.read_text().endswith("\n"))
    assert started.end().split() == [record["record_id"] for record in service.records()]


# ------------------------------------------------------------------------------------------------ output that fails --


@pytest.mark.parametrize("out", ["full", "broken pipe", "closed"])
def test_a_listener_that_cannot_write_knows_the_record(service: Emulator, tmp_path: Path, out: str) -> None:
    """`on_event=print` into a full disk, or a pipe that nobody reads any more."""
    service.settings(step_ms=3_600_000)
    code = SAYS + """
    def show(event):
        if event["event"] == "state":
            print(event, flush=True)
    try:
        client.deploy(task, interval=0.01, on_event=show, on_cancel="stop")
    except (OSError, ValueError) as error:
        say(cad.deployment_outcome(error).record_id)
        sys.stdout = None
    """
    if out == "full":
        with open("/dev/full", "w") as full:
            said = Started(service, tmp_path, code, stdout=full, stderr=subprocess.DEVNULL).end()
    elif out == "closed":
        code = "    sys.stdout.close()\n" + code
        said = Started(service, tmp_path, code, stderr=subprocess.DEVNULL).end()
    else:
        reader, writer = os.pipe()
        os.close(reader)
        said = Started(service, tmp_path, code, stdout=writer, stderr=subprocess.DEVNULL).end()
        os.close(writer)
    [record] = service.records()
    assert (said, record["state"]) == (record["record_id"], "abort")


# ---------------------------------------------------------------------------------------------------------- signals --


def test_a_signal_that_is_ignored_at_the_start_stays_ignored(service: Emulator, tmp_path: Path) -> None:
    """As a shell starts a job in the background of a script, and nohup whatever it runs."""
    service.faults({"kind": "stall_after_work"})
    code = SAYS + "    say(client.start_deploy_task(task).id)\n"
    code = "    signal.signal(signal.SIGINT, signal.SIG_IGN)  # as the process was given it\n" + code
    started = Started(service, tmp_path, code, preexec_fn=ignore_signals, restore_signals=False)
    until(service.records)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        started.process.send_signal(number)
    assert service.release() == 1
    assert started.end() == service.records()[0]["record_id"]


HANDLERS = """
    def shown():
        return {number: signal.getsignal(number) for number in signal.valid_signals()}
    def blocked():
        return signal.pthread_sigmask(signal.SIG_BLOCK, ())
    before = shown(), blocked()
    client.deploy(task, interval=0.01)
    import asyncio
    asyncio.run(cad.AsyncClient(endpoint=endpoint, token=token).start_deploy_task(task))
    client.close()
    print((shown(), blocked()) == before)
"""


def test_the_library_changes_no_handler_and_no_mask(service: Emulator) -> None:
    with Program(service, HANDLERS) as program:
        assert program.end() == "True\n"


def test_ctrl_c_is_felt_by_a_process_whose_output_is_closed(service: Emulator, tmp_path: Path) -> None:
    service.settings(step_ms=3_600_000)
    code = SAYS + """
    try:
        client.deploy(task, interval=0.01, on_cancel="stop")
    except KeyboardInterrupt as error:
        say(error.deployment_outcome.record_id)
    """
    started = Started(service, tmp_path, code, preexec_fn=close_standard)
    until(service.records)
    started.process.send_signal(signal.SIGINT)
    [record] = service.records()
    assert started.end() == record["record_id"]
    until(lambda: service.records()[0]["state"] == "abort")


IN_A_THREAD_OF_ANOTHER = """
    try:
        import _interpreters as interpreters
        other = interpreters.create("legacy")
    except ImportError:
        import _xxsubinterpreters as interpreters
        other = interpreters.create(isolated=False)
    interpreters.run_string(other, f'''if True:
        import threading
        import codearts_deploy as cad
        def work():
            with cad.Client(endpoint={endpoint!r}, token={token!r}) as client:
                print(client.deploy({task!r}, interval=0.01).record_id, flush=True)
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    ''')
"""


def test_a_thread_of_another_interpreter_deploys(service: Emulator) -> None:
    with Program(service, IN_A_THREAD_OF_ANOTHER) as program:
        assert program.end() == service.records()[0]["record_id"] + "\n"


def test_the_emulator_is_started_from_a_process_without_standard_descriptors(
    service: Emulator, tmp_path: Path
) -> None:
    code = SAYS + """
    from codearts_deploy.testing import Emulator
    with Emulator(pending_ms=0, step_ms=1) as own, cad.Client(endpoint=own.endpoint, token=own.token) as mine:
        say(mine.deploy(own.task_ids[0], interval=0.01).record_id == own.records()[0]["record_id"])
    """
    assert Started(service, tmp_path, code, preexec_fn=close_standard).end() == "True"
