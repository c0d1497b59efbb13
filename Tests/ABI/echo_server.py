"""Answers each start with the id of the task in its path as the record's id, so that a swapped reply shows.

A process of its own: started by a path, it prints its port and ends when its standard input closes.
"""
import os
import socket
import sys
import threading


def serve(connection: socket.socket) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    pending = b""
    try:
        while True:
            head, end, pending = pending.partition(b"\r\n\r\n")
            while not end:
                part = connection.recv(65536)
                if not part:
                    return
                head, end, pending = (head + part).partition(b"\r\n\r\n")
            lines = head.split(b"\r\n")
            lengths = [line.split(b":")[1] for line in lines if line.lower().startswith(b"content-length:")]
            length = int(lengths[0]) if lengths else 0
            while len(pending) < length:
                pending += connection.recv(65536)
            pending = pending[length:]
            body = b'{"id": "%s"}' % lines[0].split(b"/")[3]
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
    except OSError:
        pass  # a client that was ended
    finally:
        connection.close()


def accept(listener: socket.socket) -> None:
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


if __name__ == "__main__":
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    print(listener.getsockname()[1], flush=True)
    threading.Thread(target=accept, args=(listener,), daemon=True).start()
    sys.stdin.read()
    os._exit(0)
