"""``account.records``: reading, searching, saving and customizing, as the other parts call it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from landbridge.local.access.model import ADMINISTRATOR, Context, Session
from landbridge.local.access.permissions import Permissions
from landbridge.local.clock import Clock
from landbridge.local.records import operators, validation
from landbridge.local.records.customizing import CustomFields
from landbridge.local.records.deleting import Deleter
from landbridge.local.records.deletions import NO_REASON, Deletions, Reason
from landbridge.local.records.derivation import Derivation
from landbridge.local.records.errors import ScriptFailure
from landbridge.local.records.hooks import UserEvents
from landbridge.local.records.linesearch import Row, RowCompiler, as_record
from landbridge.local.records.looking import Looking
from landbridge.local.records.merging import Merger
from landbridge.local.records.model import (
    UNCHANGED,
    Criterion,
    CustomField,
    CustomRecordType,
    Join,
    Record,
    SaveResult,
    Unchanged,
)
from landbridge.local.records.numbering import reserve
from landbridge.local.records.openlines import OpenLines, Sees
from landbridge.local.records.rules import Rules
from landbridge.local.records.savedsearches import SavedSearches
from landbridge.local.records.saving import Saver
from landbridge.local.records.search import Compiler, Searched
from landbridge.local.records.store import Store
from landbridge.local.records.submission import Submission
from landbridge.local.records.timeline import Timeline
from landbridge.local.records.transforming import Proposal, Transforming
from landbridge.local.records.trees import Group, TreeCompiler
from landbridge.local.records.types import TypeDefinition, Types
from landbridge.local.settings import AccountSettings
from landbridge.local.storage import Database

SYSTEM = Session("0", ADMINISTRATOR, Context.NONE, "system", fires_user_events=False)
"""Who puts the records of seeds."""


class Records:
    """All records of one account. Thread-safe."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        settings: AccountSettings,
        permissions: Permissions,
        events: Callable[[], UserEvents],
        rng: random.Random,
    ) -> None:
        database.function("fold", 1, operators.fold)
        database.function("has_keywords", 2, lambda text, keys: operators.has_keywords(text or "", keys))
        self.types = Types()
        self.timeline = Timeline()
        self.fields = CustomFields(database, self.types)
        self.fields.load()
        self.saved_searches = SavedSearches(database)
        self.deletions = Deletions(database)
        self._database = database
        self._clock = clock
        self._settings = settings
        self._store = Store(database, rng, self.types.members)
        self.looking = Looking(self._store, self.types, clock, settings.zone)
        self._derivation = Derivation(self._store, self.types, self.looking)
        submission = Submission(permissions, events, self.timeline, clock)
        self._saver = Saver(
            store=self._store,
            types=self.types,
            clock=clock,
            submission=submission,
            derivation=self._derivation,
            looking=self.looking,
        )
        self._deleter = Deleter(
            store=self._store,
            types=self.types,
            clock=clock,
            submission=submission,
            derivation=self._derivation,
        )
        self._merger = Merger(
            store=self._store,
            types=self.types,
            clock=clock,
            submission=submission,
            derivation=self._derivation,
        )
        self._open_lines = OpenLines(self.looking)
        self._transforming = Transforming(
            self.looking, self.types, self._saver.preview, self._open_lines.shown
        )

    def reload(self) -> None:
        """Read the customizations anew and forget the timeline: the account's tables have been replaced."""
        self.types.forget_customizations()
        self.fields.load()
        self.timeline.clear()

    def definition(self, record_type: str) -> TypeDefinition:
        """Return a type with its fields. Raises ``RecordError`` INVALID_RCRD_TYPE."""
        return self.types.get(record_type)

    def permission(self, record_type: str) -> str:
        """Return the id of the permission that guards a type (``LIST_CUSTJOB``)."""
        return self.types.get(record_type).permission

    def get(self, record_type: str, record_id: str) -> Record | None:
        """Return one record, or ``None``."""
        return self._store.get(self.types.get(record_type), record_id)

    def get_many(self, record_type: str, ids: Sequence[str]) -> dict[str, Record]:
        """Return the records that exist among ``ids``, by id."""
        return self._store.get_many(self.types.get(record_type), ids)

    def by_external_id(self, record_type: str, external_id: str) -> Record | None:
        """Return the record with an external id, or ``None``."""
        return self._store.by_external_id(self.types.get(record_type), external_id)

    def by_external_ids(self, record_type: str, external_ids: Sequence[str]) -> dict[str, Record]:
        """Return the records that exist with these external ids, by external id."""
        return self._store.by_external_ids(self.types.get(record_type), external_ids)

    def search(self, record_type: str, criteria: Sequence[Criterion | Join]) -> list[str]:
        """Return the internal ids that meet all criteria, in the account's own order, which changes with every save.

        Raises ``RecordError``: INVALID_SEARCH_FIELD_NAME, INVALID_SEARCH_OPERATOR, INVALID_SEARCH_VALUE.
        """
        compiler = Compiler(self.types, record_type, self._settings.zone, self._clock.now())
        return self._store.matching(*compiler.condition(criteria))

    def search_family(
        self, record_type: str, criteria: Sequence[Criterion | Join], only: Sequence[str]
    ) -> list[tuple[str, str]]:
        """Return (type, internal id) of what meets all criteria, as ``search`` does; ``only`` are the members to look at."""
        compiler = Compiler(self.types, record_type, self._settings.zone, self._clock.now(), only)
        return self._store.rows_matching(*compiler.condition(criteria))

    def search_lines(
        self, record_type: str, criteria: Sequence[Criterion | Join], only: Sequence[str]
    ) -> list[Row]:
        """Return the rows that meet all criteria: main lines and lines of transactions, in the account's own order."""
        compiler = RowCompiler(self.types, record_type, self._settings.zone, self._clock.now(), only)
        return [Row(*one) for one in self._store.lines_matching(*compiler.rows(criteria))]

    def get_lines(self, rows: Sequence[Row]) -> list[Record]:
        """Return the records of rows, each with the fields of its line as ``itemList.item``, in the same order."""
        found = {
            (one.type, one.id): one
            for one in self.get_rows(list(dict.fromkeys((row.type, row.id) for row in rows)))
        }
        return [as_record(found[row.type, row.id], row) for row in rows if (row.type, row.id) in found]

    def get_rows(self, rows: Sequence[tuple[str, str]]) -> list[Record]:
        """Return the records that still exist of what ``search_family`` found, in the same order."""
        by_type: dict[str, list[str]] = {}
        for record_type, record_id in rows:
            by_type.setdefault(record_type, []).append(record_id)
        found = {name: self.get_many(name, ids) for name, ids in by_type.items()}
        return [found[name][record_id] for name, record_id in rows if record_id in found[name]]

    def searched(self, record_type: str, name: str) -> Searched:
        """Say how a type or family is searched by a criterion. Raises ``RecordError`` INVALID_SEARCH_FIELD_NAME."""
        compiler = Compiler(self.types, record_type, self._settings.zone, self._clock.now())
        return compiler.searched(name)

    def get_of_family(self, types: Iterable[str], ids: Sequence[str]) -> dict[str, Record]:
        """Return the records that exist among ``ids``, by id; ``types`` are the members of the family to look at."""
        return self._first_of(types, ids)

    def search_tree(self, record_type: str, tree: Criterion | Group) -> list[str]:
        """Return the internal ids that meet conditions joined by AND and OR, in the account's own order. Raises as ``search`` does."""
        compiler = TreeCompiler(self.types.get(record_type), self._settings.zone, self._clock.now())
        return self._store.matching(*compiler.condition(tree))

    def display(self, record_type: str, record_id: str) -> str:
        """Return the text of a reference, empty when there is no such record."""
        return self.displays(record_type, [record_id]).get(record_id, "")

    def displays(self, record_type: str, ids: Iterable[str]) -> dict[str, str]:
        """Return the texts of references by id: an entity's number and name after its parents', else the name."""
        return self.displays_of(self._first_of(self.types.members(record_type), sorted(set(ids))).values())

    def displays_of(self, records: Iterable[Record]) -> dict[str, str]:
        """Return the texts of references to records, by id: as ``displays``, for records at hand whose ids differ."""
        found = {record.id: record for record in records}
        texts = {
            record_id: self._derivation.rules(record.type).display(record)
            for record_id, record in found.items()
        }
        above = {record_id: _parent(record) for record_id, record in found.items() if _parent(record)}
        if above:
            parents = self.displays("customer", above.values())
            texts |= {
                record_id: f"{parents[parent]} : {texts[record_id]}"
                for record_id, parent in above.items()
                if parents.get(parent)
            }
        return texts

    def _first_of(self, types: Iterable[str], ids: Sequence[str]) -> dict[str, Record]:
        """Return the records with these ids; of several types that have one, the type that is named first wins."""
        found: dict[str, Record] = {}
        for name in types:
            missing = [record_id for record_id in ids if record_id not in found]
            if missing:
                found |= self.get_many(name, missing)
        return found

    def options(self, record_type: str) -> list[tuple[str, str]]:
        """Return (internal id, text) of what a select field offers: the active entries, by text.

        ``record_type`` may be a family or alternatives; of two records with one id the first type's is offered.
        """
        active = Criterion("isInactive", "is", (False,))
        ids: list[str] = []
        for name in self.types.members(record_type):
            tree = Group(every=True, parts=[active] if active.field in self.types.get(name).fields else [])
            ids += self.search_tree(name, tree)
        return sorted(self.displays(record_type, ids).items(), key=lambda option: option[1].casefold())

    def custom_fields(self, record_type: str) -> list[CustomField]:
        """Return the custom fields that apply to a type."""
        return self.types.custom_fields(record_type)

    def custom_record_type(self, script_id: str) -> CustomRecordType | None:
        """Return a custom record type, or ``None``."""
        return self.types.custom_type(script_id)

    def define_type(self, kind: CustomRecordType, fields: Iterable[CustomField] = ()) -> None:
        """Define a custom record type with its fields. Raises ``CustomizationError``."""
        self.fields.define_type(kind)
        self.fields.define(*fields)

    def save(
        self,
        session: Session,
        record_type: str,
        values: Mapping[str, Any],
        *,
        id: str | None = None,  # noqa: A002 - the seam's name: NetSuite calls it id
        external_id: str | Unchanged | None = UNCHANGED,
        event: str | None = None,
        script_type: str | None = None,
    ) -> SaveResult:
        """Create (no ``id``) or change a record; ``values`` holds only what changes, ``None`` clears.

        Returns once afterSubmit scripts have ended. Raises ``RecordError`` when the save was refused.
        """
        return self._saver.save(
            session,
            record_type,
            values,
            record_id=id,
            external_id=external_id,
            event=event,
            script_type=script_type,
        )

    def delete(
        self, session: Session, record_type: str, record_id: str, reason: Reason = NO_REASON
    ) -> ScriptFailure | None:
        """Delete a record and return what an afterSubmit script threw. Raises ``RecordError``."""
        return self._deleter.delete(session, record_type, record_id, reason)

    def merge(self, session: Session, record_type: str, duplicate_id: str, master_id: str) -> Record:
        """Merge a duplicate into the record that stays, and return that one. Raises ``RecordError``: see ``Merger``."""
        return self._merger.merge(session, record_type, duplicate_id, master_id)

    def propose(
        self, source_type: str, source_id: str, target_type: str, sees: Sees = lambda _: True
    ) -> Proposal:
        """Return the document that NetSuite would propose to make of another one, unsaved. Raises ``RecordError``: see ``Transforming``."""
        return self._transforming.propose(source_type, source_id, target_type, sees)

    def shown(
        self, records: Iterable[Record], *, with_open: bool = True, sees: Sees = lambda _: True
    ) -> list[Record]:
        """Return records as a reader sees them: payments and credits with full lines, also those that could be applied.

        ``with_open`` false leaves the latter out, and ``sees`` says of which types the reader may know.
        """
        return self._open_lines.shown(records, with_open=with_open, sees=sees)

    def fill(self, session: Session, record_type: str, rows: Iterable[Mapping[str, Any]]) -> int:
        """Create many records at once, as a company's data from before: checked, no permission asked, no scripts.

        ``rows`` are values as for ``save``. Returns how many. Raises ``RecordError``, and keeps none then.
        """
        return self._saver.fill(session, record_type, rows)

    def put(
        self, record_type: str, record_id: str, values: Mapping[str, Any], external_id: str | None = None
    ) -> Record:
        """Put a record under a chosen id: account data of seeds. No permission, no scripts.

        Checked and derived as any other; but entries of plain lists may come before what they refer to. Records of several types may have one id, also where NetSuite numbers them together (decision 0033).
        Raises ``RecordError`` for values that do not fit.
        """
        plain = type(self._derivation.rules(record_type)) is Rules and not self.types.custom_type(record_type)
        if external_id is not None or not plain:
            return self._saver.put(SYSTEM, record_type, record_id, values, external_id)
        definition = self.types.get(record_type)
        accepted = validation.merged(definition, {}, validation.checked_changes(definition, values))
        validation.check_mandatory(definition, accepted)
        with self._database.transaction() as connection:
            reserve(connection, definition.id_family, int(record_id))
            now = self._clock.now()
            record = Record(record_type, record_id, None, accepted, now, now)
            return self._store.write(connection, definition, record)


def _parent(record: Record) -> str:
    """Return the customer that stands before the name of a customer or project, or an empty text."""
    return str(record.values.get("parent", "")) if record.type in ("customer", "job") else ""
