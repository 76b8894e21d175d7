"""Values that a request points to: whatever a client sends, the tree that comes out is finite, or the request is refused."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.local.soap.compression import WORTH_BYTES, decoded, encoded
from landbridge.local.soap.faults import SoapFault
from landbridge.local.soap.multiref import resolve
from landbridge.local.soap.xmlreader import MAX_DEPTH, Node, XmlError

IDS = ("a", "b", "c", "d")


def node(pointer: str, children: list[Node]) -> Node:
    made = Node("", "element")
    made.children = children
    if pointer:
        made.attributes["href"] = f"#{pointer}"
    return made


nodes = st.recursive(
    st.builds(node, st.sampled_from(("", *IDS)), st.just([])),
    lambda inner: st.builds(node, st.just(""), st.lists(inner, max_size=3)),
    max_leaves=6,
)


def depth(found: Node, limit: int) -> int:
    assert limit > 0, "deeper than any tree may be"
    return 1 + max((depth(child, limit - 1) for child in found.children), default=0)


def reject(error: XmlError) -> None:
    """A refusal says which of the four reasons it has."""
    assert any(word in str(error) for word in ("points to nothing", "circle", "deeper", "elements"))


@pytest.mark.requirement("wire-10")
@given(operation=nodes, values=st.lists(nodes, min_size=1, max_size=4))
def test_what_is_resolved_points_nowhere_any_more(operation: Node, values: list[Node]) -> None:
    operation.attributes.pop("href", None)
    body = node("", [operation, *values])
    for name, value in zip(IDS, values, strict=False):
        value.attributes["id"] = name
    try:
        resolve(body)
    except XmlError as error:
        reject(error)
        return
    assert body.children == [operation]
    assert depth(operation, 2 * MAX_DEPTH) < 2 * MAX_DEPTH
    waiting = [operation]
    while waiting:
        one = waiting.pop()
        assert not one.attributes.get("href", "").startswith("#")
        waiting += one.children


@pytest.mark.requirement("wire-10")
@given(st.binary(max_size=3000))
def test_a_reply_is_the_same_however_it_travels(content: bytes) -> None:
    sent, headers = encoded(content, "br, gzip")
    compressed = headers.get("content-encoding") == "gzip"
    assert compressed is (len(content) >= WORTH_BYTES)
    assert (gzip.decompress(sent) if compressed else sent) == content
    assert decoded(gzip.compress(content), "gzip", len(content)) == content
    with pytest.raises(SoapFault):
        decoded(gzip.compress(content + b"x"), "gzip", len(content))
