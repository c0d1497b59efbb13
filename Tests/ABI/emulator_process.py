"""The project's emulator as a process: what it truly did is asked over HTTP, never over the library under test."""
import http.client
import json
import subprocess
from typing import Any, List
from urllib.parse import urlsplit


class EmulatorProcess:
    """Started by `with`; it ends when its standard input closes."""

    def __init__(self, program: str):
        self.program = program

    def __enter__(self) -> "EmulatorProcess":
        self.process = subprocess.Popen(
            [self.program, "emulator", "--port", "0"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        line = self.process.stdout.readline()
        assert line, f"the emulator ended with {self.process.wait()} before it listened"
        ready = json.loads(line)
        self.endpoint: str = ready["endpoint"]
        self.token: str = ready["token"]
        self.task_id: str = ready["task_ids"][0]
        self.address = urlsplit(self.endpoint)
        return self

    def __exit__(self, *_: Any) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()

    def _control(self, method: str, path: str, body: Any = None) -> Any:
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=60)
        try:
            headers = {"Content-Type": "application/json"}
            connection.request(method, "/_emulator/" + path, json.dumps(body) if body else None, headers)
            reply = connection.getresponse()
            text = reply.read()
            assert reply.status < 300, (path, reply.status, text)
            return json.loads(text) if text.strip() else None
        finally:
            connection.close()

    def reset(self) -> None:
        self._control("POST", "reset")

    def fault(self, kind: str, **options: Any) -> None:
        """Orders one fault, `times` 1 unless told otherwise."""
        self._control("POST", "faults", {"faults": [{"kind": kind, "skip": 0, "times": 1, **options}]})

    def mix(self, **members: Any) -> None:
        """Faults by lot from now on: `rate`, `seed` and `kinds`."""
        self._control("POST", "faults", {"mix": members})

    def settings(self, **changes: Any) -> None:
        """How the service behaves until the next reset."""
        self._control("POST", "settings", changes)

    def release(self) -> None:
        """Lets the replies go that a stall holds back."""
        self._control("POST", "release")

    def records(self) -> List[dict]:
        """Every deployment that was truly started, oldest first."""
        return self._control("GET", "records")["records"]

    def requests(self) -> int:
        """How many requests reached the service's paths."""
        return self._control("GET", "requests")["total"]
