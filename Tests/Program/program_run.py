"""Runs the program, and looks at all that it writes for secrets."""
import json
import os
import signal
import subprocess
from typing import Any, NamedTuple

from emulator import Service

#: Nothing that the program prints may hold it.
SECRET = "CANARY-of-an-encrypt-value"
LIMIT = 120


class Run(NamedTuple):
    """What came of one run."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Of --output json."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[dict]:
        """Of --output jsonl."""
        return [json.loads(line) for line in self.out.splitlines()]


class Program:
    """The program with its environment."""

    def __init__(self, path: str, environment: dict[str, str], secrets: list[str] | None = None):
        self.path, self.environment, self.secrets = path, environment, secrets or [SECRET]

    def knowing(self, service: Service) -> "Program":
        facts = service.facts
        secrets = [*self.secrets, facts["token"], facts["sk"], facts["password"]]
        return Program(self.path, self.environment, secrets).having(
            CODEARTS_DEPLOY_ENDPOINT=facts["endpoint"], CODEARTS_DEPLOY_TOKEN=facts["token"],
            CODEARTS_DEPLOY_PROJECT_ID=facts["project_id"])

    def having(self, **variables: str) -> "Program":
        return Program(self.path, {**self.environment, **variables}, self.secrets)

    def lacking(self, *names: str) -> "Program":
        kept = {name: value for name, value in self.environment.items() if name not in names}
        return Program(self.path, kept, self.secrets)

    def command(self, *arguments: str) -> list[str]:
        return [self.path, *arguments]

    def run(self, *arguments: str, text: str = "") -> Run:
        """In a pipe, with `text` on standard input."""
        done = subprocess.run(
            self.command(*arguments), env=self.environment, input=text.encode(), stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, timeout=LIMIT)
        return self.checked(done.returncode, done.stdout, done.stderr)

    def begin(self, *arguments: str) -> "Running":
        """In a pipe, without waiting for its end."""
        return Running(self, *arguments)

    def checked(self, code: int, out: bytes, err: bytes) -> Run:
        for secret in self.secrets:
            assert secret.encode() not in out + err, "a secret was printed"
        return Run(code, out.decode(), err.decode())


class Running:
    """A run that goes on. Use it in `with`: it is not left behind."""

    def __init__(self, program: Program, *arguments: str):
        self.program = program
        self.process = subprocess.Popen(
            program.command(*arguments), env=program.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        self.seen = {"out": b"", "err": b""}

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *_: Any) -> None:
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.communicate()

    def until(self, text: str, stream: str = "out") -> str:
        """Reads whole lines of its output, or of "err", until one has this text: that line."""
        lines = self.process.stdout if stream == "out" else self.process.stderr
        assert lines is not None
        while True:
            line = lines.readline()
            assert line, f"it ended without a word of {text}: {self.seen[stream].decode()}"
            self.seen[stream] += line
            if text in line.decode():
                return line.decode()

    def interrupt(self, signal_number: int = signal.SIGINT) -> None:
        os.kill(self.process.pid, signal_number)

    def end(self) -> Run:
        out, err = self.process.communicate(timeout=LIMIT)
        return self.program.checked(self.process.returncode, self.seen["out"] + out, self.seen["err"] + err)
