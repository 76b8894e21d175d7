"""A record that a person edited in SuiteProjects Pro: the next import of it sets the mapped fields right, and the log shows what it found."""

from __future__ import annotations

import pytest

from landbridge.service.ports import JsonValue
from landbridge.service.projects import by_hand
from landbridge.service.projects.models import AuditEntry, SppRecord
from landbridge.service.runs import queueing
from landbridge.service.runs.models import Run
from tests.component.service_runs.conftest import Stand


def edit(stand: Stand, name: str, /, **fields: JsonValue) -> SppRecord:
    stand.clock.advance(60)
    return by_hand.change(stand.spp("customer")[name], fields, by=stand.admin, now=stand.clock())


def changed(stand: Stand, run: Run, internal_id: str) -> dict[str, tuple[JsonValue, JsonValue]]:
    listed = stand.item(run, internal_id).changes
    return {one["field"]: (one["before"], one["after"]) for one in listed}


@pytest.mark.requirement("hard-05")
def test_the_next_import_sets_it_right_and_says_so(stand: Stand) -> None:
    stand.customer("7", "Wolfe", companyName="Wolfe Ltd", phone="100")
    stand.run(keys=["customers"])
    edit(stand, "Wolfe", phone="999", company="Wolf", territoryid="North")
    stand.clock.advance(60)
    stand.customer("7", "Wolfe", companyName="Wolfe Ltd", phone="200")

    run = stand.run(keys=["customers"])

    assert stand.item(run, "7").outcome == "updated"
    assert changed(stand, run, "7") == {"phone": ("999", "200"), "company": ("Wolf", "Wolfe Ltd")}
    record = stand.spp("customer")["Wolfe"]
    assert (record.fields["phone"], record.fields["company"], record.fields["territoryid"]) == (
        "200",
        "Wolfe Ltd",
        "North",
    )
    authors = (
        AuditEntry.objects.filter(record=record, field="phone").order_by("pk").values_list("via", "after")
    )
    assert list(authors) == [("NetSuite integration", "100"), ("", "999"), ("NetSuite integration", "200")]


@pytest.mark.requirement("hard-05")
def test_a_full_synchronization_sets_it_right_without_a_change_in_netsuite(stand: Stand) -> None:
    stand.customer("7", "Wolfe", phone="100")
    stand.run(keys=["customers"])
    edit(stand, "Wolfe", phone="999", active=False)
    stand.clock.advance(60)

    assert stand.outcomes(stand.run(keys=["customers"])) == {}
    assert stand.spp("customer")["Wolfe"].fields["phone"] == "999"
    run = stand.run(queueing.FULL, ["customers"])

    assert changed(stand, run, "7") == {"phone": ("999", "100"), "active": (False, True)}
    assert stand.spp("customer")["Wolfe"].fields["phone"] == "100"


@pytest.mark.requirement("hard-05")
def test_a_name_or_an_id_taken_away_by_hand_makes_no_second_record(stand: Stand) -> None:
    stand.customer("7", "Wolfe", phone="100")
    stand.run(keys=["customers"])
    edit(stand, "Wolfe", name="Another", netsuite_customer_id__c=None)
    stand.clock.advance(60)
    stand.customer("7", "Wolfe", phone="200")

    run = stand.run(keys=["customers"])

    assert changed(stand, run, "7") == {
        "name": ("Another", "Wolfe"),
        "netsuite_customer_id__c": (None, "7"),
        "phone": ("100", "200"),
    }
    assert set(stand.spp("customer")) == {"Wolfe"}
