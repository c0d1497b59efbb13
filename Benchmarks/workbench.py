"""Where it is measured: what was built, the canned server, and which processor belongs to whom."""
import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence

from server import Server

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PEERS = HERE / "peers"
BINDING = ROOT / "bindings/python/src"
#: No measurement takes so long; whatever does hangs.
LIMIT = 900


class Failed(Exception):
    """A peer that could not be measured, and the last words of why."""


class Workbench:
    """A workbench, made by `with`. The client has the first processor for itself, the server the last one.

    prefix   where `make stage` installed library and header
    binding  the folder of the package codearts_deploy
    python   of the environment that has the peers
    """

    def __init__(self, prefix: Path, python: str, binding: Path = BINDING):
        self.prefix, self.python, self.binding = prefix.resolve(), python, binding.resolve()
        processors = sorted(os.sched_getaffinity(0))
        self.client_processor, self.server_processor = processors[0], processors[-1]

    def __enter__(self) -> "Workbench":
        self._folder = tempfile.TemporaryDirectory(prefix="bench-")
        self.folder = Path(self._folder.name)
        self.certificate = str(self.folder / "certificate.pem")
        self._build()
        self._certify()
        self.server = self.serve(processor=self.server_processor).__enter__()
        self.endpoints = self.server.endpoints
        return self

    def __exit__(self, *_: Any) -> None:
        self.server.__exit__()
        self._folder.cleanup()

    def _build(self) -> None:
        common = ["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-D_GNU_SOURCE"]
        library = [f"-I{self.prefix}/include", f"-L{self.prefix}/lib", "-lcodearts_deploy"]
        for source, libraries in ((HERE / "server.c", ["-lssl", "-lcrypto"]), (PEERS / "plain.c", ["-lcurl"]),
                                  (PEERS / "ours.c", [*library, "-lpthread"])):
            subprocess.run([*common, str(source), "-o", str(self.folder / source.stem), *libraries], check=True)

    def _certify(self) -> None:
        subprocess.run(
            ["openssl", "req", "-x509", "-days", "2", "-nodes", "-newkey", "ec", "-pkeyopt",
             "ec_paramgen_curve:prime256v1", "-subj", "/CN=Benchmark", "-addext", "subjectAltName=IP:127.0.0.1",
             "-out", self.certificate, "-keyout", str(self.folder / "key.pem")],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def serve(self, *limit: str, processor: Optional[int] = None) -> Server:
        command = [str(self.folder / "server"), self.certificate, str(self.folder / "key.pem")]
        return Server(command if processor is None else self._on(processor, command), limit)

    @staticmethod
    def _on(processor: int, command: Sequence[str]) -> List[str]:
        return ["taskset", "-c", str(processor), *command]

    @property
    def environment(self) -> Dict[str, str]:
        """Nothing of the caller's: proxies and CAs would be measured too, and the SDK writes to its home."""
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8",
                "PYTHONHASHSEED": "0",  # or instructions differ from run to run
                "LD_LIBRARY_PATH": f"{self.prefix}/lib",
                "CODEARTS_DEPLOY_LIBRARY": f"{self.prefix}/lib/libcodearts_deploy.so.0",
                "PYTHONPATH": f"{PEERS}{os.pathsep}{self.binding}"}

    def run(self, command: Sequence[str], scheme: str = "http") -> str:
        """What it prints, on the client's processor."""
        environment = self.environment
        if scheme == "https":
            environment["BENCH_CA"] = self.certificate
        try:
            done = subprocess.run(
                self._on(self.client_processor, command), env=environment, cwd=self.folder, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=LIMIT)
        except subprocess.TimeoutExpired as error:
            raise Failed(f"it did not end within {LIMIT} seconds") from error
        if done.returncode != 0:
            raise Failed((done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"])[-1])
        return done.stdout

    def measure(self, program: str, kind: str, credential: str, scheme: str, count: int, width: int,
                queued: int = 0) -> Dict[str, float]:
        """A peer's own figures."""
        return json.loads(self.run(self.command(program, kind, credential, scheme, count, width, queued), scheme))

    def command(self, program: str, kind: str, credential: str, scheme: str, count: int, width: int,
                queued: int = 0) -> List[str]:
        """`program` is a module of peers/ or the name of a program that was built of it."""
        arguments = [kind, credential, self.endpoints[scheme], str(count), str(width)]
        if program.startswith("with_"):
            return [self.python, str(PEERS / "run.py"), program, *arguments]
        return [str(self.folder / program), *arguments, *([str(queued)] if queued else [])]
