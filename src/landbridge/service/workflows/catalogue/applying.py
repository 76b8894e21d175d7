"""Documents that settle others: payments and credits, with the documents that they are applied to."""

from __future__ import annotations

from landbridge.service.ports import SourceRecord
from landbridge.service.workflows.catalogue.model import Rule

APPLIED = "applyList"
"""The sublist of them; ``doc`` names each."""
NO_JOURNAL = "(type <> 'Journal')"
"""The condition of its lines: journal entries are settled too and never imported. Assumed: ``type`` is in the language of the role's user."""

TYPE = "type"
"""The field of such a line that names the type of its document, as the account's pages do."""

TYPES = {"Invoice": "invoice", "Bill": "vendorBill", "Expense Report": "expenseReport"}
"""SOAP types by that name in English. In another language the line does not tell."""


def applied_to(what: str) -> Rule:
    """Return the rule that a document is applied to something. ``what``: ``an invoice``."""

    def objection(record: SourceRecord) -> str | None:
        return None if record.lines.get(APPLIED) else f"It is not applied to {what}."

    return Rule("not_applied", f"It is applied to {what}.", sublists=frozenset({APPLIED}), of_lines=objection)
