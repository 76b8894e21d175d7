"""Which SuiteProjects Pro record a NetSuite record is: stored link, NetSuite-ID field, name, else a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from landbridge.service.ports import DestinationRecord, JsonValue
from landbridge.service.workflows.catalogue import Group


@dataclass(frozen=True, slots=True)
class Matched:
    """The record to update; ``spp_id`` ``None``: create one. ``by`` says how it was found."""

    spp_id: str | None
    by: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """More than one record could be meant, or the only one (``spp_id``) belongs to another NetSuite record."""

    code: str
    reason: str
    spp_id: str = ""


@dataclass(frozen=True, slots=True)
class NameRules:
    """What a name may join.

    ``guarded``: a name does not take a record from another NetSuite id (the original's "Skip merge of matching customers with NetSuite
    Internal ID", help article_161616879883); without the guard it does. ``separated`` are pairs of key and ``spp_id`` that a person separated.
    ``linked`` says whom a record without a NetSuite id belongs to all the same, by ``spp_id``: somebody emptied the field, its link is there.
    """

    guarded: bool = True
    separated: frozenset[tuple[str, str]] = frozenset()
    linked: Mapping[str, str] = field(default_factory=dict)


UNRULED = NameRules()


class Candidates:
    """The SuiteProjects Pro records that a batch may match, found in one query, and who took which."""

    def __init__(
        self, group: Group, records: Iterable[DestinationRecord], rules: NameRules = UNRULED
    ) -> None:
        self._group = group
        self._rules = rules
        self._by_id: dict[str, DestinationRecord] = {}
        self._by_netsuite_id: dict[str, list[DestinationRecord]] = {}
        self._by_name: dict[str, list[DestinationRecord]] = {}
        self._taken: dict[str, str] = {}
        for record in records:
            self._add(record)

    def _add(self, record: DestinationRecord) -> None:
        self._by_id[record.spp_id] = record
        netsuite_id = record.fields.get(self._group.netsuite_id_field)
        if netsuite_id not in (None, ""):
            self._by_netsuite_id.setdefault(str(netsuite_id), []).append(record)
        self._by_name.setdefault(_folded(record.fields.get(self._group.name_field)), []).append(record)

    def held(self, spp_id: str | None) -> DestinationRecord | None:
        """Return a candidate by its id."""
        return self._by_id.get(spp_id) if spp_id else None

    def match(
        self, internal_id: str, linked_spp_id: str | None, fields: Mapping[str, JsonValue]
    ) -> Matched | Ambiguous:
        """Return the record that ``internal_id`` is. ``fields`` are the mapped ones; they hold the name."""
        if linked_spp_id is not None and linked_spp_id in self._by_id:
            return self._take(internal_id, self._by_id[linked_spp_id], "link")
        holders = self._by_netsuite_id.get(internal_id, [])
        if len(holders) > 1:
            return Ambiguous("two_candidates", f"{self._listed(holders)} carry NetSuite id {internal_id}.")
        if holders:
            return self._take(internal_id, holders[0], "NetSuite id")
        return self._by_name_rule(internal_id, fields)

    def _by_name_rule(self, internal_id: str, fields: Mapping[str, JsonValue]) -> Matched | Ambiguous:
        name = fields.get(self._group.name_field)
        named = [
            record
            for record in self._by_name.get(_folded(name), [])
            if (internal_id, record.spp_id) not in self._rules.separated
            and all(record.fields.get(key) == fields.get(key) for key in self._group.name_within)
        ]
        if not _folded(name) or not named:
            return Matched(None, "new")
        if len(named) > 1:
            return Ambiguous("two_candidates", f"{self._listed(named)} have this name: {name}.")
        owner = self._owner(named[0])
        if owner in (None, internal_id):
            return self._take(internal_id, named[0], "name")
        if self._rules.guarded or named[0].spp_id in self._taken:
            return Ambiguous(
                "name_taken",
                f"{self._listed(named)} has this name ({name}) and belongs to NetSuite record {owner}.",
                named[0].spp_id,
            )
        return self._take(internal_id, named[0], "merge")

    def _owner(self, record: DestinationRecord) -> str | None:
        if record.spp_id in self._taken:
            return self._taken[record.spp_id]
        netsuite_id = record.fields.get(self._group.netsuite_id_field)
        return self._rules.linked.get(record.spp_id) if netsuite_id in (None, "") else str(netsuite_id)

    def _take(self, internal_id: str, record: DestinationRecord, by: str) -> Matched:
        self._taken[record.spp_id] = internal_id
        return Matched(record.spp_id, by)

    def _listed(self, records: Sequence[DestinationRecord]) -> str:
        kind = self._group.spp_type.capitalize()
        return " and ".join(f"{kind} {record.spp_id} ({record.name})" for record in records)


def _folded(value: object) -> str:
    return str(value).strip().casefold() if value is not None else ""
