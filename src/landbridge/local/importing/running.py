"""Running an import: each row is one save; a row that is refused is noted, the others stand (documented)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from landbridge.local.access.model import Context, Level, Session
from landbridge.local.fieldtexts import FieldTexts
from landbridge.local.importing.csvfile import INTERNAL_ID, CSVFile, ImportRefused, Row, read
from landbridge.local.records.entities import STAGE_OF_SCRIPT_TYPE, type_name
from landbridge.local.records.errors import RecordError, does_not_exist
from landbridge.local.records.model import UNCHANGED, Record
from landbridge.recordtypes import SCRIPT_TYPES

if TYPE_CHECKING:
    from landbridge.local.account import Account

PERMISSION = "ADMI_IMPORTCSVFILE"
ORIGIN = "CSV import"


class DataHandling(StrEnum):
    """What a row does (documented: ``csvimport_datahandling``, ``SDFxml_2813442040``)."""

    ADD = "ADD"
    UPDATE = "UPDATE"
    ADDUPDATE = "ADDUPDATE"


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of a row: the record's id, or the error. ``warning`` is what an afterSubmit script threw although it is saved."""

    row: int
    id: str = ""
    code: str = ""
    message: str = ""
    warning: str = ""


def import_csv(
    account: Account,
    session: Session,
    record_type: str,
    text: str,
    handling: DataHandling = DataHandling.ADD,
    *,
    run_scripts: bool = True,
) -> list[RowResult]:
    """Import a file and return what became of each row.

    ``record_type`` is a SuiteScript type (``lead``) or the id of a custom record type. ``run_scripts`` is the option "Run
    Server SuiteScript and Trigger Workflows". Empty cells leave a record's field as it is (assumed).
    Raises :class:`ImportRefused`, ``PermissionMissing``.
    """
    account.access.require(session, PERMISSION, Level.VIEW)
    name = type_name(record_type)
    if record_type not in SCRIPT_TYPES and account.records.custom_record_type(name) is None:
        raise ImportRefused(f"There is no record type {record_type!r}.")
    file = read(text, account.records.definition(name))
    _check_keys(file, handling)
    importer = _Importer(
        account,
        replace(session, context=Context.CSVIMPORT, origin=ORIGIN, fires_user_events=run_scripts),
        name,
        file,
        handling=handling,
        script_type=record_type if record_type in STAGE_OF_SCRIPT_TYPE else None,
    )
    return [importer.save(row) for row in file.rows]


def _check_keys(file: CSVFile, handling: DataHandling) -> None:
    if handling is DataHandling.ADD and INTERNAL_ID in file.keys:
        raise ImportRefused(
            "New records get their internal id from NetSuite: leave the column Internal ID out."
        )
    if handling is DataHandling.UPDATE and not file.keys:
        raise ImportRefused("An update needs the column Internal ID or External ID.")


class _Importer:
    def __init__(
        self,
        account: Account,
        session: Session,
        record_type: str,
        file: CSVFile,
        *,
        handling: DataHandling,
        script_type: str | None,
    ) -> None:
        self._records = account.records
        self._session = session
        self._record_type = record_type
        self._script_type = script_type
        self._handling = handling
        self._fields = file.fields
        self._texts = FieldTexts(account)
        self._by_external_id = self._records.by_external_ids(
            record_type, [row.external_id for row in file.rows if row.external_id]
        )

    def save(self, row: Row) -> RowResult:
        """Save one row."""
        try:
            if row.beyond:
                raise RecordError(
                    "INVALID_CSV_ROW", f"The row has {row.beyond} cells more than the header has columns."
                )
            return self._saved(row)
        except RecordError as error:
            return RowResult(row.number, code=error.code, message=error.message)

    def _saved(self, row: Row) -> RowResult:
        found = self._record(row)
        values = {name: self._texts.value(self._fields[name], text) for name, text in row.texts.items()}
        result = self._records.save(
            self._session,
            self._record_type,
            values,
            id=found.id if found else None,
            external_id=row.external_id or UNCHANGED,
            script_type=None if found else self._script_type,
        )
        if row.external_id:
            self._by_external_id[row.external_id] = result.record
        failure = result.after_submit_error
        warning = f"{failure.code}: {failure.message}" if failure else ""
        return RowResult(row.number, result.record.id, warning=warning)

    def _record(self, row: Row) -> Record | None:
        """Return the record that a row changes; ``None`` for a row that adds one. Raises ``RecordError``."""
        if row.internal_id:
            found = (
                self._records.get(self._record_type, row.internal_id) if row.internal_id.isdecimal() else None
            )
            if found is None:
                raise does_not_exist()
            return found
        found = self._by_external_id.get(row.external_id)
        if found is None and self._handling is DataHandling.UPDATE:
            raise does_not_exist()
        if found is not None and self._handling is DataHandling.ADD:
            raise RecordError("DUP_RCRD", f"A record with the external ID {row.external_id} already exists.")
        return found
