"""Parts of a schema as plain data. Types are named with the prefixes of ``files``: ``platformCore:Status``, ``xsd:string``."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

UNBOUNDED = "unbounded"


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a sequence. ``type`` empty: ``name`` is a reference to a global element, prefix included."""

    name: str
    type: str = ""
    least: int = 0
    most: str = "1"
    default: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute."""

    name: str
    type: str
    required: bool = False
    default: str = ""


@dataclass(frozen=True, slots=True)
class ComplexType:
    """A complex type. ``base`` names what it extends, ``text`` the simple type of its content when it has no elements."""

    name: str
    elements: tuple[Element, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    base: str = ""
    abstract: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class SimpleType:
    """A closed list of texts."""

    name: str
    values: tuple[str, ...]


@dataclass(slots=True)
class Contents:
    """What one schema file declares; ``roots`` are its global elements with their types."""

    simple: dict[str, SimpleType] = field(default_factory=dict)
    complex: dict[str, ComplexType] = field(default_factory=dict)
    roots: dict[str, str] = field(default_factory=dict)

    def add(self, *types: ComplexType) -> None:
        """Declare complex types. Raises ``ValueError`` when a name is declared twice with different content."""
        for one in types:
            if self.complex.setdefault(one.name, one) != one:
                raise ValueError(f"two complex types are called {one.name}")

    def choose(self, name: str, values: tuple[str, ...]) -> None:
        """Declare a closed list; values that several fields name are united."""
        known = self.simple.get(name)
        united = dict.fromkeys((*(known.values if known else ()), *values))
        self.simple[name] = SimpleType(name, tuple(united))


def one(name: str, type_name: str) -> Element:
    """An element that must be there."""
    return Element(name, type_name, 1)


def maybe(name: str, type_name: str, default: str = "") -> Element:
    """An element that may be there."""
    return Element(name, type_name, 0, default=default)


def many(name: str, type_name: str) -> Element:
    """An element that may be there any number of times."""
    return Element(name, type_name, 0, UNBOUNDED)


def some(name: str, type_name: str) -> Element:
    """An element that is there at least once."""
    return Element(name, type_name, 1, UNBOUNDED)


def global_one(name: str, least: int = 1) -> Element:
    """A reference to a global element."""
    return Element(name, "", least)


def shape(name: str, *elements: Element, base: str = "", **attributes: str) -> ComplexType:
    """A complex type in one line; keywords are its attributes with their types."""
    named = tuple(Attribute(key, type_name) for key, type_name in attributes.items())
    return ComplexType(name, elements, named, base)


def abstract(one: ComplexType) -> ComplexType:
    """The same type as one that is only extended."""
    return replace(one, abstract=True)
