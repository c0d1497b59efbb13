"""A few lines of a language in a process of their own, for what only that language has."""
from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from emulator import Service
from runner_process import default_signals, environment
from toolchains import Language, Programs, languages


def only_with(language: Language) -> pytest.MarkDecorator:
    """For a module's `pytestmark`."""
    why = language.missing()
    return pytest.mark.skipif(why is not None or language not in languages(), reason=str(why))


class Script:
    """Started by `with`, and ended by it at the latest."""

    def __init__(self, programs: Programs, service: Service, *command: str):
        self.process = subprocess.Popen(
            command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=default_signals,
            env={**environment(service, programs), "TASK": service.task_id})

    def __enter__(self) -> "Script":
        return self

    def __exit__(self, *_: Any) -> None:
        self.process.kill()
        self.process.communicate()

    def line(self) -> Any:
        """The next JSON line that it says."""
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def end(self) -> list[Any]:
        """What else it says, once it has ended by itself without complaint."""
        output, errors = self.process.communicate(timeout=60)
        assert (self.process.returncode, errors) == (0, ""), (self.process.returncode, errors)
        return [json.loads(line) for line in output.splitlines()]
