"""The home page: what is in the account, and what happened last."""

from __future__ import annotations

from starlette.responses import Response

from landbridge.local.pages import places
from landbridge.local.pages.visit import Visit


def page(visit: Visit) -> Response:
    """Show counts of the record types that the person's role may view."""
    cards = [
        (pages.record_type.plural, pages.listing, len(visit.account.records.search(name, [])))
        for name, pages in places.RECORD_PAGES.items()
        if visit.may(pages.record_type.permission)
    ]
    return visit.page("home.html", title="Home", cards=cards)
