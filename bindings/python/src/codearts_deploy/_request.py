"""What a caller may pass for a request, brought into the one form that the library takes: a flat JSON object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Union

from ._text import fault_at, json_text, refusal, to_json
from .models import DynamicConfigInfo, EnvExecutionBody, StartDeployTaskRequest

Params = Union[Mapping[str, str], Sequence[Union[DynamicConfigInfo, Mapping[str, Any]]]]
Request = Union[Mapping[str, Any], StartDeployTaskRequest, str, bytes]


def request_json(request: Request) -> bytes:
    """A JSON text is taken byte for byte; a request object is flattened, a mapping is flat already."""
    if isinstance(request, (str, bytes)):
        return json_text(request, "request")
    return to_json(flatten(request) if isinstance(request, StartDeployTaskRequest) else request)


def flatten(request: StartDeployTaskRequest) -> dict[str, Any]:
    """The fields of path and body side by side."""
    outer = request.wire_fields()
    body = outer.pop("body", {})
    if isinstance(body, EnvExecutionBody):
        body = body.wire_fields()
    if not isinstance(body, Mapping):
        message = f"This is a value of type {type(body).__name__}; it must be an EnvExecutionBody or a dict."
        raise refusal(fault_at("body", "type", message))
    for name in outer:
        if name in body:
            raise refusal(fault_at(f"body.{name}", "conflict", "This stands in the request already, beside its body."))
    return {**outer, **body}


def start_request(
    task: str | StartDeployTaskRequest,
    params: Params | None,
    record_id: str | None,
    trigger_source: str | int | None,
    timeout_ms: int | None,
) -> dict[str, Any]:
    """The request of Client.start_deploy_task."""
    given = {"params": params, "record_id": record_id, "trigger_source": trigger_source}
    fields = {name: value for name, value in given.items() if value is not None}
    if isinstance(task, StartDeployTaskRequest):
        if fields:
            raise TypeError(f"{', '.join(fields)} given beside a request object; set it in the request's body")
        request = flatten(task)
    else:
        if isinstance(params, Mapping):
            fields["params"] = [{"key": key, "value": value, "type": "text"} for key, value in params.items()]
        request = {"task_id": task, **fields}
    if timeout_ms is not None:
        request["_options"] = {"timeout_ms": timeout_ms}
    return request
