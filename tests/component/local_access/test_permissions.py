"""Levels of permissions on every operation of every protocol, for a list, an entity, a transaction and a custom record."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from landbridge.local.access.model import Level
from landbridge.local.records.model import AccessType, CustomRecordType
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.scripting.model import RESTLET, Deployment, DeploymentStatus, Script
from landbridge.recordtypes import RECORD_TYPES
from tests.component.local_access.conftest import RESTLETS, SUITETALK, Premises, opened_premises
from tests.component.local_access.requests import Signed, header, soap

ROLE = "customrole_levels"
BOX = "customrecord_box"
URL = f"{RESTLETS}/app/site/hosting/restlet.nl?script=customscript_acts&deploy=customdeploy_acts"
QUERY_URL = f"{SUITETALK}/services/rest/query/v1/suiteql"
JSON = "application/json"
LOGIN = (
    "ADMI_LOGIN_OAUTH",
    "ADMI_LOGIN_OAUTH2",
    "ADMI_WEBSERVICES",
    "ADMI_RESTWEBSERVICES",
    "REPO_ANALYTICS",
    "LIST_FIND",
)
NEEDED = {
    "get": Level.VIEW,
    "search": Level.VIEW,
    "add": Level.CREATE,
    "update": Level.EDIT,
    "delete": Level.FULL,
}
"""The level that each operation asks for (documented: levels of permissions)."""

ACTING = """/** @NApiVersion 2.1 */ define(['N/record', 'N/search'], (record, search) => ({ post: (asked) => {
  const { operation, type, id, field, values, word } = asked;
  try {
    if (operation === 'get') record.load({ type, id });
    if (operation === 'search') search.create({ type, columns: ['internalid'] }).run().getRange({ start: 0, end: 1 });
    if (operation === 'add') {
      const made = record.create({ type });
      Object.keys(values).forEach((name) => made.setValue({ fieldId: name, value: values[name] }));
      made.save();
    }
    if (operation === 'update') record.submitFields({ type, id, values: { [field]: word } });
    if (operation === 'delete') record.delete({ type, id });
    return { code: '' };
  } catch (error) { return { code: error.name }; }
} }));"""


@dataclass
class Kind:
    """One record type in the words of each protocol; ``line`` is what a transaction needs."""

    name: str
    permission: str
    soap_type: str
    search_type: str
    rest: str
    script: str
    text_field: str
    make: Callable[[Premises], str]
    soap_values: Callable[[Premises], str]
    rest_values: Callable[[Premises], dict[str, Any]]
    script_values: Callable[[Premises], dict[str, Any]] | None
    ref: str = ""


_numbers = itertools.count(1)


def word() -> str:
    return f"Thing {next(_numbers)}"


def saved(premises: Premises, record_type: str, values: dict[str, Any]) -> str:
    session = premises.account.access.system_session()
    return premises.account.records.save(session, record_type, values).record.id


def customer(premises: Premises) -> str:
    return premises.account.records.search("customer", [])[0]


def item(premises: Premises) -> str:
    found = premises.account.records.search("serviceSaleItem", [])
    return (
        found[0]
        if found
        else saved(premises, "serviceSaleItem", {"itemId": word(), "incomeAccount": account(premises)})
    )


def account(premises: Premises) -> str:
    return premises.account.records.search("account", [])[0]


KINDS = (
    Kind(
        "department",
        "LIST_DEPARTMENT",
        "a:Department",
        "b:DepartmentSearchBasic",
        "department",
        "department",
        "name",
        lambda premises: saved(premises, "department", {"name": word()}),
        lambda _: f"<a:name>{word()}</a:name>",
        lambda _: {"name": word()},
        lambda _: {"name": word()},
    ),
    Kind(
        "customer",
        "LIST_CUSTJOB",
        "r:Customer",
        "b:CustomerSearchBasic",
        "customer",
        "customer",
        "comments",
        lambda premises: saved(premises, "customer", {"companyName": word()}),
        lambda _: f"<r:companyName>{word()}</r:companyName>",
        lambda _: {"companyName": word()},
        lambda _: {"companyname": word()},
    ),
    Kind(
        "salesOrder",
        "TRAN_SALESORD",
        "s:SalesOrder",
        "b:TransactionSearchBasic",
        "salesOrder",
        "salesorder",
        "memo",
        lambda premises: saved(
            premises,
            "salesOrder",
            {
                "entity": customer(premises),
                "itemList": [{"item": item(premises), "quantity": 1.0, "rate": "5"}],
            },
        ),
        lambda premises: (
            f'<s:entity internalId="{customer(premises)}"/>'
            f'<s:itemList><s:item><s:item internalId="{item(premises)}"/><s:quantity>1</s:quantity>'
            "<s:rate>5</s:rate></s:item></s:itemList>"
        ),
        lambda premises: {
            "entity": {"id": customer(premises)},
            "item": {"items": [{"item": {"id": item(premises)}, "quantity": 1, "rate": 5}]},
        },
        None,
    ),
    Kind(
        BOX,
        BOX,
        "k:CustomRecord",
        "b:CustomRecordSearchBasic",
        BOX,
        BOX,
        "name",
        lambda premises: saved(premises, BOX, {"name": word()}),
        lambda _: f'<k:recType scriptId="{BOX}"/><k:name>{word()}</k:name>',
        lambda _: {"name": word()},
        lambda _: {"name": word()},
        ref=f' scriptId="{BOX}"',
    ),
)


@dataclass
class Acting:
    """Acts in the role under test over one protocol; each operation answers whether it was permitted."""

    premises: Premises
    secrets: Signed
    tried: dict[str, str] = field(default_factory=dict)

    def claim(self) -> Signed:
        return self.secrets.at(int(self.premises.clock.now().timestamp()))

    def soap(self, kind: Kind, operation: str, record_id: str) -> bool:
        ref_type = "CustomRecordRef" if kind.ref else "RecordRef"
        named = kind.ref or f' type="{kind.rest}"'
        ref = f'<m:baseRef internalId="{record_id}"{named} xsi:type="c:{ref_type}"/>'
        tag = kind.soap_type[0]
        values = kind.soap_values(self.premises)
        changed = f"<{tag}:{kind.text_field}>{word()}</{tag}:{kind.text_field}>"
        rec_type = f'<k:recType scriptId="{BOX}"/>' if kind.ref else ""
        search = f'<b:recType scriptId="{BOX}"/>' if kind.ref else self._type_filter(kind)
        body = {
            "get": ref,
            "delete": ref,
            "search": f'<m:searchRecord xsi:type="{kind.search_type}">{search}</m:searchRecord>',
            "add": f'<m:record xsi:type="{kind.soap_type}">{values}</m:record>',
            "update": f'<m:record xsi:type="{kind.soap_type}" internalId="{record_id}">{rec_type}{changed}</m:record>',
        }[operation]
        reply = soap(self.premises, self.claim(), operation, body)
        text = reply.body.decode()
        assert reply.status == 200, text
        self.tried[f"{operation} {kind.name}"] = text
        return permitted('isSuccess="true"' in text, "INSUFFICIENT_PERMISSION" in text, text)

    def _type_filter(self, kind: Kind) -> str:
        if not kind.permission.startswith("TRAN_"):
            return ""
        return '<b:type operator="anyOf"><c:searchValue>_salesOrder</c:searchValue></b:type>'

    def rest(self, kind: Kind, operation: str, record_id: str) -> bool:
        base = f"{SUITETALK}/services/rest/record/v1/{kind.rest}"
        values = kind.rest_values(self.premises)
        method, url, sent = {
            "get": ("GET", f"{base}/{record_id}", None),
            "search": ("GET", base, None),
            "add": ("POST", base, values),
            "update": ("PATCH", f"{base}/{record_id}", {kind.text_field: word()}),
            "delete": ("DELETE", f"{base}/{record_id}", None),
        }[operation]
        body = b"" if sent is None else json.dumps(sent).encode()
        reply = self.premises.ask(
            method, url, body, authorization=header(method, url, self.claim()), content_type=JSON
        )
        text = reply.body.decode()
        return permitted(reply.status < 300, reply.status == 403 and "INSUFFICIENT_PERMISSION" in text, text)

    def restlet(self, kind: Kind, operation: str, record_id: str) -> bool:
        values = kind.script_values(self.premises) if kind.script_values else {}
        field_name = {"comments": "comments"}.get(kind.text_field, kind.text_field)
        asked = {
            "operation": operation,
            "type": kind.script,
            "id": record_id,
            "field": field_name,
            "values": values,
            "word": word(),
        }
        reply = self.premises.ask(
            "POST",
            URL,
            json.dumps(asked).encode(),
            authorization=header("POST", URL, self.claim()),
            content_type=JSON,
        )
        text = reply.body.decode()
        assert reply.status == 200, text
        code = reply.json["code"]
        return permitted(code == "", code == "INSUFFICIENT_PERMISSION", text)

    def suiteql(self, kind: Kind) -> bool:
        table = {"salesOrder": "transaction"}.get(kind.name, kind.script)
        body = json.dumps({"q": f"SELECT id FROM {table}"}).encode()
        reply = self.premises.ask(
            "POST",
            QUERY_URL,
            body,
            authorization=header("POST", QUERY_URL, self.claim()),
            content_type=JSON,
            prefer="transient",
        )
        return reply.status == 200 and reply.json["totalResults"] > 0


def permitted(done: bool, denied: bool, text: str) -> bool:
    """Return whether it was done; anything but done or denied fails the test."""
    assert done != denied, text
    return done


@pytest.fixture(scope="module")
def acting() -> Iterator[Acting]:
    with opened_premises() as premises:
        access = premises.account.access
        premises.account.records.define_type(CustomRecordType(BOX, "Box", access_type=AccessType.LIST))
        role = access.define_role(ROLE, "Levels", dict.fromkeys(LOGIN, Level.FULL))
        user = premises.user("anna")
        access.give_access(user.id, (*user.role_ids, role.id))
        token = access.token_records.create("Levels", premises.integration.id, user.id, role.id)
        _deploy(premises)
        yield Acting(premises, Signed(token=token.token_id, token_secret=token.token_secret))


def _deploy(premises: Premises) -> None:
    scripting, session = premises.account.scripting, premises.account.access.system_session()
    assert isinstance(scripting, Scripting)
    path = premises.account.files.save(session, "/SuiteScripts", "acts.js", ACTING.encode()).path
    script = Script("customscript_acts", 0, RESTLET, "acts", path, owner=premises.user("admin").id)
    deployment = Deployment(
        "customdeploy_acts", script.script_id, 0, status=DeploymentStatus.RELEASED, all_roles=True
    )
    scripting.registry.define(script, [deployment])


def set_level(acting: Acting, permission: str, level: Level) -> None:
    access = acting.premises.account.access
    others = dict.fromkeys(LOGIN, Level.FULL)
    beside = dict.fromkeys(("LIST_CUSTJOB", "LIST_ITEM"), Level.VIEW)
    access.define_role(ROLE, "Levels", {**others, **beside, permission: level})


def allowed(
    acting: Acting, kind: Kind, act: Callable[[Kind, str, str], bool], operations: tuple[str, ...]
) -> dict[Level, set[str]]:
    """Return what was permitted at each level, each operation on a record of its own."""
    found: dict[Level, set[str]] = {}
    for level in Level:
        targets = {operation: kind.make(acting.premises) for operation in operations}
        set_level(acting, kind.permission, level)
        found[level] = {operation for operation in operations if act(kind, operation, targets[operation])}
    return found


def expected(operations: tuple[str, ...]) -> dict[Level, set[str]]:
    return {level: {name for name in operations if level >= NEEDED[name]} for level in Level}


EVERYTHING = tuple(NEEDED)


@pytest.mark.requirement("grant-05")
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_levels_over_soap(acting: Acting, kind: Kind) -> None:
    assert allowed(acting, kind, acting.soap, EVERYTHING) == expected(EVERYTHING)


@pytest.mark.requirement("grant-05")
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_levels_over_rest(acting: Acting, kind: Kind) -> None:
    assert allowed(acting, kind, acting.rest, EVERYTHING) == expected(EVERYTHING)


@pytest.mark.full
@pytest.mark.requirement("grant-05")
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_levels_in_restlets(acting: Acting, kind: Kind) -> None:
    operations = EVERYTHING if kind.script_values else ("get", "search", "update", "delete")
    assert allowed(acting, kind, acting.restlet, operations) == expected(operations)


@pytest.mark.requirement("grant-05")
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_levels_in_queries(acting: Acting, kind: Kind) -> None:
    kind.make(acting.premises)
    found = {}
    for level in Level:
        set_level(acting, kind.permission, level)
        found[level] = acting.suiteql(kind)
    assert found == {level: level >= Level.VIEW for level in Level}


@pytest.mark.requirement("grant-05")
@pytest.mark.parametrize(
    ("access_type", "permission"),
    [
        (AccessType.ENTRIES, "LIST_CUSTRECORDENTRY"),
        (AccessType.LIST, "customrecord_open"),
        (AccessType.NONE, ""),
    ],
)
def test_access_types_of_custom_records(acting: Acting, access_type: AccessType, permission: str) -> None:
    premises = acting.premises
    premises.account.records.define_type(
        CustomRecordType("customrecord_open", "Open", access_type=access_type)
    )
    record_id = saved(premises, "customrecord_open", {"name": word()})

    def reads() -> bool:
        url = f"{SUITETALK}/services/rest/record/v1/customrecord_open/{record_id}"
        reply = premises.ask("GET", url, authorization=header("GET", url, acting.claim()))
        return permitted(reply.status == 200, reply.status == 403, reply.body.decode())

    set_level(acting, "LIST_JOB", Level.FULL)
    assert reads() is (access_type is AccessType.NONE)
    set_level(acting, permission, Level.VIEW)
    assert reads()


@pytest.mark.requirement("grant-05")
def test_every_standard_type_is_guarded_over_soap_and_rest(acting: Acting) -> None:
    set_level(acting, "LIST_NOTHING", Level.FULL)
    premises, open_to_all = acting.premises, {"customer", "job"}
    for name, kind in RECORD_TYPES.items():
        if kind.permission in ("LIST_CUSTJOB", "LIST_ITEM") or name in open_to_all:
            continue
        ref = f'<m:baseRef internalId="1" type="{name}" xsi:type="c:RecordRef"/>'
        for operation in ("get", "delete"):
            text = soap(premises, acting.claim(), operation, ref).body.decode()
            assert "INSUFFICIENT_PERMISSION" in text, (name, operation, text)
        url = f"{SUITETALK}/services/rest/record/v1/{name}/1"
        for method in ("GET", "DELETE"):
            reply = premises.ask(method, url, authorization=header(method, url, acting.claim()))
            assert reply.status != 200, (name, method)


@pytest.mark.requirement("grant-05")
def test_a_role_that_may_not_search_reads_single_records_only(acting: Acting) -> None:
    premises, access = acting.premises, acting.premises.account.access
    kind = KINDS[1]
    record_id = kind.make(premises)
    without = {name: Level.FULL for name in LOGIN if name != "LIST_FIND"}
    access.define_role(ROLE, "Levels", {**without, "LIST_CUSTJOB": Level.FULL})
    assert acting.soap(kind, "get", record_id)
    assert not acting.soap(kind, "search", record_id)
    assert acting.rest(kind, "get", record_id)
    assert not acting.rest(kind, "search", record_id)
    orders = KINDS[2]
    orders.make(premises)
    access.define_role(ROLE, "Levels", {**without, "TRAN_SALESORD": Level.VIEW, "TRAN_FIND": Level.VIEW})
    assert acting.soap(orders, "search", "")
    assert acting.rest(orders, "search", "")


@pytest.mark.requirement("grant-05")
@pytest.mark.parametrize("permission", ["ADMI_WEBSERVICES", "ADMI_RESTWEBSERVICES"])
def test_each_protocol_asks_for_its_own_permission_at_full(acting: Acting, permission: str) -> None:
    premises, access = acting.premises, acting.premises.account.access
    rest = f"{SUITETALK}/services/rest/record/v1/customer"
    access.define_role(ROLE, "Levels", {**dict.fromkeys(LOGIN, Level.FULL), "LIST_CUSTJOB": Level.FULL})
    access.set_permission(ROLE, permission, Level.EDIT)
    over_soap = soap(premises, acting.claim(), "getServerTime")
    over_rest = premises.ask("GET", rest, authorization=header("GET", rest, acting.claim()))
    if permission == "ADMI_WEBSERVICES":
        assert (over_soap.status, b"WS_PERMISSION_REQD" in over_soap.body) == (500, True)
        assert over_rest.status == 200
    else:
        assert over_soap.status == 200
        assert (over_rest.status, b"INSUFFICIENT_PERMISSION" in over_rest.body) == (403, True)


@pytest.mark.requirement("grant-05")
def test_a_role_for_web_services_only_does_not_open_restlets_and_pages(acting: Acting) -> None:
    premises, access = acting.premises, acting.premises.account.access
    permissions = {**dict.fromkeys(LOGIN, Level.FULL), "LIST_CUSTJOB": Level.FULL}
    access.define_role(ROLE, "Levels", permissions, web_services_only=True)
    kind = KINDS[1]
    assert acting.soap(kind, "get", kind.make(premises))
    assert acting.rest(kind, "get", kind.make(premises))
    reply = premises.ask("GET", URL, authorization=header("GET", URL, acting.claim()))
    assert (reply.status, reply.json["error"]["code"]) == (401, "INVALID_LOGIN_ATTEMPT")
    assert premises.detail() == "permission_denied"
    access.define_role(ROLE, "Levels", permissions)
