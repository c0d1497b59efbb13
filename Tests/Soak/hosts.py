"""Two hosts of one large batch: a C program, and Python over the raw C functions."""
import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from abi import Library
from call_modes import MANY
from installed import compiler_flags, library_folder


class Told(NamedTuple):
    """What the library said: a result for each item, and the end."""

    results: list[dict]
    end: dict


def in_c(config: dict, request: dict) -> Told:
    with tempfile.TemporaryDirectory() as folder:
        program = str(Path(folder) / "host")
        strict = ["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-O2"]
        source = str(Path(__file__).with_name("host.c"))
        subprocess.run(["cc", *strict, source, "-o", program, *compiler_flags()], check=True)
        ran = subprocess.run(
            [program, json.dumps(config)], input=json.dumps(request), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            universal_newlines=True, env={**os.environ, "LD_LIBRARY_PATH": library_folder()})
    assert ran.returncode == 0, ran.stderr
    *events, end = [json.loads(line) for line in ran.stdout.splitlines()]
    return Told(_results(events), end)


def in_python(config: dict, request: dict) -> Told:
    library = Library(os.environ["CODEARTS_DEPLOY_LIBRARY"])
    with library.client(**config) as client, client.begin(MANY, **request) as operation:
        events = operation.events()
        return Told(_results(events), operation.wait(0).document)


def _results(events: list[Any]) -> list[dict]:
    return [event for event in events if event["event"] == "result"]


HOSTS = {"c": in_c, "python": in_python}
