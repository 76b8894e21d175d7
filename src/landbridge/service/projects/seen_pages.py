"""Pages of a list in the JSON API, whose rows are shown as the person who asks may see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja.pagination import LimitOffsetPagination

Row = TypeVar("Row", bound=Model)
See = Callable[[HttpRequest, list[Any]], list[Any]]
"""Takes the rows of a page and returns them as they may be seen."""


MOST = 1000


def part(found: QuerySet[Row], limit: int, offset: int) -> list[Row]:
    """Return the rows of a list from ``offset`` on, at most ``limit`` and never more than :data:`MOST`."""
    first = max(0, offset)
    return list(found[first : first + max(0, min(limit, MOST))])


class SeenPages(LimitOffsetPagination):
    """``limit`` and ``offset``; ``see`` masks the rows of the page that is asked for, and no others."""

    def __init__(self, *, see: See, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._see = see

    def paginate_queryset(
        self,
        queryset: QuerySet[Any],
        pagination: LimitOffsetPagination.Input,
        request: HttpRequest,
        **params: Any,
    ) -> Any:
        """Return the page with its rows masked."""
        page = super().paginate_queryset(queryset, pagination, request, **params)
        page[self.items_attribute] = self._see(request, list(page[self.items_attribute]))
        return page
