"""The proxy on the way to NetSuite."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from landbridge.netsuite.hostnames import is_host


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy that leads on by CONNECT, so that it sees host names and nothing of what is sent.

    ``url`` is ``http://host:port`` or ``https://host:port``; it is shown and logged, so user name and password stand apart and are
    neither. Environment variables (``HTTPS_PROXY``) are not read. ``ValueError`` for anything else.
    """

    url: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        problem = _problem(self.url)
        if problem:
            raise ValueError(f"not a proxy such as http://proxy.example.com:3128: {problem}")
        if self.password and not self.user:
            raise ValueError("a proxy password needs a user name")
        if ":" in self.user:
            raise ValueError("a proxy user name holds no colon")


def _problem(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "it cannot be read"
    if "@" in parts.netloc:
        return "user name and password have fields of their own"
    if parts.scheme not in ("http", "https"):
        return "it begins with neither http:// nor https://"
    if not parts.hostname or not is_host(parts.hostname) or not url.isprintable() or " " in url:
        return "it names no host"
    if port is None:
        return "it names no port"
    return "it goes on after the port" if parts.path.strip("/") or parts.query or parts.fragment else ""
