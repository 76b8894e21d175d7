"""A small HTTPS server on loopback, to be called by scripts: what it does is told by the path."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from landbridge.local.tls.authority import Authority


@dataclass
class Outside:
    """The server's port and what it received: method, path, headers, body."""

    port: int
    received: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"


@contextmanager
def outside_server(
    authority: Authority, folder: Path, hosts: tuple[str, ...] = ("127.0.0.1",)
) -> Iterator[Outside]:
    """Serve with a certificate of `authority`. `/hang` never answers, `/drip` sends a byte now and then."""
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one piece, as a real server sends them

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            outside.received.append((self.command, self.path, dict(self.headers), body))
            if self.path.startswith("/hang"):
                ended.wait(30)
                self.close_connection = True
                return
            if self.path == "/drip":
                self.drip()
                return
            content = f"{self.command} é".encode()
            if self.path == "/realtime/notices":
                content = b'{"status": "queued", "code": "queued", "message": "Added to <the> queue."}'
            self.send_response(404 if self.path == "/missing" else 202)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def drip(self) -> None:
            self.close_connection = True
            with suppress(OSError):
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                while not ended.wait(0.05):
                    self.wfile.write(b".")
                    self.wfile.flush()

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - the names that http.server calls

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that refuses our certificate is what some tests want."""

    issued = authority.issue(hosts)
    pem = folder / f"outside-{id(ended)}.pem"
    pem.write_text(issued.certificate + issued.key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with Server(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        outside = Outside(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield outside
        finally:
            ended.set()
            server.shutdown()
            thread.join(10)


def free_port() -> int:
    """Return a port on which nothing listens now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
