"""How a type looks in REST: its properties by REST's names, with its sublists, lines and parts. Made once a definition."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from landbridge.local.records.shapes import Shape
from landbridge.local.records.types import TypeDefinition
from landbridge.recordtypes import Field, restnames


@dataclass(frozen=True, slots=True)
class Face:
    """A record, line or part. ``where`` names it in the tables of names (``expenseReport.expenseList``).

    ``names`` are REST's by SOAP's, for fields and sublists; ``by_rest`` SOAP's by REST's in lower case, since REST takes names in any case (its
    help writes ``companyname``: documented by example, ``chapter_156337267817``).
    """

    where: str
    shape: Shape
    names: dict[str, str]
    by_rest: dict[str, str]
    lines: dict[str, Face] = field(default_factory=dict)
    parts: dict[str, Face] = field(default_factory=dict)

    def soap(self, rest_name: str) -> str | None:
        """Return the SOAP name of a property, or ``None``."""
        return self.by_rest.get(rest_name.lower())

    def fields(self) -> Iterator[tuple[str, Field]]:
        """Iterate over the fields that are no parts, by REST's name."""
        for name, one in self.shape.fields.items():
            if name not in self.parts:
                yield self.names[name], one

    @property
    def keys(self) -> tuple[str, ...]:
        """SOAP names of the fields that tell a line from the others; empty for a record or part."""
        return self.shape.sublist.keys if self.shape.sublist else ()


def _face(where: str, shape: Shape) -> Face:
    rest = {name: restnames.field_name(where, name) for name in shape.fields}
    rest |= {
        name: restnames.sublist_name(inner.sublist) for name, inner in shape.lists.items() if inner.sublist
    }
    by_rest = {one.lower(): name for name, one in rest.items()}
    if shape.sublist is not None:
        for key in shape.sublist.keys:
            by_rest |= {alias.lower(): key for alias in restnames.ALIASES.get(key, ())}
    return Face(
        where=where,
        shape=shape,
        names=rest,
        by_rest=by_rest,
        lines={name: _face(f"{where}.{name}", inner) for name, inner in shape.lists.items()},
        parts={name: _face(f"{where}.{name}", inner) for name, inner in shape.parts.items()},
    )


class Faces:
    """The faces of an account's types. Thread-safe; a definition that changed is looked at anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: dict[str, tuple[TypeDefinition, Face]] = {}

    def of(self, definition: TypeDefinition) -> Face:
        """Return the face of a type."""
        with self._lock:
            known = self._made.get(definition.name)
            if known is None or known[0] is not definition:
                known = definition, _face(definition.name, definition.shape)
                self._made[definition.name] = known
            return known[1]
