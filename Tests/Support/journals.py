"""Drivers with a journal, in processes of their own, and what their journals say."""
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Optional

from abi import Client
from emulator import Service
from environment import named
from following import Followed, deploy

HERE = Path(__file__).resolve().parent


class End(NamedTuple):
    status: str
    document: dict


class Driver:
    """A process that deploys by a journal."""

    def __init__(self, service: Service, journal: Path, *, operation: str = "deploy", disk: Optional[Path] = None,
                 order: Optional[Dict[str, str]] = None, limits: Any = None, **request: Any) -> None:
        environment = {**os.environ, **(order or {}), "PYTHONPATH": str(HERE)}
        if disk:
            environment["LD_PRELOAD"] = str(disk)
        arguments = [
            named("CODEARTS_DEPLOY_LIBRARY"), service.endpoint, service.token,
            operation, json.dumps({"journal": str(journal), **request})]
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "journal_driver.py"), *arguments], env=environment,
            stdout=subprocess.PIPE, text=True, preexec_fn=limits)

    def __enter__(self) -> "Driver":
        return self

    def __exit__(self, *_: Any) -> None:
        self.kill()

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=60)

    def ends(self) -> Optional[End]:
        """How its deployment ended; None where the driver was killed before."""
        output, _ = self.process.communicate(timeout=120)
        if self.process.returncode < 0:
            return None
        return End(**json.loads(output))


def resume(client: Client, journal: Path, **request: Any) -> Followed:
    return deploy(client, **{"journal": str(journal), "resume": True, "interval_ms": 20, **request})


def lines(journal: Path) -> List[dict]:
    """The whole ones."""
    if not journal.exists():
        return []
    return [json.loads(line) for line in journal.read_bytes().split(b"\n")[:-1]]


def entries(journal: Path) -> List[str]:
    return [line["entry"] for line in lines(journal)]
