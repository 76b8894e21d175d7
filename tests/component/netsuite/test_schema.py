"""Requests against Oracle's public SOAP schema, where it is at hand. The schema is no part of this repository."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from landbridge.netsuite import AccountId, Criterion, Ref, TokenCredentials
from landbridge.netsuite.records import Column, Operand, RecordToWrite, Writable
from landbridge.netsuite.signing import token_passport
from landbridge.netsuite.soap import lookuprequests, requests, searchrequests
from landbridge.netsuite.soap.criteria import OPERATORS, search_fields
from landbridge.netsuite.soap.envelope import Preferences, SearchPreferences, SoapRequest, render
from landbridge.netsuite.soap.joins import JOINS
from landbridge.netsuite.soap.kinds import described
from landbridge.netsuite.soap.lookuprequests import SelectField
from landbridge.netsuite.soap.searchclasses import SearchClass, search_class
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
XSD = "{http://www.w3.org/2001/XMLSchema}"
TEXT = {"SearchColumnStringField", "SearchColumnTextNumberField", "SearchColumnEnumSelectField"}
SELECT = {"SearchColumnSelectField", *TEXT}
NUMBER = {"SearchColumnDoubleField", "SearchColumnLongField"}
COLUMNS = {
    Kind.STRING: {*TEXT, "SearchColumnSelectField"},
    Kind.ENUM: TEXT,
    Kind.BOOLEAN: {"SearchColumnBooleanField"},
    Kind.INTEGER: {"SearchColumnLongField"},
    Kind.DOUBLE: NUMBER,
    Kind.DURATION: NUMBER,
    Kind.DATE: {"SearchColumnDateField"},
    Kind.DATETIME: {"SearchColumnDateField"},
    Kind.REF: SELECT,
    Kind.REF_LIST: SELECT,
    Kind.OBJECT: TEXT,
}
"""What a column of each kind may be in the schema: text is never refused, and a reference may be shown as text."""
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


def with_everything(name: str) -> Asked:
    """Every criterion with one operator and every column of a type, of its custom fields, and of all its joins."""
    searched = search_class(name)
    joins = {"": searched} | {
        f"{join}.": search_class(target) for join, target in JOINS.get(searched.name, {}).items()
    }
    criteria = []
    for before, joined in reversed(joins.items()):
        for field, search in joined.fields.items():
            operator = min(OPERATORS[search])
            criteria.append(Criterion(before + field, operator, operands(search, operator)))
    columns = [before + column for before, joined in joins.items() for column in column_types(joined)]
    return Asked(criteria, columns)


@cache
def column_types_of(row: str) -> dict[str, str]:
    """The columns of a class of rows in the schema, with their types."""
    elements = common_schema().iterfind(f"{XSD}complexType[@name='{row}']//{XSD}element")
    found = {str(one.get("name")): str(one.get("type")).rpartition(":")[2] for one in elements}
    return {name: column for name, column in found.items() if name not in ("recType", "customFieldList")}


@cache
def common_schema() -> etree._Element:
    return etree.parse(SCHEMAS / "platform.common.xsd").getroot()


def column_types(searched: SearchClass) -> dict[str, str]:
    return column_types_of(searched.basic.replace("SearchBasic", "SearchRowBasic"))


@pytest.mark.requirement("verb-04")
@pytest.mark.parametrize("name", [*SEARCHABLE, "transaction", "item", "customrecord_site"])
def test_a_search_with_every_join_and_column_is_valid(schema: etree.XMLSchema, name: str) -> None:
    asked = with_everything(name)
    joined = replace(asked, columns=())
    assert_valid(schema, searchrequests.search(name, joined, VERSION, PREFERENCES))
    saved = replace(asked, saved_search="customsearch_x")
    assert_valid(schema, searchrequests.search(name, saved, VERSION, PREFERENCES))


@pytest.mark.requirement("verb-04")
@pytest.mark.parametrize("name", [*SEARCHABLE, "transaction", "item", "customrecord_site"])
def test_columns_are_typed_as_the_schema_types_them(name: str) -> None:
    searched = search_class(name)
    types = column_types(searched)
    for column, kind in searched.columns.items():
        if column in types:
            assert types[column] in COLUMNS[kind], f"{name}.{column}"


@pytest.mark.requirement("verb-04")
def test_custom_columns_joins_by_custom_fields_and_unlisted_joins_are_valid(schema: etree.XMLSchema) -> None:
    asked = Asked(
        [
            Criterion("messagesJoin.subject", "contains", ("x",), Search.STRING),
            Criterion("salesRepJoin.custentity_a", "is", (True,)),
            Criterion("custentity_site.name", "is", ("x",)),
            Criterion("custentity_boss.email", "is", ("x",)),
        ],
        [
            *(Column(f"custentity_{search.name.lower()}", search) for search in Search),
            "messagesJoin.subject",
            "salesRepJoin.custentity_a",
            "custentity_site.name",
            "custentity_boss.email",
        ],
        custom_joins={"custentity_site": "customrecord_site", "custentity_boss": "employee"},
    )
    preferences = SearchPreferences(5, body_fields_only=False, return_search_columns=False)
    assert_valid(schema, searchrequests.search("customer", asked, VERSION, preferences))
    with pytest.raises(ValueError, match="custom_joins must say"):
        searchrequests.search("customer", replace(asked, custom_joins={}), VERSION, preferences)


@pytest.mark.requirement("verb-04")
def test_every_name_for_a_time_is_valid(schema: etree.XMLSchema) -> None:
    file = etree.parse(SCHEMAS / "platform.coreTypes.xsd")
    names = [
        str(value.get("value"))
        for value in file.getroot().iterfind(f"{XSD}simpleType[@name='SearchDate']//{XSD}enumeration")
    ]
    assert len(names) == 167
    for name in names:
        criteria = [
            Criterion("lastModifiedDate", "within", (name,)),
            Criterion("custentity_d", "on", (name,), Search.DATE),
        ]
        assert_valid(schema, search_of("customer", criteria))


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
        requests.delete("customer", Ref("5"), requests.deletion_reason("1", "<memo>"), ALL_PREFERENCES),
        requests.delete_list("customer", [Ref("5")], requests.deletion_reason(Ref("1"), "")),
        requests.initialize("invoice", [Ref("5", type="salesOrder")], Ref("1", type="arAccount")),
        requests.initialize(
            "customerPayment", [Ref("5", type="invoice"), Ref("", external_id="x", type="invoice")], None
        ),
        requests.attach(Ref("5", type="contact"), Ref("6", type="customer"), "1"),
        requests.attach(Ref("5", type="file"), Ref("6", type="customrecord_site"), None),
        requests.detach(Ref("5", type="contact"), Ref("6", type="customer")),
        lookuprequests.get_all("currency"),
        lookuprequests.get_select_value(
            SelectField("salesOrder", "item", "itemList", "7", ("contains", "<x>")), 2, PREFERENCES
        ),
        lookuprequests.get_select_value(SelectField("customrecord_site", "custrecord_x"), 1, PREFERENCES),
        lookuprequests.get_customization_id("entityCustomField", include_inactives=True),
        lookuprequests.get_saved_search("transaction"),
        lookuprequests.get_deleted(INSTANT, ["customer", "job"], "customrecord_site", 3, PREFERENCES),
        lookuprequests.get_deleted(None, [], "", 1, PREFERENCES),
        lookuprequests.get_currency_rate("1", Ref("2"), INSTANT),
        lookuprequests.get_currency_rate(None, None, None),
        lookuprequests.get_account_governance_info(),
        lookuprequests.get_integration_governance_info(),
        searchrequests.search_more_with_id("WEBSERVICES_1_<2>", 2, PREFERENCES),
        lookuprequests.get_server_time(),
        lookuprequests.get_data_center_urls(AccountId.parse("123456")),
    ],
    ids=lambda request: request.operation,
)
def test_every_other_request_is_valid(schema: etree.XMLSchema, request_: SoapRequest) -> None:
    assert_valid(schema, request_)
