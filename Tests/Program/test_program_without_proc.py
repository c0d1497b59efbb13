"""In a chroot or a sandbox there may be no /proc: the program is the same there."""
import subprocess
from pathlib import Path

import pytest

from emulator import Service
from program_run import LIMIT, Program, Run

#: Whoever asks for a file below /proc is told that there is none.
NO_PROC = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#define HIDDEN(path) ((path) != NULL && strncmp((path), "/proc", 5) == 0)
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define GONE(result) do { errno = ENOENT; return result; } while (0)
int open(const char *path, int flags, ...) {
    va_list rest; va_start(rest, flags); mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; va_end(rest);
    if (HIDDEN(path)) GONE(-1);
    return REAL(open)(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
    va_list rest; va_start(rest, flags); mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; va_end(rest);
    if (HIDDEN(path)) GONE(-1);
    return REAL(open64)(path, flags, mode);
}
FILE *fopen(const char *path, const char *mode) { if (HIDDEN(path)) GONE(NULL); return REAL(fopen)(path, mode); }
FILE *fopen64(const char *path, const char *mode) { if (HIDDEN(path)) GONE(NULL); return REAL(fopen64)(path, mode); }
"""


@pytest.fixture(scope="module", params=["namespace", "library"])
def without_proc(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What to put before a command."""
    if request.param == "namespace":
        hide = ["sh", "-c", 'umount -l /proc && exec "$@"', "sh"]
        before = ["unshare", "--mount", *hide]
        check = subprocess.run([*before, "test", "!", "-e", "/proc/self"], stderr=subprocess.DEVNULL)
        if check.returncode != 0:
            pytest.skip("this machine gives no mount namespace; the other way of hiding /proc runs everywhere")
        return before
    folder = tmp_path_factory.mktemp("no-proc")
    (folder / "no-proc.c").write_text(NO_PROC, encoding="utf-8")
    library = folder / "no-proc.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(folder / "no-proc.c"), "-ldl"], check=True)
    return ["env", f"LD_PRELOAD={library}"]


def run(program: Program, without_proc: list[str], *arguments: str) -> Run:
    done = subprocess.run(
        [*without_proc, *program.command(*arguments)], env=program.environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=LIMIT)
    return program.checked(done.returncode, done.stdout, done.stderr)


def test_every_command_does_what_it_does_elsewhere(
        program: Program, service: Service, without_proc: list[str]) -> None:
    started = run(program, without_proc, "start", service.task_id, "--param", "version=1.2.3", "-o", "json")
    assert started.code == 0, started
    record = started.document["id"]
    for arguments in (
            ["watch", service.task_id, record], ["log", service.task_id, record], ["records", service.task_id],
            ["params", service.task_id, record], ["schema", "start_deploy_task"], ["doctor"], ["--version"],
            ["validate", "list_all_app", '{"project_id": "c0000000000000000000000000000001", "page": 1, "size": 1}'], ["call", "list_all_app", '{"project_id": "c0000000000000000000000000000001", "page": 1, "size": 1}'],
            ["rollback", service.task_id, record], ["deploy", service.task_id, "--interval", "20ms"]):
        here, there = program.run(*arguments), run(program, without_proc, *arguments)
        assert (here.code, there.code) == (0, 0), (arguments, here, there)
        assert "USAGE" not in there.out, arguments


def test_the_emulator_serves(program: Program, without_proc: list[str]) -> None:
    with subprocess.Popen([*without_proc, program.path, "emulator", "--port", "0", "--step-ms", "1", "--until-stdin-closes"],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as emulator:
        assert emulator.stdin is not None and emulator.stdout is not None
        line = emulator.stdout.readline().decode()
        assert '"endpoint"' in line
        emulator.stdin.close()
        assert emulator.wait(LIMIT) == 0


@pytest.mark.parametrize("words", [["delpoy"], ["start"], ["start", "T", "--nothing"]])
def test_a_fault_of_the_arguments_is_one_there_too(
        program: Program, service: Service, without_proc: list[str], words: list[str]) -> None:
    there = run(program, without_proc, *words)
    assert there.code == 64 and there.out == "" and there.err == program.run(*words).err


def test_a_call_without_a_command_is_a_fault(bare_program: Program, without_proc: list[str]) -> None:
    for here in (bare_program.run(), run(bare_program, without_proc)):
        assert (here.code, here.out) == (64, "") and "USAGE: codearts-deploy" in here.err


def test_a_descriptor_is_read_by_its_name(bare_program: Program, without_proc: list[str], tmp_path: Path) -> None:
    for name in ("/dev/stdin", "/dev/fd/0"):
        done = subprocess.run(
            [*without_proc, *bare_program.command("validate", "list_all_app", f"@{name}")], env=bare_program.environment,
            input=b'{"project_id": "c0000000000000000000000000000001", "page": 1, "size": 1}', stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=LIMIT)
        assert done.returncode == 0, (name, done)
