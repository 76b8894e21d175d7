"""What the account stores and what callers hand it: records, criteria, custom fields and types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any, Final

from landbridge.local.records.errors import ScriptFailure
from landbridge.local.records.fieldtypes import FieldType, type_of_kind
from landbridge.recordtypes import Kind


class Unchanged(Enum):
    """The type of ``UNCHANGED``."""

    UNCHANGED = "unchanged"


UNCHANGED: Final = Unchanged.UNCHANGED
"""Says that a save leaves the external id as it is (``None`` would clear it)."""


@dataclass(frozen=True, slots=True)
class Record:
    """One stored record. ``id`` is a string of digits; ``created`` and ``modified`` are aware UTC.

    ``values`` by SOAP field name or custom script id; an empty field is absent. See docs/reference/seams.md for the Python
    type of each kind.
    """

    type: str
    id: str
    external_id: str | None
    values: Mapping[str, Any]
    created: datetime
    modified: datetime


@dataclass(frozen=True, slots=True)
class LineChanges:
    """What a save does to a sublist. ``replace_all``: only these lines remain; else they change or join those that are there."""

    lines: Sequence[Mapping[str, Any]]
    replace_all: bool = True


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What a save did: the record after it, the one before (``None`` for a new one), what afterSubmit threw."""

    record: Record
    old: Record | None
    after_submit_error: ScriptFailure | None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One search criterion. ``operator`` as in SOAP; booleans use ``is``. ``values`` as in records."""

    field: str
    operator: str
    values: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """Criteria on other records: those that the fields at ``paths`` refer to, or with ``reverse`` those that refer back by them.

    A path is a body field's name or ``itemList.item``. ``record_type`` may be a family, of which ``only`` names the members
    to look at; ``None``: all.
    """

    paths: tuple[str, ...]
    record_type: str
    criteria: Sequence[Criterion | Join]
    reverse: bool = False
    only: Sequence[str] | None = None


EDITABLE = "NORMAL"
"""The display type of fields that forms let people edit."""


@dataclass(frozen=True, slots=True)
class CustomField:
    """A custom field. ``applies_to`` holds record types (``customer``), custom record types or sublists (``invoice.itemList``).

    ``type`` says more than ``kind`` where it is given; without it the field is the plainest of its kind. ``number`` is its
    internal id, which the account gives out when it is defined. ``display`` is SDF's display type: fields that are not ``NORMAL``
    cannot be edited in forms.
    """

    script_id: str
    kind: Kind
    label: str
    applies_to: frozenset[str]
    refers_to: str = ""
    default: Any = None
    help: str = ""
    mandatory: bool = False
    number: int = 0
    type: FieldType | None = None
    display: str = EDITABLE

    @property
    def field_type(self) -> FieldType:
        """What the field is set up as."""
        return self.type or type_of_kind(self.kind)


@dataclass(frozen=True, slots=True)
class CustomList:
    """A custom list. Its entries are records of the type ``script_id``; ``number`` as of a custom field."""

    script_id: str
    name: str
    description: str = ""
    number: int = 0


class AccessType(StrEnum):
    """What opens the records of a custom type (documented: SDF ``accesstype``, ``SDFxml_4227334961``)."""

    ENTRIES = "CUSTRECORDENTRYPERM"
    LIST = "USEPERMISSIONLIST"
    NONE = "NONENEEDED"


@dataclass(frozen=True, slots=True)
class CustomRecordType:
    """A custom record type. Its fields are custom fields that apply to it. ``permissions`` by role script id.

    ``number`` is its internal id (``typeId`` in SOAP), which the account gives out when it is defined.
    """

    script_id: str
    name: str
    include_name: bool = True
    description: str = ""
    permissions: Mapping[str, str] = field(default_factory=dict)
    access_type: AccessType = AccessType.ENTRIES
    number: int = 0

    @property
    def permission(self) -> str:
        """The permission that guards the records: Custom Record Entries, the type's own, or ``""`` for none."""
        own = {AccessType.ENTRIES: "LIST_CUSTRECORDENTRY", AccessType.LIST: self.script_id}
        return own.get(self.access_type, "")


@dataclass(frozen=True, slots=True)
class Saved:
    """One row of the timeline: when a save was committed and when its afterSubmit scripts ended (aware UTC)."""

    type: str
    id: str
    event: str
    context: str
    committed_at: datetime
    after_submit_ended_at: datetime
