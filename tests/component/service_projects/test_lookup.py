"""What mappings and the editor ask of the account: records by a field's value, and what fields there are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from landbridge.service.projects.account import BuiltInAccount
from landbridge.service.projects.record_types import SPP_TYPES

Create = Callable[..., str]


@pytest.mark.requirement("map-02")
def test_records_are_looked_up_by_any_field_in_one_query(account: BuiltInAccount, create: Create) -> None:
    ada = create(
        "user",
        nickname="Ada",
        code="A1",
        netsuite_user_id__c="7",
        netsuite_vendor_id__c="9",
        level__c=3,
        lead__c=True,
    )
    bob = create("user", nickname="bob", code="A1")
    asked = {
        "id": {ada: [ada], "x": []},
        "nickname": {"ADA": [ada], "bob": [bob]},
        "code": {"A1": [ada, bob], "a1": []},
        "netsuite_user_id__c": {"7": [ada], "9": []},
        "netsuite_vendor_id__c": {"9": [ada]},
        "level__c": {"3": [ada]},
        "lead__c": {"true": [ada], "false": []},
    }
    for field, wanted in asked.items():
        with CaptureQueriesContext(connection) as captured:
            found = account.lookup("user", field, list(wanted))
        assert len(captured) == 1
        ids = {value: sorted(one.spp_id for one in found.get(value, ())) for value in wanted}
        assert ids == {value: sorted(records) for value, records in wanted.items()}, field
    assert account.lookup("user", "code", []) == {}


@pytest.mark.requirement("map-02")
def test_of_names_that_differ_by_case_the_very_one_is_meant(account: BuiltInAccount, create: Create) -> None:
    small, great = create("project_stage", name="Open"), create("project_stage", name="OPEN")
    found = account.lookup("project_stage", "name", ["Open", "open"])
    assert [one.spp_id for one in found["Open"]] == [small]
    assert {one.spp_id for one in found["open"]} == {small, great}


@pytest.mark.requirement("map-07")
def test_fields_are_the_declared_ones_the_ids_and_custom_ones_in_use(
    account: BuiltInAccount, create: Create
) -> None:
    create("invoice", customerid=create("customer", name="Acme", region__c="North"), poNumber__c="12")
    fields = {field.name: field for field in account.fields("invoice")}
    assert {field.name for field in SPP_TYPES["invoice"].declared} < set(fields)
    number, customer = fields["number"], fields["customerid"]
    assert (number.kind, number.key, number.custom, number.longest) == ("text", True, False, 255)
    assert (customer.kind, customer.refers_to, customer.required) == ("reference", "customer", True)
    assert fields["approval_status"].choices == ("O", "S", "A", "R")
    assert fields["total"].decimals == 3
    assert fields["netsuite_credit_memo_invoice_id__c"].key
    assert (fields["poNumber__c"].custom, fields["poNumber__c"].key) == (True, False)
    assert "region__c" not in fields
