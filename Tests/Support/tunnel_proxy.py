"""An HTTP proxy that opens every tunnel that it is asked for."""
import socket
import ssl
import threading
from typing import Any


class TunnelProxy:
    """Use it in `with`.

    tls     certificate and key file: it is spoken to over TLS
    target  the port of this machine at which each tunnel ends, whatever was asked for
    """

    def __init__(self, tls: tuple[str, str] | None = None, target: int | None = None):
        self.context = None
        if tls:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*tls)
        self.target = target
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.address = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self.asked: list[str] = []  # the request line of each tunnel

    def __enter__(self) -> "TunnelProxy":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return  # left
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            if self.context:
                client = self.context.wrap_socket(client, server_side=True)
            text = b""
            while not text.endswith(b"\r\n\r\n"):
                part = client.recv(65536)
                if not part:
                    return
                text += part
            self.asked.append(text.split(b"\r\n")[0].decode())
            host, _, port = text.split(b" ")[1].decode().partition(":")
            server = socket.create_connection(("127.0.0.1", self.target) if self.target else (host, int(port)))
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            threading.Thread(target=_copy, args=(server, client), daemon=True).start()
            _copy(client, server)
        except OSError:
            pass  # one of the two went away: what the client makes of that is the test's question


def _copy(source: socket.socket, target: socket.socket) -> None:
    try:
        while part := source.recv(65536):
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass
