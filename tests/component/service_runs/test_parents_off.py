"""Records whose parents no active workflow imports are left out with that reason; they wait for nobody."""

from __future__ import annotations

import pytest

from landbridge.service.ports import Line, Reference
from landbridge.service.runs.models import Run, RunItem
from landbridge.service.workflows import administration
from landbridge.service.workflows.activation import activate
from tests.component.service_runs.conftest import Stand


def applied(number: str, kind: str) -> Line:
    return {"apply": True, "doc": Reference(number, f"Paid {number}"), "amount": 80.0, "type": kind}


@pytest.fixture
def paying(stand: Stand) -> Stand:
    """A stand that imports expense reports and their reimbursements, and no vendor bills."""
    administration.allow(stand.connection, ["reimbursements", "expense_bills"], by=stand.admin)
    for key in ("expense_reports", "reimbursements"):
        activate(stand.connection, key, by=stand.admin)
    return stand


def told(run: Run, internal_id: str) -> tuple[str, str]:
    item = RunItem.objects.get(run=run, internal_id=internal_id)
    return item.outcome, item.code


def test_reimbursements_need_expense_reports_only(paying: Stand) -> None:
    paying.netsuite.save("vendorPayment", "60", lines={"applyList": (applied("70", "Bill"),)})
    paying.netsuite.save("vendorPayment", "61", lines={"applyList": (applied("71", "Expense Report"),)})
    run = paying.run(keys=["reimbursements"])
    assert told(run, "60") == ("skipped", "parent_not_exported")
    assert "Expense Reports (Vendor Bills) is not active" in RunItem.objects.get(internal_id="60").reason
    assert told(run, "61") == ("waiting", "parent_missing")


def test_where_the_line_does_not_tell_the_type_either_place_is_waited_for(paying: Stand) -> None:
    paying.netsuite.save("vendorPayment", "60", lines={"applyList": (applied("70", "Rechnung"),)})
    assert told(paying.run(keys=["reimbursements"]), "60") == ("waiting", "parent_missing")
