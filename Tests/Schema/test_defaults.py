"""What a request or a configuration means where it says nothing stands in the schemas; whatever repeats it agrees."""
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from abi import Library
from environment import named

ROOT = Path(__file__).resolve().parents[2]
# Where somebody reads the defaults of `deploy`, of `watch` and of a configuration.
HEADER = (ROOT / "include/codearts_deploy.h").read_text(encoding="utf-8")
PAGES = "\n".join(
    path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *(ROOT / "Documentation").glob("*.md")])
METHODS = (ROOT / "bindings/python/src/codearts_deploy/_methods.py").read_text(encoding="utf-8")
SWIFT = (ROOT / "Sources/CodeArtsDeployModel/Models/Watch.swift").read_text(encoding="utf-8")


def defaults(schema: dict[str, Any]) -> dict[str, Any]:
    return {name: member["default"] for name, member in schema["properties"].items() if "default" in member}


def following(library: Library, operation: str) -> dict[str, Any]:
    return defaults(library.answer("cad_schema", operation.encode()).document["request"])


def rows(member: str) -> list[list[str]]:
    """The rows of the pages' tables that begin with a cell which names `member`: all their cells."""
    found = [line.strip().strip("|").split("|") for line in PAGES.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in found if f"`{member}`" in row[0]]


def test_every_kind_of_default_stands_in_the_schema(library: Library, openapi: dict[str, Any]) -> None:
    deploy, watch = following(library, "deploy"), following(library, "watch")
    assert deploy["timeout_ms"] == watch["timeout_ms"] == 1_900_000
    assert (deploy["on_failure"], deploy["guard"], deploy["wait_until_idle_ms"]) == ("leave", True, 0)
    assert following(library, "list_records") == {"limit": 100}
    assert defaults(openapi["components"]["schemas"]["Configuration"])["max_in_flight"] == 32


@pytest.mark.parametrize("member", ["timeout_ms", "interval_ms", "wait_until_idle_ms", "guard", "log", "dry_run"])
def test_the_pages_and_the_header_say_what_the_schema_says_of_following(library: Library, member: str) -> None:
    value = json.dumps(following(library, "deploy")[member])
    assert any(value in row[1] for row in rows(member)), rows(member)
    assert re.search(rf'"{member}"\s[\s*]*\({value}\)', HEADER)


def test_the_pages_and_the_header_say_what_the_schema_says_of_a_configuration(openapi: dict[str, Any]) -> None:
    known = defaults(openapi["components"]["schemas"]["Configuration"])
    numbers = {name: str(value) for name, value in known.items() if type(value) is int}
    assert len(numbers) == 5
    for name, value in numbers.items():
        assert any(value in row[1] for row in rows(name)), rows(name)
        assert re.search(rf'"{name}" +{value}\b', HEADER), name


def test_the_time_to_follow_a_deployment_is_one_everywhere(library: Library) -> None:
    seconds = following(library, "watch")["timeout_ms"] // 1000
    assert f"{seconds} if not given" in METHODS
    assert f"{seconds},000" not in SWIFT and f"{seconds // 1000},{seconds % 1000},000" in SWIFT
    help_text = subprocess.run(
        [named("CODEARTS_DEPLOY_PROGRAM"), "deploy", "--help"], stdout=subprocess.PIPE, check=True).stdout.decode()
    assert str(seconds) in help_text


def test_the_limit_of_records_is_one_everywhere(library: Library) -> None:
    assert f"at most `limit`, {following(library, 'list_records')['limit']} if not given" in METHODS
