"""Reads a request into a light tree: no DTD, no entities, bounded depth and size.

The names of concrete types stand in ``xsi:type`` as prefixed text, so prefixes are resolved while they are in scope.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from landbridge.local.soap.versions import ENVELOPE, INSTANCE

MAX_DEPTH = 64
MAX_ELEMENTS = 1_000_000
"""More than any permitted list of records needs; keeps the tree of a small but dense document in bounds."""


class XmlError(Exception):
    """The request is not XML that this endpoint reads; the message says where and why."""


class Node:
    """One element: names without prefixes, attributes that are in no namespace, ``xsi:type`` resolved.

    SOAP's own attributes stand beside them with their usual prefix: ``soapenv:mustUnderstand``, ``soapenv:actor``.
    """

    __slots__ = ("attributes", "children", "name", "namespace", "nil", "text", "type")

    def __init__(self, namespace: str, name: str) -> None:
        self.namespace = namespace
        self.name = name
        self.attributes: dict[str, str] = {}
        self.type: tuple[str, str] | None = None
        self.nil = False
        self.children: list[Node] = []
        self.text = ""

    def child(self, name: str) -> Node | None:
        """Return the first child called ``name``, or ``None``."""
        for child in self.children:
            if child.name == name:
                return child
        return None

    def named(self, name: str) -> Iterator[Node]:
        """Iterate over the children called ``name``."""
        return (child for child in self.children if child.name == name)

    def text_of(self, name: str) -> str:
        """Return the stripped text of the child called ``name``, ``""`` without one."""
        child = self.child(name)
        return child.text.strip() if child is not None else ""


class _Builder:
    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._text: list[list[str]] = []
        self._prefixes: dict[str, list[str]] = {"": [""]}
        self._elements = 0

    def declare(self, prefix: str | None, uri: str | None) -> None:
        self._prefixes.setdefault(prefix or "", []).append(uri or "")

    def undeclare(self, prefix: str | None) -> None:
        self._prefixes[prefix or ""].pop()

    def start(self, name: str, attributes: list[str]) -> None:
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise XmlError(f"more than {MAX_ELEMENTS} elements")
        if len(self._open) >= MAX_DEPTH:
            raise XmlError(f"elements nested deeper than {MAX_DEPTH}")
        namespace, _, local = name.rpartition("}")
        node = Node(namespace, local)
        for index in range(0, len(attributes), 2):
            self._attribute(node, attributes[index], attributes[index + 1])
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)
        self._text.append([])

    def end(self, _name: str) -> None:
        self._open.pop().text = "".join(self._text.pop())

    def characters(self, data: str) -> None:
        self._text[-1].append(data)

    def _attribute(self, node: Node, name: str, value: str) -> None:
        namespace, _, local = name.rpartition("}")
        if not namespace:
            node.attributes[local] = value
        elif namespace == INSTANCE and local == "type":
            node.type = self._qualified(value.strip())
        elif namespace == INSTANCE and local == "nil":
            node.nil = value.strip() in {"true", "1"}
        elif namespace == ENVELOPE:
            node.attributes[f"soapenv:{local}"] = value.strip()

    def _qualified(self, value: str) -> tuple[str, str]:
        prefix, colon, local = value.rpartition(":")
        uris = self._prefixes.get(prefix)
        if not uris:
            raise XmlError(f"the prefix of xsi:type {value!r} is not bound")
        return (uris[-1], local if colon else value)


def _refuse_doctype(name: str, *_: object) -> None:
    raise XmlError(f"a document type declaration ({name}) is not accepted")


def _refuse_entity(name: str, *_: object) -> None:
    raise XmlError(f"an entity ({name}) is not accepted")


def parse(body: bytes) -> Node:
    """Return the root element of ``body``; raises :class:`XmlError`."""
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_entity
    parser.StartNamespaceDeclHandler = builder.declare
    parser.EndNamespaceDeclHandler = builder.undeclare
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    try:
        parser.Parse(body, True)  # noqa: FBT003 - expat takes the end of the document by position only
    except expat.ExpatError as error:
        raise XmlError(str(error)) from None
    except (LookupError, UnicodeError, ValueError) as error:  # an encoding that Python or expat does not read
        raise XmlError(f"the encoding cannot be read: {error}") from None
    if builder.root is None:
        raise XmlError("there is no element")
    return builder.root
