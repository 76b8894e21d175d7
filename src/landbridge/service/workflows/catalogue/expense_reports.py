"""Expense Reports (Expense Reports): one that came from SuiteProjects Pro, as the record that reimbursements refer to.

It is found by its number; where the account has it, only the NetSuite id is written. An expense report leaves SuiteProjects Pro when it is approved.
"""

from __future__ import annotations

from collections.abc import Mapping

from landbridge.service.ports import SourceRecord
from landbridge.service.workflows.catalogue.model import (
    MAIN,
    Declaration,
    Group,
    OptionValue,
    Row,
    Rule,
)
from landbridge.service.workflows.catalogue.row_kinds import constant, field, link, netsuite_id

NUMBER = "custbody_oa_expense_report_number"


def _foreign(record: SourceRecord, _options: Mapping[str, OptionValue]) -> str | None:
    return (
        None if record.values.get(NUMBER) else "It did not come from an expense report of SuiteProjects Pro."
    )


FROM_SPP = Rule(
    "not_from_spp",
    "It has an expense report number of SuiteProjects Pro.",
    _foreign,
    fields=frozenset({NUMBER}),
)


def envelope(point: str, user: Row, *rows: Row) -> Group:
    """Return the group that writes an expense report."""
    return Group(
        key=MAIN,
        label="Expense report",
        spp_type="envelope",
        integration_point=point,
        netsuite_id_field="netsuite_envelope_id__c",
        name_field="number",
        rows=(
            netsuite_id("netsuite_envelope_id__c"),
            field("number", NUMBER, required=True, initial_only=True),
            field("name", "tranId", initial_only=True),
            user,
            field("date", "tranDate", initial_only=True),
            constant("status", "A", initial_only=True),
            *rows,
            field("notes", "memo", initial_only=True),
        ),
    )


EXPENSE_REPORTS = Declaration(
    key="expense_reports",
    label="Expense Reports (Expense Reports)",
    netsuite_type="expenseReport",
    groups=(
        envelope(
            "NS_EXPENSE_REP_TO_OA_EXPENSE_REP",
            link("userid", "entity", "employees", required=True, initial_only=True),
            field("total", "total", initial_only=True),
            field("currency", "expenseReportCurrency", initial_only=True),
        ),
    ),
    rule=FROM_SPP,
    depends_on=("employees",),
    real_time=False,
)
