"""Custom records, such as the integration settings: list and form. ``rectype`` in the address is the type's script id."""

from __future__ import annotations

from starlette.responses import Response

from landbridge.local.pages import places
from landbridge.local.pages.formpage import FormPage
from landbridge.local.pages.visit import NotFoundError, Visit
from landbridge.local.records.model import CustomRecordType


def form(visit: Visit) -> Response:
    """View, edit or create a custom record."""
    kind = _type(visit)
    return _page(kind)(visit)


def listing(visit: Visit) -> Response:
    """List the records of a custom record type."""
    kind = _type(visit)
    visit.require(visit.account.records.permission(kind.script_id))
    ids = sorted(visit.account.records.search(kind.script_id, []), key=int)
    page = _page(kind)
    records = visit.account.records.get_many(kind.script_id, ids)
    rows = [
        (
            record.values.get("name", record.id),
            page.view_address(record.id),
            record,
        )
        for record in (records[id_] for id_ in ids if id_ in records)
    ]
    return visit.page("customrecords.html", title=kind.name, kind=kind, rows=rows)


def _type(visit: Visit) -> CustomRecordType:
    kind = visit.account.records.custom_record_type(visit.query.get("rectype", ""))
    if kind is None:
        raise NotFoundError("There is no such custom record type.")
    return kind


def _page(kind: CustomRecordType) -> FormPage:
    place = places.custom_record_place(kind.script_id)
    return FormPage(kind.script_id, kind.name, place, f"{places.CUSTOM_RECORDS}?rectype={kind.script_id}")
