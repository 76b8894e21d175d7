"""``getAll``: every entry of a list-like record type."""

from __future__ import annotations

from landbridge.local.records.errors import RecordError
from landbridge.local.soap import faults
from landbridge.local.soap.call import Call
from landbridge.local.soap.operations.permissions import require_view
from landbridge.local.soap.operations.responses import outcome
from landbridge.local.soap.recordwriter import RecordsWriter
from landbridge.recordtypes import RECORD_TYPES

GET_ALL_TYPES = frozenset(
    {
        "budgetCategory",
        "campaignAudience",
        "campaignCategory",
        "campaignChannel",
        "campaignFamily",
        "campaignOffer",
        "campaignSearchEngine",
        "campaignSubscription",
        "campaignVertical",
        "currency",
        "leadSource",
        "state",
        "supportCaseIssue",
        "supportCaseOrigin",
        "supportCasePriority",
        "supportCaseStatus",
        "supportCaseType",
        "taxAcct",
    }
)
"""GetAllRecordType (schema)."""

ANSWERED = GET_ALL_TYPES & RECORD_TYPES.keys()
"""Those that the account keeps."""


def get_all(call: Call) -> str:
    """Answer every record of the list, inactive ones too (assumed), by id."""
    node = call.node.child("record")
    if node is None:
        raise faults.malformed("getAll needs a record")
    name = node.attributes.get("recordType", "")
    content = outcome(lambda: _entries(call, name))
    return f"<platformCore:getAllResult>{content}</platformCore:getAllResult>"


def _entries(call: Call, name: str) -> str:
    if name not in GET_ALL_TYPES:
        raise RecordError("INVALID_RCRD_TYPE", f"getAll does not answer the record type {name[:60]!r}.")
    if name not in ANSWERED:
        raise RecordError(
            "INVALID_UNSUPRTD_RCRD_TYP", f"The local account does not support the record type {name}."
        )
    require_view(call.account, call.session, name)
    records = call.account.records
    ids = sorted(records.search(name, ()), key=int)
    found = records.get_many(name, ids)
    writer = RecordsWriter(call.account, call.namespaces)
    entries = writer.write("platformCore:record", [found[one] for one in ids if one in found])
    return (
        f"<platformCore:totalRecords>{len(ids)}</platformCore:totalRecords>"
        f"<platformCore:recordList>{entries}</platformCore:recordList>"
    )
