"""Hostile XML is a clear error, however it is cut into chunks."""

from __future__ import annotations

from xml.etree.ElementTree import XMLPullParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.netsuite.soap.parser import HostileXml, SafeParser
from landbridge.netsuite.soap.records import RecordDecoder
from landbridge.netsuite.soap.replies import Reply, ReplyReader
from landbridge.netsuite.versions import Version

VERSION = Version.parse("2023_2")

BILLION = b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r>&b;</r>"""
EXTERNAL = b"""<!-- x --><!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>"""
HOSTILE = {
    "entities": BILLION,
    "external": EXTERNAL,
    "external after a comment and an instruction": b"<?a b?>\n<!-- <x> -->" + EXTERNAL,
    "byte order mark before a document type": b"\xef\xbb\xbf" + EXTERNAL,
    "utf-16": "<?xml version='1.0'?><!DOCTYPE r><r/>".encode("utf-16"),
    "utf-16 without a mark": "<!DOCTYPE r><r/>".encode("utf-16-le"),
    "other encoding": b"<?xml version='1.0' encoding='utf-7'?><r/>",
    "undefined entity": b"<r>&evil;</r>",
    "document type inside": b"<r><!DOCTYPE r></r>",
    "truncated": b"<r><a>text",
    "empty": b"",
    "blank": b"   \n",
    "not xml": b"Service unavailable",
    "html": b"<html><body><br></body></html>",
    "control character": b"<r>\x01</r>",
    "endless prolog": b" " * 40_000 + b"<r/>",
    "endless comment": b"<!--" + b"x" * 40_000 + b"--><r/>",
}


def _parse(data: bytes, size: int) -> list[str]:
    parser = SafeParser()
    tags = []
    for start in range(0, len(data), size):
        tags += [element.tag for element in parser.feed(data[start : start + size])]
    return tags + [element.tag for element in parser.close()]


@pytest.mark.requirement("client-06")
@pytest.mark.parametrize("size", [1, 7, 100_000])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_are_refused_in_any_chunks(name: str, size: int) -> None:
    with pytest.raises(HostileXml):
        _parse(HOSTILE[name], size)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
def test_a_good_document_is_read_in_any_chunks(size: int) -> None:
    data = "\ufeff<?xml version='1.0' encoding='UTF-8'?> <!-- é --> <?p q?>\n<r><a/>é<b/></r>".encode()
    assert _parse(data, size) == ["a", "b", "r"]


def _reply(data: bytes) -> Reply:
    reader = ReplyReader(VERSION, RecordDecoder(VERSION))
    reader.feed(data)
    return reader.close()


@pytest.mark.requirement("client-06")
@given(st.binary(max_size=300))
def test_no_bytes_make_anything_but_a_value_error(data: bytes) -> None:
    with pytest.raises(HostileXml):
        _reply(data)


GET = (
    '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><e:Body>'
    '<getResponse xmlns="urn:messages_2023_2.platform.webservices.netsuite.com"><readResponse>'
    '<c:status xmlns:c="urn:core_2023_2.platform.webservices.netsuite.com" isSuccess="true"/>'
    '<record internalId="5" xsi:type="r:Customer" xmlns:r="urn:relationships_2023_2.lists.webservices.netsuite.com">'
    "<r:companyName>Acme</r:companyName><r:isPerson>false</r:isPerson></record></readResponse></getResponse>"
    "</e:Body></e:Envelope>"
)


@pytest.mark.requirement("client-06")
@given(st.integers(0, len(GET) - 1), st.sampled_from([b"<", b">", b"&", b"x", b'"', b"\x00", b""]))
def test_a_damaged_reply_is_an_error_or_a_reply_never_something_else(position: int, damage: bytes) -> None:
    data = GET.encode()
    damaged = data[:position] + damage + data[position + 1 :]
    try:
        reply = _reply(damaged)
    except ValueError:
        return
    assert isinstance(reply, Reply)


@pytest.mark.requirement("client-06")
@given(st.integers(0, len(GET) - 1))
def test_a_truncated_reply_is_refused(length: int) -> None:
    with pytest.raises(HostileXml):
        _reply(GET.encode()[:length])


@pytest.mark.requirement("client-06")
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("2023_2", "2025_2", "no SOAP reply of this endpoint"),
        (">false<", ">maybe<", "isPerson"),
        (">false<", "><r:x/><", "isPerson"),
        (' xsi:type="r:Customer"', "", "xsi:type"),
        ("<c:status", "<c:stadium", "without a status"),
        ('isSuccess="true"', 'isSuccess="perhaps"', "boolean"),
        (' isSuccess="true"', "", "does not say isSuccess"),
    ],
)
def test_a_reply_of_the_wrong_shape_is_refused_in_words(old: str, new: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        _reply(GET.replace(old, new).encode())


def test_deep_nesting_ends_in_an_error() -> None:
    deep = "<x>" * 40 + "</x>" * 40
    with pytest.raises(ValueError, match="deeply"):
        _reply(GET.replace("<r:isPerson>false</r:isPerson>", f"<r:unlisted>{deep}</r:unlisted>").encode())


@pytest.mark.requirement("bad-05")
@pytest.mark.parametrize("start", [b"<r><!--", b'<r><a b="', b"<r><", b"<r><?p "])
def test_a_large_unfinished_token_is_read_a_few_times_only(
    monkeypatch: pytest.MonkeyPatch, start: bytes
) -> None:
    """expat begins a token anew with every piece: in small pieces this would take time by the square of its size."""
    sizes: list[int] = []
    feed = XMLPullParser.feed

    def counted(self: XMLPullParser[object], data: bytes) -> None:
        sizes.append(len(data))
        feed(self, data)

    monkeypatch.setattr(XMLPullParser, "feed", counted)
    parser = SafeParser()
    for piece in (start, *[b"x" * 1000] * 4000):
        assert list(parser.feed(piece)) == []
    with pytest.raises(HostileXml):
        list(parser.close())
    assert sum(sizes) == 4_000_000 + len(start)
    assert len(sizes) < 30
