"""Values that a request writes once and points to: ``href="#id1"`` and an element with ``id="id1"`` behind the operation.

SOAP 1.1 (section 5.2.1) allows it, and Axis clients send it. A value is shared, not copied; what it would come to written out is
counted, so that a small request cannot stand for an endless one.
"""

from __future__ import annotations

from landbridge.local.soap.xmlreader import MAX_DEPTH, MAX_ELEMENTS, Node, XmlError


def resolve(body: Node) -> None:
    """Put the values in place of the references in ``body``, whose first child is the operation; the values are taken out of it.

    Raises :class:`~landbridge.local.soap.xmlreader.XmlError` for references to nothing, in circles, or to too much.
    """
    values = {child.attributes["id"]: child for child in body.children[1:] if child.attributes.get("id")}
    if not values or len(values) != len(body.children) - 1:
        return
    _Resolver(values).size_of(body.children[0])
    del body.children[1:]


class _Resolver:
    def __init__(self, values: dict[str, Node]) -> None:
        self._values = values
        self._sizes: dict[int, int] = {}
        self._on_the_way: set[int] = set()

    def size_of(self, node: Node) -> int:
        """Resolve ``node`` and return how many elements it comes to."""
        known = self._sizes.get(id(node))
        if known is not None:
            return known
        if id(node) in self._on_the_way:
            raise XmlError("references go in a circle")
        if len(self._on_the_way) >= MAX_DEPTH:
            raise XmlError(f"references nested deeper than {MAX_DEPTH}")
        self._on_the_way.add(id(node))
        size = self._pointed(node)
        if size == 0:
            size = 1 + sum(self.size_of(child) for child in node.children)
        if size > MAX_ELEMENTS:
            raise XmlError(f"references come to more than {MAX_ELEMENTS} elements")
        self._on_the_way.discard(id(node))
        self._sizes[id(node)] = size
        return size

    def _pointed(self, node: Node) -> int:
        """Give ``node`` the value that it points to; 0 when it points to nothing."""
        pointer = node.attributes.get("href", "")
        if not pointer.startswith("#") or node.children:
            return 0
        value = self._values.get(pointer[1:])
        if value is None:
            raise XmlError(f"{pointer[:40]!r} points to nothing")
        size = self.size_of(value)
        own = {name: text for name, text in node.attributes.items() if name != "href"}
        node.attributes = {name: text for name, text in value.attributes.items() if name != "id"} | own
        node.children, node.text = value.children, value.text
        node.type, node.nil = node.type or value.type, value.nil
        return size
