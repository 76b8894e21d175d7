"""Requests against Oracle's public SOAP schema, where it is at hand. The schema is no part of this repository."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from landbridge.netsuite import AccountId, Criterion, Ref, TokenCredentials
from landbridge.netsuite.records import Operand, RecordToWrite, Writable
from landbridge.netsuite.signing import token_passport
from landbridge.netsuite.soap import lookuprequests, requests, searchrequests
from landbridge.netsuite.soap.criteria import OPERATORS, search_fields
from landbridge.netsuite.soap.envelope import Preferences, SearchPreferences, SoapRequest, render
from landbridge.netsuite.soap.kinds import described
from landbridge.netsuite.soap.searchrequests import Asked
from landbridge.netsuite.versions import Version
from landbridge.recordtypes import RECORD_TYPES, Field, Kind, RecordType, Search, Structure, Sublist

SCHEMAS = Path(__file__).resolve().parents[4] / "shared" / "netsuite-wsdl" / "2023_2" / "xsd"
NAMESPACES = {
    "messages_2023_2.platform": "platform.messages.xsd",
    "core_2023_2.platform": "platform.core.xsd",
    "common_2023_2.platform": "platform.common.xsd",
    "relationships_2023_2.lists": "lists.relationships.xsd",
    "employees_2023_2.lists": "lists.employees.xsd",
    "customization_2023_2.setup": "setup.customization.xsd",
    "support_2023_2.lists": "lists.support.xsd",
    "accounting_2023_2.lists": "lists.accounting.xsd",
    "scheduling_2023_2.activities": "activities.scheduling.xsd",
    "sales_2023_2.transactions": "transactions.sales.xsd",
    "customers_2023_2.transactions": "transactions.customers.xsd",
    "purchases_2023_2.transactions": "transactions.purchases.xsd",
    "employees_2023_2.transactions": "transactions.employees.xsd",
}
SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
VERSION = Version.parse("2023_2")
INSTANT = datetime(2026, 11, 1, 6, 30, 0, 123456, tzinfo=UTC)
SEARCHABLE = sorted(name for name, kind in RECORD_TYPES.items() if kind.search_basic)
PREFERENCES = SearchPreferences(page_size=50)
ALL_PREFERENCES = Preferences(**{one.name: True for one in fields(Preferences)})

pytestmark = [
    pytest.mark.requirement("soap-08"),
    pytest.mark.skipif(not SCHEMAS.is_dir(), reason="Oracle's 2023_2 schema is not beside this project"),
]


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    imports = "".join(
        f'<import namespace="urn:{name}.webservices.netsuite.com" schemaLocation="{(SCHEMAS / file).as_uri()}"/>'
        for name, file in NAMESPACES.items()
    )
    driver = f'<schema xmlns="http://www.w3.org/2001/XMLSchema">{imports}</schema>'
    return etree.XMLSchema(etree.fromstring(driver))


def search_of(name: str, criteria: Sequence[Criterion]) -> SoapRequest:
    return searchrequests.search(name, Asked(criteria), VERSION, PREFERENCES)


def assert_valid(schema: etree.XMLSchema, request: SoapRequest) -> None:
    passport = token_passport(
        AccountId.parse("123456_SB1"),
        TokenCredentials("key<&>", "secret", "token", "secret"),
        nonce="abcdef",
        timestamp=1,
    )
    envelope = etree.fromstring(render(request, VERSION, passport if request.authenticated else None))
    header, body = envelope.find(f"{SOAP}Header"), envelope.find(f"{SOAP}Body")
    assert header is not None
    assert body is not None
    assert len(body) == 1
    assert len(header) == request.authenticated + (request.preferences is not None)
    for part in (*header, *body):
        schema.assertValid(etree.fromstring(etree.tostring(part)))


def sample(field_kind: Kind, values: tuple[str, ...]) -> Writable:
    samples: dict[Kind, Writable] = {
        Kind.STRING: 'Ünïcode <&> "quoted" ]]>',
        Kind.BOOLEAN: True,
        Kind.INTEGER: 7,
        Kind.DOUBLE: 1.5,
        Kind.DATE: date(2026, 2, 28),
        Kind.DATETIME: INSTANT,
        Kind.DURATION: 40.25,
        Kind.REF: Ref("12"),
        Kind.REF_LIST: [Ref("12"), Ref("", external_id="x")],
    }
    return values[0] if field_kind is Kind.ENUM else samples[field_kind]


CUSTOM: dict[str, Writable] = {
    "custentity_text": "x",
    "custentity_flag": False,
    "custentity_count": 3,
    "custentity_rate": 0.1,
    "custentity_day": date(2026, 1, 1),
    "custentity_instant": INSTANT,
    "custentity_list": Ref("4"),
    "custentity_many": [Ref("4"), Ref("", external_id="five")],
    "custentity_gone": None,
}


def every_value(shape: RecordType | Structure) -> dict[str, Writable]:
    """A value for every field, part and sublist, in the wrong order."""
    values: dict[str, Writable] = {}
    parts: list[Field | Sublist] = [*shape.fields, *shape.sublists]
    for one in reversed(parts):
        if isinstance(one, Sublist):
            values[one.name] = [every_value(one.line), {}]
        elif one.structure is not None:
            values[one.name] = every_value(one.structure)
        else:
            values[one.name] = sample(one.kind, one.values)
    return values | (CUSTOM if shape.custom_fields else {})


@pytest.mark.requirement("verb-05")
@pytest.mark.parametrize("operation", ["add", "update", "upsert"])
@pytest.mark.parametrize("name", [*RECORD_TYPES, "customrecord_site"])
def test_a_record_with_every_field_and_sublist_is_valid(
    schema: etree.XMLSchema, name: str, operation: str
) -> None:
    kind = described(name)
    values = every_value(kind) | {kind.fields[0].name: None}
    named = any(criterion.name == "externalId" for criterion in kind.search_only)
    record = RecordToWrite(name, values, "5", 'a"b' if named else None)
    if operation == "upsert" and not named:
        with pytest.raises(ValueError, match="upserted by its external id"):
            requests.write(operation, record, VERSION)
        return
    assert_valid(schema, requests.write(operation, record, VERSION, ALL_PREFERENCES))
    assert_valid(schema, requests.write_list(f"{operation}List", [record, record], VERSION))


def operands(search: Search, operator: str) -> tuple[Operand, ...]:
    if operator in ("empty", "notEmpty"):
        return ()
    by_search: dict[Search, tuple[Operand, ...]] = {
        Search.STRING: ("a<b",),
        Search.BOOLEAN: (True,),
        Search.LONG: (1, 2),
        Search.DOUBLE: (1.5, 2),
        Search.DATE: (INSTANT, date(2026, 12, 31)),
        Search.MULTISELECT: ("1", Ref("2")),
        Search.ENUM: ("_customer", "_lead"),
    }
    values = by_search[search]
    pair = operator in ("between", "notBetween", "within", "notWithin")
    return values if pair or search in (Search.MULTISELECT, Search.ENUM) else values[:1]


@pytest.mark.parametrize("name", SEARCHABLE)
def test_every_search_field_with_every_operator_is_valid(schema: etree.XMLSchema, name: str) -> None:
    fields = search_fields(RECORD_TYPES[name])
    for field, search in fields.items():
        for operator in sorted(OPERATORS[search]):
            criterion = Criterion(field, operator, operands(search, operator))
            assert_valid(schema, search_of(name, [criterion]))


@pytest.mark.parametrize("search", Search)
def test_every_kind_of_custom_criterion_is_valid(schema: etree.XMLSchema, search: Search) -> None:
    for operator in sorted(OPERATORS[search]):
        criterion = Criterion("custentity_x", operator, operands(search, operator), search)
        assert_valid(schema, search_of("employee", [criterion]))
        assert_valid(schema, search_of("customrecord_x", [criterion]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_combination_of_criteria_is_in_schema_order(schema: etree.XMLSchema, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(SEARCHABLE))
    fields = search_fields(RECORD_TYPES[name])
    chosen = data.draw(st.lists(st.sampled_from(sorted(fields)), unique=True, max_size=8))
    criteria = []
    for field in chosen:
        operator = data.draw(st.sampled_from(sorted(OPERATORS[fields[field]])))
        criteria.append(Criterion(field, operator, operands(fields[field], operator)))
    if RECORD_TYPES[name].custom_fields:
        criteria.insert(0, Criterion("custentity_flag", "is", (True,)))
    assert_valid(schema, search_of(name, criteria))


@pytest.mark.parametrize(
    "request_",
    [
        requests.get("customer", Ref("5")),
        requests.get("customer", Ref("", external_id="a<b")),
        requests.get("customrecord_oa_srp_integration_settings", Ref("1")),
        requests.get_list("job", [Ref("5"), Ref("6")]),
        requests.delete("employee", Ref("5")),
        requests.delete_list("employee", [Ref("5"), Ref("6")]),
        search_of("customer", []),
        search_of("customrecord_x", [Criterion("lastModified", "onOrAfter", (INSTANT,))]),
        searchrequests.search_more_with_id("WEBSERVICES_1_<2>", 2, PREFERENCES),
        lookuprequests.get_server_time(),
        lookuprequests.get_data_center_urls(AccountId.parse("123456")),
    ],
    ids=lambda request: request.operation,
)
def test_every_other_request_is_valid(schema: etree.XMLSchema, request_: SoapRequest) -> None:
    assert_valid(schema, request_)
