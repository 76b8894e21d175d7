"""Filters: expressions that say which records or lines a mapping group imports. See ``docs/reference/mapping.md``."""

from landbridge.service.workflows.filters.evaluation import holds, objection
from landbridge.service.workflows.filters.expressions import (
    All,
    Any,
    Comparison,
    Expression,
    Not,
    Operator,
    fields_of,
    spp_fields_of,
    table_of,
)
from landbridge.service.workflows.filters.parsing import fields_read_by, parse
from landbridge.service.workflows.filters.rendering import render, written_comparison
from landbridge.service.workflows.filters.tokens import FilterSyntaxError

__all__ = [
    "All",
    "Any",
    "Comparison",
    "Expression",
    "FilterSyntaxError",
    "Not",
    "Operator",
    "fields_of",
    "fields_read_by",
    "holds",
    "objection",
    "parse",
    "render",
    "spp_fields_of",
    "table_of",
    "written_comparison",
]
