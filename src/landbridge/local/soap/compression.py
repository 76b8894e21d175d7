"""gzip of requests and replies, by the usual HTTP headers (that NetSuite takes compressed requests is assumed)."""

from __future__ import annotations

import gzip
import zlib

from landbridge.local.soap import faults

WORTH_BYTES = 1024
"""Shorter replies go as they are."""

LEVEL = 1
"""The quickest: replies go over the loopback."""

_GZIP_WINDOW = 16 + zlib.MAX_WBITS


def encoded(content: bytes, accept_encoding: str) -> tuple[bytes, dict[str, str]]:
    """Return a reply, compressed where the client takes gzip, with the headers that tell."""
    headers = {"vary": "Accept-Encoding"}
    if len(content) < WORTH_BYTES or not _takes_gzip(accept_encoding):
        return content, headers
    return gzip.compress(content, LEVEL, mtime=0), headers | {"content-encoding": "gzip"}


def _takes_gzip(accept_encoding: str) -> bool:
    for part in accept_encoding.lower().split(","):
        name, _, weight = part.strip().partition(";")
        if name.strip() in {"gzip", "x-gzip", "*"}:
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def decoded(body: bytes, content_encoding: str, limit: int) -> bytes:
    """Return the body of a request as sent before compression, at most ``limit`` bytes of it.

    Raises :class:`~landbridge.local.soap.faults.SoapFault` for what is no gzip, is too large, or is encoded otherwise.
    """
    name = content_encoding.strip().lower()
    if name in {"", "identity"}:
        return body
    if name not in {"gzip", "x-gzip"}:
        raise faults.malformed(f"the content encoding {name[:40]!r} is not read here")
    unpacker = zlib.decompressobj(_GZIP_WINDOW)
    try:
        content = unpacker.decompress(body, limit + 1)
    except zlib.error as error:
        raise faults.malformed(f"the body is no gzip: {error}") from None
    if len(content) > limit:
        raise faults.request_too_large(limit)
    if not unpacker.eof:
        raise faults.malformed("the gzip of the body ends early")
    return content
