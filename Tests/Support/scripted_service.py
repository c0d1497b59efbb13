"""A service that tells of one deployment what a test puts into its mouth."""
import json
import threading
import time
from collections.abc import Callable
from typing import Any

from answering_server import RECORD, AnsweringServer, path_of
from fault_server import Request, reply

APP = "a0000000000000000000000000000001"


class ScriptedService(AnsweringServer):
    """Answers the nth question for the state with the nth object, the last one for good.

    The log is that of `text`; the task belongs to the application APP.
    """

    def __init__(self, *states: Any, text: str = "", detail: Any = None):
        super().__init__(self._reply)
        self.states = list(states)
        self.text = text
        self.detail = {"app_id": APP} if detail is None else detail
        self.asked_at: list[float] = []
        self.paths: list[str] = []
        self.before_state: Callable[[int], None] = lambda count: None
        self.lock = threading.Lock()

    def _reply(self, request: Request) -> bytes:
        path = path_of(request)
        self.paths.append(path)
        if path.endswith("/state"):
            with self.lock:
                self.asked_at.append(time.monotonic())
                count = len(self.asked_at)
            self.before_state(count)
            state = self.states[min(count, len(self.states)) - 1]
            return state if isinstance(state, bytes) else ok(state)
        if path.endswith("/logs"):
            end = str(len(self.text.encode()))
            offset = request.line.partition("?")[2].partition("&offset=")[2].partition(" ")[0].partition("&")[0]
            text = self.text.encode()[int(offset):].decode()
            return ok({"status": "success", "result": {
                "has_more": False, "text": text, "offset": offset, "end_offset": end}})
        return ok(self.detail)


def ok(document: Any) -> bytes:
    return reply("200 OK", json.dumps(document))


def wrapped(state: str, **members: Any) -> dict:
    """As documented: inside a result."""
    return {"status": "success", "result": {"status": state, "record_id": RECORD, **members}}


def flat(state: str, **members: Any) -> dict:
    """As it was seen live."""
    return {"state": state, "record_id": RECORD, **members}
