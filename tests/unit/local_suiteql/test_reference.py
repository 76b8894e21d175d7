"""The reference page names what there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from landbridge.local.suiteql.compiling.functions import AGGREGATES, BUILTIN_UNSUPPORTED, FUNCTIONS, WINDOWS
from landbridge.local.suiteql.coverage import claims

PAGE = Path(__file__).parents[3] / "docs/reference/local-suiteql.md"


@pytest.mark.parametrize("names", [FUNCTIONS, AGGREGATES, WINDOWS, BUILTIN_UNSUPPORTED])
def test_the_page_names_every_function(names: object) -> None:
    text = PAGE.read_text()
    words = set(text.replace(",", " ").replace("|", " ").replace(";", " ").replace(".", " ").split())
    assert {str(name) for name in names} <= words  # type: ignore[attr-defined] # tables and sets of names


def test_every_claim_is_told_once() -> None:
    told = [(claim.operation, claim.record_type) for claim in claims()]
    assert len(told) == len(set(told)) > 10
