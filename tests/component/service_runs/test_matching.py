"""What a record is matched with while it is imported: the merge guard, and pairs that a person separated."""

from __future__ import annotations

import pytest

from landbridge.service.runs.models import Attention, RunItem
from landbridge.service.workflows import administration
from landbridge.service.workflows.models import Link, Separation
from tests.component.service_runs.conftest import Stand


def guard(stand: Stand, on: bool) -> None:
    administration.change(stand.connection, by=stand.admin, merge_guard=on)


@pytest.mark.requirement("match-02")
def test_the_guard_keeps_a_name_from_taking_the_record_of_another_netsuite_id(stand: Stand) -> None:
    stand.customer("7", "Wolfe")
    stand.run(keys=["customers"])
    stand.customer("8", "WOLFE")
    run = stand.run(keys=["customers"])
    item = stand.item(run, "8")
    assert (item.outcome, item.code) == (RunItem.Outcome.FAILED, "name_taken")
    assert "belongs to NetSuite record 7" in item.reason
    assert item.spp_id == stand.spp("customer")["Wolfe"].spp_id
    assert list(stand.spp("customer")) == ["Wolfe"]


@pytest.mark.requirement("match-02")
def test_without_the_guard_a_name_takes_the_record_over_as_in_the_original(stand: Stand) -> None:
    stand.customer("7", "Wolfe")
    stand.run(keys=["customers"])
    guard(stand, on=False)
    stand.customer("8", "WOLFE")
    run = stand.run(keys=["customers"])
    assert stand.outcomes(run)["customers 8"] == RunItem.Outcome.UPDATED
    (record,) = stand.spp("customer").values()
    assert record.fields["netsuite_customer_id__c"] == "8"
    assert [(link.internal_id, link.spp_id) for link in Link.objects.all()] == [("8", record.spp_id)]


@pytest.mark.requirement("match-02")
def test_two_records_of_one_batch_do_not_take_one_record_from_each_other(stand: Stand) -> None:
    guard(stand, on=False)
    stand.customer("7", "Wolfe")
    stand.run(keys=["customers"])
    Link.objects.all().delete()
    stand.customer("7", "Wolfe", phone="2")
    stand.customer("8", "wolfe")
    run = stand.run(keys=["customers"])
    assert stand.outcomes(run) == {
        "customers 7": RunItem.Outcome.UPDATED,
        "customers 8": RunItem.Outcome.FAILED,
    }


@pytest.mark.requirement("match-01")
def test_two_candidates_fail_and_both_are_named_and_a_separated_one_is_none(stand: Stand) -> None:
    stand.customer("7", "Wolfe")
    stand.customer("8", "Hare")
    stand.run(keys=["customers"])
    first, second = stand.spp("customer")["Wolfe"], stand.spp("customer")["Hare"]
    for one in (first, second):
        one.name = "Wolfe"
        one.fields = {"name": "Wolfe"}
        one.save()
    Link.objects.all().delete()
    stand.netsuite.records.clear()
    stand.customer("9", "WOLFE")
    item = stand.item(stand.run(keys=["customers"]), "9")
    assert item.code == "two_candidates"
    assert f"Customer {first.pk} (Wolfe) and Customer {second.pk} (Wolfe) have this name" in item.reason
    Separation.objects.create(
        connection=stand.connection,
        netsuite_type="customer",
        internal_id="9",
        spp_type="customer",
        spp_id=first.spp_id,
        separated_at=stand.clock(),
    )
    stand.customer("9", "WOLFE", phone="1")
    assert stand.item(stand.run(keys=["customers"]), "9").spp_id == second.spp_id
    assert not Attention.objects.exists()
