"""A TCP server that answers with exactly the bytes it is given, and does to its connections what it is told."""
import contextlib
import http.client
import io
import socket
import ssl
import struct
import threading
from typing import Any, NamedTuple, Self


class Step:
    """Something other than sending bytes that a script can do."""

    def __init__(self, name: str):
        self.name = name

    def __repr__(self) -> str:
        return self.name


RESET = Step("RESET")  # ends the connection with a TCP reset
HOLD = Step("HOLD")  # does nothing until the server is released or left
NEXT = Step("NEXT")  # reads one more request on the same connection and starts again


class Drip(NamedTuple):
    """Sends these bytes one at a time, over and over, until the other side has gone."""

    bytes: bytes
    interval: float = 0.01


class Request(NamedTuple):
    line: str
    headers: http.client.HTTPMessage
    body: bytes
    connection: int


def reply(status: str, body: bytes | str = b"", *headers: str, length: int | None = None) -> bytes:
    """A whole HTTP/1.1 reply; `length` puts another Content-Length than the true one."""
    body = body.encode("utf-8") if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers]
    if not any(each.lower().startswith("content-type:") for each in headers):
        lines.append("Content-Type: application/json")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


class FaultServer:
    """Runs `steps` after each request that it read; then the connection is closed. Until `with` its port refuses.

    before        steps for each new connection, before anything is read
    tls           certificate and key file: the connection is TLS
    reads_bodies  False: leaves the body of each request unread
    """

    def __init__(self, *steps: Any, before: tuple[Any, ...] = (), tls: tuple[str, str] | None = None,
                 reads_bodies: bool = True):
        self.steps, self.before, self.reads_bodies = steps, before, reads_bodies
        self.context = None
        if tls:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*tls)
        self.requests: list[Request] = []
        self.connections = 0
        self.released = threading.Event()
        self.threads: list[threading.Thread] = []
        self.sockets: dict[int, socket.socket] = {}
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.endpoint = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self.listener.listen(256)  # before this the port refuses
        self._start(self._accept)
        return self

    def __exit__(self, *_: Any) -> None:
        self.released.set()
        for each in [self.listener, *self.sockets.values()]:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(each, socket.SHUT_RDWR)  # of TCP: its thread may be busy with the TLS above
        for thread in self.threads:
            thread.join(timeout=60)
        self.listener.close()

    def _start(self, target: Any, *arguments: Any) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self.threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return  # left
            self.connections += 1
            self.sockets[self.connections] = connection
            self._start(self._serve, connection, self.connections)

    def _serve(self, connection: socket.socket, number: int) -> None:
        try:
            self._run(connection, self.before)
            if self.context:
                connection = self.sockets[number] = self.context.wrap_socket(connection, server_side=True)
            again = True
            while again:
                request = _read_request(connection, number, self.reads_bodies)
                if request is None:
                    break
                self.requests.append(request)
                again = self._run(connection, self.steps)
            if isinstance(connection, ssl.SSLSocket):
                connection.setblocking(False)  # says goodbye, as TLS wants it, and does not wait for the answer
                connection.unwrap()
        except OSError:
            pass  # the client went away: what it thinks of that is the test's question
        finally:
            connection.close()

    def _run(self, connection: socket.socket, steps: tuple[Any, ...]) -> bool:
        """Whether one more request is to be read."""
        for step in steps:
            if step is NEXT:
                return True
            if step is HOLD:
                self.released.wait()
            elif step is RESET:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                connection.close()
                raise ConnectionAbortedError
            elif isinstance(step, Drip):
                while not self.released.is_set():
                    for byte in step.bytes:
                        connection.sendall(bytes([byte]))
                        self.released.wait(step.interval)
            else:
                connection.sendall(step)
        return False


def _read_request(connection: socket.socket, number: int, with_body: bool) -> Request | None:
    """One request; None where the client closes instead."""
    text = b""
    while b"\r\n\r\n" not in text:
        part = connection.recv(65536)
        if not part:
            return None
        text += part
    head, _, body = text.partition(b"\r\n\r\n")
    line, _, rest = head.partition(b"\r\n")
    headers = http.client.parse_headers(io.BytesIO(rest + b"\r\n\r\n"))
    parts = [body]
    missing = int(headers.get("Content-Length", 0)) - len(body) if with_body else 0
    while missing > 0:
        part = connection.recv(min(missing, 1 << 20))
        if not part:
            return None
        parts.append(part)
        missing -= len(part)
    return Request(line.decode("latin-1"), headers, b"".join(parts), number)
