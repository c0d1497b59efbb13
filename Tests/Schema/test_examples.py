"""Requests that people copy from the documents are right, by the schemas and by the library's own check."""
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from abi import Library

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    ROOT / "README.md", ROOT / "include/codearts_deploy.h", *sorted(ROOT.glob("Documentation/*.md")),
    *sorted(ROOT.glob("bindings/*/README.md")), *sorted(ROOT.glob("bindings/c/examples/*.c")),
    *sorted(ROOT.glob("Sources/*/*.docc/*.md")), *sorted(ROOT.glob("Tests/Fixtures/abi/*request.json"))]
TASK = "d2dc947ec2424d8789bb3984bb3adf45"
OF_A_START = {"task_id", "params", "record_id", "trigger_source"}


def objects(text: str) -> Iterator[dict[str, Any]]:
    """The JSON objects in a text, those in C strings too; what is prose or another language is passed over."""
    text = re.sub(r'\\n"\s*"', "\n", text).replace('\\"', '"')
    place = 0
    while (place := text.find("{", place)) >= 0:
        try:
            found, place = json.JSONDecoder().raw_decode(text, place)
        except ValueError:
            place += 1
            continue
        yield found


def examples() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for page in PAGES:
        for number, document in enumerate(objects(page.read_text(encoding="utf-8"))):
            if OF_A_START & set(document) and "event" not in document and not document.get("id"):
                # An item of a release is a deployment with a name and an order; a template of one is no request, and
                # parameters in an object are Python's.
                request = {name: value for name, value in document.items() if name not in ("name", "after", "wave")}
                if request.get("task_id") != {} and not isinstance(request.get("params"), dict):
                    found.append((f"{page.name}-{number}", request))
    return found


def test_there_are_examples_to_look_at() -> None:
    pages = {name.rsplit("-", 1)[0] for name, _ in examples()}
    assert {"README.md", "start.c", "example-request.json"} <= pages


@pytest.mark.parametrize("document", [pytest.param(document, id=name) for name, document in examples()])
def test_each_example_of_a_request_is_right(document: dict[str, Any], library: Library) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="comes with openapi-spec-validator, Python 3.10 or newer")
    request = {"task_id": TASK, **document}
    operation = "start_deploy_task" if set(request) <= OF_A_START | {"_options"} else "deploy"
    jsonschema.validate(request, library.answer("cad_schema", operation.encode()).document["request"])
    assert library.answer("cad_validate", operation.encode(), json.dumps(request).encode()).status == "CAD_OK"
