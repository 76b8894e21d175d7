"""A service that takes notices over HTTPS, with a certificate of the local account's own authority."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from landbridge.local.account import Account

QUEUED = {"status": "queued", "code": "queued", "message": "Your request <1> was added to the queue."}


@dataclass
class Service:
    """``notices`` are (path, content type, body) as they came, ``visits`` the paths of GET requests, which are answered 200.

    ``answer`` is what comes next to a notice: HTTP status and JSON.
    """

    url: str = ""
    notices: list[tuple[str, str, str]] = field(default_factory=list)
    visits: list[str] = field(default_factory=list)
    answer: tuple[int, Any] = (202, QUEUED)
    before_answering: Callable[[], object] = lambda: None


@contextmanager
def served_service(account: Account, folder: Path) -> Iterator[Service]:
    """Serve on a free loopback port until the end of the block."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            service.notices.append((self.path, self.headers["Content-Type"], body))
            service.before_answering()
            self._answer(*service.answer)

        def do_GET(self) -> None:
            service.visits.append(self.path)
            self._answer(200, {})

        def _answer(self, status: int, answer: Any) -> None:
            content = json.dumps(answer).encode()
            with suppress(OSError):  # the script may have given up
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """Stay quiet."""

    issued = account.authority.issue(["127.0.0.1"])
    pem = folder / "service.pem"
    pem.write_text(issued.certificate + issued.key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.socket = context.wrap_socket(server.socket, server_side=True)
    service.url = f"https://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
