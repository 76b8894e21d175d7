"""HOST:PORT, as the commands take it and sockets need it."""

from __future__ import annotations

import socket
from dataclasses import dataclass

LOOPBACK = ("127.0.0.1", "localhost", "::1")
BACKLOG = 2048


class ListenError(Exception):
    """An address that cannot be listened on; the text names it."""


@dataclass(frozen=True, slots=True)
class Address:
    """Host and port; port 0 takes a free one."""

    host: str = "127.0.0.1"
    port: int = 0

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read ``HOST:PORT`` or ``PORT``. Raises ``ListenError``."""
        host, _, port = text.rpartition(":")
        if not (port.isascii() and port.isdigit()) or int(port) > 65535:
            raise ListenError(f"{text!r} is no HOST:PORT")
        return cls(host.strip("[]") or "127.0.0.1", int(port))

    def listen(self) -> socket.socket:
        """Return a listening socket. Raises ``ListenError``."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        try:
            return socket.create_server((self.host, self.port), family=family, backlog=BACKLOG)
        except OSError as error:
            raise ListenError(f"cannot listen on {self.host}:{self.port}: {error.strerror}") from error


def url_of(scheme: str, listener: socket.socket) -> str:
    """Return the address of a listening socket as ``scheme://host:port``."""
    host, port = listener.getsockname()[:2]
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
