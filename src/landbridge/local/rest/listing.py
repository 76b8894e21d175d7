"""Collections: all records of a type or those that a filter finds, a page at a time (documented: ``section_1545222128``)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from landbridge.local.records.errors import RecordError
from landbridge.local.records.types import TypeDefinition
from landbridge.local.rest import filters, parameters
from landbridge.local.rest.criteria import CriteriaReader
from landbridge.local.rest.references import RECORD_PATH, self_link
from landbridge.local.rest.resources import (
    Call,
    definition_of,
    loaded,
    may_search,
    may_view,
    records_of,
)
from landbridge.local.rest.writing import Form, Writer
from landbridge.local.restservices import errors
from landbridge.local.restservices.gate import COLLECTION, Answer
from landbridge.recordtypes import restnames

MOST_READ = 100
"""Records that one request reads by ``ids`` (documented for batches)."""


def collection(call: Call, type_name: str) -> Answer:
    """``GET /<type>``."""
    parameters.only(call.asked, "q", "limit", "offset", "expandRecords", "ids")
    definition = definition_of(call, type_name)
    may_view(call, definition)
    if call.asked.parameter("ids") is not None or parameters.flag(call.asked, "expandRecords"):
        return _by_ids(call, definition)
    may_search(call, definition)
    limit, offset = parameters.page(call.asked)
    ids = found_by(call, definition)
    shown = ids[offset : offset + limit]
    base = f"{call.asked.site}{RECORD_PATH}/{restnames.type_name(definition.name)}"
    items = [{"links": self_link(f"{base}/{one}"), "id": one} for one in shown]
    return Answer(
        200, page_document(call, base, items, total=len(ids), limit=limit, offset=offset), COLLECTION
    )


def found_by(call: Call, definition: TypeDefinition) -> list[str]:
    """Return the ids that ``q`` finds, all without it. Raises ``RestError`` 400."""
    query = call.asked.parameter("q")
    records = call.account.records
    if query is None or not query.strip():
        return records.search(definition.name, [])
    tree = filters.parsed(query, CriteriaReader(call.account, call.face(definition)).criterion)
    try:
        return records.search_tree(definition.name, tree)
    except RecordError as error:
        raise filters.invalid(error.message) from None


def page_document(
    call: Call, base: str, items: list[dict[str, Any]], *, total: int, limit: int, offset: int
) -> dict[str, Any]:
    """Return a page with its links: self, and first, prev, next and last where there are such pages."""
    more = offset + limit < total
    pages = {"self": offset}
    if more:
        pages |= {"last": (total - 1) // limit * limit, "next": offset + limit}
    if offset:
        pages |= {"first": 0, "prev": offset - limit}
    kept = [(name, value) for name, value in call.asked.query if name not in ("limit", "offset")]
    links = [
        {"rel": rel, "href": f"{base}?{_query([*kept, ('limit', str(limit)), ('offset', str(start))])}"}
        for rel, start in sorted(pages.items())
    ]
    return {
        "links": links,
        "count": len(items),
        "hasMore": more,
        "items": items,
        "offset": offset,
        "totalResults": total,
    }


def _query(pairs: list[tuple[str, str]]) -> str:
    return urlencode(pairs, quote_via=quote)


def _by_ids(call: Call, definition: TypeDefinition) -> Answer:
    """``GET /<type>?expandRecords=true&ids=1,2,eid:x``: these records whole, in this order."""
    keys = parameters.names(call.asked, "ids")
    if not parameters.flag(call.asked, "expandRecords") or not keys:
        raise errors.invalid_parameter(
            "ids", "Provide expandRecords=true together with the ids of the records."
        )
    if len(keys) > MOST_READ:
        raise errors.invalid_parameter("ids", f"At most {MOST_READ} records are read at once.")
    records = loaded(call, records_of(call, definition, keys))
    documents = Writer(call.account, call.faces, call.asked.site, Form()).records(records)
    base = f"{call.asked.site}{RECORD_PATH}/{restnames.type_name(definition.name)}"
    page = page_document(call, base, documents, total=len(documents), limit=MOST_READ, offset=0)
    return Answer(200, page, COLLECTION)
