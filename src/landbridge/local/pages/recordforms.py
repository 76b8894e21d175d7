"""The forms of employees, customers and projects."""

from __future__ import annotations

from landbridge.local.pages import places
from landbridge.local.pages.formpage import FormPage


def page(record_type: str) -> FormPage:
    """Return the page of a record type's records."""
    pages = places.RECORD_PAGES[record_type]
    return FormPage(record_type, pages.record_type.label, pages.form, pages.listing)
