r"""Quoted text of the notation.

Oracle's notation writes a line break in a text as ``\\n`` (help article 162884579419). ``\n`` is read as well, and so are ``\t``,
``\'``, ``\"``, ``\\`` and ``\u005c`` with any four hexadecimal digits.
"""

from __future__ import annotations

import re

QUOTED = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
"""A pattern of quoted text, with its quotes. It may run over lines."""

_ESCAPE = re.compile(r"\\\\([nt])|\\u([0-9A-Fa-f]{4})|\\(.)", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t"}
_SPECIAL = re.compile(r"\\(?=[nt])|[\\'\n\t]|[\x00-\x1f\x7f]|[\ud800-\udfff]")
_WRITTEN = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\t": "\\t"}


def unquoted(written: str) -> str:
    """Return the text that ``written``, with its quotes, stands for."""
    return _ESCAPE.sub(_character, written[1:-1])


def _character(found: re.Match[str]) -> str:
    doubled, code, single = found.groups()
    if code:
        return chr(int(code, 16))
    return _LETTERS.get(doubled or single, doubled or single)


def quoted(text: str) -> str:
    """Return ``text`` as the notation writes it, in single quotes on one line."""
    return f"'{_SPECIAL.sub(_escaped, text)}'"


def _escaped(found: re.Match[str]) -> str:
    character = found.group()
    follows = found.string[found.end() : found.end() + 1]
    if character == "\\" and (follows in ("n", "t") or follows == ""):
        return r"\u005c"
    return _WRITTEN.get(character) or f"\\u{ord(character):04x}"
