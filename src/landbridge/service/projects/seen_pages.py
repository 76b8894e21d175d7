"""Pages of a list in the JSON API, whose rows are shown as the person who asks may see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja.pagination import LimitOffsetPagination

See = Callable[[HttpRequest, list[Any]], list[Any]]
"""Takes the rows of a page and returns them as they may be seen."""


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
