"""Values that travel between NetSuite and the caller."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


RecordId = str | Ref
"""A record's internal id, or a :class:`Ref` (whose external id is used when it has no internal id)."""


def ref_of(id_: RecordId) -> Ref:
    """Return a record's id as a reference."""
    return Ref(id_) if isinstance(id_, str) else id_


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


@dataclass(frozen=True, slots=True)
class SublistLines:
    """Lines to write into a sublist, each a dict as it is read.

    ``replace_all`` (NetSuite's own default, and what a plain list means): these are all lines from now on. Without it, lines that name an
    existing one by its key (``line``, ``internalId``, ``doc``, ...) change it, others are added, and what is not named stays.
    """

    lines: Sequence[Mapping[str, Writable]]
    replace_all: bool = True


Writable = (
    str
    | bool
    | int
    | float
    | date
    | datetime
    | Ref
    | Sequence["Writable"]
    | Mapping[str, "Writable"]
    | SublistLines
    | None
)
"""A value to write, in the shapes in which it is read: references as :class:`Ref` or internal id, several as a list of them, complex
values (addresses) as dicts, sublists as lists of dicts or :class:`SublistLines`. ``None`` clears the field."""


@dataclass(frozen=True, slots=True)
class RecordToWrite:
    """One record of a list to write: like :class:`Record`, but a value may be ``None`` to clear a field.

    An update names the record by ``internal_id``, or by ``external_id`` without one; an upsert by ``external_id``.
    """

    type: str
    values: Mapping[str, Writable]
    internal_id: str = ""
    external_id: str | None = None


def is_custom_field(name: str) -> bool:
    """Whether a field name is a custom field's script id (``custentity_x``): SOAP names have no underscore."""
    return name.startswith("cust") and "_" in name


Operand = str | bool | int | float | date | datetime | Ref


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of a search; all conditions of a search must hold.

    ``field`` is a search name (``lastModifiedDate``, ``internalIdNumber``) or a custom field's script id, of a joined record after the
    join's name and a dot: ``salesRepJoin.email``, ``customerJoin.custentity_x``. ``operator`` is SOAP's (``onOrAfter``, ``between``,
    ``anyOf``), and ``is`` for booleans. A date may also be one of NetSuite's names for a time, as text: ``("lastMonth",)``. ``search`` says
    the search field type where this library cannot know it: of a custom field whose values do not tell (``empty`` of a date field), and
    of any field or join that it does not list.
    """

    field: str
    operator: str
    values: tuple[Operand, ...] = ()
    search: Search | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a search, named as in a criterion; its bare name does as well.

    ``search`` says the type of a custom field's column (text by default).
    """

    name: str
    search: Search | None = None


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One row of a search with columns. ``type`` is the searched type or family (``customer``, ``transaction``).

    ``values`` by column: its search name, a custom field's script id, or either after a join and a dot (``salesRepJoin.email``). Kinds as
    in a record; a column with several values holds a list of them, an empty one is absent.
    """

    type: str
    values: Mapping[str, Value]

    @property
    def internal_id(self) -> str:
        """The searched record's id, where the column ``internalId`` was asked for; else empty."""
        ref = self.values.get("internalId")
        return ref.internal_id if isinstance(ref, Ref) else ""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of a search, in NetSuite's own order, which means nothing. It holds ``rows`` where columns were asked for, else ``records``."""

    records: list[Record]
    total_records: int
    page_size: int
    total_pages: int
    page_index: int
    search_id: str
    rows: list[SearchRow] = field(default_factory=list)


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
