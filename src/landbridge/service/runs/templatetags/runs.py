"""What pages of other apps show of runs."""

from __future__ import annotations

from django import template
from django.db.models import Sum

from landbridge.service.runs.models import RunStep
from landbridge.service.workflows.models import Workflow

register = template.Library()


@register.simple_tag
def passed_over(workflow: Workflow | None) -> int:
    """Return how many records bulk runs passed over by monitored fields, in all runs that are kept, in one query."""
    if workflow is None:
        return 0
    return int(RunStep.objects.filter(workflow=workflow).aggregate(saved=Sum("passed_over"))["saved"] or 0)
