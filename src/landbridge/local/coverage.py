"""What the local account answers, and how well each likeness to NetSuite is known: one claim an operation and record type.

Each protocol's package tells its own claims (``soap/coverage.py``, ``rest/coverage.py``, ``suiteql/coverage.py``, ``oauth2/coverage.py``:
``claims()``); ``tools/coverage_page.py`` prints them. Tests ask for every supported cell of REST's table and for every feature that REST lacks;
nothing compares the claims about features of SuiteQL and of access one by one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

NO_RECORD = "-"
"""Record type of a claim about an operation on no record, or about a feature."""


class Certainty(Enum):
    """How a likeness to NetSuite is known."""

    DOCUMENTED = "documented"
    SCHEMA = "schema"
    OBSERVED = "observed"
    ASSUMED = "assumed"
    UNSUPPORTED = "not supported"


@dataclass(frozen=True, slots=True)
class Claim:
    """One cell of the table. ``source`` is a help article or ``""``; ``note`` says what a reader should know of it."""

    protocol: str
    operation: str
    record_type: str
    certainty: Certainty
    source: str = ""
    note: str = ""


def matrix(claims: Iterable[Claim]) -> str:
    """Return the Markdown table of record types (rows) and operations (columns) of one protocol, with a line break at the end."""
    cells = {(one.record_type, one.operation): one for one in claims if one.record_type != NO_RECORD}
    types = list(dict.fromkeys(record_type for record_type, _ in cells))
    operations = list(dict.fromkeys(operation for _, operation in cells))
    rows = [(name, *(_cell(cells.get((name, operation))) for operation in operations)) for name in types]
    return _table(("record type", *operations), rows)


def notes(claims: Iterable[Claim]) -> str:
    """Return the Markdown table of operations and features with source and note, one row each, with a line break at the end."""
    told: dict[str, Claim] = {}
    for one in claims:
        if one.record_type == NO_RECORD or one.certainty is not Certainty.UNSUPPORTED:
            told.setdefault(one.operation, one)
    rows = [(one.operation, one.certainty.value, one.source, one.note) for one in told.values()]
    return _table(("operation or feature", "certainty", "source", "note"), rows)


def _cell(claim: Claim | None) -> str:
    return claim.certainty.value if claim is not None else Certainty.UNSUPPORTED.value


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(head)} |", "| --- " * len(head) + "|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines) + "\n"
