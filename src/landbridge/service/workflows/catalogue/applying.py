"""Documents that settle others: payments and credits, with the documents that they are applied to."""

from __future__ import annotations

from collections.abc import Mapping

from landbridge.service.ports import SourceRecord
from landbridge.service.workflows.catalogue.model import OptionValue, Rule

APPLIED = "applyList"
"""The sublist of them; ``doc`` names each."""


def applied_to(what: str) -> Rule:
    """Return the rule that a document is applied to something. ``what``: ``an invoice``."""

    def objection(record: SourceRecord, _options: Mapping[str, OptionValue]) -> str | None:
        return None if record.lines.get(APPLIED) else f"It is not applied to {what}."

    return Rule("not_applied", f"It is applied to {what}.", objection, sublists=frozenset({APPLIED}))
