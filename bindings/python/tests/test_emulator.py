"""The emulator as a user's test has it."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from pathlib import Path

import pytest

import codearts_deploy as cad
from codearts_deploy import _native, testing
from tests.conftest import given


def test_it_says_where_it_is_and_ends_with_its_block() -> None:
    with testing.Emulator() as service:
        process = given(service._process)
        assert service.endpoint.startswith("http://127.0.0.1:")
        assert service.token and service.project_id and service.app_ids
        assert service.task_ids[0] == "d2dc947ec2424d8789bb3984bb3adf45"
        assert process.poll() is None
    assert process.returncode == 0


def test_it_ends_when_the_block_fails() -> None:
    with pytest.raises(KeyError), testing.Emulator() as service:
        process = given(service._process)
        raise KeyError
    assert process.returncode == 0


def test_it_counts_and_forgets(service: testing.Emulator, client: cad.Client) -> None:
    client.start_deploy_task(service.task_ids[0])
    assert (len(service.records()), service.requests()) == (1, 1)
    service.reset()
    assert (service.records(), service.requests()) == ([], 0)


def test_faults_come_in_order_and_pass(service: testing.Emulator, client: cad.Client) -> None:
    service.faults({"kind": "busy"}, {"kind": "error", "http_status": 403, "dialect": 1, "skip": 1})
    with pytest.raises(cad.BusyError):
        client.start_deploy_task(service.task_ids[0])
    client.start_deploy_task(service.task_ids[0])
    with pytest.raises(cad.PermissionDeniedError):
        client.start_deploy_task(service.task_ids[0])
    client.start_deploy_task(service.task_ids[0])


def test_a_fault_that_does_not_exist_is_an_error(service: testing.Emulator) -> None:
    with pytest.raises(RuntimeError, match="the emulator answers 4"):
        service.faults({"kind": "no such fault"})  # type: ignore[typeddict-item]


def test_two_emulators_do_not_meet(service: testing.Emulator) -> None:
    with testing.Emulator() as other, cad.Client(endpoint=other.endpoint, token=other.token) as client:
        assert other.endpoint != service.endpoint
        client.start_deploy_task(other.task_ids[0])
        assert (len(other.records()), service.records()) == (1, [])


def test_a_forked_child_does_not_end_the_emulator_of_its_parent() -> None:
    with testing.Emulator() as service:
        child = os.fork()
        if child == 0:
            signal.alarm(60)  # whatever hangs is ended
            process = given(service._process)
            service.stop()
            os._exit(given(process.stdin).closed)
        assert os.waitpid(child, 0)[1] == 0
        assert service.records() == []


def test_what_a_deployment_goes_through_is_handed_to_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = json.dumps({name: "" for name in testing.Emulator.__annotations__})
    script = f"""echo "$@" > {tmp_path}/said; echo '{facts}'; cat > /dev/null"""
    monkeypatch.setenv("CODEARTS_DEPLOY_PROGRAM", write_program(tmp_path, script))
    with testing.Emulator(pending_ms=0, step_ms=10, steps=2, busy=True, seed=7):
        pass
    options = (tmp_path / "said").read_text()
    assert options == "emulator --port 0 --until-stdin-closes --pending-ms 0 --step-ms 10 --steps 2 --seed 7 --busy\n"


def write_program(folder: Path, script: str) -> str:
    program = folder / "codearts-deploy"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return str(program)


def test_a_program_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEARTS_DEPLOY_PROGRAM", write_program(tmp_path, "exit 3"))
    with pytest.raises(RuntimeError, match="ended with code 3 before it listened"), testing.Emulator():
        pass


def test_what_a_program_that_fails_printed_is_in_the_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = write_program(tmp_path, "printf 'the port is taken'; echo 'and so is the other' >&2; exit 3")
    monkeypatch.setenv("CODEARTS_DEPLOY_PROGRAM", program)
    with pytest.raises(RuntimeError, match="(?s)code 3.*printed:.*taken.*other"), testing.Emulator():
        pass


def test_a_program_that_dies_is_told_by_the_next_order() -> None:
    with testing.Emulator() as service:
        given(service._process).kill()
        given(service._process).wait()
        with pytest.raises(RuntimeError, match="does not answer to GET records: it ended with code -9"):
            service.records()


def test_ctrl_c_reaches_the_test_and_not_the_emulator() -> None:
    with testing.Emulator() as service:
        process = given(service._process)
        assert os.getsid(process.pid) == process.pid != os.getsid(0)
        assert os.getpgid(process.pid) != os.getpgid(0)
        assert service.records() == []


def test_it_has_as_many_applications_as_wanted() -> None:
    with testing.Emulator(applications=5) as service:
        assert len(service.task_ids) == len(service.app_ids) == 5


def test_no_index_is_named_that_this_project_does_not_own() -> None:
    for file in Path(testing.__file__).parent.rglob("*.py"):
        assert not re.search(r"pip3? install (?!\./|dist/)", file.read_text(encoding="utf-8")), file


def test_a_program_that_says_nothing_is_not_waited_for_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CODEARTS_DEPLOY_PROGRAM", write_program(tmp_path, "cat > /dev/null"))
    with pytest.raises(TimeoutError, match="did not listen within"), testing.Emulator(start_timeout_s=0.1):
        pass


def test_a_program_that_does_not_end_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = json.dumps({name: "" for name in testing.Emulator.__annotations__})
    script = f"echo '{facts}'\nexec sleep 600"
    monkeypatch.setenv("CODEARTS_DEPLOY_PROGRAM", write_program(tmp_path, script))
    with testing.Emulator(stop_timeout_s=0.1) as service:
        process = given(service._process)
    assert process.returncode == -9


def test_the_program_is_looked_for_beside_the_library_beside_python_and_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CODEARTS_DEPLOY_PROGRAM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "venv" / "python"))
    monkeypatch.setattr(_native, "library_path", str(tmp_path / "lib" / "libcodearts_deploy.so.0"))
    with pytest.raises(FileNotFoundError, match="CODEARTS_DEPLOY_PROGRAM may name it"):
        testing._program()
    on_path = write_program(tmp_path, "exit")
    assert testing._program() == on_path
    for name in ("lib", "bin", "venv"):
        (tmp_path / name).mkdir()
    beside_python = write_program(tmp_path / "venv", "exit")
    assert testing._program() == beside_python
    beside = write_program(tmp_path / "bin", "exit")
    assert os.path.realpath(testing._program()) == os.path.realpath(beside)
