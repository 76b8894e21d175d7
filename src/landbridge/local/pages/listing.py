"""Lists of records: paged, filtered by text and by stage, with cells that can be edited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import Response

from landbridge.local.access.model import Level
from landbridge.local.pages.fieldvalues import Control, Shown, control, show, typed
from landbridge.local.pages.recordpages import RECORD_PAGES, RecordPages, record_address
from landbridge.local.pages.visit import Visit
from landbridge.local.records.model import Criterion, Record
from landbridge.recordtypes import Field
from landbridge.recordtypes.enumerations import STAGES

if TYPE_CHECKING:
    from landbridge.local.account import Account

PAGE_SIZE = 50


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


def page(name: str) -> Callable[[Visit], Response]:
    """Return the list page of a record type, or of a family."""
    pages = RECORD_PAGES[name]

    def show_list(visit: Visit) -> Response:
        permission = pages.record_type.permission
        visit.require(permission)
        text, stage = visit.query.get("q", "").strip(), visit.query.get("stage", "")
        ids = find(visit.account, pages, text, stage)
        number = min(page_number(visit), max(1, -(-len(ids) // PAGE_SIZE)))
        first = (number - 1) * PAGE_SIZE
        records = visit.account.records.get_rows(ids[first : first + PAGE_SIZE])
        may_edit = visit.may(permission, Level.EDIT)
        return visit.page(
            "list.html",
            title=pages.title,
            pages=pages,
            columns=[pages.record_type.field(column) for column in pages.columns],
            rows=[row(visit.account, pages, record, may_edit=may_edit) for record in records],
            text=text,
            stage=stage,
            stages=STAGES if name == "customer" else (),
            total=len(ids),
            first=first + 1 if ids else 0,
            last=min(first + PAGE_SIZE, len(ids)),
            earlier=_address(pages, text, stage, number - 1) if number > 1 else "",
            later=_address(pages, text, stage, number + 1) if first + PAGE_SIZE < len(ids) else "",
            may_edit=may_edit,
            creating=_creating(pages) if visit.may(permission, Level.CREATE) else [],
        )

    return show_list


def pages_at(address: str, made: Callable[[str], Callable[[Visit], Response]]) -> Callable[[Visit], Response]:
    """Return what answers at an address that several lists may share: the list that the query names, else the first."""
    lists = [(pages, made(name)) for name, pages in RECORD_PAGES.items() if pages.listing == address]

    def chosen(visit: Visit) -> Response:
        return next((answer for pages, answer in lists if pages.is_listed(visit.query)), lists[0][1])(visit)

    return chosen


def find(account: Account, pages: RecordPages, text: str, stage: str) -> list[tuple[str, str]]:
    """Return (type, internal id) of the records with ``text`` in one of the searched fields, newest first."""
    common = (
        [Criterion("stage", "anyOf", (stage,))]
        if pages.searched_type == "customer" and stage in STAGES
        else []
    )
    searches = [[Criterion(name, "contains", (text,))] for name in pages.searched] if text else [[]]
    found = {
        (kind.name, id_)
        for kind in pages.types
        for criteria in searches
        for id_ in account.records.search(kind.name, [*common, *criteria])
    }
    return sorted(found, key=lambda one: (-int(one[1]), one[0]))


def _creating(pages: RecordPages) -> list[tuple[str, str]]:
    """Return (label, address) of what makes a new record."""
    if pages.searched_type == "customer":
        return [
            (stage.capitalize(), f"{pages.form}?stage={stage}") for stage in ("customer", "prospect", "lead")
        ]
    if pages.members:
        return [
            (kind.label, f"{pages.form}?{query}")
            for kind, query in zip(pages.members, pages.new, strict=True)
        ]
    return [(pages.record_type.label, pages.form)]


def row(account: Account, pages: RecordPages, record: Record, *, may_edit: bool) -> Row:
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
    return Row(record.id, record_address(record.type, record.id), tuple(cells))


def page_number(visit: Visit) -> int:
    """Return the page that the query asks for, 1 for anything that is no number."""
    text = visit.query.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 8 else 1


def _address(pages: RecordPages, text: str, stage: str, number: int) -> str:
    query = {**pages.list_query, "q": text, "stage": stage, "page": str(number)}
    return f"{pages.listing}?{urlencode({name: value for name, value in query.items() if value})}"
