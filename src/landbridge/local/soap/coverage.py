"""What of SuiteTalk SOAP the local account answers, and how well each likeness is known.

The documentation's table is printed from this module (:func:`table`), and a test compares it with the operations that are really
there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from landbridge.local.soap.operations import OPERATIONS_OF_NETSUITE
from landbridge.recordtypes import RECORD_TYPES


class Certainty(Enum):
    """How a likeness to NetSuite is known."""

    DOCUMENTED = "documented"
    SCHEMA = "schema"
    OBSERVED = "observed"
    ASSUMED = "assumed"
    UNSUPPORTED = "not supported"


@dataclass(frozen=True, slots=True)
class Claim:
    """One cell of the table. ``record_type`` is ``-`` for operations on no record; ``source`` is a help article or ``""``."""

    operation: str
    record_type: str
    certainty: Certainty
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    certainty: Certainty
    source: str = ""
    note: str = ""


_ON_RECORDS: dict[str, _Known] = {
    "get": _Known(
        Certainty.OBSERVED,
        "",
        "by internal or external id; sublists are not kept; fires beforeLoad (assumed)",
    ),
    "getList": _Known(Certainty.SCHEMA, "", "at most 1000; fires beforeLoad (assumed)"),
    "add": _Known(Certainty.OBSERVED, "", "afterSubmitFailed as documented"),
    "addList": _Known(Certainty.DOCUMENTED, "article_0203101639", "at most 200, each with its own status"),
    "update": _Known(Certainty.OBSERVED, "", "nullFieldList clears fields"),
    "updateList": _Known(Certainty.DOCUMENTED, "article_0203101639", "at most 100"),
    "upsert": _Known(Certainty.DOCUMENTED, "article_0203101639", "by external id"),
    "upsertList": _Known(Certainty.DOCUMENTED, "article_0203101639", "at most 100"),
    "delete": _Known(Certainty.SCHEMA, "", "deletionReason is read and not kept"),
    "deleteList": _Known(Certainty.SCHEMA, "", "at most 200"),
    "search": _Known(Certainty.DOCUMENTED, "section_N3519853", "basic criteria of the fields in recordtypes"),
    "searchMoreWithId": _Known(Certainty.DOCUMENTED, "article_0807095731", "runs the search again"),
}
_ON_NOTHING: dict[str, _Known] = {
    "getServerTime": _Known(Certainty.SCHEMA, "", "in the account's time zone"),
    "getDataCenterUrls": _Known(Certainty.DOCUMENTED, "section_N3494684", "without authentication"),
}
_FEATURES: dict[str, _Known] = {
    "the WSDL and its schemas": _Known(Certainty.UNSUPPORTED, "", "GET answers 404 and says so"),
    "search: joins": _Known(Certainty.UNSUPPORTED, "", "FEATURE_UNAVAILABLE"),
    "search: XxxSearchAdvanced, saved searches, columns": _Known(
        Certainty.UNSUPPORTED, "", "FEATURE_UNAVAILABLE"
    ),
    "search: bodyFieldsOnly false": _Known(
        Certainty.DOCUMENTED, "", "fires beforeLoad; there are no sublists to add"
    ),
    "search: predefinedSearchValue": _Known(
        Certainty.ASSUMED, "", "days, weeks, months, calendar quarters and years; others INVALID_SEARCH_VALUE"
    ),
    "custom records, by the script id of their type": _Known(
        Certainty.SCHEMA, "", "all operations on records; a type's number (typeId) is refused"
    ),
    "record types not listed above": _Known(Certainty.UNSUPPORTED, "", "INVALID_UNSUPRTD_RCRD_TYP"),
    "fields and sublists that recordtypes does not list": _Known(
        Certainty.UNSUPPORTED, "", "INVALID_FIELD_ID"
    ),
    "MultiSelectCustomFieldRef": _Known(Certainty.UNSUPPORTED, "", "INVALID_CSTM_FIELD_DATA_TYP"),
    "preferences: warningAsError, disableMandatoryCustomFieldValidation, disableSystemNotesForCustomFields": _Known(
        Certainty.UNSUPPORTED, "", "read and without effect: there are no warnings and no system notes"
    ),
    "preferences: ignoreReadOnlyFields": _Known(Certainty.SCHEMA, "", "drops read-only elements"),
    "preferences: runServerSuiteScriptAndTriggerWorkflows": _Known(
        Certainty.DOCUMENTED, "section_4171706519", "the permission's id is assumed"
    ),
    "faults": _Known(Certainty.OBSERVED, "section_N3539420", "HTTP 500; see soap/faults.py for each"),
    "invalidCredentialsFault of a refused token": _Known(
        Certainty.OBSERVED, "section_1509544929", "the code is assumed"
    ),
    "malformed XML, wrong namespace, unknown operation": _Known(
        Certainty.ASSUMED, "", "unexpectedErrorFault, USER_ERROR"
    ),
    "no SOAPAction header": _Known(
        Certainty.ASSUMED, "", "unexpectedErrorFault, USER_ERROR; its value is not compared"
    ),
    "namespaces of 2024_1 to 2025_2": _Known(
        Certainty.ASSUMED, "", "those of 2023_2 with another version token"
    ),
}


def claims() -> Iterator[Claim]:
    """Iterate over every cell: operation, record type, certainty."""
    for operation, known in _ON_RECORDS.items():
        for record_type in RECORD_TYPES:
            yield Claim(operation, record_type, known.certainty, known.source, known.note)
    for operation, known in _ON_NOTHING.items():
        yield Claim(operation, "-", known.certainty, known.source, known.note)
    for operation in sorted(OPERATIONS_OF_NETSUITE):
        yield Claim(operation, "-", Certainty.UNSUPPORTED, note="unexpectedErrorFault")
    for feature, known in _FEATURES.items():
        yield Claim(feature, "-", known.certainty, known.source, known.note)


def table() -> str:
    """Return the table in Markdown, ending with a line break."""
    types = list(RECORD_TYPES)
    lines = [
        f"| Operation | {' | '.join(types)} | Source | Note |",
        "| --- |" + " --- |" * (len(types) + 2),
    ]
    for operation, known in _ON_RECORDS.items():
        cells = " | ".join([known.certainty.value] * len(types))
        lines.append(f"| {operation} | {cells} | {known.source} | {known.note} |")
    lines += ["", "| Operation or feature | Certainty | Source | Note |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {claim.operation} | {claim.certainty.value} | {claim.source} | {claim.note} |"
        for claim in claims()
        if claim.record_type == "-"
    ]
    return "\n".join(lines) + "\n"
