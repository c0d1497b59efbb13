"""What the service asks for with Retry-After is when the next try comes: not sooner, and not much later."""
import email.utils
import time
from collections.abc import Callable
from typing import Any

import pytest

from abi import TASK, Client, Library
from answering_server import STARTED, AnsweringServer
from call_modes import IN_EVERY_CALL_MODE, CallMode
from fault_server import Request, reply
from waits import once_in_five


class Refusing(AnsweringServer):
    """Refuses the first request with these headers, and takes the others."""

    def __init__(self, status: str, *headers: str, refusals: int = 1):
        super().__init__(self.decide)
        self.status, self.fixed, self.refusals = status, headers, refusals
        self.came: list[float] = []

    def headers(self) -> list[str]:
        return list(self.fixed)

    def decide(self, request: Request) -> bytes:
        self.came.append(time.monotonic())
        return reply(self.status, "{}", *self.headers()) if len(self.came) <= self.refusals else STARTED

    @property
    def waited(self) -> float:
        return self.came[1] - self.came[0]


class Dated(Refusing):
    """Its clock is off, and its date two seconds ahead by that clock."""

    def __init__(self, status: str, offset: float):
        super().__init__(status)
        self.offset = offset

    def headers(self) -> list[str]:
        now = int(time.time() + self.offset)
        return [f"Date: {email.utils.formatdate(now, usegmt=True)}",
                f"Retry-After: {email.utils.formatdate(now + 2, usegmt=True)}"]


#: What the client adds is up to a tenth; a guess of its own would be 2 to 5 s.
GENEROUS = 0.3


def waits(cad: Library, seconds: int, refusing: Callable[[], Refusing], call: Callable[[Client], None]) -> None:
    """It comes again after these seconds, and not much later."""
    def attempt() -> bool:
        with refusing() as server, cad.client(endpoint=server.endpoint, token="t") as client:
            call(client)
        assert seconds <= server.waited
        return server.waited < 1.1 * seconds + GENEROUS
    once_in_five(attempt, "it comes too late")


def starts(start: CallMode) -> Callable[[Client], None]:
    def call(client: Client) -> None:
        assert start(client, task_id=TASK).status == "CAD_OK"
    return call


@IN_EVERY_CALL_MODE
def test_a_second_is_a_second(cad: Library, start: CallMode) -> None:
    waits(cad, 1, lambda: Refusing("429 Too Many Requests", "Retry-After: 1"), starts(start))


@IN_EVERY_CALL_MODE
@pytest.mark.parametrize("offset", [0, -5 * 86_400, 5 * 86_400, -7200, -400_000_000])
def test_a_date_is_counted_from_the_service_s_own_date(cad: Library, start: CallMode, offset: int) -> None:
    waits(cad, 2, lambda: Dated("429 Too Many Requests", offset), starts(start))


def test_an_outage_that_names_a_time_is_waited_for_too(cad: Library) -> None:
    def call(client: Client) -> None:
        client.call('{"task_id":"%s"}' % TASK, "show_deploy_task_detail")
    waits(cad, 1, lambda: Refusing("503 Service Unavailable", "Retry-After: 1"), call)


def test_a_later_figure_of_the_service_takes_the_place_of_a_guess_for_the_whole_client(cad: Library) -> None:
    """The first refusal names no time, so that the client guesses 2 to 5 s; the second says one second."""
    def attempt() -> bool:
        came: list[Any] = []

        def decide(request: Request) -> bytes:
            came.append(time.monotonic())
            if len(came) == 1:
                time.sleep(0.3)
                return reply("429 Too Many Requests", "{}")
            if len(came) == 2:
                time.sleep(0.6)
                return reply("429 Too Many Requests", "{}", "Retry-After: 1")
            return STARTED

        with AnsweringServer(decide) as server, cad.client(endpoint=server.endpoint, token="t") as client:
            with client.begin(task_id=TASK) as one, client.begin(task_id=TASK) as two:
                assert one.wait(60_000).status == two.wait(60_000).status == "CAD_OK"
        return came[2] - came[1] < 1.7 + GENEROUS
    once_in_five(attempt, "the guess was waited for")


def test_a_watch_comes_back_when_it_was_asked_to(cad: Library) -> None:
    done = reply("200 OK", '{"state": "succeeded", "record_id": "%s"}' % ("0" * 32))

    def attempt() -> bool:
        came: list[float] = []

        def decide(request: Request) -> bytes:
            if "/state" in request.line:
                came.append(time.monotonic())
                return reply("429 Too Many Requests", "{}", "Retry-After: 2") if len(came) == 1 else done
            return reply("200 OK", "{}")

        with AnsweringServer(decide) as server:
            with cad.client(endpoint=server.endpoint, token="t", max_attempts=1) as client:
                request = '{"task_id":"%s","record_id":"%s","interval_ms":30,"log":false}' % (TASK, "0" * 32)
                assert client.call(request, "watch").status == "CAD_OK"
        assert 2 <= came[1] - came[0]
        return came[1] - came[0] < 2.2 + GENEROUS
    once_in_five(attempt, "it comes too late")
