"""The pages that are made from the code say what the code says now."""

from __future__ import annotations

import pytest

from tests.unit.docs.pages import DOCS
from tools.reference import PAGES


@pytest.mark.requirement("repo-07")
@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_up_to_date(name: str) -> None:
    assert (DOCS / "reference" / name).read_text(encoding="utf-8") == PAGES[name](), "run `make docs`"
