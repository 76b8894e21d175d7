"""Reading the configuration of the native connector, in the shape in which one was published (fact sheet 3.7, observed).

``data.chapters.from_ns`` lists workflows, a workflow has tabs, a tab is a mapping group, known by its integration point, with rows and a
filter. What cannot be taken over is said; nothing is dropped in silence.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from landbridge.service.projects.record_types import CUSTOM_ENDING, SPP_TYPES, SppKind
from landbridge.service.workflows.catalogue import CATALOGUE, Declaration, Group, Row, Source
from landbridge.service.workflows.filters import FilterSyntaxError
from landbridge.service.workflows.notation.reading import Notation, parse
from landbridge.service.workflows.rows import is_fixed

ACCOUNT_CURRENCY = "NetSuite account currency"
"""How the Mapping tab shows the default row of a currency (observed)."""

Switched = tuple[Row, bool]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about one row or tab that an administrator should know. ``lost``: it was not taken over."""

    workflow: str
    group: str
    what: str
    reason: str
    lost: bool = True


@dataclass(slots=True)
class TakenWorkflow:
    """A workflow of ours with the mapping of the document: rows and filters by mapping group. ``active`` as it was there."""

    key: str
    active: bool
    rows: dict[str, list[Switched]] = field(default_factory=dict)
    filters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NativeImport:
    """What a document gives, and what of it could not be taken over or was changed on the way."""

    workflows: tuple[TakenWorkflow, ...]
    remarks: tuple[Remark, ...]


class NotNative(ValueError):  # noqa: N818  # says what the document is not
    """The document has not the shape of a native configuration. The message is a sentence."""


def read(document: str | bytes) -> NativeImport:
    """Return the mappings of a configuration. Raises :class:`NotNative`."""
    reading = _Reading()
    for chapter in _chapters(document):
        reading.chapter(chapter)
    return NativeImport(tuple(reading.workflows.values()), tuple(reading.remarks))


def _chapters(document: str | bytes) -> list[Mapping[str, object]]:
    try:
        whole = json.loads(document)
    except ValueError as error:
        raise NotNative(f"This is no JSON: {error}.") from None
    chapters = _at(_at(_at(whole, "data"), "chapters"), "from_ns")
    if not isinstance(chapters, list):
        raise NotNative("This is no configuration of the native connector: it has no data.chapters.from_ns.")
    return _mappings(chapters)


def _at(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, Mapping) else None


def _mappings(value: object) -> list[Mapping[str, object]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _is_on(value: object) -> bool:
    return value in (1, "1", True)


class _Reading:
    def __init__(self) -> None:
        self.workflows: dict[str, TakenWorkflow] = {}
        self.remarks: list[Remark] = []
        self._places = {
            group.integration_point: (declaration, group)
            for declaration in CATALOGUE.values()
            for group in declaration.groups
            if group.integration_point
        }

    def chapter(self, chapter: Mapping[str, object]) -> None:
        label = _text(chapter.get("label") or chapter.get("name"))
        for tab in _mappings(chapter.get("tabs")):
            name, point = _text(tab.get("label")), _text(tab.get("value"))
            place = self._places.get(point)
            if place is None:
                reason = f"Landbridge has no mapping group for the integration point {point or 'of no name'}."
                self.remarks.append(Remark(label, name, "the whole tab", reason))
            elif place[1].fixed:
                self.remarks.append(Remark(label, name, "the whole tab", "Its rows are fixed here."))
            else:
                self._tab(_Tab(label, name, *place), tab, active=_is_on(chapter.get("active")))

    def _tab(self, place: _Tab, tab: Mapping[str, object], *, active: bool) -> None:
        found: list[Switched] = []
        initial: set[str] = set()
        filters = [self._filter(place, _text(tab.get("filter")))]
        for stored in _mappings(tab.get("mapping")):
            for row, on in self._rows(place, stored, initial, filters):
                found.append((row, on))
        found = self._once(place, [(_initial(place.group, row, initial), on) for row, on in found])
        taken = self.workflows.setdefault(place.declaration.key, TakenWorkflow(place.declaration.key, active))
        demanded = self._demanded(place, found)
        instead = {row.target for row, _ in demanded}
        taken.rows[place.group.key] = [*(one for one in found if one[0].target not in instead), *demanded]
        texts = [text for text in filters if text]
        if texts:
            joined = texts[0] if len(texts) == 1 else " AND ".join(f"({text}\n)" for text in texts)
            taken.filters[place.group.key] = joined

    def _filter(self, place: _Tab, text: str) -> str:
        if not text:
            return ""
        whole = text if "<<END" in text else f"FILTER <<END\n{text}\nEND"
        found = self._parsed(place, "the filter", whole)
        return found.filter if found else ""

    def _parsed(self, place: _Tab, what: str, text: str) -> Notation | None:
        try:
            found = parse(text, place.group)
        except FilterSyntaxError as problem:
            self._remark(place, what, f"It could not be read. {problem}")
            return None
        for note in found.notes:
            self._remark(place, what, note)
        return found

    def _rows(
        self, place: _Tab, stored: Mapping[str, object], initial: set[str], filters: list[str]
    ) -> Iterator[Switched]:
        """Yield the rows of one row: those of its advanced notation, else the one of its two cells."""
        on, target = _is_on(stored.get("active", 1)), _text(stored.get("oa_value"))
        advanced = _text(stored.get("advanced"))
        found = self._parsed(place, target or "a row", advanced) if advanced else None
        if found is not None:
            initial |= found.initial_only
            filters.append(found.filter)
            yield from ((row, on and active) for row, active in self._known(place, found.rows))
        if advanced and (found is None or found.rows):
            return
        source = _text(stored.get("ns_value")) or _text(stored.get("ns_default"))
        if not source or not target:
            if source or target:
                self._remark(place, target or source, "The row has no source or no target.")
            return
        if source == ACCOUNT_CURRENCY:
            source = "_ACCOUNT_CURRENCY"
        cell = self._parsed(place, target, f"{target} {source}")
        if cell is None:
            return
        if _is_on(stored.get("initial_only")):
            initial |= {row.target for row, _ in cell.rows}
        yield from ((row, on) for row, _ in self._known(place, cell.rows))

    def _known(self, place: _Tab, rows: Iterable[Switched]) -> Iterator[Switched]:
        """Yield the rows whose target there is, each as the engine can work with it."""
        group = place.group
        for row, on in rows:
            kind = SPP_TYPES[group.spp_type]
            fixed = next(
                (one for one in group.rows if one.target == row.target and is_fixed(group, one)), None
            )
            if fixed is not None:
                yield fixed, True
            elif kind.field(row.target) is None and not row.target.endswith(CUSTOM_ENDING):
                self._remark(place, row.target, f"{kind.label} has no such field here.")
            else:
                yield self._linked(place, _required(group, row)), on

    def _linked(self, place: _Tab, row: Row) -> Row:
        """Turn the plain field behind a reference into the lookup that gives what was imported for it."""
        target = place.group.target(row.target)
        if row.source is not Source.FIELD or target.kind is not SppKind.REFERENCE:
            return row
        default = next((one for one in place.group.rows if one.target == row.target), None)
        if default is not None and default.source is Source.LOOKUP and default.field == row.field:
            value = default.value
        else:
            keys = [key for key, kind in CATALOGUE.items() if kind.spp_type == target.refers_to]
            if not keys:
                self._remark(place, row.target, f"No workflow imports what {row.field} refers to.")
                return row
            value = keys[0] if len(keys) == 1 else keys
        self._remark(
            place, row.target, f"{row.field} is looked up: {target.label} takes a record.", lost=False
        )
        return replace(row, source=Source.LOOKUP, value=value)

    def _once(self, place: _Tab, rows: Sequence[Switched]) -> list[Switched]:
        """Return the rows, of two with the same target the later one, which the native connector writes last."""
        by_target: dict[str, Switched] = {}
        for row, on in rows:
            if row.target in by_target:
                self._remark(place, row.target, "Two rows set it; the later one is kept.", lost=False)
            by_target[row.target] = (row, on)
        return list(by_target.values())

    def _demanded(self, place: _Tab, rows: Sequence[Switched]) -> list[Switched]:
        """Return the default rows that a group cannot do without and the document has not, or has switched off."""
        active = {row.target for row, on in rows if on}
        lacking = [
            row
            for row in place.group.rows
            if row.target not in active and (row.required or is_fixed(place.group, row))
        ]
        for row in lacking:
            self._remark(place, row.target, "The default row is added: a record needs it.", lost=False)
        return [(row, True) for row in lacking]

    def _remark(self, place: _Tab, what: str, reason: str, *, lost: bool = True) -> None:
        self.remarks.append(Remark(place.label, place.tab, what, reason, lost))


@dataclass(frozen=True, slots=True)
class _Tab:
    """A tab of the document, and the group of ours that it is."""

    label: str
    tab: str
    declaration: Declaration
    group: Group


def _required(group: Group, row: Row) -> Row:
    """A field that the default mapping demands is demanded whatever row sets it."""
    return replace(row, required=any(one.required for one in group.rows if one.target == row.target))


def _initial(group: Group, row: Row, initial: set[str]) -> Row:
    return replace(row, initial_only=True) if row.target in initial and not is_fixed(group, row) else row
