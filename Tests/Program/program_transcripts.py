"""Transcripts: what a command printed, word for word, with ids, addresses and times masked.

UPDATE_TRANSCRIPTS=1 writes them anew; look at the difference before it is committed.
"""
import os
import re
from collections.abc import Sequence
from pathlib import Path

from program_run import Run

FOLDER = Path(__file__).parent / "transcripts"

MASKS = (
    (r"Request id: \S+", "Request id: REQUEST"),
    (r"d2dc947ec2424d8789bb3984bb3adf45", "TASK"),
    (r"c0000000000000000000000000000001", "PROJECT"),
    (r"\b(?!0{32})[0-9a-f]{32}\b", "RECORD"),
    (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
    (r"127\.0\.0\.1 port \d+ after \d+ ms", "127.0.0.1 port PORT after N ms"),
    (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "TIME"),
    (r"\[\d\d:\d\d\]", "[TIME]"),
    (r"after \d+ milliseconds", "after N milliseconds"),
    (r"with \d+ (out of \d+ )?bytes", "with N bytes"),
    (r"/tmp/\S*?/([\w.]+)(?=[ :;,)]|$)", r"FOLDER/\1"),
    (r"OpenSSL/[\d.]+", "OpenSSL/N"),
)


def masked(text: str) -> str:
    for pattern, name in MASKS:
        text = re.sub(pattern, name, text, flags=re.MULTILINE)
    return text


def transcript(arguments: Sequence[str], run: Run) -> str:
    parts = ["$ codearts-deploy " + " ".join(arguments) + "\n"]
    parts += ["--- standard output\n" + run.out] if run.out else []
    parts += ["--- standard error\n" + run.err] if run.err else []
    return masked("".join(parts) + f"--- exit status {run.code}\n")


def expect(name: str, arguments: Sequence[str], run: Run) -> None:
    """The run reads as it did when somebody last looked at it."""
    path = FOLDER / f"{name}.txt"
    text = transcript(arguments, run)
    if os.environ.get("UPDATE_TRANSCRIPTS"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
