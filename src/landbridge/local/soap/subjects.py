"""Which record type a request is about, for the execution log (that it shows one is documented, the notation assumed)."""

from __future__ import annotations

from functools import cache

from landbridge.local.soap.searchclasses import search_classes
from landbridge.local.soap.xmlreader import Node

LONGEST = 100


def subject_of(operation: Node) -> str:
    """Return the type of the first record, reference or search of a request, as in ``recordType``; ``""`` without one."""
    found = (_named(child) or _typed(child) for child in operation.children)
    return next((name for name in found if name), "")[:LONGEST]


def _named(node: Node) -> str:
    """Return the type that a reference, a description of a field or a record to initialize says in words."""
    attributes = (node.attributes.get(name, "") for name in ("type", "scriptId", "recordType"))
    texts = (node.text_of(name) for name in ("recordType", "type"))
    return next((text for text in (*attributes, *texts) if text), "")


def _typed(node: Node) -> str:
    if node.type is None or node.type[1].endswith("Ref"):
        return ""
    name = node.type[1]
    return _searched().get(name, name[:1].lower() + name[1:])


@cache
def _searched() -> dict[str, str]:
    """Class of a search -> the type that it searches."""
    return {
        name: kind.record_type
        for kind in search_classes()
        for name in (kind.basic, kind.joined, kind.advanced)
    }
