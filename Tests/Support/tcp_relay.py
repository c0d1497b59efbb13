"""A TCP port before a socket in the file system, whose connections can be cut: the cable to a server."""
import contextlib
import socket
import struct
import threading
from typing import Any


class Relay:
    def __init__(self, address: str):
        self.address = address
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.clients: list[socket.socket] = []
        self.servers: list[socket.socket] = []
        self.threads: list[threading.Thread] = []

    def __enter__(self) -> "Relay":
        self._start(self._accept)
        return self

    def __exit__(self, *_: Any) -> None:
        _shut(self.listener)
        self.cut()
        for each in self.servers:
            _shut(each)
        for thread in self.threads:
            thread.join(timeout=60)
        for each in [self.listener, *self.clients, *self.servers]:
            each.close()

    @property
    def connections(self) -> int:
        return len(self.clients)

    def cut(self, reset: bool = False) -> None:
        """Ends every connection that a client has now; the server's side stays open and hears nothing of it."""
        for each in list(self.clients):  # a client that reconnects at once is not cut again
            if reset:
                each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                each.shutdown(socket.SHUT_RD)  # wakes the thread that reads, so that the socket can go
                each.close()
            else:
                _shut(each)

    def _start(self, target: Any, *arguments: Any) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self.threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return  # left
            server = socket.socket(socket.AF_UNIX)
            server.connect(self.address)
            self.servers.append(server)
            self.clients.append(client)
            self._start(_pump, client, server)
            self._start(_pump, server, client)


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while True:
            part = source.recv(65536)
            if not part:
                return
            sink.sendall(part)


def _shut(each: socket.socket) -> None:
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
