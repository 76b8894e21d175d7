"""A worker's own `/healthz` and `/readyz`, for orchestrators, on an address that `LANDBRIDGE_WORKER_HEALTH` names."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.db import close_old_connections, connection

from landbridge.service.health.checks import readiness


@contextmanager
def answering(host: str, port: int) -> Iterator[tuple[str, int]]:
    """Answer probes on a thread until the end of the block; yields the address. Raises ``OSError`` where it is taken."""
    with ThreadingHTTPServer((host, port), _Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, name="probes", daemon=True)
        thread.start()
        try:
            yield host, server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    """Knows two addresses."""

    timeout = 10
    server_version = "landbridge"

    def do_GET(self) -> None:
        if self.path == "/healthz":
            self._answer(200, {"status": "ok"})
        elif self.path == "/readyz":
            found = self._readiness()
            self._answer(200 if found["status"] == "ok" else 503, found)
        else:
            self._answer(404, {"status": "unknown address"})

    def _readiness(self) -> dict[str, Any]:
        close_old_connections()
        try:
            return readiness().body()
        finally:
            connection.close()  # the session belongs to this request's thread

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name in the standard library
        """Probes come every few seconds; they are not logged."""
