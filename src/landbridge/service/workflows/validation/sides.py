"""What both sides say they have, asked once for each record type and table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from landbridge.netsuite import NetSuiteError, RecordTypeUnknown
from landbridge.recordtypes import RECORD_TYPES, Kind
from landbridge.recordtypes.families import FAMILIES
from landbridge.service.connections.models import Connection
from landbridge.service.ports import Destination, DestinationField, Reader, SourceField
from landbridge.service.projects.record_types import CUSTOM_ENDING
from landbridge.service.refusal import Refusal
from landbridge.service.workflows.catalogue import Group
from landbridge.service.workflows.parts import LINE_KEY, OF_RECORD

OWN_FIELDS = ("internalId", "externalId")
"""What every record has, whatever NetSuite lists."""

_BILLING = (
    "address1",
    "address2",
    "address3",
    "city",
    "state",
    "zipCode",
    "country",
    "addressee",
    "attention",
    "phone",
)
ADDRESSES = frozenset(
    {*_BILLING, *(f"{which}{name[0].upper()}{name[1:]}" for which in ("bill", "ship") for name in _BILLING)}
)
"""Names by which the reader gives the parts of addresses (``ports.SourceRecord``)."""

_OF_ITEMS = frozenset({"recordType", "subtype"})

ReaderOf = Callable[[Connection], Reader]


@dataclass(frozen=True, slots=True)
class SourceSide:
    """The fields of a NetSuite record type. ``told``: why the account could not be asked; custom fields are not known then.

    ``missing``: that the account has no such type.
    """

    netsuite_type: str
    listed: tuple[SourceField, ...]
    told: str = ""
    missing: str = ""

    def find(self, group: Group, name: str) -> SourceField | None:
        """Return the field that a row of ``group`` means by ``name``, ``None`` where there is none."""
        if name in OWN_FIELDS or name == LINE_KEY:
            return SourceField(name, name, Kind.STRING)
        sublist, bare = _place(group, name)
        for one in self.listed:
            if one.name == bare and one.sublist == sublist:
                return one
        if not sublist and (bare in ADDRESSES or bare in OWN_FIELDS or bare in _OF_ITEMS):
            return SourceField(bare, bare, Kind.STRING)
        return None

    def may_have(self, name: str) -> bool:
        """Whether a field that is not listed may still be there: a custom one of an account that could not be asked."""
        return bool(self.told) and name.removeprefix(OF_RECORD).startswith("cust")

    def choices(self, group: Group) -> list[SourceField]:
        """Return what a row of ``group`` can take, by the names that rows have for it."""
        if not group.each:
            return [one for one in self.listed if not one.sublist]
        of_line = [one for one in self.listed if one.sublist == group.each]
        of_record = [
            SourceField(
                f"{OF_RECORD}{one.name}", f"{one.label} (record)", one.kind, "", one.refers_to, one.custom
            )
            for one in self.listed
            if not one.sublist
        ]
        return [SourceField(LINE_KEY, "Line", Kind.STRING), *of_line, *of_record]


def _place(group: Group, name: str) -> tuple[str, str]:
    """Return the sublist, empty for the body, and the name in it of what a row calls ``name`` (``parts.Part.value``)."""
    if group.each and not name.startswith(OF_RECORD):
        return group.each, name
    bare = name.removeprefix(OF_RECORD) if group.each else name
    sublist, _, of_line = bare.rpartition(".")
    return sublist, of_line


@dataclass(slots=True)
class Sides:
    """Both sides of one connection; each type and table is asked for once and kept as long as this object."""

    connection: Connection
    reader_for: ReaderOf
    destination: Destination
    _sources: dict[str, SourceSide] = field(default_factory=dict)
    _tables: dict[str, dict[str, DestinationField]] = field(default_factory=dict)

    def source(self, netsuite_type: str) -> SourceSide:
        """Return NetSuite's fields of a type; the standard ones where the account cannot be asked."""
        if netsuite_type not in self._sources:
            self._sources[netsuite_type] = self._ask(netsuite_type)
        return self._sources[netsuite_type]

    def table(self, spp_type: str) -> dict[str, DestinationField]:
        """Return the fields of a table by name."""
        if spp_type not in self._tables:
            self._tables[spp_type] = {one.name: one for one in self.destination.fields(spp_type)}
        return self._tables[spp_type]

    def target(self, spp_type: str, name: str) -> DestinationField | None:
        """Return a field of a table; a custom field needs no declaration."""
        known = self.table(spp_type).get(name)
        if known is None and name.endswith(CUSTOM_ENDING) and len(name) > len(CUSTOM_ENDING):
            return DestinationField(name, name, "text", custom=True)
        return known

    def told(self) -> list[str]:
        """Return, in sentences, which side could not be asked."""
        return list(dict.fromkeys(one.told for one in self._sources.values() if one.told))

    def _ask(self, netsuite_type: str) -> SourceSide:
        try:
            return SourceSide(netsuite_type, tuple(self.reader_for(self.connection).fields(netsuite_type)))
        except (NetSuiteError, Refusal) as error:
            if isinstance(error, RecordTypeUnknown) and netsuite_type not in FAMILIES:
                return SourceSide(
                    netsuite_type, (), missing=f"NetSuite has no record type {netsuite_type}: {error}"
                )
            told = f"NetSuite could not be asked for its fields: {error} Standard fields were compared with the published schema; custom fields were not checked."
            return SourceSide(netsuite_type, tuple(standard_fields(netsuite_type)), told)


def standard_fields(netsuite_type: str) -> Iterable[SourceField]:
    """Yield the fields of the published schema; none for a custom record type."""
    kind = FAMILIES[netsuite_type][0] if netsuite_type in FAMILIES else RECORD_TYPES.get(netsuite_type)
    if kind is None:
        yield SourceField("name", "Name", Kind.STRING)
        yield SourceField("isInactive", "Inactive", Kind.BOOLEAN)
        return
    for one in kind.fields:
        yield SourceField(one.name, one.label, one.kind, "", one.refers_to)
    for sublist in kind.sublists:
        for one in sublist.line.fields:
            yield SourceField(one.name, one.label, one.kind, sublist.name, one.refers_to)
