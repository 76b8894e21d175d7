"""Whose a SOAP request is that was sent to a host of no account: told by the beginning of its body.

A passport stands in the envelope's header, before anything that is long. Whoever is led wrongly by odd markup meets an account that
checks the passport itself.
"""

from __future__ import annotations

import re

from starlette.types import Message, Receive

LOOKED_AT = 64 * 1024
"""Bytes of a body that are looked at; they are kept until the account reads them."""

_ACCOUNT = re.compile(rb"<(?:[\w.-]+:)?account(?:\s[^<>]*)?>\s*([\w-]+)\s*</")
_ANONYMOUS = re.compile(rb"<(?:[\w.-]+:)?getDataCenterUrls[\s>]")


def account_of(beginning: bytes) -> str:
    """Return the account of the passport, or the one that ``getDataCenterUrls`` asks for; ``""`` where none is to be seen."""
    found = _ACCOUNT.search(beginning)
    return found[1].decode() if found else ""


def asks_for_data_centres(beginning: bytes) -> bool:
    """Say whether it is the look-up that answers everybody, whatever account is asked for (documented: ``section_N3494684``)."""
    return _ANONYMOUS.search(beginning) is not None


async def beginning_of(receive: Receive) -> tuple[bytes, Receive]:
    """Return the beginning of a body, and what reads the whole body from its first byte."""
    read: list[Message] = []
    beginning, more = b"", True
    while more and len(beginning) < LOOKED_AT:
        message = await receive()
        read.append(message)
        beginning += message.get("body", b"")
        more = message.get("more_body", False)

    async def again() -> Message:
        return read.pop(0) if read else await receive()

    return beginning[:LOOKED_AT], again
