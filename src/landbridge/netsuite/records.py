"""Values that travel between NetSuite and the caller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

from landbridge.netsuite.errors import NetSuiteError
from landbridge.recordtypes import Search

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to another record. ``name`` is the display text NetSuite sent, empty where it sent none.

    ``type`` is filled where the message says it (``baseRef`` of a write); a plain field does not.
    """

    internal_id: str
    name: str = ""
    external_id: str | None = None
    type: str = ""


Value = str | bool | int | float | date | datetime | Ref | list["Value"] | dict[str, "Value"]
"""What a field holds: scalars by kind, durations as float hours, multi-select fields as a list of references, complex values
(addresses) as dicts by field name, sublists as lists of such dicts. Structures that have no description are decoded as they come, as
dicts and lists of text and references."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record. ``values`` by SOAP field name or custom field script id; an empty field is absent."""

    type: str
    internal_id: str
    external_id: str | None
    values: Mapping[str, Value] = field(default_factory=dict)


def is_custom_field(name: str) -> bool:
    """Whether a field name is a custom field's script id (``custentity_x``): SOAP names have no underscore."""
    return name.startswith("cust") and "_" in name


Operand = str | bool | int | float | date | datetime | Ref


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of a basic search; all conditions of a search must hold.

    ``field`` is a search name (``lastModifiedDate``, ``internalIdNumber``) or a custom field's script id; ``operator``
    is SOAP's (``onOrAfter``, ``between``, ``anyOf``), and ``is`` for booleans. ``search`` says the search field type of
    a custom field where its values cannot tell (``empty`` of a date field).
    """

    field: str
    operator: str
    values: tuple[Operand, ...] = ()
    search: Search | None = None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of a search, in NetSuite's own order, which means nothing."""

    records: list[Record]
    total_records: int
    page_size: int
    total_pages: int
    page_index: int
    search_id: str


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What became of one element of a list operation. Reading ``value`` of a failed one raises its error."""

    requested: Ref
    result: T | None
    error: NetSuiteError | None = None

    @property
    def value(self) -> T:
        """The result; raises the element's error when it failed."""
        if self.error is not None:
            raise self.error
        assert self.result is not None
        return self.result


@dataclass(frozen=True, slots=True)
class DataCenterUrls:
    """Where an account lives: ``https://`` addresses without a path."""

    rest: str
    webservices: str
    system: str
