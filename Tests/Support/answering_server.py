"""A fault server whose steps depend on the request, so that one server can play the service, IAM and the metadata."""
import json
import socket
from collections.abc import Callable
from typing import Any

from fault_server import NEXT, FaultServer, Request, reply

RECORD = "0ee9c8e6a7dc44109541e53c6dccf47c"
STARTED = reply("200 OK", json.dumps({"id": RECORD}))


class AnsweringServer(FaultServer):
    """Answers each request with what `answer` gives for it, and goes on with the connection."""

    def __init__(self, answer: Callable[[Request], bytes], **options: Any):
        super().__init__("the answer", **options)
        self.answer = answer

    def _run(self, connection: socket.socket, steps: tuple[Any, ...]) -> bool:
        if steps is self.steps:
            # The last of this connection: those of others are answered at the same time.
            number = next(n for n, each in self.sockets.items() if each is connection)
            request = [each for each in self.requests if each.connection == number][-1]
            steps = (self.answer(request), NEXT)
        return super()._run(connection, steps)


def login_reply(token: str = "token-of-iam", expires_at: str = "2099-01-01T00:00:00.000000Z") -> bytes:
    """IAM's answer: the token in a header, its end in the body."""
    return reply("201 Created", json.dumps({"token": {"expires_at": expires_at}}), f"X-Subject-Token: {token}")


def path_of(request: Request) -> str:
    return request.line.split(" ")[1].partition("?")[0]


def anything_goes() -> FaultServer:
    """Answers what IAM, the metadata service and the service itself would, all in one."""
    end = "2099-01-01T00:00:00Z"
    key = {"access": "AK-of-metadata", "secret": "x", "securitytoken": "y", "expires_at": end}
    body = json.dumps({"id": RECORD, "token": {"expires_at": end}, "credential": key})
    return FaultServer(reply("200 OK", body, "X-Subject-Token: token-of-iam"), NEXT)
