"""The documentation names every page."""

from __future__ import annotations

from pathlib import Path

import pytest

from landbridge.local.pages import places

PAPER = Path(__file__).resolve().parents[3] / "docs" / "reference" / "local-pages.md"


@pytest.mark.requirement("repo-07")
def test_every_page_is_documented() -> None:
    text = PAPER.read_text(encoding="utf-8")
    addresses = {
        value for name, value in vars(places).items() if name.isupper() and str(value).startswith("/app/")
    }
    addresses |= {
        address for pages in places.RECORD_PAGES.values() for address in (pages.form, pages.listing)
    }
    assert len(addresses) > 15
    assert [address for address in sorted(addresses) if f"`{address}`" not in text] == []


@pytest.mark.requirement("repo-07")
def test_every_permission_of_a_page_is_documented() -> None:
    text = PAPER.read_text(encoding="utf-8")
    needed = {permission for _, entries in places.NAVIGATION for _, _, permission in entries}
    assert [
        permission for permission in sorted(needed) if permission.isupper() and f"`{permission}`" not in text
    ] == []
