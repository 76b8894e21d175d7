"""A field that the role may not see any more is not an empty field."""

from __future__ import annotations

import pytest

from landbridge.service.runs.models import Run
from landbridge.service.workflows.models import Workflow
from tests.component.service_runs.conftest import FLAG, Stand

PHONE = ("customer", "phone")


@pytest.fixture
def filled(stand: Stand) -> Stand:
    """A customer with a phone number in both systems, changed in NetSuite since."""
    stand.customer("20", phone="555")
    stand.run()
    assert stand.spp("customer")["Customer 20"].fields["phone"] == "555"
    stand.clock.advance(3600)
    stand.customer("20", phone="556", comments="touched")
    stand.employee("7")
    return stand


def test_a_mapped_field_that_vanished_stops_its_workflow_and_no_other(filled: Stand) -> None:
    filled.netsuite.hidden.add(PHONE)
    before = Workflow.objects.get(key="customers").bookmark

    run = filled.run()
    assert run.state == Run.State.FAILED
    assert "Customers (Customers): NetSuite does not show phone of customer records" in run.error
    assert "Field 'phone' for record 'customer' was not found." in run.error
    assert "Give the integration role the permission" in run.hint
    assert filled.spp("customer")["Customer 20"].fields["phone"] == "555"
    assert filled.outcomes(run) == {"employees 7": "created"}
    assert Workflow.objects.get(key="customers").bookmark == before

    filled.netsuite.hidden.clear()
    filled.clock.advance(60)
    again = filled.run(keys=["customers"])
    assert (again.state, again.error, again.hint) == (Run.State.COMPLETED, "", "")
    assert filled.outcomes(again) == {"customers 20": "updated"}
    assert filled.spp("customer")["Customer 20"].fields["phone"] == "556"


def test_it_is_told_even_where_nothing_was_changed(stand: Stand) -> None:
    stand.netsuite.hidden.add(PHONE)
    assert stand.run(keys=["customers"]).state == Run.State.FAILED


def test_a_field_that_selects_records_is_needed_too(filled: Stand) -> None:
    filled.netsuite.hidden.add(("customer", FLAG))
    run = filled.run(keys=["customers"])
    assert (run.state, filled.outcomes(run)) == (Run.State.FAILED, {})
    assert FLAG in run.error


def test_a_field_that_nobody_maps_may_be_missing(filled: Stand) -> None:
    filled.netsuite.hidden.add(("customer", "printOnCheckAs"))
    assert filled.run().state == Run.State.COMPLETED


def test_notices_are_held_to_it(filled: Stand) -> None:
    filled.netsuite.hidden.add(PHONE)
    filled.notice("customer", "20")
    run = filled.real_time()
    assert (run.state, filled.outcomes(run)) == (Run.State.FAILED, {})
    assert filled.spp("customer")["Customer 20"].fields["phone"] == "555"


def test_children_wait_while_a_field_of_theirs_is_hidden(stand: Stand) -> None:
    stand.project("30", customer="20")
    assert stand.outcomes(stand.run()) == {"projects 30": "waiting"}
    stand.clock.advance(3600)
    stand.customer("20")
    stand.netsuite.hidden.add(("job", "companyName"))
    run = stand.run(keys=["customers"])
    assert (run.state, stand.outcomes(run)) == (Run.State.COMPLETED, {"customers 20": "created"})
    stand.netsuite.hidden.clear()
    assert stand.outcomes(stand.run()) == {"projects 30": "created"}
