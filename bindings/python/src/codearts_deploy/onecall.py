"""A start in one call; anything not passed is read from the environment."""

from __future__ import annotations

import functools
import os

from ._request import with_member
from ._text import encode, json_text
from ._typing import TYPE_CHECKING, Any
from .client import Client
from .exceptions import ConfigurationError
from .models import EnvExecutionBody, StartDeployTaskRequest, StartDeployTaskResponse

__all__ = ["start_task"]

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._arguments import Request


def start_task(
    task_id: str, body: EnvExecutionBody | Mapping[str, Any] | str | bytes | None = None, token: str | None = None
) -> StartDeployTaskResponse:
    """Starts a deployment; endpoint or region, TLS and proxy come from the environment, as `Client()` reads them.

    `body` is the body of the request: an object, or JSON text that is passed on byte for byte. `token` None reads the
    credential from the environment as well; an empty one is refused. Connections are kept between calls. Ctrl-C ends
    the call as it ends a method of `Client`. Raises CodeArtsDeployError.
    """
    encode(task_id, "task_id")
    request: Request
    if isinstance(body, (str, bytes)):
        request = with_member(json_text(body, "body"), "task_id", task_id)
    else:
        request = StartDeployTaskRequest(task_id, body)
    if token is not None:
        encode(token, "token")
    try:
        client = _client(frozenset(os.environ.items()), token)
    except ConfigurationError as error:
        raise ConfigurationError({**error.document, "outcome": "not_sent"}) from None
    return client.start(request)


class _EnvironmentClient(Client):
    """A client for starts only."""

    def start(self, request: Request) -> StartDeployTaskResponse:
        """Starts what a request object or a JSON text describes; faults in a text have their line and column."""
        return self._run("start_deploy_task", request, StartDeployTaskResponse.from_dict)


@functools.lru_cache(maxsize=8)
def _client(environment: frozenset[tuple[str, str]], token: str | None) -> _EnvironmentClient:
    """The client for this environment: a client reads its configuration once."""
    return _EnvironmentClient() if token is None else _EnvironmentClient(token=token)
