"""Lists of records: paged, filtered by text and by stage, with cells that can be edited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import Response

from landbridge.local.access.model import Level
from landbridge.local.pages import places
from landbridge.local.pages.fieldvalues import Control, Shown, control, show, typed
from landbridge.local.pages.visit import Visit
from landbridge.local.records.model import Criterion, Record
from landbridge.recordtypes import Field
from landbridge.recordtypes.enumerations import STAGES

if TYPE_CHECKING:
    from landbridge.local.account import Account

PAGE_SIZE = 50
SEARCHED = {
    "employee": ("entityId", "firstName", "lastName", "email"),
    "customer": ("entityId", "companyName", "firstName", "lastName", "email"),
    "job": ("entityId", "companyName"),
}
"""The fields that the text filter looks into."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``control`` is there where the cell can be edited in the list."""

    field: Field
    shown: Shown
    control: Control | None


@dataclass(frozen=True, slots=True)
class Row:
    """One record of the list."""

    id: str
    address: str
    cells: tuple[Cell, ...]


def page(record_type: str) -> Callable[[Visit], Response]:
    """Return the list page of a record type."""
    pages = places.RECORD_PAGES[record_type]

    def show_list(visit: Visit) -> Response:
        visit.require(pages.record_type.permission)
        text, stage = visit.query.get("q", "").strip(), visit.query.get("stage", "")
        ids = find(visit.account, record_type, text, stage)
        number = min(_page_number(visit), max(1, -(-len(ids) // PAGE_SIZE)))
        first = (number - 1) * PAGE_SIZE
        on_page = ids[first : first + PAGE_SIZE]
        records = visit.account.records.get_many(record_type, on_page)
        may_edit = visit.may(pages.record_type.permission, Level.EDIT)
        return visit.page(
            "list.html",
            title=pages.record_type.plural,
            pages=pages,
            columns=[pages.record_type.field(name) for name in pages.columns],
            rows=[
                row(visit.account, pages, records[id_], may_edit=may_edit)
                for id_ in on_page
                if id_ in records
            ],
            text=text,
            stage=stage,
            stages=STAGES if record_type == "customer" else (),
            total=len(ids),
            first=first + 1 if ids else 0,
            last=min(first + PAGE_SIZE, len(ids)),
            earlier=_address(pages, text, stage, number - 1) if number > 1 else "",
            later=_address(pages, text, stage, number + 1) if first + PAGE_SIZE < len(ids) else "",
            may_edit=may_edit,
            may_create=visit.may(pages.record_type.permission, Level.CREATE),
        )

    return show_list


def find(account: Account, record_type: str, text: str, stage: str) -> list[str]:
    """Return the ids of the records with ``text`` in one of the searched fields, newest first."""
    common = [Criterion("stage", "anyOf", (stage,))] if record_type == "customer" and stage in STAGES else []
    if not text:
        found = set(account.records.search(record_type, common))
    else:
        found = {
            id_
            for name in SEARCHED[record_type]
            for id_ in account.records.search(record_type, [*common, Criterion(name, "contains", (text,))])
        }
    return sorted(found, key=int, reverse=True)


def row(account: Account, pages: places.RecordPages, record: Record, *, may_edit: bool) -> Row:
    """Return the row of one record."""
    cells = []
    for name in pages.columns:
        field, value = pages.record_type.field(name), record.values.get(name)
        editable = may_edit and name in pages.inline
        cells.append(
            Cell(
                field,
                show(account, field, value),
                control(account, field, typed(field, value)) if editable else None,
            )
        )
    return Row(record.id, places.record_address(record.type, record.id), tuple(cells))


def _page_number(visit: Visit) -> int:
    text = visit.query.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 8 else 1


def _address(pages: places.RecordPages, text: str, stage: str, number: int) -> str:
    query = {"q": text, "stage": stage, "page": str(number)}
    return f"{pages.listing}?{urlencode({name: value for name, value in query.items() if value})}"
