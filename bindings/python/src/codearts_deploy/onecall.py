"""A start in one call, with everything that is not passed taken from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ._invoke import invoke
from ._text import encode, json_text, to_json
from .models import EnvExecutionBody, StartDeployTaskResponse

__all__ = ["start_task"]


def start_task(
    task_id: str, body: EnvExecutionBody | Mapping[str, Any] | str | bytes | None = None, token: str | None = None
) -> StartDeployTaskResponse:
    """Starts a deployment; endpoint or region, TLS and proxy come from the environment, as `Client()` reads them.

    `body` is the body of the request: an object, or JSON text that is taken byte for byte. Without a `token` it comes
    from the environment as well; an empty one is refused. Connections are kept between calls.
    """
    text = None
    if isinstance(body, (str, bytes)):
        text = json_text(body, "body")
    elif body is not None:
        text = to_json(body)
    sent_token = None if token is None else encode(token, "token")
    return StartDeployTaskResponse.from_dict(invoke("cad_start_task", encode(task_id, "task_id"), text, sent_token))
