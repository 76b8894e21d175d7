"""Where the three-step flow leads back to (documented: ``section_156338994830``, ``section_156536698849``)."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit

ANY_PORT = "http://localhost:*"
"""Beginning of a callback URL that stands for every port of the user's own machine, the one case of http (documented)."""

STATE = re.compile(r"[A-Za-z0-9]{0,512}", re.ASCII)
"""What an application may send along and gets back (documented)."""

LONGEST_ADDRESS = 1000
"""Characters of an address on an integration record (assumed)."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")
_LOOPBACK = ("localhost", "127.0.0.1")
_NOWHERE = ("javascript", "data", "vbscript", "file", "about", "blob")


def may_lead_to(address: str, *, loopback: bool) -> bool:
    """Say whether a browser may be sent there with a code or token in the address; ``loopback``: over http to itself too."""
    if not _is_plain(address):
        return False
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    if parts.username is not None or port == 0 or not _SCHEME.fullmatch(parts.scheme):
        return False
    if parts.scheme == "http":
        return loopback and host in _LOOPBACK
    if parts.scheme == "https":
        return bool(host)
    return parts.scheme not in _NOWHERE and bool(parts.netloc or parts.path.strip("/"))


def _is_plain(address: str) -> bool:
    if len(address) > LONGEST_ADDRESS or not address.isascii() or not address.isprintable():
        return False
    return "://" in address and not set(address) & set(' "<>\\^`{|}#')


def matches(registered: str, given: str) -> bool:
    """Say whether ``given`` is the callback URL of a record: the same, or another port of localhost where it has ``*``.

    A registered URL that names no path takes any (assumed). None is taken that the form of the record would not take.
    """
    if not registered or not may_lead_to(given, loopback=True):
        return False
    if not registered.startswith(ANY_PORT):
        return registered == given
    path = registered.removeprefix(ANY_PORT)
    expected = re.escape(path) if path else "(?:[/?].*)?"
    return re.fullmatch(rf"http://localhost:\d{{1,5}}{expected}", given, re.ASCII) is not None


def leading_back(callback: str, **parameters: str) -> str:
    """Return the address that the browser is sent on to: the callback with ``parameters``, an empty ``state`` left out."""
    sent = urlencode({name: value for name, value in parameters.items() if value or name != "state"})
    return f"{callback}{'&' if '?' in callback else '?'}{sent}"
