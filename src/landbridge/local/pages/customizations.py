"""Customization > Lists, Records & Fields: custom record types and custom fields, filtered by the bundle that brought them."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from landbridge.local.pages import places
from landbridge.local.pages.bundlefilter import bundle_filter
from landbridge.local.pages.visit import Visit

FIELD_LISTS = {
    places.ENTITY_FIELDS: ("Custom Entity Fields", "custentity"),
    places.EVENT_FIELDS: ("Custom CRM Fields", "custevent"),
    places.ITEM_FIELDS: ("Custom Item Fields", "custitem"),
    places.BODY_FIELDS: ("Transaction Body Fields", "custbody"),
    places.COLUMN_FIELDS: ("Transaction Line Fields", "custcol"),
}
"""Address -> title and beginning of the script ids."""


def record_types(visit: Visit) -> Response:
    """List the custom record types, with links to their records."""
    visit.require(places.RECORD_TYPES_PERMISSION)
    bundles = bundle_filter(visit)
    types = visit.account.records.types.custom_types()
    rows = [
        (kind, len(visit.account.records.types.custom_fields(kind.script_id)))
        for kind in sorted(types, key=lambda kind: kind.name)
        if bundles.lets_through(kind.script_id)
    ]
    return visit.page("recordtypes.html", title="Record Types", rows=rows, bundles=bundles)


def fields(address: str) -> Callable[[Visit], Response]:
    """Return the page that lists the custom fields of an address."""
    title, beginning = FIELD_LISTS[address]

    def page(visit: Visit) -> Response:
        visit.require(places.FIELDS_PERMISSION)
        bundles = bundle_filter(visit)
        found = [
            field
            for field in visit.account.records.types.all_custom_fields()
            if field.script_id.startswith(beginning) and bundles.lets_through(field.script_id)
        ]
        return visit.page(
            "customfields.html",
            title=title,
            rows=sorted(found, key=lambda field: field.label),
            bundles=bundles,
            address=address,
        )

    return page
