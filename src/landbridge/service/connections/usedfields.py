"""Whether every NetSuite field that the connection is used for can be read by queries. SOAP tells nothing of fields that are hidden."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from landbridge.netsuite import NetSuiteError
from landbridge.netsuite.check import CheckLine
from landbridge.netsuite.checks.lines import Subject
from landbridge.netsuite.protocols import Protocol
from landbridge.netsuite.suiteql.plans import MissingColumn
from landbridge.netsuite.sync import SyncClient
from landbridge.netsuite.sync.suiteql_reader import SyncSuiteQLReader
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.sourcerecords import unread_of
from landbridge.service.connections.usage import fields_in_use

UNREAD_ADVICE = (
    "Give the integration role the permission for the field, or take its row out of the workflow's mapping."
)

_SUBJECT = Subject("fields", "Fields of the workflows")
_NO_RECORD = ("0",)


def used_field_lines(draft: ConnectionDraft, client: SyncClient, *, reads: bool) -> Iterator[CheckLine]:
    """Yield one line of the test, none where no active workflow needs a field. ``reads``: what was tested before has passed.

    Costs a query for each record type and one for each column that is refused.
    """
    in_use = fields_in_use(draft.netsuite_account, draft.spp_database_id)
    if in_use:
        yield _line(client.reader(Protocol.REST), in_use) if reads else _SUBJECT.skipped()


def _line(reader: SyncSuiteQLReader, in_use: Mapping[str, frozenset[str]]) -> CheckLine:
    try:
        unread = _unread(reader, in_use)
    except NetSuiteError as error:
        return _SUBJECT.refused(error)
    if not unread:
        count = sum(len(fields) for fields in in_use.values())
        return _SUBJECT.passed(f"All {count} that active workflows need are read.")
    told = ", ".join(f"{one.field} of {one.type}" for one in unread)
    reasons = " ".join(dict.fromkeys(one.reason for one in unread))
    return _SUBJECT.failed(f"Not read, and active workflows need them: {told}. {reasons}", UNREAD_ADVICE)


def _unread(reader: SyncSuiteQLReader, in_use: Mapping[str, frozenset[str]]) -> list[MissingColumn]:
    found: list[MissingColumn] = []
    for netsuite_type, fields in sorted(in_use.items()):
        deque(reader.by_ids(netsuite_type, _NO_RECORD), maxlen=0)  # asks for every column and reads nothing
        found += unread_of(reader, netsuite_type, fields)
    return found
