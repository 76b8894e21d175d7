"""Where the three-step flow leads back to (documented: ``section_156338994830``, ``section_156536698849``)."""

from __future__ import annotations

import re
from urllib.parse import urlencode

ANY_PORT = "http://localhost:*"
"""Beginning of a callback URL that stands for every port of the user's own machine, the one case of http (documented)."""

STATE = re.compile(r"[A-Za-z0-9]{0,512}", re.ASCII)
"""What an application may send along and gets back (documented)."""


def matches(registered: str, given: str) -> bool:
    """Say whether ``given`` is the callback URL of a record: the same, or another port of localhost where it has ``*``.

    A registered URL that names no path takes any (assumed).
    """
    if not registered or not given.isprintable():
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
