"""A key that is replaced in its file while a command goes on does not end the command."""
from pathlib import Path

import pytest

from credential_sources import write_profile
from emulator import Service
from program_run import Program
from rotating_gateway import RotatingGateway

COMMANDS = {
    "deploy": ["deploy", "TASK", "--interval", "0.02"],
    "deploy as JSON": ["deploy", "TASK", "-o", "json", "--interval", "0.02"],
    "watch": ["watch", "TASK", "RECORD", "--interval", "0.02"], "log": ["log", "TASK", "RECORD", "--follow"],
}


def key(home: Path, ak: str) -> str:
    write_profile(home, f"[basic]\nak = {ak}\nsk = x\n")
    return ak


def behind(program: Program, gate: RotatingGateway) -> Program:
    return program.lacking("CODEARTS_DEPLOY_TOKEN").having(CODEARTS_DEPLOY_ENDPOINT=gate.endpoint)


def arguments(service: Service, name: str) -> list[str]:
    words = COMMANDS[name]
    record = service.somebody_else_starts() if "RECORD" in words else ""
    return [{"TASK": service.task_id, "RECORD": record}.get(word, word) for word in words]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_key_that_is_replaced_in_its_file_is_read_anew(
        program: Program, service: Service, tmp_path: Path, name: str) -> None:
    service.settings(step_ms=800)  # a busy machine too asks often enough meanwhile
    with RotatingGateway(service, key(tmp_path, "AK1")) as gate:
        gate.rotates_after(2 if name == "log" else 7, lambda: key(tmp_path, "AK2"))
        run = behind(program, gate).run(*arguments(service, name))
        assert run.code == 0, run
        assert gate.refusals == 1 and set(gate.sent) == {"AK1", "AK2"}
    assert len(service.records()) == 1


def test_it_may_be_replaced_more_than_once(program: Program, service: Service, tmp_path: Path) -> None:
    service.settings(step_ms=800)  # a busy machine too asks often enough meanwhile
    numbers = iter(range(2, 100))

    def rotate() -> str:
        gate.left = 5
        return key(tmp_path, f"AK{next(numbers)}")

    with RotatingGateway(service, key(tmp_path, "AK1")) as gate:
        gate.rotates_after(5, rotate)
        run = behind(program, gate).run(*arguments(service, "deploy"))
        assert run.code == 0 and gate.refusals >= 2, run


def test_where_no_other_key_stands_it_ends_with_the_way_on(
        program: Program, service: Service, tmp_path: Path) -> None:
    service.next_lasts()
    with RotatingGateway(service, key(tmp_path, "AK1")) as gate:
        gate.rotates_after(7, lambda: "AK2")
        run = behind(program, gate).run(*arguments(service, "deploy"))
        record = service.records()[0]["record_id"]
        assert run.code == 13 and gate.refusals == 1, run
        assert f"codearts-deploy watch {service.task_id} {record}" in run.err and "credentials [basic]" in run.err
