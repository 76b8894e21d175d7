"""Unpacks compressed bodies piece by piece, so that a small body cannot become a large one unnoticed."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterable, AsyncIterator, Iterator

from landbridge.netsuite.errors import Context, MalformedReply

ACCEPTED = "gzip, deflate"
"""What requests say that they accept (``Accept-Encoding``)."""

_PIECE = 256 * 1024
_GZIP = zlib.MAX_WBITS | 16
_NAMES = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": zlib.MAX_WBITS}


async def unpacked(chunks: AsyncIterable[bytes], encoding: str, context: Context) -> AsyncIterator[bytes]:
    """Yield ``chunks`` unpacked, in pieces of at most 256 KiB each.

    ``encoding`` is the answer's ``Content-Encoding``. Raises ``MalformedReply`` with code BAD_COMPRESSION for an encoding that nobody asked
    for, and for a body that is broken, cut off, or goes on after its end.
    """
    name = encoding.strip().lower()
    if name in ("", "identity"):
        async for chunk in chunks:
            yield chunk
        return
    if name not in _NAMES:
        raise _bad(f"it is packed as {name[:40]!r}, which was not asked for", context)
    unpacker = _Unpacker(_NAMES[name])
    try:
        async for chunk in chunks:
            for piece in unpacker.feed(chunk):
                yield piece
    except zlib.error as error:
        raise _bad(str(error), context) from None
    if not unpacker.complete:
        raise _bad("the packed body is cut off", context)


class _Unpacker:
    def __init__(self, window_bits: int) -> None:
        self._bits = window_bits
        self._stream: zlib._Decompress | None = None

    @property
    def complete(self) -> bool:
        """Whether the stream has ended; an answer without a body has nothing to unpack."""
        return self._stream is None or self._stream.eof

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        if not chunk:
            return
        if self._stream is None:
            self._stream = zlib.decompressobj(self._window_bits(chunk[0]))
        while chunk:
            if self._stream.eof:
                raise zlib.error("bytes follow the end of the packed body")
            piece = self._stream.decompress(chunk, _PIECE)
            if piece:
                yield piece
            chunk = self._stream.unconsumed_tail or self._stream.unused_data

    def _window_bits(self, first: int) -> int:
        """``deflate`` is zlib by RFC 9110, and the bare stream from many servers; a zlib header tells itself (RFC 1950)."""
        return -zlib.MAX_WBITS if self._bits == zlib.MAX_WBITS and first & 0x0F != 8 else self._bits


def _bad(why: str, context: Context) -> MalformedReply:
    return MalformedReply(f"The answer cannot be unpacked: {why}.", code="BAD_COMPRESSION", context=context)
