"""An account in memory with its lists, custom fields and a custom record type; a client of an administrator's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from landbridge.local.account import Account
from landbridge.local.opening import opened_account
from landbridge.local.records.model import CustomField, CustomRecordType
from landbridge.local.settings import AccountSettings
from landbridge.recordtypes import Kind
from tests.component.local_rest.client import Client, client_of

ENTITIES = frozenset({"customer", "employee", "job"})
CUSTOM_FIELDS = (
    CustomField("custentity_text", Kind.STRING, "Text", ENTITIES),
    CustomField("custentity_flag", Kind.BOOLEAN, "Flag", ENTITIES),
    CustomField("custentity_number", Kind.INTEGER, "Number", ENTITIES),
    CustomField("custentity_amount", Kind.DOUBLE, "Amount", ENTITIES),
    CustomField("custentity_day", Kind.DATE, "Day", ENTITIES),
    CustomField("custentity_moment", Kind.DATETIME, "Moment", ENTITIES),
    CustomField("custentity_unit", Kind.REF, "Unit", ENTITIES, "department"),
    CustomField("custentity_units", Kind.REF_LIST, "Units", ENTITIES, "department"),
)
CENTER = CustomRecordType("customrecord_center", "Cost Center")
CENTER_FIELDS = (
    CustomField("custrecord_code", Kind.STRING, "Code", frozenset({"customrecord_center"})),
    CustomField("custrecord_owner", Kind.REF, "Owner", frozenset({"customrecord_center"}), "employee"),
)


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    with opened_account(AccountSettings(), seed="empty") as account:
        account.records.fields.define(*CUSTOM_FIELDS)
        account.records.define_type(CENTER, CENTER_FIELDS)
        yield account


@pytest.fixture(scope="module")
def client(account: Account) -> Client:
    return client_of(account, "administrator", "anna@example.com")
