"""A served account with custom fields, a type of custom record and an administrator, for tests of REST."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from landbridge.local.records.model import CustomField, CustomRecordType
from landbridge.local.settings import AccountSettings
from landbridge.recordtypes import Kind
from tests.component.netsuite.local_account import Served, key_and_certificate, served_account

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
    CustomField("custrecord_since", Kind.DATE, "Since", frozenset({"customrecord_center"})),
)


@contextmanager
def rest_account() -> Iterator[Served]:
    """Serve the account; who signs in is an administrator."""
    with served_account(AccountSettings()) as served:
        account = served.account
        account.records.fields.define(*CUSTOM_FIELDS)
        account.records.define_type(CENTER, CENTER_FIELDS)
        role = account.access.role_by_script_id("administrator")
        assert role is not None
        values = {"firstName": "Ada", "lastName": "Min", "email": "ada@example.com", "giveAccess": True}
        person = account.records.save(account.access.system_session(), "employee", values).record
        account.access.give_access(person.id, (role.id,))
        token = account.access.token_records.create("Ada", served.integration.id, person.id, role.id)
        key, certificate = key_and_certificate()
        mapping = account.access.oauth2.mappings.add(served.integration.id, person.id, role.id, certificate)
        yield replace(
            served,
            credentials=replace(served.credentials, token_id=token.token_id, token_secret=token.token_secret),
            oauth2=replace(served.oauth2, certificate_id=mapping.id, private_key=key),
        )
