"""A server in front of the emulator that gives other answers than the emulator gave, the work being done."""
from collections.abc import Callable

from answering_server import AnsweringServer
from emulator import Service
from fault_server import Request, reply

#: Takes the request and the true answer's body; None lets that answer pass.
Change = Callable[[Request, bytes], bytes | None]


class TamperingProxy(AnsweringServer):
    def __init__(self, service: Service, change: Change):
        super().__init__(self._forward)
        self.service = service
        self.change = change

    def _forward(self, request: Request) -> bytes:
        method, target, _ = request.line.split(" ")
        connection = self.service.connect()
        try:
            connection.request(method, target, request.body or None, dict(request.headers))
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        other = self.change(request, body)
        return reply(f"{answer.status} {answer.reason}", body) if other is None else other


def once(change: Change) -> Change:
    """Only the first change that is made."""
    done: list[bytes] = []

    def first(request: Request, body: bytes) -> bytes | None:
        other = None if done else change(request, body)
        if other is not None:
            done.append(other)
        return other
    return first


def of_the_start(answer: bytes) -> Change:
    """The start is done, and this is answered in its place."""
    return once(lambda request, body: answer if "/start " in request.line else None)
