"""Standard input and files as the world hands them over: pipes that do not block, that are slow, that are none."""
import fcntl
import json
import os
import signal
import socket
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from emulator import Service
from program_run import LIMIT, Program, Run
from waits import until


class Fed:
    """The program with a descriptor as its standard input that is fed bit by bit, and does not block."""

    def __init__(self, program: Program, *arguments: str, kind: str = "pipe"):
        if kind == "socket":
            mine, its = socket.socketpair()
            self.descriptor, theirs = os.dup(mine.fileno()), os.dup(its.fileno())
            mine.close()
            its.close()
        else:
            theirs, self.descriptor = os.pipe()
        fcntl.fcntl(theirs, fcntl.F_SETFL, fcntl.fcntl(theirs, fcntl.F_GETFL) | os.O_NONBLOCK)
        self.program = program
        self.process = subprocess.Popen(program.command(*arguments), env=program.environment, stdin=theirs,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        os.close(theirs)

    def __enter__(self) -> "Fed":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.communicate()

    def sleeps(self) -> None:
        """It waits: it has read what there is."""
        seen: list[str] = []

        def is_asleep() -> bool:
            seen.append(Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()[0])
            return seen[-20:] == ["S"] * 20

        until(is_asleep, "it does not wait")

    def feed(self, text: str) -> None:
        os.write(self.descriptor, text.encode())

    def close(self) -> None:
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def end(self) -> Run:
        self.close()
        out, err = self.process.communicate(timeout=LIMIT)
        return self.program.checked(self.process.returncode, out, err)


def readers(service: Service, config: dict[str, str]) -> dict[str, Any]:
    return {
        "--params-file": (["start", service.task_id, "--params-file", "-"], '{"version": "1"}'),
        "--config": (["start", service.task_id, "--config", "-"], json.dumps(config)),
        "doctor": (["doctor", "--config", "-"], json.dumps(config)),
        "call": (["call", "list_all_app", "-"], '{"project_id": "c0000000000000000000000000000001", "page": 1, "size": 1}'),
        "call @-": (["call", "list_all_app", "@-"], '{"project_id": "c0000000000000000000000000000001", "page": 1, "size": 1}'),
        "validate": (["validate", "list_all_app", "-"], '{"project_id": "c0000000000000000000000000000001", "page": 1, "size": 1}'),
        "/dev/stdin": (["start", service.task_id, "--params-file", "/dev/stdin"], '{"version": "1"}'),
    }


READERS = ["--params-file", "--config", "doctor", "call", "call @-", "validate", "/dev/stdin"]


@pytest.mark.parametrize("kind", ["pipe", "socket"])
@pytest.mark.parametrize("name", READERS)
def test_input_that_does_not_block_is_waited_for(program: Program, service: Service, name: str, kind: str) -> None:
    arguments, text = readers(service, {"token": service.token})[name]
    with Fed(program, *arguments, kind=kind) as run:
        run.sleeps()
        run.feed(text[:5])
        run.sleeps()
        run.feed(text[5:])
        assert run.end().code == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("name", READERS)
def test_a_signal_ends_the_wait_for_input(
        program: Program, service: Service, name: str, number: signal.Signals) -> None:
    arguments, text = readers(service, {"token": service.token})[name]
    with Fed(program, *arguments) as run:
        run.sleeps()
        run.feed(text[:5])
        run.sleeps()
        os.kill(run.process.pid, number)
        code = run.process.wait(LIMIT)
        assert run.process.stderr is not None
        assert code == 130 and b"Nothing was sent" in run.process.stderr.read()
    assert service.records() == []


def test_a_pipe_with_a_name_is_waited_for(program: Program, service: Service, tmp_path: Path) -> None:
    fifo = tmp_path / "params"
    os.mkfifo(fifo)
    with program.begin("start", service.task_id, "--params-file", str(fifo)) as running:
        threading.Thread(target=fifo.write_text, args=('{"version": "1"}',)).start()
        assert running.end().code == 0


def test_a_signal_ends_the_wait_for_a_pipe_with_a_name(program: Program, service: Service, tmp_path: Path) -> None:
    fifo = tmp_path / "params"
    os.mkfifo(fifo)
    with Fed(program, "start", service.task_id, "--params-file", str(fifo)) as run:
        run.sleeps()
        os.kill(run.process.pid, signal.SIGINT)
        assert run.process.wait(LIMIT) == 130
    assert service.records() == []


@pytest.mark.parametrize("option", ["--params-file", "--config"])
@pytest.mark.parametrize("content, words", [
    (None, "Is a directory"), (b'{"a": "b\x00c"}', "NUL"), ('{"a": "1"}'.encode("utf-16"), "UTF-16"),
    ('{"a": "1"}'.encode("utf-16-le"), "UTF-16"), (b" " * (12 << 20) + b"{}", "too large")])
def test_a_file_that_is_no_text_is_refused_by_name(
        program: Program, service: Service, tmp_path: Path, option: str, content: bytes, words: str) -> None:
    path = tmp_path / "file.json"
    path.mkdir() if content is None else path.write_bytes(content)
    run = program.run("start", service.task_id, option, str(path))
    assert run.code == 64 and "file.json" in run.err and words in run.err and "Nothing was sent" in run.err, run
    assert service.records() == []


def test_a_file_without_an_end_is_refused(program: Program, service: Service) -> None:
    run = program.run("start", service.task_id, "--params-file", "/dev/zero")
    assert run.code == 64 and "/dev/zero is too large" in run.err


def test_a_byte_order_mark_is_skipped(bare_program: Program, service: Service, tmp_path: Path) -> None:
    config, params, request = tmp_path / "config.json", tmp_path / "params.json", tmp_path / "request.json"
    config.write_text(json.dumps({"endpoint": service.endpoint, "token": service.token}), encoding="utf-8-sig")
    params.write_text('{"version": "1.2.3"}', encoding="utf-8-sig")
    request.write_text('{"project_id": "c0000000000000000000000000000001", "page": 1, "size": 1}', encoding="utf-8-sig")
    run = bare_program.run("start", service.task_id, "--config", str(config), "--params-file", str(params))
    assert run.code == 0, run
    assert bare_program.run("validate", "list_all_app", f"@{request}").code == 0


@pytest.mark.parametrize("arguments", [
    ["--params-file", "-", "--params-file", "-"], ["--config", "-", "--params-file", "-"]])
def test_standard_input_is_not_read_twice(program: Program, service: Service, arguments: list[str]) -> None:
    run = program.run("start", service.task_id, *arguments, text="{}")
    assert run.code == 64 and "--params-file" in run.err and "read once" in run.err, run


def test_standard_input_that_is_closed_is_named(program: Program, service: Service) -> None:
    script = f'"$0" start {service.task_id} --params-file - <&-'
    done = subprocess.run(["sh", "-c", script, program.path], env=program.environment, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=LIMIT)
    assert done.returncode == 64 and b"standard input cannot be read" in done.stderr


# What can be run again


@pytest.mark.parametrize("path", ["-", "/dev/stdin"])
def test_a_hint_leaves_out_what_cannot_be_read_again(bare_program: Program, service: Service, path: str) -> None:
    config = json.dumps({"endpoint": service.endpoint, "token": service.token})
    run = bare_program.run("start", service.task_id, "--config", path, text=config)
    assert run.code == 0 and "--config" not in run.out and "give the configuration again" in run.out, run
    failed = bare_program.run("watch", service.task_id, "x", "--config", path, text='{"token": "x"}')
    assert failed.code == 30 and "--config" not in failed.err and "again" in failed.err, failed


def test_a_hint_can_be_run_again(bare_program: Program, service: Service, tmp_path: Path) -> None:
    config = tmp_path / "it's a file.json"
    config.write_text(json.dumps({"endpoint": service.endpoint, "token": service.token}), encoding="utf-8")
    run = bare_program.run("start", service.task_id, "--config", str(config))
    [hint] = [line.partition(":")[2].strip() for line in run.out.splitlines() if line.startswith("To follow it:")]
    environment = {**bare_program.environment, "PATH": f"{Path(bare_program.path).parent}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", hint], env=environment, stdout=subprocess.PIPE, timeout=LIMIT)
    assert done.returncode == 0 and b"succeeded" in done.stdout
