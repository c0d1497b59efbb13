"""A gateway before the emulator that takes one credential at a time, and another from some request on."""
import http.server
import json
import threading
from collections.abc import Callable
from typing import Any

from emulator import Service, access_key

REFUSAL = json.dumps({"error_code": "APIGW.0301", "error_msg": "Incorrect IAM authentication information"}).encode()


class RotatingGateway(http.server.ThreadingHTTPServer):
    """Use it in `with`. Credentials are tokens or access keys; signatures are not checked."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, service: Service, accepted: str):
        super().__init__(("127.0.0.1", 0), Handler)
        self.service, self.accepted = service, accepted
        self.endpoint = f"http://127.0.0.1:{self.server_address[1]}"
        self.sent: list[str] = []  # the credential of each request
        self.refusals = 0
        self.lock = threading.Lock()
        self.left: int | None = None
        self.rotate: Callable[[], str] = lambda: accepted

    def __enter__(self) -> "RotatingGateway":
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.shutdown()
        self.server_close()

    def rotates_after(self, requests: int, rotate: Callable[[], str]) -> None:
        """After so many more requests `rotate` is called, and what it returns is the only one that is accepted."""
        self.left, self.rotate = requests, rotate

    def takes(self, credential: str) -> bool:
        with self.lock:
            if self.left == 0:
                self.accepted = self.rotate()
            if self.left is not None:
                self.left -= 1
            self.sent.append(credential)
            self.refusals += credential != self.accepted
            return credential == self.accepted


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: RotatingGateway

    def log_message(self, *_: Any) -> None:
        pass

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if not self.server.takes(self.headers.get("X-Auth-Token") or access_key(self)):
            self._answer(401, REFUSAL)
            return
        service = self.server.service
        connection = service.connect()
        try:
            headers = {"X-Auth-Token": service.token, "Content-Type": "application/json"}
            connection.request(self.command, self.path, body, headers)
            reply = connection.getresponse()
            self._answer(reply.status, reply.read())
        finally:
            connection.close()

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = _pass_on  # noqa: N815
