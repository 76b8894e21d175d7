"""What the schema declares of a request beside its records: which elements, how often, of which types.

NetSuite reads a message against its schema before it acts, so that an element too many or a value of another type is a fault and
never ignored (assumed, also which fault). That elements are missing is said by those that need them, and their order is not looked at.
Records and searches are open types: their readers compare what they read with the record types, and ask here for the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache

from landbridge.local.soap import faults
from landbridge.local.soap.scalars import ScalarError, read_boolean
from landbridge.local.soap.versions import SCHEMA, Namespaces
from landbridge.local.soap.wsdl.core import core
from landbridge.local.soap.wsdl.shapes import UNBOUNDED, ComplexType, Element
from landbridge.local.soap.xmlreader import Node

CORE = "platformCore:"
SIMPLE = "xsd:"

OPEN = frozenset({"platformCore:Record", "platformCore:SearchRecord"})
"""Types that are read by the readers of records and of searches."""

_NARROWER: Mapping[str, frozenset[str]] = {
    "string": frozenset({"normalizedString", "token"}),
    "long": frozenset({"int", "short", "byte"}),
    "int": frozenset({"short", "byte"}),
}
"""Simple types that may stand where another is declared (XML Schema, part 2)."""


def check_value(node: Node, type_name: str, namespaces: Namespaces) -> None:
    """Raise ``SoapFault`` unless ``node`` is of a type of ``core.xsd`` (``platformCore:RecordRef``) or of XML Schema (``xsd:long``)."""
    if type_name.startswith(SIMPLE):
        _check_simple(node, type_name.removeprefix(SIMPLE))
    elif type_name.startswith(CORE) and type_name not in OPEN:
        _check_complex(node, type_name.removeprefix(CORE), namespaces)


def check_type(node: Node, namespace: str, *names: str) -> None:
    """Raise ``SoapFault`` where ``node`` says an ``xsi:type`` that is none of ``names``. Most elements say none."""
    if node.type is not None and node.type not in {(namespace, name) for name in names}:
        raise _of_type(node)


def check_once(nodes: Iterable[Node], repeated: Collection[str] = ()) -> None:
    """Raise ``SoapFault`` where an element stands twice that is none of ``repeated``."""
    seen: set[str] = set()
    for node in nodes:
        if node.name in seen and node.name not in repeated:
            raise faults.malformed(f"{node.name!r} stands there more than once")
        seen.add(node.name)


def check_elements(node: Node, elements: Iterable[Element], namespace: str, namespaces: Namespaces) -> None:
    """Raise ``SoapFault`` where ``node`` has other elements than ``elements``, too many, or of another type."""
    declared = {one.name: one for one in elements}
    check_once(node.children, [name for name, one in declared.items() if one.most == UNBOUNDED])
    for child in node.children:
        one = declared.get(child.name)
        if one is None or child.namespace != namespace:
            raise faults.malformed(f"{node.name!r} has no element {child.name[:60]!r}")
        if not child.nil:
            check_value(child, one.type, namespaces)


@cache
def _types() -> dict[str, ComplexType]:
    return core(passwords=True).complex


def _check_complex(node: Node, name: str, namespaces: Namespaces) -> None:
    types = _types()
    if node.type is not None:
        namespace, sent = node.type
        if namespace != namespaces.core or name not in _line(sent):
            raise _of_type(node)
        name = sent
    elif types[name].abstract:
        raise faults.malformed(f"{node.name!r} is abstract and needs an xsi:type")
    elements = [element for one in _line(name) for element in types[one].elements]
    check_elements(node, elements, namespaces.core, namespaces)


def _line(name: str) -> list[str]:
    """Return a type of ``core.xsd`` and what it extends; nothing when there is none of that name."""
    types, found = _types(), []
    while name in types:
        found.append(name)
        name = types[name].base.removeprefix(CORE)
    return found


def _check_simple(node: Node, name: str) -> None:
    check_type(node, SCHEMA, name, *_NARROWER.get(name, ()))
    if node.children:
        raise faults.malformed(f"{node.name!r} is a simple value and has no elements")
    if name == "boolean" and node.text.strip():
        _check_boolean(node)


def _check_boolean(node: Node) -> None:
    try:
        read_boolean(node.text.strip())
    except ScalarError as error:
        raise faults.malformed(f"{node.name}: {error}") from None


def _of_type(node: Node) -> faults.SoapFault:
    sent = node.type[1] if node.type is not None else ""
    return faults.malformed(f"{node.name!r} is not of the type {sent[:60]!r}")
