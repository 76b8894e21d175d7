"""A role that may log in everywhere and do nothing: no operation of any protocol tells or changes anything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from landbridge.local.access.model import Level
from landbridge.local.soap.operations import OPERATIONS
from tests.component.local_access.asking import Reply
from tests.component.local_access.conftest import SUITETALK, Premises, opened_premises
from tests.component.local_access.requests import Signed, header, soap

LOGIN = ("ADMI_LOGIN_OAUTH", "ADMI_WEBSERVICES", "ADMI_RESTWEBSERVICES", "LIST_FIND", "REPO_ANALYTICS")
RECORDS = f"{SUITETALK}/services/rest/record/v1"

REF = '<m:baseRef internalId="{id}" type="customer" xsi:type="c:RecordRef"/>'
RECORD = (
    '<m:record internalId="{id}" externalId="x" xsi:type="r:Customer"><r:comments>x</r:comments></m:record>'
)
NEW = '<m:record xsi:type="r:Customer"><r:companyName>Sneaky</r:companyName></m:record>'
START = '<c:type>invoice</c:type><c:reference type="salesOrder" internalId="{order}"/>'
BODIES = {
    "get": REF,
    "getList": REF,
    "add": NEW,
    "addList": NEW,
    "update": RECORD,
    "updateList": RECORD,
    "upsert": RECORD,
    "upsertList": RECORD,
    "delete": REF,
    "deleteList": REF,
    "search": '<m:searchRecord xsi:type="b:CustomerSearchBasic"/>',
    "attach": (
        '<m:attachReference xsi:type="c:AttachContactReference">'
        '<c:attachTo internalId="{id}" type="customer" xsi:type="c:RecordRef"/><c:contact internalId="{contact}"/>'
        "</m:attachReference>"
    ),
    "detach": (
        '<m:detachReference xsi:type="c:DetachBasicReference">'
        '<c:detachFrom internalId="{id}" type="customer" xsi:type="c:RecordRef"/>'
        '<c:detachedRecord internalId="{contact}" type="contact" xsi:type="c:RecordRef"/></m:detachReference>'
    ),
    "initialize": f"<m:initializeRecord>{START}</m:initializeRecord>",
    "initializeList": f"<m:initializeRecord>{START}</m:initializeRecord>",
    "getAll": '<m:record recordType="currency"/>',
    "getCurrencyRate": '<m:currencyRateFilter><c:baseCurrency internalId="1"/></m:currencyRateFilter>',
    "getCustomizationId": (
        '<m:customizationType getCustomizationType="customRecordType"/>'
        "<m:includeInactives>false</m:includeInactives>"
    ),
    "getDeleted": (
        '<m:getDeletedFilter><c:type operator="anyOf"><c:searchValue>_customer</c:searchValue></c:type>'
        "</m:getDeletedFilter><m:pageIndex>1</m:pageIndex>"
    ),
    "getSelectValue": (
        "<m:fieldDescription><c:recordType>customer</c:recordType><c:field>currency</c:field></m:fieldDescription>"
        "<m:pageIndex>1</m:pageIndex>"
    ),
}
HARMLESS = {"getServerTime", "getAccountGovernanceInfo", "getIntegrationGovernanceInfo", "getSavedSearch"}
"""What any signed-in role may ask (saved searches need Perform Search only, which this role has)."""

JOB_IDS = {"searchMoreWithId"}
"""Works on a search of the same user and role, which needs the permissions again (tested with searches)."""


@dataclass
class Powerless:
    """A signed client in the role, and records that exist."""

    premises: Premises
    secrets: Signed
    ids: dict[str, str]

    def soap(self, operation: str, body: str) -> Reply:
        claim = self.secrets.at(int(self.premises.clock.now().timestamp()))
        return soap(self.premises, claim, operation, body.format(**self.ids))

    def rest(self, method: str, path: str, sent: object = None, **headers: str) -> Reply:
        url = path if path.startswith("https:") else f"{RECORDS}/{path.format(**self.ids)}"
        claim = self.secrets.at(int(self.premises.clock.now().timestamp()))
        body = b"" if sent is None else json.dumps(sent).encode()
        return self.premises.ask(
            method,
            url,
            body,
            authorization=header(method, url, claim),
            content_type="application/json",
            **headers,
        )


@pytest.fixture(scope="module")
def powerless() -> Iterator[Powerless]:
    with opened_premises() as premises:
        account, access = premises.account, premises.account.access
        role = access.define_role("customrole_nothing", "Nothing", dict.fromkeys(LOGIN, Level.FULL))
        user = premises.user("anna")
        access.give_access(user.id, (*user.role_ids, role.id))
        token = access.token_records.create("Nothing", premises.integration.id, user.id, role.id)
        system = access.system_session()
        customer = account.records.save(
            system, "customer", {"companyName": "Kept"}, external_id="x"
        ).record.id
        contact = account.records.save(system, "contact", {"firstName": "C", "lastName": "D"}).record.id
        item = account.records.save(
            system,
            "serviceSaleItem",
            {"itemId": "Kept", "incomeAccount": account.records.search("account", [])[0]},
        ).record.id
        order = account.records.save(
            system,
            "salesOrder",
            {"entity": customer, "itemList": [{"item": item, "quantity": 1.0, "rate": "5"}]},
        ).record.id
        ids = {"id": customer, "contact": contact, "order": order}
        yield Powerless(premises, Signed(token=token.token_id, token_secret=token.token_secret), ids)


def fingerprint(powerless: Powerless) -> object:
    """Return everything that is kept of the types in question."""
    records = powerless.premises.account.records
    return {
        name: sorted(records.get_many(name, records.search(name, [])).items())
        for name in ("customer", "contact", "salesOrder", "invoice")
    }


@pytest.mark.requirement("grant-05")
def test_every_soap_operation_is_covered() -> None:
    assert set(BODIES) | HARMLESS | JOB_IDS == set(OPERATIONS)


@pytest.mark.requirement("grant-05")
@pytest.mark.parametrize("operation", BODIES)
def test_no_soap_operation_does_anything_for_it(powerless: Powerless, operation: str) -> None:
    before = fingerprint(powerless)
    reply = powerless.soap(operation, BODIES[operation])
    text = reply.body.decode()
    assert reply.status == 200, text
    assert "INSUFFICIENT_PERMISSION" in text, text
    whole = text.replace("List><platformCore:status isSuccess", "")  # lists succeed as a whole
    assert operation.endswith("List") or 'isSuccess="true"' not in whole, text
    assert fingerprint(powerless) == before


REQUESTS = (
    ("GET", "customer/{id}", None),
    ("GET", "customer", None),
    ("GET", "customer/eid:x", None),
    ("POST", "customer", {"companyName": "Sneaky"}),
    ("PATCH", "customer/{id}", {"comments": "x"}),
    ("PUT", "customer/eid:x", {"comments": "x"}),
    ("DELETE", "customer/{id}", None),
    ("GET", "customer/{id}/addressBook", None),
    ("GET", "salesOrder/{order}/item", None),
    ("POST", "salesOrder/{order}/!transform/invoice", {}),
    ("POST", "customer/{id}/!attach/contact/{contact}", {}),
)


@pytest.mark.requirement("grant-05")
@pytest.mark.parametrize(("method", "path", "sent"), REQUESTS)
def test_no_rest_request_does_anything_for_it(
    powerless: Powerless, method: str, path: str, sent: object
) -> None:
    before = fingerprint(powerless)
    reply = powerless.rest(method, path, sent)
    assert (reply.status, b"INSUFFICIENT_PERMISSION" in reply.body) == (403, True), reply.body
    assert fingerprint(powerless) == before


@pytest.mark.requirement("grant-05")
@pytest.mark.parametrize("table", ["customer", "employee", "transaction", "item", "transactionline"])
def test_queries_tell_it_nothing(powerless: Powerless, table: str) -> None:
    url = f"{SUITETALK}/services/rest/query/v1/suiteql"
    reply = powerless.rest("POST", url, {"q": f"SELECT COUNT(*) AS n FROM {table}"}, prefer="transient")
    assert reply.status >= 400 or reply.json["items"][0]["n"] in (0, "0")


@pytest.mark.requirement("grant-05")
def test_administrators_things_stay_theirs(powerless: Powerless) -> None:
    limits = powerless.rest("GET", f"{SUITETALK}/services/rest/system/v1/governanceLimits")
    assert limits.status == 403
    powerless.premises.account.access.set_permission("customrole_nothing", "REPO_ANALYTICS", Level.NONE)
    url = f"{SUITETALK}/services/rest/query/v1/suiteql"
    denied = powerless.rest("POST", url, {"q": "SELECT 1 AS n FROM customer"}, prefer="transient")
    assert (denied.status, b"INSUFFICIENT_PERMISSION" in denied.body) == (403, True)
