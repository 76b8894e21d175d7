"""The forms of record types that have pages of their own."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from landbridge.local.pages.formpage import FormPage
from landbridge.local.pages.recordpages import RECORD_PAGES, RecordPages
from landbridge.local.pages.visit import NotFoundError, Visit
from landbridge.recordtypes import RECORD_TYPES, RecordType


def page(name: str) -> Callable[[Visit], Response]:
    """Return the page of the records of a type, or of a family."""
    pages = RECORD_PAGES[name]
    if not pages.members:
        return _form(pages, pages.record_type)

    def form(visit: Visit) -> Response:
        return _form(pages, kind_of(visit, pages))(visit)

    return form


def _form(pages: RecordPages, kind: RecordType) -> FormPage:
    return FormPage(kind.name, kind.label, pages.form, pages.list_address)


def kind_of(visit: Visit, pages: RecordPages) -> RecordType:
    """Return the type of the record that is meant, or of a new one."""
    record_id = visit.form.get("id") or visit.query.get("id", "")
    if not pages.members:
        return pages.record_type
    if not record_id:
        return pages.kind_of_new(visit.query)
    names = [kind.name for kind in pages.members]
    visit.require(pages.record_type.permission)
    found = visit.account.records.get_of_family(names, [record_id]) if record_id.isdecimal() else {}
    if record_id not in found:
        raise NotFoundError("That record does not exist.")
    return RECORD_TYPES[found[record_id].type]
