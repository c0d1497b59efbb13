"""Every case of the table in every language: what a binding says, and what truly arrived."""
from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from cases import MISSING, SECRET, Case, cases, in_order, member, text_of, written_out
from emulator import Service
from fault_server import RESET, FaultServer, reply
from runner_process import Answer, Runner, in_units

SECRET_TOKEN = "secret-token-5e0c1d"
#: Lone halves of surrogate pairs, which also stand for bytes that are no UTF-8.
UNSAYABLE = re.compile("[\0\ud800-\udfff]")


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_a_case(runner: Runner, service: Service, case: Case) -> None:
    Trial(runner, service, case).run()


class Trial:
    """One case in one language."""

    def __init__(self, runner: Runner, service: Service, case: Case):
        self.runner, self.service, self.case = runner, service, case
        self.words = {
            "TASK": service.task_id, "APP": service.app_id, "PROJECT": service.project_id, "TOKEN": service.token,
            "ENDPOINT": service.endpoint, "AK": service.facts["ak"], "SK": service.facts["sk"], "SECRET": SECRET}

    def run(self) -> None:
        self._prepare()
        with self._server() as server:
            self._call(server, {"do": "open", "status": "CAD_OK"})
            for call in self.case.calls:
                self._call(server, call)
            self._count(server)

    def _prepare(self) -> None:
        given = written_out(self.case.service, self._word)
        if "settings" in given:
            self.service.settings(**given["settings"])
        if "history" in given:
            for number, record in enumerate(self.service.had(*given["history"])):
                self.words[f"HISTORY_{number + 1}"] = record
        for record in given.get("foreign", []):
            self.service.somebody_else_starts(*record.pop("params", []), **record)
        for order in given.get("outcomes", []):
            self.service.next_ends(**order)
        for fault in given.get("faults", []):
            self.service.fault(**fault)

    @contextlib.contextmanager
    def _server(self) -> Iterator[FaultServer | None]:
        if self.case.reply is None:
            yield None
            return
        with FaultServer(*_steps(written_out(self.case.reply, self._word))) as server:
            yield server

    def _word(self, word: str) -> str:
        if word.startswith("RECORD_"):
            return str(self.service.records()[int(word.removeprefix("RECORD_")) - 1]["record_id"])
        return self.words[word]

    def _call(self, server: FaultServer | None, call: dict[str, Any]) -> None:
        order = {"do": call.get("do", "run")}
        order.update({name: call[name] for name in ("operation", "cancel_on", "token") if name in call})
        for name in ("request", "body", "task_id"):
            if name in call:
                order[name] = text_of(written_out(call[name], self._word))
        if "plain" in call:
            order["events"] = "no"
        if order["do"] == "open":
            order["configuration"] = json.dumps(self._configuration(server, call.get("configuration", {})))
        self._judge(call, self.runner.order(**self._sayable(order)))

    def _configuration(self, server: FaultServer | None, changes: dict[str, Any]) -> Any:
        """Endpoint and token, unless the case has another credential; null takes a member away."""
        given = {**self.case.configuration, **changes}
        members: dict[str, Any] = {"endpoint": "${ENDPOINT}"}
        if not {"ak", "iam"} & set(given):
            members["token"] = "${TOKEN}"
        if server:
            members.update(endpoint=server.endpoint, token=SECRET_TOKEN)
        members.update(given)
        return written_out({name: value for name, value in members.items() if value is not None}, self._word)

    def _sayable(self, order: dict[str, Any]) -> dict[str, Any]:
        """What JSON does not carry into every language goes over in hexadecimal digits."""
        return {
            f"{name}_hex" if UNSAYABLE.search(text) else name:
            self._hex(text) if UNSAYABLE.search(text) else text for name, text in order.items()}

    def _hex(self, text: str) -> str:
        try:
            units = self.runner.language.text
            if units == "cstring" and "\0" in text:
                pytest.skip("a text of this language ends at a NUL")
            return in_units(text, "bytes" if units == "cstring" else units)
        except UnicodeEncodeError:
            pytest.skip("a text of this language is always UTF-8")

    def _judge(self, call: dict[str, Any], answer: Answer) -> None:
        shown = answer.line[:4000]
        assert answer.status in _any_of(call["status"]), shown
        if answer.status == "closed":
            return
        assert answer.outcome in _any_of(call.get("outcome")), shown
        if "violations" in call:
            assert set(answer.violations) == {tuple(each) for each in call["violations"]}, shown
        if "rules" in call:
            rules = [rule for _, rule in answer.violations]
            assert len(rules) == len(call["rules"]), shown
            assert all(rule in wanted.split(" or ") for rule, wanted in zip(rules, call["rules"], strict=True)), shown
        if "message" in call:
            assert written_out(call["message"], self._word) in (answer.message or ""), shown
        for pointer, wanted in written_out(call.get("members", {}), self._word).items():
            found = member(answer.document, pointer)
            assert (found is not MISSING) if wanted == "*" else (found is MISSING) if wanted is None else (
                found == wanted), f"{pointer} is {found!r}: {shown}"
        if "events" in call:
            names = [each["event"] for each in answer.events]
            assert in_order(call["events"], names), f"{names}: {shown}"
        self._agree(answer)

    @staticmethod
    def _agree(answer: Answer) -> None:
        """The language's error says what the library's document says, and nothing says a secret."""
        assert SECRET not in answer.line and SECRET_TOKEN not in answer.line
        if answer.status == "CAD_OK":
            return
        document = answer.document
        assert (answer.status, answer.message) == (document["status"], document["message"])
        assert answer.outcome == document.get("outcome")
        assert answer.violations == [(each["path"], each["rule"]) for each in document.get("violations", [])]

    def _count(self, server: FaultServer | None) -> None:
        arrived = self.case.arrived
        if "requests" in arrived:
            assert (len(server.requests) if server else self.service.requests()) == arrived["requests"]
        if "starts" in arrived:
            assert self.service.asked("/start") == arrived["starts"]
        if "records" in arrived:
            assert len(self.service.records()) == arrived["records"]


def _any_of(wanted: Any) -> list[Any]:
    """A list is a choice: where a binding may refuse before the library does."""
    return wanted if isinstance(wanted, list) else [wanted]


def _steps(given: Any) -> list[Any]:
    """What a fault server does after each request."""
    if given in ("close", "reset"):
        return [RESET] if given == "reset" else []
    if "raw" in given:
        return [given["raw"].encode("latin-1")]
    body = given.get("body", "")
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return [reply(given["line"], text, *given.get("headers", []), length=given.get("length"))]
