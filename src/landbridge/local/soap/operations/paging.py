"""Pages of the operations that answer lists: sizes and indexes."""

from __future__ import annotations

from dataclasses import dataclass

from landbridge.local.records.errors import RecordError
from landbridge.local.soap import faults
from landbridge.local.soap.call import Call
from landbridge.local.soap.scalars import ScalarError, read_long


@dataclass(frozen=True, slots=True)
class Page:
    """One page of ``total`` results: ``first`` to before ``after``, counted from 0."""

    index: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // self.size)

    @property
    def first(self) -> int:
        """Where the page begins."""
        return (self.index - 1) * self.size

    @property
    def after(self) -> int:
        """Where the next page begins."""
        return self.index * self.size


def page_index(call: Call) -> int:
    """Return the request's ``pageIndex``. Raises ``SoapFault``."""
    try:
        return read_long(call.node.text_of("pageIndex"))
    except ScalarError as error:
        raise faults.malformed(f"pageIndex: {error}") from None


MOST = 1000
"""What a page holds of anything but a search where the request names no size: the company's preference is about searches (assumed)."""


def checked_size(call: Call, sizes: range, *, unnamed: int = MOST) -> int:
    """Return the page size of the search preferences, else ``unnamed``. Raises ``RecordError`` INVALID_SEARCH_PAGE_SIZE."""
    size = call.search_preferences.page_size
    if size is None:
        return unnamed
    if size not in sizes:
        raise RecordError(
            "INVALID_SEARCH_PAGE_SIZE", f"The page size {size} is not between {sizes[0]} and {sizes[-1]}."
        )
    return size


def page_of(index: int, size: int, total: int) -> Page:
    """Return a page. Raises ``RecordError`` INVALID_PAGE_INDEX when there is none of that index."""
    page = Page(index, size, total)
    if not 1 <= index <= max(page.pages, 1):
        raise RecordError("INVALID_PAGE_INDEX", f"There are {page.pages} pages, not a page {index}.")
    return page
