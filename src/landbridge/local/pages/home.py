"""The home page: what is in the account, and the Settings portlet."""

from __future__ import annotations

from starlette.responses import Response

from landbridge.local.pages import places
from landbridge.local.pages.recordpages import LISTS, RECORD_PAGES
from landbridge.local.pages.visit import Visit


def page(visit: Visit) -> Response:
    """Show counts of the lists' records that the person's role may view."""
    cards = [
        (pages.title, pages.list_address, sum(_count(visit, kind.name) for kind in pages.types))
        for pages in RECORD_PAGES.values()
        if pages.section == LISTS and visit.may(pages.record_type.permission)
    ]
    settings = [("Set Preferences", places.PREFERENCES)]
    if visit.may(places.OWN_TOKENS_PERMISSION):
        settings.append(("Manage Access Tokens", places.MY_ACCESS_TOKENS))
    return visit.page(
        "home.html",
        title="Home",
        cards=cards,
        settings=settings,
    )


def _count(visit: Visit, record_type: str) -> int:
    return len(visit.account.records.search(record_type, []))
