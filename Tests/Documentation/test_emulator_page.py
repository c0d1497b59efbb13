"""The emulator's page, the index that the emulator answers with, and what it takes tell the same."""
import json
import os
import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from codearts_deploy import testing

PAGE = (Path(__file__).resolve().parents[2] / "Documentation/Emulator.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^codearts-deploy emulator --.*$", PAGE, re.M)
#: What some fault needs; the others pass over it.
MEMBERS = {"ms": 1, "max_ms": 2, "bytes": 1, "message": "m", "location": "/", "date_offset_seconds": 1}


@pytest.fixture(scope="module")
def service() -> Iterator[testing.Emulator]:
    with testing.Emulator() as service:
        yield service


@pytest.fixture(scope="module")
def index(service: testing.Emulator) -> str:
    with urllib.request.urlopen(service.endpoint + "/_emulator/") as reply:
        text: str = reply.read().decode()
    return text


def tables(text: str) -> list[str]:
    return re.findall(r"(?:^\|.*\n)+", text, re.M)


def first_cells(table: str) -> list[str]:
    return re.findall(r"^\| `([^`]*)`", table, re.M)


def test_the_page_has_the_tables_of_the_index(index: str) -> None:
    assert len(tables(index)) == 7
    assert tables(PAGE) == tables(index)


def test_every_request_of_the_index_is_answered(service: testing.Emulator, index: str) -> None:
    calls = [call.split(" ") for call in first_cells(tables(index)[0])]
    assert ["GET", "/_emulator/records"] in calls
    for method, path in calls:
        request = urllib.request.Request(service.endpoint + path, b"{}" if method == "POST" else None, method=method)
        try:
            urllib.request.urlopen(request).close()
        except urllib.error.HTTPError as error:
            assert error.code == 400, (method, path)  # it wants to be told more


def test_every_fault_of_the_index_can_be_ordered(service: testing.Emulator, index: str) -> None:
    kinds = first_cells(tables(index)[1])
    assert {"reset", "cut_after_work", "redirect"} <= set(kinds)
    for kind in kinds:
        service.faults(cast(Any, {"kind": kind, **MEMBERS}))
    service.reset()


@pytest.mark.parametrize(
    "value", [{"pending_ms": 1}, {"applications": 3}, {"forbid_view": True}, {"rate_limit": None}], ids=str)
def test_settings_of_the_index_are_taken(service: testing.Emulator, index: str, value: dict[str, Any]) -> None:
    assert set(value) <= set(first_cells(tables(index)[5]))
    service.settings(**value)
    service.reset()


def test_what_is_not_there_leads_to_the_index(service: testing.Emulator) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(service.endpoint + "/_emulator/recrods")
    assert "GET /_emulator/ lists what there is" in json.load(caught.value)["error"]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_emulator_of_the_page_announces_itself(command: str) -> None:
    words = [os.environ["CODEARTS_DEPLOY_PROGRAM"], *command.split()[1:]]
    words[words.index("--port") + 1] = "0"
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        facts = json.loads(process.stdout.readline())
        process.terminate()
    assert len(facts["task_ids"]) == len(facts["app_ids"]) == len(facts["app_names"]) == 2000
