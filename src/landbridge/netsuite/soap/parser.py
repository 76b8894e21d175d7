"""A hardened incremental XML parser: UTF-8, no document type, bounded prolog.

A document type can stand only before the root element; after it, expat itself refuses one. So the prolog is checked
byte by byte before the parser sees anything, and without a document type there is no entity to expand or to fetch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError, XMLPullParser
from xml.parsers.expat import errors

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LONGEST_PROLOG = 16 * 1024
_FORBIDDEN = frozenset(
    errors.codes[message]
    for message in (
        errors.XML_ERROR_UNDEFINED_ENTITY,
        errors.XML_ERROR_UNKNOWN_ENCODING,
        errors.XML_ERROR_INCORRECT_ENCODING,
    )
)
_BOM = b"\xef\xbb\xbf"
_DECLARATION = re.compile(rb"<\?xml\s([^?]*)\?>")
_ENCODING = re.compile(rb"""\bencoding\s*=\s*["']([^"']*)["']""")
_HARMLESS = ((b"<?", b"?>"), (b"<!--", b"-->"))


class HostileXml(ValueError):  # noqa: N818 - names what it found
    """The document is not XML that this library reads; the text says why.

    ``code`` is HOSTILE_XML for what well-meaning XML could hold and this library never reads (document types, entities, other encodings),
    MALFORMED_XML for what is no XML at all.
    """

    def __init__(self, text: str, code: str = "MALFORMED_XML") -> None:
        super().__init__(text)
        self.code = code


def _forbidden(text: str) -> HostileXml:
    return HostileXml(text, "HOSTILE_XML")


class SafeParser:
    """Feed bytes, take finished elements. Every refusal is :class:`HostileXml`."""

    def __init__(self) -> None:
        self._parser: XMLPullParser[Element] = XMLPullParser(("end",))
        self._prolog: bytes | None = b""
        self._waiting: list[bytes] = []
        self._held = self._wanted = 0

    def feed(self, chunk: bytes) -> list[Element]:
        """Parse ``chunk`` and answer the elements that ended in it, innermost first."""
        if self._prolog is not None:
            self._prolog += chunk
            if not _prolog_is_complete(self._prolog):
                return []
            chunk, self._prolog = self._prolog, None
        self._waiting.append(chunk)
        self._held += len(chunk)
        return self._parsed() if self._held >= self._wanted else []

    def close(self) -> list[Element]:
        """End the document; a truncated one is refused."""
        if self._prolog is not None:
            raise HostileXml("there is no XML element")
        ended = self._parsed()
        try:
            self._parser.close()
            return ended + self._ended()
        except ParseError as error:
            raise _refusal(error) from None

    def _parsed(self) -> list[Element]:
        """Parse what waits, and wait for twice as much where no element ended in it.

        expat reads an unfinished tag or comment anew with every piece: in small pieces, a large one would take hours.
        """
        held, self._held = self._held, 0
        data = b"".join(self._waiting)
        self._waiting.clear()
        self._wanted = 2 * max(held, self._wanted)
        try:
            self._parser.feed(data)
            ended = self._ended()
        except ParseError as error:
            raise _refusal(error) from None
        if ended:
            self._wanted = 0
        return ended

    def _ended(self) -> list[Element]:
        # Only "end" was asked for; typeshed lists the values of all kinds.
        events: Iterator[Any] = self._parser.read_events()
        return [element for _kind, element in events]


def _refusal(error: ParseError) -> HostileXml:
    """Entities can be referred to without a document type, and a document type can stand where none belongs: expat refuses both."""
    if error.code in _FORBIDDEN:
        return _forbidden(f"entities and document types are not allowed: {error}")
    return HostileXml(f"the XML is broken: {error}")


def _prolog_is_complete(data: bytes) -> bool:
    """Whether ``data`` reaches the root element; raises for what may not stand before it."""
    if len(data) >= 2 and (b"\x00" in data[:4] or data[:2] in (b"\xfe\xff", b"\xff\xfe")):
        raise _forbidden("the XML is not UTF-8")
    position = len(_BOM) if data.startswith(_BOM) else 0
    first = True
    while True:
        if position > _LONGEST_PROLOG:
            raise _forbidden("too much before the first XML element")
        rest = data[position : position + _LONGEST_PROLOG + 4]
        stripped = rest.lstrip()
        position += len(rest) - len(stripped)
        if len(stripped) < 4:
            return False
        skipped = _harmless_length(stripped, first=first)
        if skipped is None:
            return True
        if skipped == 0:
            if len(stripped) > _LONGEST_PROLOG:
                raise _forbidden("too much before the first XML element")
            return False
        position += skipped
        first = False


def _harmless_length(data: bytes, *, first: bool) -> int | None:
    """Length of the comment or instruction at the start, 0 when it is cut off, ``None`` at the root element."""
    for start, end in _HARMLESS:
        if data.startswith(start):
            found = data.find(end, len(start))
            if found < 0:
                return 0
            if first:
                _check_encoding(data)
            return found + len(end)
    if data.startswith(b"<!"):
        raise _forbidden("a document type or entity is not allowed")
    if not data.startswith(b"<"):
        raise HostileXml("the document is not XML")
    return None


def _check_encoding(data: bytes) -> None:
    declaration = _DECLARATION.match(data)
    if declaration is None:
        return
    encoding = _ENCODING.search(declaration[1])
    if encoding is not None and encoding[1].lower() not in (b"utf-8", b"us-ascii"):
        raise _forbidden("the XML is not UTF-8")
