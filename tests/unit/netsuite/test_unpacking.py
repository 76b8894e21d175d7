"""Compressed bodies, in any pieces."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.netsuite.errors import Context, MalformedReply
from landbridge.netsuite.unpacking import unpacked

WHERE = Context("123456", "getServerTime")
PACKINGS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "GZIP ": gzip.compress,
    "deflate": zlib.compress,
    "identity": bytes,
    "": bytes,
}


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


async def pieces(data: bytes, size: int) -> AsyncIterator[bytes]:
    yield b""
    for start in range(0, len(data), size):
        yield data[start : start + size]


def unpack(data: bytes, encoding: str, size: int) -> list[bytes]:
    async def run() -> list[bytes]:
        return [piece async for piece in unpacked(pieces(data, size), encoding, WHERE)]

    return asyncio.run(run())


@pytest.mark.requirement("bad-05")
@given(st.binary(max_size=2000), st.sampled_from(sorted(PACKINGS)), st.integers(1, 50))
def test_what_was_packed_is_unpacked_in_any_pieces(data: bytes, encoding: str, size: int) -> None:
    assert b"".join(unpack(PACKINGS[encoding](data), encoding, size)) == data
    if encoding == "deflate":
        assert b"".join(unpack(bare_deflate(data), encoding, size)) == data


@pytest.mark.requirement("bad-05")
@given(st.binary(min_size=1, max_size=300), st.sampled_from(["gzip", "deflate", "br", "gzip, gzip"]))
def test_any_bytes_are_unpacked_or_refused(data: bytes, encoding: str) -> None:
    refused: MalformedReply | None = None
    try:
        unpack(data, encoding, 7)
    except MalformedReply as error:
        refused = error
    assert refused is None or (refused.code, refused.account) == ("BAD_COMPRESSION", "123456")


@pytest.mark.requirement("bad-01")
@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate"]), st.data())
def test_a_packed_body_that_is_cut_off_is_refused(data: bytes, encoding: str, draw: st.DataObject) -> None:
    packed = PACKINGS[encoding](data)
    cut = draw.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(MalformedReply, match="cannot be unpacked"):
        unpack(packed[:cut], encoding, 16)


def test_a_small_body_never_becomes_a_large_piece() -> None:
    pieces_of_zeros = unpack(gzip.compress(b"\0" * 5_000_000), "gzip", 10**6)
    assert sum(map(len, pieces_of_zeros)) == 5_000_000
    assert max(map(len, pieces_of_zeros)) <= 256 * 1024


def test_an_answer_without_a_body_needs_no_unpacking() -> None:
    assert unpack(b"", "gzip", 1) == []
