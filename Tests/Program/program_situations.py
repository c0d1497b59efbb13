"""The program where the shell, the disk or the reader does something to it: pipes that nobody reads, full devices, closed
and ignored things."""
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from program_run import LIMIT, Program, Run

#: Prepares a child, and becomes the program: what `preexec_fn` would do, without its dangers.
CHILD = """
import json, os, signal, sys
order = json.loads(sys.argv[1])
for number in order["ignored"]: signal.signal(number, signal.SIG_IGN)
for number in order["default"]: signal.signal(number, signal.SIG_DFL)
if order["terminal"]:
    # A job in the background: a process group of its own, which is not that of the terminal.
    os.setsid()
    terminal = os.open(order["terminal"], os.O_RDWR)
    for descriptor in (0, 1, 2): os.dup2(terminal, descriptor)
    job = os.fork()
    if job:
        _, status = os.waitpid(job, os.WUNTRACED)
        if os.WIFSTOPPED(status): os.kill(job, signal.SIGKILL)
        os._exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + 64)
    os.setpgid(0, 0)
for descriptor in order["closed"]: os.close(descriptor)
os.execv(sys.argv[2], sys.argv[2:])
"""


class Child:
    """A run whose descriptors and signals are as a shell would have made them. Use it in `with`."""

    def __init__(
        self, program: Program, *arguments: str, out: Any = subprocess.PIPE, err: Any = subprocess.PIPE,
        text: Any = subprocess.DEVNULL, closed: tuple[int, ...] = (), ignored: tuple[int, ...] = (),
        default: tuple[int, ...] = (), terminal: str | None = None, **options: Any
    ):
        order = json.dumps({"closed": closed, "ignored": ignored, "default": default, "terminal": terminal})
        self.program = program
        self.process = subprocess.Popen(
            [sys.executable, "-c", CHILD, order, *program.command(*arguments)], env=program.environment, stdin=text,
            stdout=out, stderr=err, restore_signals=False, **options)

    def __enter__(self) -> "Child":
        return self

    def __exit__(self, *_: Any) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def ended(self) -> int:
        """Its exit code, without reading anything that it writes."""
        return self.process.wait(timeout=LIMIT)

    def end(self) -> Run:
        out, err = self.process.communicate(timeout=LIMIT)
        return self.program.checked(self.process.returncode, out or b"", err or b"")


@contextmanager
def unread_pipe() -> Iterator[int]:
    """The end to write to of a pipe that is full, and that nobody reads."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    try:
        for piece in (b"x" * 65536, b"x"):
            while True:
                try:
                    os.write(writer, piece)
                except BlockingIOError:
                    break
        os.set_blocking(writer, True)
        yield writer
    finally:
        os.close(reader)
        os.close(writer)


@contextmanager
def broken_pipe() -> Iterator[int]:
    """The end to write to of a pipe whose reader is gone."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        yield writer
    finally:
        os.close(writer)


@contextmanager
def full_device() -> Iterator[int]:
    descriptor = os.open("/dev/full", os.O_WRONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
