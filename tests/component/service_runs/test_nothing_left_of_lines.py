"""Documents that lose their last line, cannot be withdrawn, or are applied to one document twice; children of a workflow that stands still."""

from __future__ import annotations

import datetime

import pytest

from landbridge.service.ports import Line, Reference
from landbridge.service.projects.models import SppRecord
from landbridge.service.runs.models import OpenReference
from landbridge.service.workflows import administration
from landbridge.service.workflows.activation import activate
from landbridge.service.workflows.models import Workflow
from tests.component.service_runs.conftest import Stand
from tests.component.service_runs.purchases import line, make_purchases


def applied(doc: str, amount: float) -> Line:
    return {"apply": True, "doc": Reference(doc), "amount": amount}


def pay(stand: Stand, *lines: Line) -> None:
    sublists = {"applyList": lines} if lines else {}
    stand.clock.advance(60)
    stand.netsuite.save(
        "customerPayment", "70", lines=sublists, tranDate=datetime.date(2026, 11, 1), memo="Thanks"
    )


def paid() -> dict[str, object]:
    held = SppRecord.objects.filter(type="payment")
    return {one.fields["netsuite_payment_id__c"]: one.fields["total"] for one in held}


@pytest.fixture
def paying(stand: Stand) -> Stand:
    administration.allow(stand.connection, ["invoices", "payments"], by=stand.admin)
    for key in ("invoices", "payments"):
        activate(stand.connection, key, by=stand.admin)
    stand.customer("7", "Wolfe")
    for number in ("81", "82"):
        given = {
            "custbody_oa_invoice_number": f"10{number}",
            "entity": Reference("7", "Wolfe"),
            "total": 100.0,
        }
        stand.netsuite.save("invoice", number, **given)
    stand.run()
    return stand


def test_a_payment_that_is_applied_to_nothing_any_more_is_taken_back(paying: Stand) -> None:
    pay(paying, applied("81", 50.0), applied("82", 60.0))
    paying.run()
    assert paid() == {"70-81": 50, "70-82": 60}

    pay(paying)
    run = paying.run()

    assert paying.item(run, "70").outcome == "updated"
    assert paid() == {"70-81": 0, "70-82": 0}


def test_a_payment_that_was_never_applied_is_left_out(paying: Stand) -> None:
    pay(paying)
    assert paying.item(paying.run(), "70").code == "not_applied"


def test_instalments_of_one_invoice_are_added_together(paying: Stand) -> None:
    pay(paying, applied("81", 50.1), applied("81", 60.2))
    paying.run()
    assert paid() == {"70-81": 110.3}


def test_what_a_payment_settles_of_a_journal_entry_does_not_hold_up_its_invoices(paying: Stand) -> None:
    pay(paying, applied("81", 50.0), {**applied("999", 60.0), "type": "Journal"})
    assert paying.item(paying.run(), "70").outcome == "created"
    assert paid() == {"70-81": 50}


def test_an_order_without_a_marked_line_any_more_keeps_its_header_only(stand: Stand) -> None:
    purchases = make_purchases(stand)
    purchases.order("5", [line(1), line(2)])
    purchases.run()

    purchases.order("5", [line(1, marked=False), line(2, marked=False)])
    run = purchases.run()

    assert purchases.item(run, "5").outcome == "updated"
    held = purchases.held("purchase_item")
    assert {key: (one.fields["quantity"], one.fields["total"]) for key, one in held.items()} == {
        "5-1": (0, 0),
        "5-2": (0, 0),
    }


def test_a_line_that_cannot_be_withdrawn_fails_the_record_and_nothing_of_it_is_written(stand: Stand) -> None:
    purchases = make_purchases(stand)
    purchases.order("5", [line(1), line(2)])
    purchases.run()
    gone = purchases.held("purchase_item")["5-2"]
    SppRecord.objects.filter(pk=gone.pk).update(fields={**gone.fields, "purchaseorderid": None})

    purchases.order("5", [line(1, quantity=7.0)])
    run = purchases.run()

    item = purchases.item(run, "5")
    assert (item.outcome, item.reason.partition(":")[0]) == ("failed", "Purchase item 5-2")
    assert purchases.held("purchase_item")["5-1"].fields["quantity"] == 2


def test_children_of_a_workflow_that_stands_still_go_on_waiting(stand: Stand) -> None:
    stand.project("30", "9", "Website")
    stand.run()
    Workflow.objects.filter(key="projects").update(stopped_because="A field changed.")
    stand.customer("9", "Late")
    stand.notice("customer", "9")
    stand.clock.advance(1)
    assert stand.outcomes(stand.real_time()) == {"customers 9": "created"}

    Workflow.objects.filter(key="projects").update(stopped_because="")
    stand.clock.advance(60)
    assert stand.outcomes(stand.run())["projects 30"] == "created"


def test_a_record_that_fails_is_not_imported_again_for_a_reference_that_is_there(stand: Stand) -> None:
    stand.customer("7", "Wolfe", salesRep=Reference("60", "Rep"))
    stand.run()
    stand.clock.advance(60)
    stand.customer("7", "Wolfe", salesRep=Reference("60", "Rep"), email="nonsense")
    stand.run()
    assert OpenReference.objects.exists()

    stand.clock.advance(900)
    stand.employee("60", "Rep")
    assert stand.outcomes(stand.run()) == {"employees 60": "created"}
    stand.clock.advance(900)
    stand.customer("7", "Wolfe", salesRep=Reference("60", "Rep"), email="")
    assert stand.outcomes(stand.run()) == {"customers 7": "updated"}
    assert not OpenReference.objects.exists()


def test_a_notice_is_for_live_workflows_only(stand: Stand) -> None:
    stand.run()
    Workflow.objects.filter(key="customers").update(real_time=False)
    stand.customer("7", "Wolfe")
    stand.project("30", "7", "Website")
    stand.notice("customer", "7")
    stand.notice("job", "30")
    stand.clock.advance(1)
    assert stand.real_time().workflows == ["projects"]
