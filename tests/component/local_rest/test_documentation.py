"""What the documentation says of REST is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from landbridge.local.coverage import NO_RECORD, Certainty, matrix, notes
from landbridge.local.records.transforming import PAIRS
from landbridge.local.rest import coverage
from landbridge.recordtypes import RECORD_TYPES
from tests.component.local_rest.client import Client

ROOT = Path(__file__).resolve().parents[3]
SOURCES = ROOT / "src" / "landbridge" / "local" / "rest"


@pytest.mark.requirement("rest-06")
def test_every_error_code_is_documented() -> None:
    page = (ROOT / "docs" / "reference" / "local-rest.md").read_text(encoding="utf-8")
    source = (SOURCES.parent / "restservices/errors.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'"([A-Z]+_[A-Z_]+)"', source)) - {"INVALID_KEY_OR_REF", "INVALID_FLD_VALUE"}
    internal = {"RCRD_DSNT_EXIST", "DUP_ENTITY", "INVALID_LOGIN"}
    assert {"USER_ERROR", "NONEXISTENT_ID", "INVALID_CONTENT"} <= codes
    assert [code for code in sorted(codes - internal) if f"`{code}`" not in page] == []


@pytest.mark.requirement("peer-03")
def test_the_coverage_table_tells_what_is_there(client: Client) -> None:
    rows = list(coverage.claims())
    assert {row.protocol for row in rows} == {"REST"}
    assert {row.record_type for row in rows} == {*RECORD_TYPES, NO_RECORD}
    transformed = {
        row.record_type
        for row in rows
        if row.operation == "!transform" and row.certainty is not Certainty.UNSUPPORTED
    }
    assert transformed == {source for source, _ in PAIRS}
    for kind in RECORD_TYPES.values():
        assert client.get(f"/{kind.rest}", limit=1)["links"]
    table = matrix(rows) + notes(rows)
    assert all(f"| {row.operation} |" in table for row in rows)
