"""The program on a terminal: a pty, somebody who types, and a screen that understands what the program draws with."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable
from typing import Any

from program_run import LIMIT, Program, Run


class Screen:
    """Lines of text, and a cursor that goes up, down and to the left, writes over what stands there, and clears: nothing
    else is allowed to come."""

    ESCAPE = re.compile(r"\x1b\[(\d*)([A-Za-z])|\x1b\[([\d;]*)m")

    def __init__(self) -> None:
        self.lines: list[str] = [""]
        self.row = self.column = 0

    def show(self, text: str) -> None:
        at = 0
        while at < len(text):
            found = self.ESCAPE.match(text, at)
            if found:
                at = found.end()
                self.obey(found.group(2) or "m", int(found.group(1) or 1))
                continue
            character, at = text[at], at + 1
            if character == "\n":
                self.row += 1
                if self.row == len(self.lines):
                    self.lines.append("")
            elif character == "\r":
                self.column = 0
            else:
                assert character >= " ", f"the control character {character!r} reached the terminal"
                line = self.lines[self.row].ljust(self.column)
                self.lines[self.row] = line[:self.column] + character + line[self.column + 1:]
                self.column += 1

    def obey(self, command: str, count: int) -> None:
        if command == "A":
            assert count <= self.row, "it went up beyond what it drew"
            self.row -= count
        elif command == "J":
            self.lines[self.row:] = [""]
        else:
            assert command == "m", f"an escape that ends with {command}"


class TerminalRun:
    """A run on a terminal. Use it in `with`: it is not left behind."""

    def __init__(self, program: Program, *arguments: str, columns: int = 80, rows: int = 24, **variables: str):
        environment = {**program.environment, "TERM": "xterm-256color", **variables}
        self.program, self.columns = program, columns
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            self.size(columns, rows, 1)
            os.execve(program.path, program.command(*arguments), environment)
        self.seen = b""

    @staticmethod
    def size(columns: int, rows: int, descriptor: int) -> None:
        fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> "TerminalRun":
        return self

    def __exit__(self, *_: Any) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.terminal)

    def resize(self, columns: int, rows: int) -> None:
        self.size(columns, rows, self.terminal)

    def type(self, keys: str) -> None:
        os.write(self.terminal, keys.encode())

    def signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def hang_up(self) -> int:
        """Closes the terminal, as a window that is closed or a connection that is lost does it; the program's exit code."""
        os.close(self.terminal)
        self.terminal = os.open(os.devnull, os.O_RDWR)
        return self.ended()

    def ended(self) -> int:
        """Waits without reading what it writes."""
        code = exit_code(self.pid)
        self.pid = 0
        return code

    def control_c(self) -> None:
        """As the key does it: the terminal sends the signal."""
        self.type("\x03")

    @property
    def text(self) -> str:
        return self.seen.decode(errors="replace")

    @property
    def screen(self) -> list[str]:
        screen = Screen()
        screen.show(self.text)
        return screen.lines

    def until(self, condition: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + LIMIT
        while not condition():
            assert time.monotonic() < deadline and self.read(), f"no {what} in: ...{self.text[-2000:]}"

    def sees(self, text: str) -> None:
        self.until(lambda: text in self.text, text)

    def read(self) -> bool:
        """A little more; false at the end."""
        ready, _, _ = select.select([self.terminal], [], [], 0.1)
        if not ready:
            return True
        try:
            more = os.read(self.terminal, 65536)
        except OSError:  # how Linux tells that nobody holds the other side any more
            return False
        self.seen += more
        return bool(more)

    def end(self) -> Run:
        deadline = time.monotonic() + LIMIT
        while self.read():
            assert time.monotonic() < deadline, f"it does not end: ...{self.text[-2000:]}"
        code = exit_code(self.pid)
        self.pid = 0
        return self.program.checked(code, self.seen, b"")


def exit_code(pid: int) -> int:
    """Of a child, when it ends."""
    deadline = time.monotonic() + LIMIT
    while True:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
        assert time.monotonic() < deadline, "it does not end"
        time.sleep(0.02)
