"""What an account has at the moment: fields that appear, vanish and change, and its currencies."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from landbridge.local.access.model import Level
from landbridge.local.records.model import CustomField
from landbridge.netsuite import PermissionMissing
from landbridge.netsuite.protocols import Protocol
from landbridge.recordtypes import Kind
from landbridge.service.connections.metadata import KEPT_S
from landbridge.service.ports import SourceField
from tests.component.service_connections.reading_account import ReadAccount, read_account

pytestmark = pytest.mark.requirement("drift-01")

REST = "ADMI_RESTWEBSERVICES"
BODY = "custentity_drifting"


@pytest.fixture(scope="module")
def netsuite() -> Iterator[ReadAccount]:
    with read_account() as account:
        yield account


def fields_of(netsuite: ReadAccount, netsuite_type: str) -> dict[tuple[str, str], SourceField]:
    """Return the fields as they are now, not as they are remembered."""
    netsuite.monotonic.seconds += KEPT_S
    return {(one.sublist, one.name): one for one in netsuite.soap.fields(netsuite_type)}


def test_fields_have_kinds_labels_and_what_they_refer_to(netsuite: ReadAccount) -> None:
    fields = fields_of(netsuite, "salesOrder")
    assert fields["", "tranDate"].kind is Kind.DATE
    assert fields["", "entity"].refers_to == "customer|job"
    assert fields["", "custbody_oa_invoice_number"].custom
    rule = fields["itemList", "custcol_oa_billing_rule_type"]
    assert (rule.kind, rule.custom, rule.sublist) == (Kind.REF, True, "itemList")
    assert fields["itemList", "rate"].kind is Kind.DOUBLE
    assert ("itemList", "custbody_oa_invoice_number") not in fields
    assert {name for sublist, name in fields_of(netsuite, "customerPayment") if sublist == "applyList"} == {
        "apply",
        "doc",
        "amount",
        "type",
        "refNum",
        "applyDate",
    }


def test_items_have_the_fields_of_all_their_types(netsuite: ReadAccount) -> None:
    fields = fields_of(netsuite, "item")
    assert {
        ("", "incomeAccount"),
        ("", "expenseAccount"),
        ("", "recordType"),
        ("", "subtype"),
    } <= fields.keys()
    assert fields["", "custitem_oa_export_to_openair"].kind is Kind.BOOLEAN


def test_custom_records_have_their_own_fields(netsuite: ReadAccount) -> None:
    fields = fields_of(netsuite, "customrecord_oa_cost_center")
    assert fields["", "custrecord_oa_cost_center_code"].kind is Kind.STRING
    assert fields["", "name"].kind is Kind.STRING
    assert not [name for sublist, name in fields if sublist]


def test_what_the_service_writes_itself_is_no_field(netsuite: ReadAccount) -> None:
    assert not [name for _, name in fields_of(netsuite, "customer") if "_landbridge_" in name]


def test_a_field_appears_changes_its_kind_and_vanishes(netsuite: ReadAccount) -> None:
    define = netsuite.running.account.records.fields.define

    def kind() -> Kind | None:
        found = fields_of(netsuite, "customer").get(("", BODY))
        return found.kind if found is not None else None

    assert kind() is None
    define(CustomField(BODY, Kind.STRING, "Drifting", frozenset({"customer"})))
    assert kind() is Kind.STRING
    define(CustomField(BODY, Kind.INTEGER, "Drifting", frozenset({"customer"})))
    assert kind() is Kind.INTEGER
    define(CustomField(BODY, Kind.INTEGER, "Drifting", frozenset({"job"})))
    assert kind() is None


def test_fields_are_asked_for_once_in_five_minutes(netsuite: ReadAccount) -> None:
    fields_of(netsuite, "vendorBill")
    netsuite.running.account.journal.reset()
    netsuite.soap.fields("vendorBill")
    netsuite.monotonic.seconds += KEPT_S - 1
    netsuite.soap.fields("vendorBill")
    assert netsuite.kinds_of_requests() == []
    netsuite.monotonic.seconds += 1
    netsuite.soap.fields("vendorBill")
    assert len(netsuite.kinds_of_requests()) == 1


@pytest.mark.parametrize("protocol", list(Protocol), ids=[one.value for one in Protocol])
def test_the_account_tells_its_currencies(netsuite: ReadAccount, protocol: Protocol) -> None:
    account = netsuite.readers[protocol].account()
    assert account.base_currency == "USD"
    assert set(account.currencies.values()) >= {"USD", "EUR"}
    assert account.subsidiaries["2"] == "EUR"
    assert account.account == netsuite.running.account_id


def test_a_role_that_may_not_ask_is_no_account_without_fields(netsuite: ReadAccount) -> None:
    access, secrets = netsuite.running.account.access, netsuite.running.secrets
    token = next(one for one in access.tokens() if one.token_id == secrets.token_id)
    role = access.role(token.role_id)
    assert role is not None
    access.set_permission(role.script_id, REST, Level.NONE)
    netsuite.monotonic.seconds += KEPT_S
    try:
        with pytest.raises(PermissionMissing):
            netsuite.soap.fields("contact")
    finally:
        access.set_permission(role.script_id, REST, Level.FULL)
    assert fields_of(netsuite, "contact")
