"""What of SuiteTalk SOAP the local account answers, and how well each likeness is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from landbridge.local.coverage import NO_RECORD, Certainty, Claim
from landbridge.local.records.attachments import HOLDERS
from landbridge.local.records.transforming import PAIRS
from landbridge.local.soap.operations import OPERATIONS_OF_NETSUITE
from landbridge.local.soap.operations.initializing import SOURCES, TARGETS
from landbridge.local.soap.operations.lists import ANSWERED as LISTED
from landbridge.recordtypes import RECORD_TYPES
from landbridge.recordtypes.deletions import TOLD

PROTOCOL = "SOAP"


@dataclass(frozen=True, slots=True)
class _Known:
    certainty: Certainty
    source: str = ""
    note: str = ""


_SEARCHED: frozenset[str] = frozenset(name for name, kind in RECORD_TYPES.items() if kind.search_basic)
_EVERY: frozenset[str] = frozenset(RECORD_TYPES)

_ON_RECORDS: dict[str, tuple[frozenset[str], _Known]] = {
    "get": (
        _EVERY,
        _Known(
            Certainty.OBSERVED, "", "by internal or external id, with sublists; fires beforeLoad (assumed)"
        ),
    ),
    "getList": (_EVERY, _Known(Certainty.SCHEMA, "", "at most 1000; fires beforeLoad (assumed)")),
    "add": (_EVERY, _Known(Certainty.OBSERVED, "", "afterSubmitFailed as documented")),
    "addList": (
        _EVERY,
        _Known(Certainty.DOCUMENTED, "article_0203101639", "at most 200, each with its own status"),
    ),
    "update": (
        _EVERY,
        _Known(
            Certainty.OBSERVED, "", "nullFieldList clears fields; replaceAll of sublists, true by default"
        ),
    ),
    "updateList": (_EVERY, _Known(Certainty.DOCUMENTED, "article_0203101639", "at most 100")),
    "upsert": (_EVERY, _Known(Certainty.DOCUMENTED, "article_0203101639", "by external id")),
    "upsertList": (_EVERY, _Known(Certainty.DOCUMENTED, "article_0203101639", "at most 100")),
    "delete": (_EVERY, _Known(Certainty.SCHEMA, "", "deletionReason is kept, its code not looked up")),
    "deleteList": (_EVERY, _Known(Certainty.SCHEMA, "", "at most 200")),
    "search": (
        _SEARCHED,
        _Known(
            Certainty.DOCUMENTED, "section_N3519853", "basic, joined and advanced; see the features below"
        ),
    ),
    "searchMoreWithId": (
        _SEARCHED,
        _Known(
            Certainty.DOCUMENTED, "article_0807095731", "runs the search again; an id lapses after 15 minutes"
        ),
    ),
    "getAll": (frozenset(LISTED), _Known(Certainty.SCHEMA, "", "inactive entries too (assumed)")),
    "getDeleted": (
        frozenset(TOLD),
        _Known(Certainty.DOCUMENTED, "", "oldest first (assumed); needs Deleted Records"),
    ),
    "getSelectValue": (
        _EVERY,
        _Known(Certainty.DOCUMENTED, "", "select fields of body and sublists; page sizes 11 to 1000"),
    ),
    "initialize": (
        frozenset(target for source, target in PAIRS if source in SOURCES and target in TARGETS),
        _Known(Certainty.DOCUMENTED, "", "from the types in the schema's InitializeRefType"),
    ),
    "initializeList": (
        frozenset(target for source, target in PAIRS if source in SOURCES and target in TARGETS),
        _Known(Certainty.SCHEMA, "", "at most 200 (assumed)"),
    ),
    "attach": (
        frozenset(HOLDERS),
        _Known(Certainty.DOCUMENTED, "", "contacts; with a role to customers only"),
    ),
    "detach": (frozenset(HOLDERS), _Known(Certainty.DOCUMENTED, "", "contacts")),
}
_ON_NOTHING: dict[str, _Known] = {
    "getServerTime": _Known(Certainty.SCHEMA, "", "in the account's time zone"),
    "getDataCenterUrls": _Known(Certainty.DOCUMENTED, "section_N3494684", "without authentication"),
    "getCustomizationId": _Known(
        Certainty.SCHEMA, "", "custom record types and fields; there are no custom lists and segments"
    ),
    "getSavedSearch": _Known(Certainty.SCHEMA, "", "saved searches that were defined in Python"),
    "getCurrencyRate": _Known(Certainty.SCHEMA, "", "one rate a currency, at any date (assumed)"),
    "getAccountGovernanceInfo": _Known(Certainty.DOCUMENTED, "article_0625010817"),
    "getIntegrationGovernanceInfo": _Known(Certainty.DOCUMENTED, "article_0625010817"),
    "login": _Known(Certainty.SCHEMA, "", "endpoints to 2019_2"),
    "logout": _Known(Certainty.SCHEMA, "", "endpoints to 2019_2"),
    "searchMore": _Known(Certainty.SCHEMA, "", "endpoints with sessions"),
    "searchNext": _Known(Certainty.SCHEMA, "", "endpoints with sessions"),
}
_FEATURES: dict[str, _Known] = {
    "search: types found together": _Known(
        Certainty.DOCUMENTED,
        "",
        "all transactions, all items; only types that the role may view are shown (assumed)",
    ),
    "search: joins to what a field refers to, and back": _Known(
        Certainty.DOCUMENTED, "", "those in soap/joins.py; any other is FEATURE_UNAVAILABLE"
    ),
    "search: columns of XxxSearchAdvanced": _Known(
        Certainty.SCHEMA,
        "section_N3519853",
        "fields, and fields of what a field refers to; transactions answer a row for the main line and one for each line",
    ),
    "search: saved searches": _Known(
        Certainty.SCHEMA,
        "",
        "by savedSearchId and savedSearchScriptId; sent criteria hold beside the saved ones",
    ),
    "search: summaries, formulas, EntitySearch": _Known(Certainty.UNSUPPORTED, "", "FEATURE_UNAVAILABLE"),
    "search: mainLine": _Known(
        Certainty.DOCUMENTED,
        "",
        "true: body fields; false: lines; not sent: both. Without columns a record is found once",
    ),
    "search: bodyFieldsOnly false": _Known(Certainty.DOCUMENTED, "", "adds sublists and fires beforeLoad"),
    "search: predefinedSearchValue": _Known(
        Certainty.SCHEMA, "", "all 167; the fiscal year is the calendar year, weeks begin on Sunday (assumed)"
    ),
    "custom records, by script id or number of their type": _Known(
        Certainty.SCHEMA, "", "all operations on records"
    ),
    "record types not listed above": _Known(Certainty.UNSUPPORTED, "", "INVALID_UNSUPRTD_RCRD_TYP"),
    "fields and sublists that recordtypes does not list": _Known(
        Certainty.UNSUPPORTED, "", "INVALID_FIELD_ID"
    ),
    "custom fields by scriptId or internalId, also on lines": _Known(Certainty.SCHEMA, "", "all seven types"),
    "preferences: warningAsError, disableSystemNotesForCustomFields": _Known(
        Certainty.UNSUPPORTED, "", "read and without effect: there are no warnings and no system notes"
    ),
    "preferences: disableMandatoryCustomFieldValidation": _Known(
        Certainty.SCHEMA, "", "for the saves of the request"
    ),
    "preferences: ignoreReadOnlyFields": _Known(Certainty.SCHEMA, "", "drops read-only elements"),
    "preferences: runServerSuiteScriptAndTriggerWorkflows": _Known(
        Certainty.DOCUMENTED, "section_4171706519", "the permission's id is assumed"
    ),
    "faults": _Known(Certainty.OBSERVED, "section_N3539420", "HTTP 500; see soap/faults.py for each"),
    "invalidCredentialsFault of a refused token": _Known(
        Certainty.OBSERVED, "section_1509544929", "the code is assumed"
    ),
    "elements too many or undeclared, xsi:type of another type": _Known(
        Certainty.ASSUMED, "", "unexpectedErrorFault, USER_ERROR; order is not looked at"
    ),
    "type of a reference that is none of its field's": _Known(
        Certainty.ASSUMED,
        "",
        "INVALID_KEY_OR_REF, in searches INVALID_SEARCH_VALUE; the record's own type may stand there",
    ),
    "malformed XML, wrong namespace, unknown operation": _Known(
        Certainty.ASSUMED, "", "unexpectedErrorFault, USER_ERROR"
    ),
    "no SOAPAction header": _Known(
        Certainty.ASSUMED, "", "unexpectedErrorFault, USER_ERROR; its value is not compared"
    ),
    "namespaces and types of other endpoints": _Known(
        Certainty.ASSUMED, "", "those of 2023_2 with another version token"
    ),
    "endpoint versions by release": _Known(
        Certainty.DOCUMENTED, "article_2104046421", "releases before 2025.2 assumed; see local-wsdl.md"
    ),
    "the WSDL and its schemas": _Known(Certainty.SCHEMA, "", "what the account supports; or a genuine set"),
    "user credentials in requests, to 2020_1": _Known(Certainty.DOCUMENTED, "section_4399767175"),
    "auto-installation of other accounts' integration records": _Known(
        Certainty.DOCUMENTED, "section_4429293934", "order of the checks, and answers, assumed"
    ),
    "company-wide preferences": _Known(
        Certainty.DOCUMENTED, "section_N3422217", "without Treat Warnings as Errors"
    ),
    "ssoLogin, mapSso": _Known(Certainty.UNSUPPORTED, "", "unexpectedErrorFault"),
    "one request at a time with user credentials": _Known(Certainty.DOCUMENTED, "bridgehead_1502455060"),
    "the discovery host, from 2019_1": _Known(
        Certainty.DOCUMENTED, "", "getDataCenterUrls only; text of the fault observed"
    ),
    "gzip of requests and replies, multi-reference values": _Known(Certainty.ASSUMED),
}


def claims() -> Iterator[Claim]:
    """Iterate over every cell: operation, record type, certainty."""
    for operation, (types, known) in _ON_RECORDS.items():
        for record_type in RECORD_TYPES:
            if record_type in types:
                yield Claim(PROTOCOL, operation, record_type, known.certainty, known.source, known.note)
            else:
                yield Claim(PROTOCOL, operation, record_type, Certainty.UNSUPPORTED)
    for operation, known in (_ON_NOTHING | _FEATURES).items():
        yield Claim(PROTOCOL, operation, NO_RECORD, known.certainty, known.source, known.note)
    for operation in sorted(OPERATIONS_OF_NETSUITE):
        yield Claim(PROTOCOL, operation, NO_RECORD, Certainty.UNSUPPORTED, note="unexpectedErrorFault")
