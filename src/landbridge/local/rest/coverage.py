"""What of SuiteTalk REST the local account answers, and how well each likeness is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from landbridge.local.coverage import NO_RECORD, Certainty, Claim
from landbridge.local.records.attachments import HOLDERS
from landbridge.local.records.transforming import PAIRS
from landbridge.recordtypes import RECORD_TYPES

PROTOCOL = "REST"

BOOK = "book_1559132836"
"""The SuiteTalk REST web services guide, where no article of it is named."""


@dataclass(frozen=True, slots=True)
class _Known:
    certainty: Certainty
    source: str = ""
    note: str = ""


_EVERY: frozenset[str] = frozenset(RECORD_TYPES)

_ON_RECORDS: dict[str, tuple[frozenset[str], _Known]] = {
    "GET": (
        _EVERY,
        _Known(
            Certainty.DOCUMENTED, "section_1545141500", "by internal id or `eid:`; fires beforeLoad (assumed)"
        ),
    ),
    "GET ?q": (
        _EVERY,
        _Known(Certainty.DOCUMENTED, "section_1545222128", "body fields only; every operator listed there"),
    ),
    "POST": (_EVERY, _Known(Certainty.DOCUMENTED, BOOK, "204 and Location")),
    "PATCH": (_EVERY, _Known(Certainty.DOCUMENTED, BOOK, "read-only properties are left out (assumed)")),
    "PUT": (_EVERY, _Known(Certainty.DOCUMENTED, BOOK, "upsert by `eid:` only")),
    "DELETE": (_EVERY, _Known(Certainty.DOCUMENTED, "section_1545142287", "")),
    "sublists": (
        frozenset(name for name, kind in RECORD_TYPES.items() if kind.sublists),
        _Known(
            Certainty.DOCUMENTED,
            "chapter_1545142407",
            "read, added to, changed by key, replaced; lines are not deleted one by one",
        ),
    ),
    "!transform": (
        frozenset(source for source, _ in PAIRS),
        _Known(
            Certainty.DOCUMENTED,
            BOOK,
            "pairs of the types that the account has; which lines a body means is assumed",
        ),
    ),
    "!attach, !detach": (
        frozenset(HOLDERS),
        _Known(
            Certainty.DOCUMENTED,
            "",
            "contacts only; a contact of a project or vendor belongs to one (assumed)",
        ),
    ),
    "metadata": (
        _EVERY,
        _Known(
            Certainty.DOCUMENTED,
            "chapter_1540810168",
            "OpenAPI 3.0 and JSON schema; extensions `x-ns-` observed",
        ),
    ),
}

_ON_NOTHING: dict[str, _Known] = {
    "custom records, by the script id of their type": _Known(Certainty.DOCUMENTED, "", "as the types above"),
    "fields, expandSubResources, simpleEnumFormat": _Known(Certainty.DOCUMENTED, "section_1545141500", ""),
    "replace, replaceSelectedFields": _Known(Certainty.DOCUMENTED, "chapter_1545142407", ""),
    "expandRecords with ids": _Known(
        Certainty.OBSERVED, "", "at most 100; 404 when one is missing (assumed)"
    ),
    "limit, offset, links of pages": _Known(Certainty.DOCUMENTED, "section_1545222128", ""),
    "property validation headers": _Known(
        Certainty.OBSERVED, "", "defaults observed, the form of a warning assumed"
    ),
    "X-NetSuite-Idempotency-Key": _Known(
        Certainty.ASSUMED,
        "subsect_164494900632",
        "documented for asynchronous requests, here for every request that changes something",
    ),
    "names of fields that differ from SOAP": _Known(Certainty.OBSERVED, "", "REST API browser 2026.1"),
    "ids of enumerations": _Known(
        Certainty.OBSERVED,
        "",
        "what the numbers of jobBillingType mean, and most letters of statuses, are assumed",
    ),
    "error bodies": _Known(
        Certainty.DOCUMENTED, "section_156570709583", "texts partly observed, partly assumed"
    ),
    "429 of the concurrency limit": _Known(Certainty.DOCUMENTED, "bridgehead_1525252812", ""),
    "asynchronous requests and jobs": _Known(Certainty.UNSUPPORTED, "", "501 FEATURE_UNAVAILABLE"),
    "batches of records": _Known(Certainty.UNSUPPORTED, "", "501 FEATURE_UNAVAILABLE"),
    "forms and select options (Accept)": _Known(Certainty.UNSUPPORTED, "", "501 FEATURE_UNAVAILABLE"),
    "attaching files": _Known(Certainty.UNSUPPORTED, "", "501 FEATURE_UNAVAILABLE"),
    "record actions (!action), saved searches": _Known(Certainty.UNSUPPORTED, "", "404 NONEXISTENT_ID"),
    "record types not listed above": _Known(Certainty.UNSUPPORTED, "", "404 NONEXISTENT_ID"),
    "fields that are not listed above": _Known(
        Certainty.UNSUPPORTED, "", "left out with a warning, or 400 INVALID_CONTENT"
    ),
}


def claims() -> Iterator[Claim]:
    """Iterate over every cell: operation, record type, certainty."""
    for operation, (types, known) in _ON_RECORDS.items():
        for name in RECORD_TYPES:
            if name in types:
                yield Claim(PROTOCOL, operation, name, known.certainty, known.source, known.note)
            else:
                yield Claim(PROTOCOL, operation, name, Certainty.UNSUPPORTED)
    for feature, known in _ON_NOTHING.items():
        yield Claim(PROTOCOL, feature, NO_RECORD, known.certainty, known.source, known.note)
