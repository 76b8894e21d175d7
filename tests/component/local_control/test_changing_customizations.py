"""Merging records, deleting them, and changing custom fields while everything runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from landbridge.local.control.client import ControlClient, ControlError
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.testing import RunningAccount, running_account

RULE = "custcol_oa_billing_rule_type"
FIELD = {"label": "Region", "applies_to": ["customer"]}


@pytest.fixture(scope="module")
def shared() -> Iterator[RunningAccount]:
    with running_account(suiteapp=suiteapp_folder()) as found:
        yield found


def values(control: ControlClient, record_type: str, record_id: str) -> dict[str, Any]:
    found: dict[str, Any] = control.record(type=record_type, id=record_id)["values"]
    return found


def deleted(running: RunningAccount, record_type: str) -> list[tuple[str, str]]:
    account = running.account
    found = account.records.deletions.among(
        [record_type], None, zone=account.settings.zone, now=account.clock.now()
    )
    return [(one.id, one.name) for one in found]


@pytest.mark.requirement("control-01")
def test_a_merged_customer_is_gone_and_its_records_are_the_others(running: RunningAccount) -> None:
    control = running.control
    name = "Dogwood Health Ltd"
    gone = control.save(
        type="customer", values={"companyName": name, "phone": "555 0103", "email": "x@y.example"}
    )["id"]
    job = control.save(type="job", values={"companyName": "Annex", "parent": gone})["id"]
    line = {"item": "1", "quantity": 1.0, "rate": "10", "job": job}
    order = control.save(type="salesOrder", values={"entity": gone, "itemList": [line]})
    stays = control.merge(type="customer", id=gone, into="1")
    assert (stays["id"], stays["values"]["email"], stays["values"]["phone"]) == (
        "1",
        "billing@dogwood.example",
        "555 0103",
    )
    assert values(control, "job", job)["parent"] == "1"
    assert values(control, "salesOrder", order["id"])["entity"] == "1"
    assert control.record(type="salesOrder", id=order["id"])["modified"] > order["modified"]
    with pytest.raises(ControlError):
        control.record(type="customer", id=gone)
    assert [one for one, _ in deleted(running, "customer")] == [gone]
    again = control.save(type="customer", values={"companyName": name})
    assert again["id"] != gone  # the name is free, the id is never given out again


@pytest.mark.requirement("control-01")
def test_balances_follow_a_merge(running: RunningAccount) -> None:
    control = running.control
    both = values(control, "vendor", "1").get("balance", 0.0) + values(control, "vendor", "3").get(
        "balance", 0.0
    )
    assert control.merge(type="vendor", id="1", into="3")["values"]["balance"] == both != 0.0


@pytest.mark.requirement("control-01")
@pytest.mark.parametrize(
    ("record_type", "gone", "into", "words"),
    [
        ("customer", "1", "1", "into itself"),
        ("customer", "1", "99", "does not exist"),
        ("job", "1", "2", "not merged"),
    ],
)
def test_what_cannot_be_merged_is_refused(
    running: RunningAccount, record_type: str, gone: str, into: str, words: str
) -> None:
    with pytest.raises(ControlError, match=words):
        running.control.merge(type=record_type, id=gone, into=into)
    assert running.control.record(type=record_type, id="1")["id"] == "1"


@pytest.mark.requirement("control-01")
def test_projects_of_one_name_stop_a_merge_and_nothing_is_changed(running: RunningAccount) -> None:
    control = running.control
    gone = control.save(type="customer", values={"companyName": "Twin"})["id"]
    job = control.save(type="job", values={"companyName": "Patient portal", "parent": gone})["id"]
    with pytest.raises(ControlError, match="already exists"):
        control.merge(type="customer", id=gone, into="1")
    assert values(control, "job", job)["parent"] == gone
    assert deleted(running, "customer") == []


@pytest.mark.requirement("control-01")
@pytest.mark.parametrize(
    ("before", "kept", "after", "expected"),
    [
        ("TEXT", "north", "TEXTAREA", "north"),
        ("TEXT", "north", "INTEGER", None),
        ("INTEGER", 7, "TEXT", "7"),
        ("FLOAT", 7.6, "INTEGER", 8),
        ("CHECKBOX", True, "TEXT", "T"),
    ],
)
def test_a_field_of_another_type_keeps_what_it_can_hold(
    running: RunningAccount, before: str, kept: object, after: str, expected: object
) -> None:
    control = running.control
    control.define_field(script_id="custentity_region", type=before, **FIELD)
    was = control.save(type="customer", id="1", values={"custentity_region": kept})
    control.define_field(script_id="custentity_region", type=after, **FIELD)
    now = control.record(type="customer", id="1")
    assert now["values"].get("custentity_region") == expected
    assert now["modified"] == was["modified"]


@pytest.mark.requirement("control-01")
def test_a_column_that_is_deleted_leaves_every_line_and_no_longer_holds_its_list(
    running: RunningAccount,
) -> None:
    control = running.control
    assert values(control, "salesOrder", "13")["itemList"][0][RULE] == "1"
    with pytest.raises(ControlError, match="dependent records"):
        control.delete(type="customlist_oa_billing_rule_type", id="1")
    control.remove_field(script_id=RULE)
    assert [line for line in values(control, "salesOrder", "13")["itemList"] if RULE in line] == []
    with pytest.raises(ControlError, match=f"no field {RULE}"):
        control.save(type="salesOrder", id="13", values={"itemList": [{"line": 1, RULE: "1"}]})
    control.delete(type="customlist_oa_billing_rule_type", id="1")
    with pytest.raises(ControlError, match="there is no custom field"):
        control.remove_field(script_id=RULE)


@pytest.mark.requirement("control-01")
def test_a_new_record_type_has_records_that_are_deleted(running: RunningAccount) -> None:
    control = running.control
    control.define_record_type(script_id="customrecord_asset", name="Asset")
    control.define_field(
        script_id="custrecord_serial", type="TEXT", label="Serial", applies_to=["customrecord_asset"]
    )
    made = control.save(
        type="customrecord_asset", values={"name": "\U0001f916 רובוט", "custrecord_serial": "0007"}
    )
    assert values(control, "customrecord_asset", made["id"])["custrecord_serial"] == "0007"
    assert control.delete(type="customrecord_asset", id=made["id"]) == {"after_submit_error": None}
    assert deleted(running, "customrecord_asset") == [(made["id"], "\U0001f916 רובוט")]


@pytest.mark.requirement("control-01")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"script_id": "custentity_x", "type": "COLOUR", **FIELD}, "no field type"),
        ({"script_id": "custentity_x", "type": "SELECT", **FIELD}, "needs a list"),
        ({"script_id": "region", "type": "TEXT", **FIELD}, "not a script id"),
    ],
)
def test_a_field_that_netsuite_would_not_take_is_refused(
    running: RunningAccount, arguments: dict[str, Any], words: str
) -> None:
    with pytest.raises(ControlError, match=words):
        running.control.define_field(**arguments)
