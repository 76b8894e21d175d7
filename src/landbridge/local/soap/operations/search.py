"""``search`` and ``searchMoreWithId``."""

from __future__ import annotations

from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Record
from landbridge.local.soap import faults
from landbridge.local.soap.call import Call
from landbridge.local.soap.criteria import CriteriaReader
from landbridge.local.soap.markup import escape
from landbridge.local.soap.operations.loading import loaded
from landbridge.local.soap.operations.permissions import require_view
from landbridge.local.soap.recordwriter import RecordWriter, ReferenceNames
from landbridge.local.soap.scalars import ScalarError, read_long
from landbridge.local.soap.searchjobs import SearchJob
from landbridge.local.soap.statuses import SUCCESS, failure

PAGE_SIZES = range(5, 1001)
"""Page sizes that a search takes (documented)."""


def search(call: Call) -> str:
    """Search and answer the first page."""
    node = call.node.child("searchRecord")
    if node is None:
        raise faults.malformed("search needs a searchRecord")
    try:
        kind, criteria = CriteriaReader(call.account, call.namespaces).read(node)
        preferences = call.search_preferences
        if preferences.page_size not in PAGE_SIZES:
            raise RecordError(
                "INVALID_SEARCH_PAGE_SIZE",
                f"The page size {preferences.page_size} is not between {PAGE_SIZES[0]} and {PAGE_SIZES[-1]}.",
            )
        job = SearchJob(
            kind=kind,
            criteria=criteria,
            page_size=preferences.page_size,
            body_fields_only=preferences.body_fields_only,
            user_id=call.session.user_id,
            role_id=call.session.role_id,
        )
        search_id = call.ids.new()
        page = _page(call, job, search_id, 1)
        call.searches.keep(search_id, job)
    except RecordError as error:
        page = failure(error.code, error.message)
    return f"<platformCore:searchResult>{page}</platformCore:searchResult>"


def search_more_with_id(call: Call) -> str:
    """Run a search again and answer one of its pages.

    Rows may have moved between pages meanwhile, as in NetSuite (article_0807095731).
    """
    try:
        page_index = read_long(call.node.text_of("pageIndex"))
    except ScalarError as error:
        raise faults.malformed(f"pageIndex: {error}") from None
    search_id = call.node.text_of("searchId")
    try:
        job = call.searches.find(search_id, call.session.user_id, call.session.role_id)
        if job is None:
            raise RecordError("INVALID_JOB_ID", f"The search id {search_id} is unknown or has lapsed.")
        page = _page(call, job, search_id, page_index)
    except RecordError as error:
        page = failure(error.code, error.message)
    return f"<platformCore:searchResult>{page}</platformCore:searchResult>"


def _page(call: Call, job: SearchJob, search_id: str, page_index: int) -> str:
    require_view(call.account, call.session, job.kind)
    ids = call.account.records.search(job.kind.name, job.criteria)
    total_pages = -(-len(ids) // job.page_size)
    if not 1 <= page_index <= max(total_pages, 1):
        raise RecordError(
            "INVALID_PAGE_INDEX", f"The search has {total_pages} pages, not a page {page_index}."
        )
    records = _records(call, job, ids[(page_index - 1) * job.page_size : page_index * job.page_size])
    writer = RecordWriter(call.account, job.kind, call.namespaces, ReferenceNames(call.account))
    return (
        f"{SUCCESS}<platformCore:totalRecords>{len(ids)}</platformCore:totalRecords>"
        f"<platformCore:pageSize>{job.page_size}</platformCore:pageSize>"
        f"<platformCore:totalPages>{total_pages}</platformCore:totalPages>"
        f"<platformCore:pageIndex>{page_index}</platformCore:pageIndex>"
        f"<platformCore:searchId>{escape(search_id)}</platformCore:searchId>"
        f"<platformCore:recordList>{writer.write('platformCore:record', records)}</platformCore:recordList>"
    )


def _records(call: Call, job: SearchJob, ids: list[str]) -> list[Record]:
    found = call.account.records.get_many(job.kind.name, ids)
    records = [found[internal_id] for internal_id in ids if internal_id in found]
    if not job.body_fields_only:  # a whole record is loaded, which scripts may notice (documented)
        for record in records:
            loaded(call, record)
    return records
