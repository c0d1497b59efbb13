"""A Debian with Python and nothing else, in a folder, and what runs in it. It shares the loopback of this machine."""
import os
import shutil
import subprocess
from pathlib import Path

SUITE = "bookworm"
PACKAGES = "python3-venv,ca-certificates"


class BareMachine:
    def __init__(self, root: Path):
        self.root = root

    @classmethod
    def make(cls, root: Path) -> "BareMachine":
        command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITE, str(root)]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=1200)
        assert done.returncode == 0, done.stdout[-4000:]
        return cls(root)

    def copy(self, root: Path) -> "BareMachine":
        subprocess.run(["cp", "--archive", str(self.root), str(root)], check=True, timeout=600)
        return BareMachine(root)

    def remove(self) -> None:
        assert str(self.root) not in Path("/proc/mounts").read_text(encoding="utf-8")
        shutil.rmtree(self.root)

    def command(self, *command: str) -> list[str]:
        """As it must be run from outside: what it mounts and starts is gone when it ends."""
        enter = ["unshare", "--mount", "--pid", "--fork", "--kill-child", f"--mount-proc={self.root}/proc"]
        return [*enter, "chroot", str(self.root), *command]

    def run(self, *command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        base: dict[str, str] = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            self.command(*command), env={**base, **environment}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, timeout=600)

    def succeed(self, *command: str, **environment: str) -> str:
        done = self.run(*command, **environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def program(self, path: str, folder: Path) -> str:
        """A program on this side that runs one of the machine's."""
        script = folder / os.path.basename(path)
        words = " ".join(f"'{word}'" for word in self.command(path))
        script.write_text(f'#!/bin/sh\nexec {words} "$@"\n', encoding="utf-8")
        script.chmod(0o755)
        return str(script)

    def put(self, source: Path, target: str) -> str:
        place = self.root / target.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, place)
        return target
