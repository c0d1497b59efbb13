"""The OpenAPI document: other tools accept it, and what it says of the service is how the service behaves.

schemathesis makes requests from the document, right ones and wrong ones, sends them to the emulator, and compares the
answers with the document. The emulator plays the service, so where the two differ, the document is mended, not it.
"""
import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from abi import START, Library
from emulator import Service

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
WITH_SCHEMATHESIS = pytest.mark.skipif(
    not SCHEMATHESIS.exists(), reason="schemathesis is not installed beside this Python (3.10 or newer)")
SEED, EXAMPLES = 20, 25  # at most so many random requests for an operation, the same in each run
# The service passes over what it does not know, where the document, as the library does, forbids it: a misspelt member
# of a start would be a deployment of something else. So it may accept what the document calls wrong here.
LENIENT = {
    "start_deploy_task", "stop_deploy_task_record", "rollback_records", "list_all_app", "update_app_disable_status",
    "list_task_success_rate"}


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def test_the_document_is_valid_openapi(openapi: dict[str, Any]) -> None:
    validator = pytest.importorskip("openapi_spec_validator", reason="needs Python 3.10 or newer")
    validator.validate(openapi)


def test_a_document_with_a_fault_is_not(openapi: dict[str, Any]) -> None:
    validator = pytest.importorskip("openapi_spec_validator", reason="needs Python 3.10 or newer")
    del openapi["info"]["version"]
    with pytest.raises(Exception, match="version"):
        validator.validate(openapi)


def test_each_operation_of_the_service_stands_in_it_once(openapi: dict[str, Any], library: Library) -> None:
    found = [operation["operationId"] for _, _, operation in operations(openapi)]
    assert len(found) == len(set(found)) == 16
    for path, method, operation in operations(openapi):
        own = library.answer("cad_schema", operation["operationId"].encode()).document
        assert (own["path"], own["method"]) == (path, method.upper())


def known_ids(library: Library, service: Service) -> dict[str, Any]:
    """What exists in the emulator, by the names that requests have for it; dates that are a right span."""
    with library.client(endpoint=service.endpoint, token=service.token) as client:
        record_id = client.start(task_id=service.task_id).document["id"]
        request = json.dumps({"task_id": service.task_id})
        task = client.call(request, "show_deploy_task_detail").document
    return {
        "task_id": service.task_id, "id": service.task_id, "task_ids": [service.task_id], "record_id": record_id,
        "app_id": task["app_id"], "project_id": task["project_id"], "group_id": "no_grouped", "offset": "0",
        "end_offset": "0", "is_disable": False, "start_date": str(date.today() - timedelta(days=3)),
        "end_date": str(date.today()),
    }


def pinned(document: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """The document with only what exists as right values; no schema can say that."""
    document = copy.deepcopy(document)
    for _, _, operation in operations(document):
        schemas = [(each["name"], each["schema"]) for each in operation["parameters"]]
        if "requestBody" in operation:
            body = operation["requestBody"]["content"]["application/json"]["schema"]
            schemas += body["properties"].items()
        for name, schema in schemas:
            if name in known:
                value = known[name]
                (schema["items"] if isinstance(value, list) else schema)["enum"] = (
                    value if isinstance(value, list) else [value])
        operation["parameters"] = [each for each in operation["parameters"] if each["name"] != "step_id"]
    return document


def configuration(document: dict[str, Any]) -> str:
    """What schemathesis takes as right beside its own notion of it."""
    lines = [
        # The gateway knows an API by method and path together: another method there is an API that does not exist, 404.
        "checks.unsupported_method.enabled = false",
        f'hooks = "{Path(__file__).with_name("whole_numbers.py")}"',
    ]
    for _, _, operation in operations(document):
        if operation["operationId"] in LENIENT:
            lines += [
                "[[operations]]", f'include-operation-id = "{operation["operationId"]}"',
                'checks.negative_data_rejection.expected-statuses = ["2xx", "400", "401", "403", "404", "405"]']
    return "\n".join(lines) + "\n"


def run_schemathesis(document: dict[str, Any], service: Service, folder: Path, *options: str) -> None:
    (folder / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    (folder / "schemathesis.toml").write_text(configuration(document), encoding="utf-8")
    result = subprocess.run(
        [str(SCHEMATHESIS), "--config-file", "schemathesis.toml", "run", "openapi.json", "--url", service.endpoint,
         "--header", f"X-Auth-Token: {service.token}", "--seed", str(SEED), "--max-examples", str(EXAMPLES),
         "--phases", "examples,coverage,fuzzing", "--generation-database", "none", "--no-color", "--warnings", "off",
         *options],
        cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=900)
    assert result.returncode == 0, result.stdout[-20_000:]
    assert "Tested: 16" in result.stdout


@WITH_SCHEMATHESIS
def test_the_service_answers_as_the_document_says(
        library: Library, openapi: dict[str, Any], emulator: Service, tmp_path: Path) -> None:
    emulator.reset()
    run_schemathesis(pinned(openapi, known_ids(library, emulator)), emulator, tmp_path)


@WITH_SCHEMATHESIS
def test_ids_that_nobody_has_are_refused_in_the_documented_form(
        openapi: dict[str, Any], emulator: Service, tmp_path: Path) -> None:
    emulator.reset()
    # A project, a group or a span of days that the service does not take is a 400 like any other fault there.
    run_schemathesis(openapi, emulator, tmp_path, "--exclude-checks", "positive_data_acceptance")


@WITH_SCHEMATHESIS
def test_a_document_that_says_something_wrong_is_found_out(
        library: Library, openapi: dict[str, Any], emulator: Service, tmp_path: Path) -> None:
    emulator.reset()
    document = pinned(openapi, known_ids(library, emulator))
    start = document["paths"]["/v2/tasks/{task_id}/start"]["post"]
    start["responses"]["200"]["content"]["application/json"]["schema"]["properties"]["id"] = {"type": "integer"}
    with pytest.raises(AssertionError, match="Response violates schema"):
        run_schemathesis(document, emulator, tmp_path, "--include-operation-id", START)
