"""The canned server as a process."""
import subprocess
from pathlib import Path
from typing import Any, NamedTuple, Optional, Sequence


class Counts(NamedTuple):
    answered: int
    refused: int


class Server:
    """A canned server, run by `with`. Its counts are known when it has ended.

    limit   how many a second it answers, and how it says so: "retry-after", "words" or "nothing"
    """

    def __init__(self, command: Sequence[str], limit: Sequence[str] = ()):
        self.command = [*command, *limit]
        self.counts: Optional[Counts] = None

    def __enter__(self) -> "Server":
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.endpoints = {scheme: f"{scheme}://127.0.0.1:{int(self.process.stdout.readline())}"
                          for scheme in ("http", "https")}
        return self

    def __exit__(self, *_: Any) -> None:
        told, _ = self.process.communicate(timeout=60)
        self.counts = Counts(*(int(number) for number in told.split()))

    @property
    def seconds(self) -> float:
        """The processor time that it has taken."""
        return int(Path(f"/proc/{self.process.pid}/schedstat").read_text().split()[0]) / 1e9
