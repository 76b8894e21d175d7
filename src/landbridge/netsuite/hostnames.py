"""What can stand for a host in an address that somebody enters."""

from __future__ import annotations

import re
from ipaddress import ip_address

_NAME = re.compile(r"(?:(?!-)[a-z0-9_-]{1,63}(?<!-)\.)*(?!-)[a-z0-9_-]{1,63}(?<!-)\.?", re.IGNORECASE)
_LONGEST = 253


def is_host(text: str) -> bool:
    """Whether it is an IP address, or a name that can be looked up (RFC 1035, section 2.3.4), in any script.

    Underscores are let through: networks of containers have them.
    """
    try:
        ip_address(text)
    except ValueError:
        return _is_name(text)
    return True


def _is_name(text: str) -> bool:
    try:
        name = text.encode("idna").decode()
    except UnicodeError:
        return False
    return len(name) <= _LONGEST and _NAME.fullmatch(name) is not None
