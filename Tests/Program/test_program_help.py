"""The help: people read it, and scripts rely on its numbers."""
import re
import subprocess

import pytest

from program_run import Program
from program_transcripts import expect

COMMANDS = ["start", "deploy", "watch", "stop", "rollback", "release", "apps", "log", "records", "params", "validate",
            "schema", "call", "doctor", "emulator"]
STATUSES = [0, 1, 10, 11, 12, 13, 14, 15, 16, 20, 21, 22, 30, 31, 40, 64, 130]


def test_the_root_tells_commands_and_exit_statuses(bare_program: Program) -> None:
    run = bare_program.run("--help")
    expect("help", ["--help"], run)
    assert [int(each) for each in re.findall(r"^ +(\d+)  \S", run.out, flags=re.MULTILINE)] == STATUSES
    assert re.findall(r"^  ([a-z]+) {2,}[A-Z]", run.out, flags=re.MULTILINE) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_without_an_option_for_a_secret(bare_program: Program, command: str) -> None:
    run = bare_program.run(command, "--help")
    assert run.code == 0 and run.out.startswith("OVERVIEW: ")
    options = set(re.findall(r"--[a-z-]+", run.out))
    assert not options & {"--token", "--ak", "--sk", "--password", "--security-token"}
    assert all(len(line) <= 80 for line in run.out.splitlines() if not line.startswith("USAGE: "))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions_come_with_the_program(bare_program: Program, shell: str) -> None:
    run = bare_program.run("--generate-completion-script", shell)
    assert run.code == 0 and "rollback" in run.out
    if shell == "bash":
        subprocess.run(["bash", "-n"], input=run.out.encode(), check=True)


def test_an_unknown_command_is_a_fault_of_the_arguments(bare_program: Program) -> None:
    assert bare_program.run("delpoy").code == 64


def test_the_version(bare_program: Program) -> None:
    assert re.fullmatch(r"codearts-deploy \d+\.\d+\.\d+\n", bare_program.run("--version").out)
