"""The built-in SuiteProjects Pro account as a ``Destination``."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from landbridge.service.ports import (
    Applied,
    Author,
    Change,
    DestinationField,
    DestinationRecord,
    KeyRange,
    Outcome,
)
from landbridge.service.projects import from_template, metadata, statements
from landbridge.service.projects.batch import Planned, plan, still_open
from landbridge.service.projects.record_types import PROJECT, SPP_TYPES, SppType
from landbridge.service.projects.references import check_references
from landbridge.service.projects.validation import Complaint


class UnknownRecordTypeError(Exception):
    """The built-in account has no table of that name."""


class _NotCopiedError(Exception):
    """New projects whose templates cannot be copied, by their place in the batch, with the reason."""

    def __init__(self, reasons: Mapping[int, str]) -> None:
        super().__init__()
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class BuiltInAccount:
    """The records of one SuiteProjects Pro account (``database_id``), kept in the service's own database.

    Implements ``ports.Destination``. ``apply`` must run inside a transaction of the caller: what a run logs and what it writes are
    committed together.
    """

    database_id: str

    def find(
        self,
        spp_type: str,
        *,
        netsuite_id_field: str = "",
        netsuite_ids: Collection[str] = (),
        names: Collection[str] = (),
        spp_ids: Collection[str] = (),
    ) -> Sequence[DestinationRecord]:
        """Return every record with one of the ids, NetSuite ids or names (any case), each once, in one query."""
        kind = _kind(spp_type)
        return statements.find(
            self.database_id,
            kind,
            netsuite_id_field=netsuite_id_field or kind.netsuite_id_field,
            netsuite_ids=netsuite_ids,
            names=names,
            spp_ids=spp_ids,
        )

    def holdings(
        self,
        spp_type: str,
        keys: KeyRange,
        *,
        netsuite_id_field: str = "",
        spp_ids: Collection[str] = (),
    ) -> Sequence[DestinationRecord]:
        """As ``Destination.holdings``: one query, on an index of the NetSuite ids as numbers."""
        kind = _kind(spp_type)
        return statements.holdings(
            self.database_id,
            kind,
            keys,
            netsuite_id_field=netsuite_id_field or kind.netsuite_id_field,
            spp_ids=spp_ids,
        )

    def lookup(
        self, spp_type: str, field: str, values: Collection[str]
    ) -> Mapping[str, Sequence[DestinationRecord]]:
        """As ``Destination.lookup``: one query; by an index for ids, names, numbers and NetSuite IDs."""
        kind = _kind(spp_type)
        if not values:
            return {}
        found = statements.having(self.database_id, kind, field, values)
        return metadata.by_value(kind, field, values, found)

    def fields(self, spp_type: str) -> Sequence[DestinationField]:
        """As ``Destination.fields``; custom fields are those of the last thousand records that changed."""
        kind = _kind(spp_type)
        return metadata.fields_of(kind, statements.custom_fields(self.database_id, kind))

    def mark_deleted(
        self, spp_type: str, spp_ids: Collection[str], *, author: Author, at: datetime
    ) -> Sequence[str]:
        """As ``Destination.mark_deleted``: two statements, in the order of writers."""
        kind = _kind(spp_type)
        statements.lock(self.database_id, kind, [])
        return statements.mark_deleted(self.database_id, kind, spp_ids, author=author, at=at)

    def apply(
        self, spp_type: str, changes: Sequence[Change], *, author: Author, at: datetime
    ) -> Sequence[Applied]:
        """Write a batch; the answers are in the order of ``changes``.

        Writers of one table take turns until they commit (SuiteProjects Pro itself advises against parallel clients), so nothing can
        change between the checks and the writes. At most nine statements, whatever the size of the batch; more only where new projects begin
        as copies of templates.
        """
        kind = _kind(spp_type)
        if kind is not PROJECT or not any(one.fields.get(from_template.TEMPLATE) for one in changes):
            return self._apply(kind, changes, {}, author=author, at=at)
        barred: dict[int, str] = {}
        while True:
            try:
                with transaction.atomic():
                    return self._apply(kind, changes, barred, author=author, at=at)
            except _NotCopiedError as problem:
                barred |= problem.reasons

    def _apply(
        self,
        kind: SppType,
        changes: Sequence[Change],
        barred: Mapping[int, str],
        *,
        author: Author,
        at: datetime,
    ) -> Sequence[Applied]:
        """Write a batch but for the changes in ``barred``, by their place, which are refused for their template."""
        current = statements.lock(self.database_id, kind, [one.spp_id for one in changes if one.spp_id])
        planned = plan(kind, changes, current)
        for position, reason in barred.items():
            planned[position].ends(Outcome.REFUSED, reason=reason, field=from_template.TEMPLATE)
        check_references(self.database_id, kind, still_open(planned))
        self._check_taken(kind, planned)
        if kind is PROJECT:
            from_template.take_settings(self.database_id, still_open(planned))
        self._write(kind, planned, at)
        statements.write_audit(
            [one for one in planned if one.answer and one.answer.changes], author=author, at=at
        )
        if kind is PROJECT:
            self._copy(planned, author=author, at=at)
        return [one.answer for one in planned if one.answer is not None]

    def _copy(self, planned: Sequence[Planned], *, author: Author, at: datetime) -> None:
        made = [one for one in planned if one.creates]
        try:
            from_template.copy_contents(self.database_id, made, partial(self.apply, author=author, at=at))
        except from_template.TemplateNotCopiedError as problem:
            places = {one.answer.spp_id: one.position for one in made if one.answer}
            raise _NotCopiedError({places[key]: reason for key, reason in problem.reasons.items()}) from None

    def _check_taken(self, kind: SppType, planned: Sequence[Planned]) -> None:
        """Refuse a name that another record has; what another record's NetSuite id takes is to be matched again."""
        for taken in statements.taken(self.database_id, kind, still_open(planned)):
            one = planned[taken.position]
            if one.answer is not None:
                continue
            other = f"{kind.label.lower()} {taken.by}" if taken.by else "another record of this batch"
            if kind.is_netsuite_id(taken.field):
                one.ends(Outcome.CONFLICT, reason=f"{other} has this NetSuite ID already", field=taken.field)
            else:
                reason = f"{kind.label_of(taken.field)} {one.fields[taken.field]!r} is taken by {other}"
                one.refuse(Complaint(kind.numbers.get(taken.field, kind.taken_code), taken.field, reason))

    def _write(self, kind: SppType, planned: Sequence[Planned], at: datetime) -> None:
        rest = still_open(planned)
        created = [one for one in rest if one.creates]
        for one, spp_id in zip(created, statements.insert(self.database_id, kind, created, at), strict=True):
            one.ends(Outcome.CREATED, spp_id=spp_id)
        updated = [one for one in rest if not one.creates]
        statements.update(self.database_id, kind, updated, at)
        for one in updated:
            one.ends(Outcome.UPDATED if one.differences else Outcome.UNCHANGED)


def _kind(spp_type: str) -> SppType:
    try:
        return SPP_TYPES[spp_type]
    except KeyError as error:
        raise UnknownRecordTypeError(f"the built-in account has no record type {spp_type!r}") from error
