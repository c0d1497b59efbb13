"""A language's runner: a process that does what it is ordered, a JSON line each, through the language's binding."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from typing import Any

from emulator import Service
from toolchains import Language, Programs, library

#: No order takes so long: a runner that has not answered by then hangs.
LIMIT_S = 120


def environment(service: Service, programs: Programs) -> dict[str, str]:
    """The service and the library under test, and nothing else of this machine's configuration."""
    home = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {
        **home, "LANG": "C.UTF-8", "CODEARTS_DEPLOY_LIBRARY": library(), "CODEARTS_DEPLOY_ENDPOINT": service.endpoint,
        "CODEARTS_DEPLOY_TOKEN": service.token, **programs.environment}


def default_signals() -> None:
    """What a shell starts in the background inherits that SIGINT is ignored, and many programs keep to that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Answer:
    """What a runner answered, with the documents read."""

    def __init__(self, line: str):
        self.line = line
        said = json.loads(line)
        self.status: str = said["status"]
        self.outcome: str | None = said.get("outcome")
        self.message: str | None = said.get("message")
        self.violations = [tuple(each) for each in said.get("violations") or []]
        self.text: str = said.get("document") or ""
        self.document: Any = json.loads(self.text) if self.text else None
        self.events: list[dict[str, Any]] = [json.loads(each) for each in said.get("events") or []]
        self.count: int = int(said.get("ok") or 0)


class Runner:
    """Started by the first order; one that has died is started again by the next."""

    def __init__(self, language: Language, programs: Programs, service: Service):
        self.language, self.programs, self.service = language, programs, service
        self.process: subprocess.Popen[str] | None = None

    def order(self, **order: Any) -> Answer:
        process = self._running()
        assert process.stdin is not None and process.stdout is not None
        line = json.dumps({name: self._text(name, value) for name, value in order.items() if value is not None})
        watchdog = threading.Timer(LIMIT_S, process.kill)
        watchdog.start()
        try:
            process.stdin.write(line + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        finally:
            watchdog.cancel()
        assert answer, f"the {self.language.name} runner died: {self._last_words()}\nof the order {line[:2000]}"
        return Answer(answer)

    def end(self) -> tuple[int, str]:
        """Lets it end by itself; its exit code, and what it wrote to standard error."""
        assert self.process is not None
        process, self.process = self.process, None
        output, errors = process.communicate(timeout=LIMIT_S)
        return process.returncode, output + errors

    def close(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    @property
    def pid(self) -> int:
        return self._running().pid

    def _running(self) -> subprocess.Popen[str]:
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(
                self.programs.runner, env=environment(self.service, self.programs), stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", errors="surrogateescape",
                preexec_fn=default_signals)
        return self.process

    def _last_words(self) -> str:
        assert self.process is not None
        process, self.process = self.process, None
        try:
            _, errors = process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            _, errors = process.communicate()
        return f"{errors[-4000:]} (exit code {process.returncode})"

    def _text(self, name: str, value: Any) -> Any:
        return value if isinstance(value, str) else str(value)


def in_units(text: str, units: str) -> str:
    """The hex digits of a text as a language with such units holds it; a lone surrogate stands for a bad byte."""
    if units == "utf16":
        return text.encode("utf-16-be", "surrogatepass").hex()
    return text.encode("utf-8", "surrogateescape" if units == "bytes" else "strict").hex()
