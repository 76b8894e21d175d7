"""Bounds of standard fields: lengths, e-mail addresses, numbers, external ids, and the subsidiary that stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from landbridge.local.access.model import Session
from landbridge.local.account import Account
from landbridge.local.records.errors import RecordError
from tests.component.local_records.conftest import Save

Refused = Callable[..., RecordError]
TOO_LONG, INVALID, EMAIL = "EXCEEDED_MAX_FIELD_LENGTH", "INVALID_FLD_VALUE", "INVALID_EMAIL"


@pytest.mark.requirement("type-07")
@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"companyName": "x" * 3_000}, TOO_LONG),
        ({"phone": "5" * 400}, TOO_LONG),
        ({"comments": "x" * 4_001}, TOO_LONG),
        ({"email": "nope"}, EMAIL),
        ({"email": "a@b.example, c@d.example"}, EMAIL),
        ({"creditLimit": 1e25}, INVALID),
        ({"creditLimit": -1e25}, INVALID),
        ({"creditLimit": 10**400}, INVALID),
        ({"addressbookList": [{"addressbookAddress": {"state": "x" * 31}}]}, TOO_LONG),
    ],
)
def test_values_of_a_customer_beyond_their_bounds(
    refused: Refused, values: dict[str, Any], code: str
) -> None:
    assert refused("customer", **{"companyName": "Bounded", **values}).code == code


@pytest.mark.requirement("type-07")
def test_values_at_their_bounds_are_kept(save: Save) -> None:
    values = {
        "companyName": "x" * 83,
        "phone": "5" * 32,
        "comments": "x" * 4_000,
        "creditLimit": 999_999_999_999.99,
    }
    assert save("customer", **values).values.items() >= values.items()


@pytest.mark.requirement("type-07")
def test_rates_and_work_have_bounds_of_their_own(save: Save, refused: Refused) -> None:
    customer = save("customer", companyName="Rated")
    lines = [{"item": "1", "quantity": 1.0, "rate": "1.00"}]
    for rate in (0.0, -1.0, 1e25):
        assert refused("invoice", entity=customer.id, exchangeRate=rate, itemList=lines).code == INVALID
    project = save("job", companyName="Worked", parent=customer.id)
    for work in (-1e25, -1.0, 1e25):
        assert refused("projectTask", title="Task", company=project.id, estimatedWork=work).code == INVALID


@pytest.mark.requirement("type-07")
def test_a_case_may_go_to_several_addresses(save: Save, refused: Refused) -> None:
    customer = save("customer", companyName="Several")
    values = {"title": "Case", "company": customer.id, "status": "1", "priority": "3"}
    both = "a@b.example; c@d.example"
    assert save("supportCase", **values, email=both).values["email"] == both
    assert refused("supportCase", **values, email="a@b.example nope").code == EMAIL


@pytest.mark.requirement("type-07")
def test_an_external_id_has_a_length(account: Account, session: Session) -> None:
    with pytest.raises(RecordError) as caught:
        account.records.save(session, "customer", {"companyName": "Named"}, external_id="x" * 5_000)
    assert caught.value.code == TOO_LONG


@pytest.mark.requirement("type-07")
@pytest.mark.parametrize(
    ("record_type", "values"),
    [
        ("customer", {"companyName": "Belongs"}),
        ("vendor", {"companyName": "Belongs"}),
        ("employee", {"firstName": "Bea", "lastName": "Longs"}),
    ],
)
def test_the_subsidiary_cannot_be_cleared(
    save: Save, refused: Refused, record_type: str, values: dict[str, Any]
) -> None:
    made = save(record_type, **values)
    assert made.values["subsidiary"] == "1"
    cleared = refused(record_type, made.id, subsidiary=None)
    assert cleared.code == "USER_ERROR"
    assert cleared.message.startswith("Please enter value(s) for: ")
    assert cleared.message.endswith("Subsidiary")
