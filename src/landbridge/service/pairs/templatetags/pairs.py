"""How the page Matching names workflows and turns the pages of its lists."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.paginator import Page

from landbridge.service.workflows import catalogue

register = template.Library()


@register.filter
def workflow_label(key: str) -> str:
    """Return what pages call a workflow."""
    return catalogue.label(key)


@register.inclusion_tag("pairs/pager.html", takes_context=True)
def pager_of(context: dict[str, Any], page: Page[Any], name: str) -> dict[str, Any]:
    """Link to the page before and after; ``name`` is the list's word in the query, so that each list of the page has its own."""
    query = context["request"].GET.copy()

    def to(number: int) -> str:
        query[name] = str(number)
        return str(query.urlencode())

    return {
        "page": page,
        "before": to(page.previous_page_number()) if page.has_previous() else "",
        "after": to(page.next_page_number()) if page.has_next() else "",
    }
