"""Requests and responses as the execution log keeps them: without passwords, signatures and other secrets.

NetSuite masks the values of sensitive fields (documented for REST: ``section_156570320384``); which names count, and that comments
and processing instructions are left out, is this account's decision. Nothing is kept of what cannot be read, so that nothing
can hide in it.
"""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, unquote_plus, urlencode
from xml.parsers import expat

LARGEST = 1_000_000
"""Bytes that are kept of one body."""

LONGEST_ADDRESS = 2000
MASK = "****"

SECRETS = (
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "secret",
    "signature",
    "assertion",
    "accesstoken",
    "access_token",
    "refreshtoken",
    "refresh_token",
    "authenticationtoken",
    "authtoken",
    "auth_token",
    "apikey",
    "api_key",
    "privatekey",
    "private_key",
    "ccnumber",
    "bankaccount",
    "securitycode",
    "socialsecuritynumber",
    "applicationid",  # the account that made the record alone may see it (documented: section_4399767175)
)
"""Parts of the names of elements, keys, parameters and custom fields whose values are secrets; upper and lower case alike."""

_WORTH_A_LOOK = (*(part.encode() for part in SECRETS), b"<!--", b"&#")
_SUSPECT = re.compile("|".join([*SECRETS, r"\\u"]), re.IGNORECASE)
_START_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True, slots=True)
class Body:
    """A body as it is kept. ``content`` is ``None`` for one that could not be read.

    ``size`` is that of all of it in UTF-8, as it was sent where it is a longer JSON document than is kept.
    """

    size: int
    content: bytes | None = field(repr=False)

    @property
    def cut(self) -> bool:
        """Whether only the beginning is kept."""
        return self.size > LARGEST


def is_secret(name: str) -> bool:
    """Say whether a name is one whose value is a secret."""
    lower = name.lower()
    return any(part in lower for part in SECRETS)


def masked_xml(body: bytes) -> Body:
    """Return a SOAP message without its secrets, up to ``LARGEST`` bytes of it."""
    try:
        text = _in_utf8(body)
        whole = len(text) <= LARGEST
        kept = text[:LARGEST]
        if _is_worth_a_look(kept):
            kept = _Scan(kept).masked(whole=whole)
    except (expat.ExpatError, LookupError, ValueError):
        return Body(len(body), None)
    return Body(len(text), kept)


def masked_json(body: bytes) -> Body:
    """Return a JSON document without its secrets; of one above ``LARGEST`` bytes what stands in these before the first secret."""
    encoding = json.detect_encoding(body)
    try:
        if len(body) > LARGEST:
            return Body(len(body), _beginning(body, encoding))
        text = body.decode(encoding)
        size = len(text.encode())
        if _is_suspect(text):
            text = _masked_text(text)
    except (ValueError, RecursionError):
        return Body(len(body), None)
    return Body(size, text.encode("utf-8", "replace")[:LARGEST])


def masked_address(url: str) -> str:
    """Return an address with the values of secret parameters masked."""
    path, mark, query = url.partition("?")
    if mark and is_secret(unquote_plus(query)):
        values = parse_qsl(query, keep_blank_values=True)
        query = urlencode(
            [(name, MASK if is_secret(name) else value) for name, value in values],
            quote_via=quote,
            safe="*",
        )
    return f"{path}{mark}{query}"[:LONGEST_ADDRESS]


def _beginning(body: bytes, encoding: str) -> bytes:
    """Return the text before the first secret name, or escape that may be part of one: names stand before their values."""
    text = codecs.getincrementaldecoder(encoding)().decode(body[:LARGEST])
    suspect = _SUSPECT.search(text) if _is_suspect(text) else None
    return text[: suspect.start() if suspect else None].encode()[:LARGEST]


def _is_suspect(text: str) -> bool:
    return is_secret(text) or "\\u" in text


def _masked_text(text: str) -> str:
    """Return a document with the values of secret names masked, all of them where a name stands twice; else as it is."""
    found = False

    def masked(members: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal found
        found = found or any(is_secret(name) for name, _ in members)
        return {name: MASK if is_secret(name) else value for name, value in members}

    document = json.loads(text, object_pairs_hook=masked)
    return json.dumps(document, ensure_ascii=False) if found else text


def _in_utf8(body: bytes) -> bytes:
    """Return an XML document in UTF-8, whatever its encoding. Raises ``LookupError`` or ``ValueError``."""
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if body.startswith(mark):
            return body.decode(encoding).encode()
    if body[:2] in (b"\0<", b"<\0"):
        return body.decode("utf-16-be" if body[0] == 0 else "utf-16-le").encode()
    declared = _DECLARED.match(body)
    if declared is None or declared[1].lower() == b"utf-8":
        return body
    return body.decode(declared[1].decode()).encode()


def _is_worth_a_look(message: bytes) -> bool:
    """Say whether a message may hold something to mask: most responses do not, and reading them again would cost more than all else."""
    lower = message.lower()
    return any(part in lower for part in _WORTH_A_LOOK) or b"<?" in message[2:]


class _Scan:
    """Finds what is to be masked in one document, and where it may be cut: never behind the last tag that was read."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._spans: list[tuple[int, int, bytes]] = []
        self._depth = 0
        self._begin = 0
        self._last = 0
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CommentHandler = lambda _: self._left_out(b"-->")
        self._parser.ProcessingInstructionHandler = lambda *_: self._left_out(b"?>")
        self._parser.StartDoctypeDeclHandler = _refuse

    def masked(self, *, whole: bool) -> bytes:
        """Return the document without secrets. Raises ``ExpatError`` or ``ValueError`` for one that cannot be read."""
        self._parser.Parse(self._body, whole)
        end = len(self._body) if whole else self._last
        parts, position = [], 0
        for begin, stop, instead in self._spans:
            if begin < end:
                parts += [self._body[position:begin], instead]
                position = stop
        if self._depth and self._begin < end:
            parts += [self._body[position : self._begin], MASK.encode()]
            position = end
        return b"".join([*parts, self._body[position:end]])

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._last = self._parser.CurrentByteIndex
        if self._depth:
            self._depth += 1
        elif _names_a_secret(name, attributes):
            if "href" in attributes:
                raise ValueError("the secret stands in another element")
            tag = _START_TAG.match(self._body, self._last)
            assert tag is not None, "expat has read a start tag here"
            self._begin, self._depth = tag.end(), 1

    def _end(self, _name: str) -> None:
        self._last = self._parser.CurrentByteIndex
        if self._depth:
            self._depth -= 1
            if not self._depth and self._last > self._begin:
                self._spans.append((self._begin, self._last, MASK.encode()))

    def _left_out(self, mark: bytes) -> None:
        self._last = self._parser.CurrentByteIndex
        if not self._depth:
            self._spans.append((self._last, self._body.index(mark, self._last) + len(mark), b""))


def _names_a_secret(name: str, attributes: dict[str, str]) -> bool:
    """Say whether an element is secret by its own name, or by the field that it is the value of."""
    of_field = (value for key, value in attributes.items() if key in ("scriptId", "internalId"))
    return any(is_secret(one) for one in (name.rpartition(":")[2], *of_field))


def _refuse(*_: object) -> None:
    raise ValueError("a document type declaration")
