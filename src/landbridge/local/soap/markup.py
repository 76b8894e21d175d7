"""Text made safe for XML 1.0."""

from __future__ import annotations

import re

_SPECIAL = re.compile('[&<>"\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')
_REPLACEMENTS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}


def escape(text: str) -> str:
    """Escape ``text`` for element content and double-quoted attributes; characters that XML cannot carry are left out."""
    if _SPECIAL.search(text) is None:
        return text
    return _SPECIAL.sub(lambda match: _REPLACEMENTS.get(match.group(), ""), text)


def attribute(text: str) -> str:
    """Escape ``text`` for a double-quoted attribute, line breaks and tabs included (a parser would make them blanks)."""
    return escape(text).replace("\n", "&#10;").replace("\t", "&#9;")
