"""nginx in front of the emulator: the TLS and the HTTP/2 of the service's gateway."""
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from certificates import Certificates

CONFIG = """\
daemon off; master_process off; worker_processes 1; pid nginx.pid; error_log error.log warn;
events {{ worker_connections 512; }}
http {{
    log_format protocol '$server_protocol $connection $connection_requests';
    access_log access.log protocol;
    client_body_temp_path body; proxy_temp_path proxy;
    fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    client_max_body_size 16m;
    server {{
        listen unix:{address} ssl http2;
        ssl_certificate {certificate};
        ssl_certificate_key {key};
        keepalive_requests {requests};
        location / {{
            proxy_pass {upstream};
            proxy_http_version 1.1;
            proxy_ignore_client_abort on;
            proxy_next_upstream off;
            proxy_read_timeout 60s;
        }}
    }}
}}
"""


def find_nginx() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


class Nginx:
    """Started by `with`. It listens on a socket in the file system, which no other program can take by chance.

    requests  behind so many it ends a connection
    """

    def __init__(self, program: str, upstream: str, certificates: Certificates, requests: int = 1000):
        self.program, self.upstream, self.certificate, self.ca = program, upstream, certificates.local, certificates.ca
        self.requests = requests

    def __enter__(self) -> "Nginx":
        self.folder = Path(tempfile.mkdtemp(prefix="nginx-"))
        self.address = str(self.folder / "socket")
        config = CONFIG.format(
            address=self.address, certificate=self.certificate[0], key=self.certificate[1], upstream=self.upstream,
            requests=self.requests)
        (self.folder / "nginx.conf").write_text(config, encoding="utf-8")
        command = [self.program, "-p", str(self.folder), "-c", "nginx.conf"]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not self._listens():
            assert self.process.poll() is None, (self.folder / "error.log").read_text(encoding="utf-8")
            time.sleep(0.01)
        return self

    def __exit__(self, *_: Any) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)
        shutil.rmtree(self.folder)

    def _listens(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(self.address) == 0

    def log(self) -> list[tuple[str, str, int]]:
        """Protocol, connection and number on that connection of each request that ended, this one's own left out.

        A request of ours goes first: when it is answered, nginx has read all that others had sent before.
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(self.ca)
        plain = socket.socket(socket.AF_UNIX)
        plain.connect(self.address)
        with context.wrap_socket(plain, server_hostname="localhost") as probe:
            probe.sendall(b"GET /_emulator/requests HTTP/1.0\r\nHost: localhost\r\n\r\n")
            while probe.recv(4096):
                pass
        lines = (self.folder / "access.log").read_text(encoding="utf-8").splitlines()
        entries = [line.split() for line in lines]
        return [(entry[0], entry[1], int(entry[2])) for entry in entries if entry[0] != "HTTP/1.0"]
