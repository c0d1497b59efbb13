"""An emulator of the service on this machine, for tests of code that deploys.

    with codearts_deploy.testing.Emulator() as service:
        client = codearts_deploy.Client(endpoint=service.endpoint, token=service.token)
        reply = client.start_deploy_task(service.task_ids[0])
        assert service.records()[0]["record_id"] == reply.id
"""

from __future__ import annotations

import http.client
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

from . import _native
from ._orders import Ending, EndState, Fault, FaultKind, OldRecord, RateLimit, Settings

__all__ = ["Emulator", "EndState", "Ending", "Fault", "FaultKind", "OldRecord", "RateLimit", "Settings"]

if TYPE_CHECKING:
    from typing_extensions import Self, Unpack

_PROGRAM = "codearts-deploy"


class Emulator:
    """Runs `codearts-deploy emulator` on a free loopback port, for the duration of a `with` block.

    The program is the one that CODEARTS_DEPLOY_PROGRAM names, else the one installed with the library, else the one
    beside the Python interpreter, else the one on the PATH. It runs in a session of its own, so that Ctrl-C reaches the
    test and not the emulator, and ends when this process does.

    What it can be told: `faults` and `mix` (see Fault), `outcomes` (Ending), `foreign`, `history` (OldRecord),
    `settings` (Settings), `release` and `reset`. What it can be asked: `records`, `requests`, `last_requests`.
    """

    endpoint: str
    iam_endpoint: str
    metadata_endpoint: str
    # Credentials that it takes, of every kind; none of them is a secret.
    token: str
    ak: str
    sk: str
    user: str
    user_id: str
    password: str
    passcode: str
    domain: str
    iam_project: str
    project_id: str
    app_ids: list[str]
    task_ids: list[str]
    app_names: list[str]

    def __init__(
        self,
        *,
        pending_ms: int | None = None,
        step_ms: int | None = None,
        steps: int | None = None,
        applications: int | None = None,
        busy: bool = True,
        seed: int | None = None,
        start_timeout_s: float = 60,
        stop_timeout_s: float = 10,
    ) -> None:
        """A deployment waits for `pending_ms`, then runs through this many `steps` of `step_ms` each. The project has
        so many `applications`, by default 2. Unless `busy` is false, an application refuses a start while it is being
        deployed, as the service does. `seed` makes random choices repeatable.
        """
        given = {
            "--pending-ms": pending_ms, "--step-ms": step_ms, "--steps": steps, "--seed": seed,
            "--applications": applications,
        }
        self._options = [word for name, value in given.items() if value is not None for word in (name, str(value))]
        self._options += ["--busy" if busy else "--no-busy"]
        self._start_timeout_s = start_timeout_s
        self._stop_timeout_s = stop_timeout_s
        self._process: subprocess.Popen[bytes] | None = None
        self._said = -1  # a file with what the program prints on standard error
        self._process_id = 0  # of the process that started it: a forked child must not stop its parent's emulator

    def __enter__(self) -> Self:
        if self._process is not None:
            raise RuntimeError("this Emulator runs already")
        command = [_program(), "emulator", "--port", "0", "--until-stdin-closes", *self._options]
        with tempfile.TemporaryFile() as said:
            self._said = os.dup(said.fileno())
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._said, bufsize=0,
            start_new_session=True,
        )
        self._process_id = os.getpid()
        try:
            facts = json.loads(self._first_line(self._process))
            for name in Emulator.__annotations__:
                setattr(self, name, facts[name])
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Closes the program's standard input, which ends it; kills it if it does not end in time."""
        process, self._process = self._process, None
        if process is None or self._process_id != os.getpid():
            return
        with process:  # closes its pipes
            assert process.stdin is not None
            try:
                process.stdin.write(b"end\n")  # so that it exits as requested, without a line that says why
                process.stdin.close()
            except OSError:
                pass  # it has ended already
            try:
                process.wait(self._stop_timeout_s)
            except subprocess.TimeoutExpired:
                process.kill()
        text = self._printed()
        os.close(self._said)
        if text:
            print(text, file=sys.stderr)

    def records(self) -> list[dict[str, Any]]:
        """The deployments that were actually started, in order."""
        records: list[dict[str, Any]] = self._control("GET", "records")["records"]
        return records

    def requests(self) -> int:
        """How many requests reached the service, whatever their result."""
        total: int = self._control("GET", "requests")["total"]
        return total

    def faults(self, *faults: Fault) -> None:
        """Orders faults, {"kind": "cut_after_work", "skip": 1, "times": 1}, for the next requests.

        They are queued: the first applies until its `times` are used up, then the second begins to count.
        """
        self._control("POST", "faults", {"faults": faults})

    def mix(self, rate: float, *kinds: Fault, seed: int = 0) -> None:
        """Gives each request from now on, with this probability, one of these faults. A rate of 0 ends it."""
        self._control("POST", "faults", {"mix": {"rate": rate, "seed": seed, "kinds": kinds} if rate else None})

    def outcomes(self, *outcomes: Ending) -> None:
        """Decides how the next deployments end: {"end": "failed", "failed_step": 1, "times": 1}."""
        self._control("POST", "outcomes", {"outcomes": outcomes})

    def foreign(self, task_id: str, params: Sequence[Mapping[str, Any]] = (), **outcome: object) -> str:
        """Starts a deployment as another user, with the outcome that the members describe; returns its record id."""
        order = {"task_id": task_id, "params": params, **outcome}
        record_id: str = self._control("POST", "foreign", order)["record_id"]
        return record_id

    def history(self, task_id: str, *records: OldRecord) -> list[str]:
        """Puts old records into the history, {"days_ago": 40, "state": "succeeded"}; returns their ids."""
        order = {"task_id": task_id, "records": records}
        record_ids: list[str] = self._control("POST", "history", order)["record_ids"]
        return record_ids

    def settings(self, **settings: Unpack[Settings]) -> None:
        """Changes how the service behaves until `reset`: see Settings. Documentation/Emulator.md describes them."""
        self._control("POST", "settings", settings)

    def last_requests(self, count: int = 10) -> list[dict[str, Any]]:
        """The newest requests as they came, without their secrets; the newest last."""
        requests: list[dict[str, Any]] = self._control("GET", f"requests/last?n={count}")["requests"]
        return requests

    def reset(self) -> None:
        """Forgets records, faults and counts, and closes the connections that a fault holds."""
        self._control("POST", "reset")

    def release(self) -> int:
        """Releases the requests that a fault holds, and returns their number."""
        total: int = self._control("POST", "release")["total"]
        return total

    def _control(self, method: str, name: str, body: object = None) -> dict[str, Any]:
        address = urllib.parse.urlsplit(self.endpoint)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
        try:
            text = None if body is None else json.dumps(body)
            connection.request(method, f"/_emulator/{name}", text, {"Content-Type": "application/json"})
            reply = connection.getresponse()
            answer = reply.read().decode()
        except OSError as error:
            raise RuntimeError(f"the emulator does not answer to {method} {name}{self._end()}") from error
        finally:
            connection.close()
        if reply.status >= 300:
            raise RuntimeError(f"the emulator answers {reply.status} to {method} {name}: {answer}")
        document: dict[str, Any] = json.loads(answer) if answer else {}
        return document

    def _first_line(self, process: subprocess.Popen[bytes]) -> bytes:
        """The program's output once it listens."""
        assert process.stdout is not None
        deadline = time.monotonic() + self._start_timeout_s
        line = b""
        while not line.endswith(b"\n"):
            readable, _, _ = select.select([process.stdout], [], [], max(0.0, deadline - time.monotonic()))
            if not readable:
                raise TimeoutError(
                    f"{process.args!r} did not listen within {self._start_timeout_s} s{self._quoted(line)}")
            piece = process.stdout.read(4096)
            if not piece:
                code = process.wait()
                raise RuntimeError(f"{process.args!r} ended with code {code} before it listened{self._quoted(line)}")
            line += piece
        return line

    def _end(self) -> str:
        """What became of the program, for an error."""
        if self._process is None:
            return ": it was stopped"
        code = self._process.poll()
        return ("" if code is None else f": it ended with code {code}") + self._quoted()

    def _quoted(self, output: bytes = b"") -> str:
        """What the program printed, for an error."""
        text = (output.decode(errors="replace") + self._printed()).strip()
        return f". It printed:\n{text}" if text else ""

    def _printed(self) -> str:
        """The end of what it printed on standard error."""
        size = os.fstat(self._said).st_size
        return os.pread(self._said, 8192, max(0, size - 8192)).decode(errors="replace").strip()


def _program() -> str:
    named = os.environ.get("CODEARTS_DEPLOY_PROGRAM")
    if named:
        return named
    beside_library = os.path.join(os.path.dirname(_native.library_path), "..", "bin", _PROGRAM)
    beside_python = os.path.join(os.path.dirname(sys.executable), _PROGRAM)  # where pip puts it, also in a venv
    for path in (beside_library, beside_python):
        if os.path.isabs(path) and os.access(path, os.X_OK):
            return path
    on_path = shutil.which(_PROGRAM)
    if on_path is None:
        raise FileNotFoundError(
            f"no program {_PROGRAM}, neither at {beside_library} nor at {beside_python} nor on the PATH. It comes from "
            "the same place as this package: `make install-program` in a checkout, or its wheel codearts_deploy_cli. "
            "CODEARTS_DEPLOY_PROGRAM may name it"
        )
    return on_path
