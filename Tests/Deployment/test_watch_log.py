"""The log of a deployment comes whole and in order, whatever its parts; without it the watch goes on."""
import json
from typing import Any

import pytest

from abi import SECRET_VALUE, TASK, Client, Library
from answering_server import RECORD
from emulator import Service
from following import deploy, private, watch
from scripted_service import APP, ScriptedService, ok, wrapped


def test_the_events_together_are_the_services_log(client: Client, service: Service) -> None:
    record = service.somebody_else_starts()
    followed = watch(client, record)
    assert followed.status == "CAD_OK"
    assert followed.log == service.whole_log(record) and "Check" not in followed.log
    assert followed.log.count("begins") == 3 and followed.log.endswith("succeeded\n")


def test_steps_and_states_come_in_their_order(cad: Library) -> None:
    names = ("initial", "下载软件包", "Stop the service")

    def look(state: str, at: int) -> dict:
        """While the step with this number runs."""
        return wrapped(state, step_state=[
            {"name": name, "id": str(number),
             "status": "succeeded" if number < at else "running" if number == at else "pending"}
            for number, name in enumerate(names)])

    def log(count: int) -> None:
        server.text = "".join(f"{name}: begins\n" for name in names[:count - 1])

    looks = [look("pending", -1), *(look("running", at) for at in range(3)), look("succeeded", 3)]
    with ScriptedService(*looks) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        server.before_state = log
        followed = watch(client, RECORD)
    assert followed.states == ["pending", "running", "succeeded"]
    for name in names:
        told = [each["state"] for each in followed.of("step") if each["name"] == name]
        assert told == ["pending", "running", "succeeded"]
    began = [each["name"] for each in followed.of("step") if each["state"] == "running"]
    assert began == ["initial", "下载软件包", "Stop the service"]
    # The log of a step comes behind the word that it runs.
    words = [each.get("text", each.get("name", "")) + each.get("state", "") for each in followed.events]
    assert next(i for i, word in enumerate(words) if "initial: begins" in word) > words.index("initialrunning")


@pytest.mark.parametrize("end", ["failed", "abort", "timeout"])
def test_the_log_of_a_failure_is_whole_as_well(client: Client, service: Service, end: str) -> None:
    record = service.somebody_else_starts(end=end, failed_step=2)
    assert watch(client, record).log == service.whole_log(record)


@pytest.mark.parametrize("part", [4, 7, 31, 100])
def test_a_log_in_parts_comes_whole_whatever_they_cut(client: Client, service: Service, part: int) -> None:
    service.settings(log_part=part)
    record = service.somebody_else_starts()
    followed = watch(client, record)
    assert followed.status == "CAD_OK"
    assert followed.log == service.whole_log(record)


def test_a_long_log_of_a_deployment_that_ended_long_ago_comes_whole(client: Client, service: Service) -> None:
    service.settings(log_lines=2000, log_part=65536)
    record = service.somebody_else_starts(pending_ms=0, duration_ms=0)
    followed = watch(client, record)
    whole = service.whole_log(record)
    assert len(whole.encode()) > 300_000 and followed.log == whole


def test_a_log_of_very_many_parts_comes_whole(client: Client, service: Service) -> None:
    service.settings(log_lines=60, log_part=64)
    record = service.somebody_else_starts(pending_ms=0, duration_ms=0)
    whole = service.whole_log(record)
    assert len(whole.encode()) > 64 * 100
    assert watch(client, record).log == whole


def test_the_tail_of_a_failure_is_short_and_whole_in_its_characters(client: Client, service: Service) -> None:
    service.settings(log_lines=500)
    record = service.somebody_else_starts(end="failed", failed_step=2, pending_ms=0, duration_ms=0)
    tail = watch(client, record).deployment["log_tail"]
    assert 4000 < len(tail.encode()) <= 4096 and service.whole_log(record).endswith(tail)


@pytest.mark.parametrize("fault", [
    {"kind": "error", "http_status": 403, "message": "no right to read logs"},
    {"kind": "error", "http_status": 400, "message": "bad"}], ids=lambda fault: str(fault["http_status"]))
def test_a_log_that_may_not_be_read_is_a_warning_and_no_failure(
        client: Client, service: Service, fault: dict) -> None:
    service.fault(**fault, path="/logs", times=1000)
    followed = watch(client, service.somebody_else_starts())
    assert followed.status == "CAD_OK" and followed.log == ""
    assert len(followed.warnings) == 1 and "without its log" in followed.warnings[0]
    assert service.asked("/logs") == 1


@pytest.mark.parametrize("kind", ["cut_before_work", "half_body", "error"])
def test_a_log_that_cannot_be_read_for_a_while_still_comes_whole(
        client: Client, service: Service, kind: str) -> None:
    options = {"http_status": 503} if kind == "error" else {}
    service.fault(kind, path="/logs", times=4, **options)
    service.runs_in_sight()  # it is asked for so often before the end
    record = service.somebody_else_starts()
    followed = watch(client, record, _options={"max_attempts": 1})
    assert followed.status == "CAD_OK" and followed.log == service.whole_log(record)


def test_the_application_is_found_by_itself(client: Client, service: Service) -> None:
    record = service.somebody_else_starts()
    assert watch(client, record).log
    assert service.asked(f"/v2/tasks/{TASK}") > service.asked("/state")


def test_an_application_that_is_given_is_not_looked_for(client: Client, service: Service) -> None:
    record = service.somebody_else_starts()
    assert watch(client, record, app_id=service.app_id).log
    assert service.asked(f"/v2/tasks/{TASK}") == service.asked("/state")


def test_without_an_application_there_is_no_log_and_a_warning(cad: Library) -> None:
    with ScriptedService(wrapped("running"), wrapped("succeeded"), detail={"name": "x"}) as server:
        with cad.client(endpoint=server.endpoint, token="t") as client:
            followed = watch(client, RECORD)
    assert followed.status == "CAD_OK" and len(followed.warnings) == 1 and followed.log == ""


def test_a_task_that_may_not_be_looked_at_costs_the_log_alone(client: Client, service: Service) -> None:
    record = service.somebody_else_starts()
    service.fault("error", http_status=403, path=f"/v2/tasks/{TASK}", method="GET", skip=1, times=1)
    followed = watch(client, record)
    assert followed.status == "CAD_OK" and followed.log == "" and len(followed.warnings) == 1


def test_without_a_wish_for_the_log_nobody_asks_for_it(client: Client, service: Service) -> None:
    followed = watch(client, service.somebody_else_starts(), log=False)
    assert followed.status == "CAD_OK" and followed.log == "" and followed.warnings == []
    assert service.asked("/logs") == 0 and service.asked() == service.asked("/state")


def test_every_character_of_a_log_comes_through(cad: Library) -> None:
    text = "".join(map(chr, [*range(1, 0x20), 0x22, 0x5C, 0x7F, 0x85, 0x2028, 0xFFFD, 0xFFFF, 0x1F600])) + "é\u0000Ω"
    with ScriptedService(wrapped("succeeded"), text=text) as server:
        with cad.client(endpoint=server.endpoint, token="t") as client:
            assert watch(client, RECORD).log == text


@pytest.mark.parametrize("answer", [
    {"result": {}}, {"result": {"text": None, "has_more": True}}, {"result": {"text": "", "has_more": True}},
    {"result": {"text": "same", "has_more": True, "end_offset": "0"}}, {"result": {"text": 7, "end_offset": "x"}},
    {"result": {"text": "t", "has_more": True, "end_offset": "18446744073709551615"}},
    {"result": {"text": "t", "has_more": True, "end_offset": "99999999999999999999"}},
    {"result": {"text": "t", "has_more": True, "end_offset": -5}}], ids=json.dumps)
def test_a_log_that_makes_no_sense_ends_nothing_and_asks_not_for_ever(cad: Library, answer: Any) -> None:
    class Nonsense(ScriptedService):
        def _reply(self, request: Any) -> bytes:
            return ok(answer) if "/logs" in request.line else super()._reply(request)

    with Nonsense(wrapped("running"), wrapped("succeeded")) as server:
        with cad.client(endpoint=server.endpoint, token="t") as client:
            assert watch(client, RECORD, app_id=APP).status == "CAD_OK"
        assert sum("/logs" in request.line for request in server.requests) < 1000


def test_what_was_private_in_the_request_is_not_repeated_from_the_log(
        cad: Library, client: Client, service: Service) -> None:
    class Talkative(ScriptedService):
        def _reply(self, request: Any) -> bytes:
            if request.line.startswith("POST"):
                return ok({"id": RECORD})
            return super()._reply(request)

    with Talkative(wrapped("failed"), text=f"password={SECRET_VALUE}\n") as server:
        with cad.client(endpoint=server.endpoint, token="t") as other:
            followed = deploy(other, params=[private("password", SECRET_VALUE)], guard=False)
    assert followed.status == "CAD_E_DEPLOYMENT_FAILED" and "password=" in followed.log
    assert SECRET_VALUE not in json.dumps([followed.document, followed.events])


class Unmoving(ScriptedService):
    """A service whose answers for the log do not say where they end, or always the same place."""

    def __init__(self, end: Any):
        super().__init__(*[wrapped("running")] * 4, wrapped("succeeded"))
        self.end = end

    def _reply(self, request: Any) -> bytes:
        if "/logs" not in request.line:
            return super()._reply(request)
        part = {"has_more": True, "text": f"line {len(self.asked_at)}\n", **self.end}
        return ok({"status": "success", "result": part})


@pytest.mark.parametrize("end", [{}, {"end_offset": None}, {"end_offset": "0"}], ids=str)
def test_a_log_whose_end_stays_where_it_is_comes_once(cad: Library, end: Any) -> None:
    with Unmoving(end) as server, cad.client(endpoint=server.endpoint, token="t") as client:
        followed = watch(client, RECORD)
    assert followed.status == "CAD_OK" and followed.log == "line 5\n"


def test_a_log_that_does_not_come_holds_nothing_up(client: Client, service: Service) -> None:
    service.fault("stall_before_work", path="/logs", times=1000)
    record = service.somebody_else_starts(pending_ms=0, duration_ms=10)
    followed = watch(client, record, _options={"timeout_ms": 1000})
    assert followed.status == "CAD_OK"
    assert len(followed.warnings) == 1 and "log is not whole" in followed.warnings[0]
