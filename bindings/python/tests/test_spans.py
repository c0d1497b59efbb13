"""Spans of OpenTelemetry, where a program uses it: an operation, its requests, and the header that they carry."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

import codearts_deploy as cad
from codearts_deploy.testing import Emulator
from tests.conftest import Run

SDK: Any = pytest.importorskip("opentelemetry.sdk.trace")
EXPORT: Any = pytest.importorskip("opentelemetry.sdk.trace.export")
MEMORY: Any = pytest.importorskip("opentelemetry.sdk.trace.export.in_memory_span_exporter")
# Where it is among the modules, it is in use: for these tests alone, not for all that run in this process.
trace: Any = sys.modules.pop("opentelemetry.trace")


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Where the spans that have ended are."""
    exporter, provider = MEMORY.InMemorySpanExporter(), SDK.TracerProvider()
    provider.add_span_processor(EXPORT.SimpleSpanProcessor(exporter))
    monkeypatch.setitem(sys.modules, "opentelemetry.trace", trace)
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    return exporter


def test_an_operation_and_its_requests_are_spans(service: Emulator, client: cad.Client, spans: Any) -> None:
    service.faults({"kind": "error", "http_status": 503, "dialect": 1})
    with trace.get_tracer("mine").start_as_current_span("release") as mine:
        reply = client.show_deploy_task_detail(service.task_ids[0])
    failed, taken, operation, _ = spans.get_finished_spans()
    assert operation.name == "codearts_deploy show_deploy_task_detail"
    assert operation.parent.span_id == mine.get_span_context().span_id
    assert operation.attributes["codearts_deploy.task_id"] == service.task_ids[0]
    for number, request in enumerate((failed, taken)):
        assert (request.name, request.kind) == ("GET", trace.SpanKind.CLIENT)
        assert request.parent.span_id == operation.context.span_id
        assert request.attributes["url.path"].endswith(service.task_ids[0])
        assert request.attributes.get("http.request.resend_count", 0) == number
        assert request.start_time <= request.end_time
    assert failed.attributes["http.response.status_code"] == 503 and not failed.status.is_ok
    assert taken.attributes["codearts_deploy.request_id"] == reply.request_id and taken.status.status_code.name == "UNSET"


def test_the_service_gets_the_trace(service: Emulator, client: cad.Client, spans: Any) -> None:
    service.settings(pending_ms=0, step_ms=10)
    client.deploy(service.task_ids[0], interval=0.01)
    operation = spans.get_finished_spans()[-1]
    expected = f"00-{operation.context.trace_id:032x}-{operation.context.span_id:016x}-{int(operation.context.trace_flags):02x}"
    for request in service.last_requests(service.requests()):
        headers = {name.lower(): value for name, value in request["headers"]}
        assert headers["traceparent"] == expected


def test_an_error_ends_the_span_with_its_status_and_no_secret(service: Emulator, spans: Any) -> None:
    with cad.Client(endpoint=service.endpoint, token="hunter2") as client, pytest.raises(cad.AuthenticationError):
        client.start_deploy_task(service.task_ids[0], params={"password:encrypt": "hunter2"})
    operation = spans.get_finished_spans()[-1]
    assert operation.attributes["error.type"] == "CAD_E_AUTHENTICATION" and not operation.status.is_ok
    assert operation.attributes["codearts_deploy.outcome"] == "refused"
    assert "hunter2" not in "".join(span.to_json() for span in spans.get_finished_spans())


def test_an_operation_that_is_left_early_has_a_span_that_ends(service: Emulator, client: cad.Client, spans: Any) -> None:
    with client.submit("deploy", {"task_id": service.task_ids[0]}):
        pass
    assert [span.name for span in spans.get_finished_spans()][-1:] == ["codearts_deploy deploy"]


def test_asyncio_has_the_same(service: Emulator, aclient: cad.AsyncClient, run: Run, spans: Any) -> None:
    run(aclient.start_deploy_task(service.task_ids[0]))
    assert [span.name for span in spans.get_finished_spans()] == ["POST", "codearts_deploy start_deploy_task"]


def test_it_is_not_imported_for_this() -> None:
    code = "import sys, codearts_deploy as cad; cad.Client(region='cn-north-4').close(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "opentelemetry" not in done.stdout and "logging" not in done.stdout.split()
