"""``search`` and ``searchMoreWithId``."""

from __future__ import annotations

from dataclasses import replace

from landbridge.local.access.preferences import PAGE_SIZES
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Criterion, Join, Record
from landbridge.local.soap import faults
from landbridge.local.soap.call import Call
from landbridge.local.soap.criteria import CriteriaReader
from landbridge.local.soap.markup import escape
from landbridge.local.soap.operations.loading import loaded
from landbridge.local.soap.operations.paging import checked_size
from landbridge.local.soap.operations.permissions import sees, viewable
from landbridge.local.soap.recordwriter import RecordsWriter
from landbridge.local.soap.rowwriter import RowWriter
from landbridge.local.soap.scalars import ScalarError, read_long
from landbridge.local.soap.searchjobs import SearchJob
from landbridge.local.soap.sessions import LatestSearch
from landbridge.local.soap.statuses import SUCCESS, failure
from landbridge.recordtypes import transactions


def search(call: Call) -> str:
    """Search and answer the first page."""
    node = call.node.child("searchRecord")
    if node is None:
        raise faults.malformed("search needs a searchRecord")
    try:
        request = CriteriaReader(call.account, call.namespaces).read(node)
        preferences = call.search_preferences
        page_size = checked_size(call, PAGE_SIZES, unnamed=preferences.company_page_size)
        job = SearchJob(
            request=request if preferences.return_columns else replace(request, columns=None),
            page_size=page_size,
            body_fields_only=preferences.body_fields_only,
            user_id=call.session.user_id,
            role_id=call.session.role_id,
        )
        search_id = call.ids.new()
        page = _page(call, job, search_id, 1)
        _remember(call, search_id, 1)
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
    return go_on(call, call.node.text_of("searchId"), page_index)


def go_on(call: Call, search_id: str, page_index: int) -> str:
    """Run the search of an id again and answer one of its pages."""
    try:
        job = call.searches.find(search_id, call.session.user_id, call.session.role_id)
        if job is None:
            raise RecordError("INVALID_JOB_ID", f"The search id {search_id} is unknown or has lapsed.")
        page = _page(call, job, search_id, page_index)
        _remember(call, search_id, page_index)
    except RecordError as error:
        page = failure(error.code, error.message)
    return f"<platformCore:searchResult>{page}</platformCore:searchResult>"


def _remember(call: Call, search_id: str, page_index: int) -> None:
    if call.soap_session is not None:
        call.soap_session.search = LatestSearch(search_id, page_index)


def _page(call: Call, job: SearchJob, search_id: str, page_index: int) -> str:
    start, end = (page_index - 1) * job.page_size, page_index * job.page_size
    total, records = _found(call, job, max(start, 0), max(end, 0))
    total_pages = -(-total // job.page_size)
    if not 1 <= page_index <= max(total_pages, 1):
        raise RecordError(
            "INVALID_PAGE_INDEX", f"The search has {total_pages} pages, not a page {page_index}."
        )
    return (
        f"{SUCCESS}<platformCore:totalRecords>{total}</platformCore:totalRecords>"
        f"<platformCore:pageSize>{job.page_size}</platformCore:pageSize>"
        f"<platformCore:totalPages>{total_pages}</platformCore:totalPages>"
        f"<platformCore:pageIndex>{page_index}</platformCore:pageIndex>"
        f"<platformCore:searchId>{escape(search_id)}</platformCore:searchId>"
        f"{_results(call, job, records)}"
    )


def _found(call: Call, job: SearchJob, start: int, end: int) -> tuple[int, list[Record]]:
    """Return how many results there are, and those from ``start`` to before ``end``: records, or rows of transactions."""
    request, account = job.request, call.account
    visible = viewable(call.account, call.session, request.record_type)
    criteria = [_seen(call, one) for one in request.criteria]
    if request.columns is not None and request.columns.searched.record_type == transactions.FAMILY:
        lines = account.records.search_lines(request.record_type, criteria, visible)
        return len(lines), account.records.get_lines(lines[start:end])
    rows = account.records.search_family(request.record_type, criteria, visible)
    return len(rows), _records(call, job, rows[start:end])


def _seen(call: Call, criterion: Criterion | Join) -> Criterion | Join:
    """Return a criterion whose joins look at nothing that the role may not view. Raises ``RecordError`` when nothing is left."""
    if isinstance(criterion, Criterion):
        return criterion
    inner = [_seen(call, one) for one in criterion.criteria]
    only = viewable(call.account, call.session, criterion.record_type)
    return replace(criterion, criteria=inner, only=only)


def _results(call: Call, job: SearchJob, records: list[Record]) -> str:
    columns = job.request.columns
    if columns is not None:
        visible = {
            one.record_type: viewable(call.account, call.session, one.record_type) for one in columns.joined
        }
        rows = RowWriter(call.account, call.namespaces, job.request.record_type, columns).write(
            records, visible
        )
        return f"<platformCore:searchRowList>{rows}</platformCore:searchRowList>"
    writer = RecordsWriter(call.account, call.namespaces)
    found = writer.write("platformCore:record", records, body_only=job.body_fields_only)
    return f"<platformCore:recordList>{found}</platformCore:recordList>"


def _records(call: Call, job: SearchJob, rows: list[tuple[str, str]]) -> list[Record]:
    records = call.account.records.get_rows(rows)
    if not job.body_fields_only and job.request.columns is None:
        for record in records:  # a whole record is loaded, which scripts may notice (documented)
            loaded(call, record)
        return call.account.records.shown(records, with_open=False, sees=sees(call.account, call.session))
    return records
