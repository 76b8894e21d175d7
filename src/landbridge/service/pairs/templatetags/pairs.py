"""How the page Matching names workflows."""

from __future__ import annotations

from django import template

from landbridge.service.workflows import catalogue

register = template.Library()


@register.filter
def workflow_label(key: str) -> str:
    """Return what pages call a workflow."""
    return catalogue.label(key)
