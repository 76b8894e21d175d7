"""One text and one code for each value of an enumeration."""

from __future__ import annotations

import re

import pytest

from landbridge.recordtypes import RECORD_TYPES
from landbridge.recordtypes.labels import LABELS, label_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("_lead", "Lead"),
        ("_notStarted", "Not Started"),
        ("_englishUK", "English UK"),
        ("_timeAndMaterials", "Time and Materials"),
        ("_pDF", "PDF"),
    ],
)
def test_a_value_reads_as_words(value: str, text: str) -> None:
    assert label_of(value) == text


def test_no_text_is_run_together() -> None:
    lists = [line for kind in RECORD_TYPES.values() for one in kind.sublists for line in one.line.fields]
    bodies = [field for kind in RECORD_TYPES.values() for field in (*kind.fields, *kind.beyond_soap)]
    values = {value for field in (*bodies, *lists) for value in field.values}
    assert values >= LABELS.keys() - {"_coteDIvoire"}
    assert [
        one for one in sorted(map(label_of, values)) if re.search(r"[a-z][A-Z]|[A-Z][A-Z][a-z]|_", one)
    ] == []
