"""Custom fields of every type, custom lists and custom records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from landbridge.local.access.model import Session
from landbridge.local.account import Account
from landbridge.local.records.customizing import CustomizationError
from landbridge.local.records.errors import RecordError
from landbridge.local.records.fieldtypes import FILES, KINDS, FieldType
from landbridge.local.records.model import Criterion, CustomField, CustomList, CustomRecordType, Record
from landbridge.recordtypes import ITEM_TYPES, Kind

pytestmark = pytest.mark.requirement("type-06")

Save = Callable[..., Record]
Refused = Callable[..., RecordError]

SHADE, TYPE = "customlist_shade", "customrecord_crate"
VALUES: dict[FieldType, Any] = {
    FieldType.CHECKBOX: True,
    FieldType.EMAIL: "ada@demo.example",
    FieldType.URL: "https://demo.example/a?b=c",
    FieldType.CLOBTEXT: "long " * 10_000,
    FieldType.SELECT: "2",
    FieldType.MULTISELECT: ["2", "1"],
    FieldType.IMAGE: "1",
    FieldType.DOCUMENT: "1",
}
OF_KIND: dict[Kind, Any] = {
    Kind.STRING: "text",
    Kind.INTEGER: 7,
    Kind.DOUBLE: 12.5,
    Kind.DATE: date(2026, 2, 28),
    Kind.DATETIME: datetime(2026, 2, 28, 9, 30, tzinfo=UTC),
}
PLACES = frozenset({"customer", "supportCase", TYPE, "expenseCategory", *(kind.name for kind in ITEM_TYPES)})


def value_of(field_type: FieldType) -> Any:
    return VALUES.get(field_type, OF_KIND.get(KINDS[field_type]))


def script_id(field_type: FieldType) -> str:
    return f"custfield_{field_type.value.lower()}"


@pytest.fixture(scope="module", autouse=True)
def customized(account: Account, session: Session) -> None:
    records = account.records
    records.fields.define_list(CustomList(SHADE, "Shade"))
    records.define_type(CustomRecordType(TYPE, "Crate"))
    targets = {FieldType.SELECT: SHADE, FieldType.MULTISELECT: SHADE}
    targets |= dict.fromkeys((FieldType.IMAGE, FieldType.DOCUMENT), FILES)
    fields = [
        CustomField(script_id(one), KINDS[one], one.value.title(), PLACES, targets.get(one, ""), type=one)
        for one in FieldType
    ]
    records.fields.define(*fields)
    for name in ("Light", "Dark"):
        records.save(session, SHADE, {"name": name})
    records.put(FILES, "1", {"name": "logo.png"})


@pytest.mark.parametrize(
    ("record_type", "values"),
    [
        ("customer", {"companyName": "Ash"}),
        ("supportCase", {"title": "Ash", "company": "1"}),
        ("serviceSaleItem", {"itemId": "Ash"}),
        ("expenseCategory", {"name": "Ash", "expenseAcct": "12"}),
        (TYPE, {"name": "Ash"}),
    ],
)
def test_fields_of_every_type_are_kept(
    account: Account, save: Save, record_type: str, values: dict[str, Any]
) -> None:
    custom = {script_id(one): value_of(one) for one in FieldType}
    made = save(record_type, **values, **custom)
    stored = account.records.get(record_type, made.id)
    assert stored is not None
    assert {name: stored.values[name] for name in custom} == custom


@pytest.mark.parametrize(
    ("field_type", "operator", "wanted"),
    [
        (FieldType.CHECKBOX, "is", (True,)),
        (FieldType.EMAIL, "startsWith", ("ada@",)),
        (FieldType.PERCENT, "between", (12, 13)),
        (FieldType.DATE, "on", (date(2026, 2, 28),)),
        (FieldType.TIMEOFDAY, "onOrAfter", (datetime(2026, 2, 28, 9, 30, tzinfo=UTC),)),
        (FieldType.SELECT, "anyOf", ("2",)),
        (FieldType.MULTISELECT, "anyOf", ("1",)),
        (FieldType.INTEGER, "equalTo", (7,)),
    ],
)
def test_fields_are_searched_by_their_type(
    account: Account, save: Save, field_type: FieldType, operator: str, wanted: tuple[Any, ...]
) -> None:
    name = script_id(field_type)
    found = save("customer", companyName=f"With {name}", **{name: value_of(field_type)})
    other = save("customer", companyName=f"Without {name}")
    ids = account.records.search("customer", [Criterion(name, operator, wanted)])
    assert found.id in ids
    assert other.id not in ids


def test_a_field_of_several_item_types_is_searched_over_the_family(account: Account, save: Save) -> None:
    name = script_id(FieldType.TEXT)
    items = [
        save(kind, itemId=f"Tagged {kind}", **{name: "tag"})
        for kind in ("serviceSaleItem", "otherChargeSaleItem")
    ]
    found = account.records.search("item", [Criterion(name, "is", ("tag",))])
    assert set(found) == {item.id for item in items}


@pytest.mark.requirement("type-07")
@pytest.mark.parametrize(
    ("field_type", "value", "code"),
    [
        (FieldType.EMAIL, "nobody", "INVALID_EMAIL"),
        (FieldType.URL, "demo.example", "INVALID_URL"),
        (FieldType.TEXT, "x" * 301, "EXCEEDED_MAX_FIELD_LENGTH"),
        (FieldType.INTEGER, "7", "INVALID_FLD_VALUE"),
        (FieldType.CHECKBOX, "T", "INVALID_FLD_VALUE"),
        (FieldType.SELECT, "9", "INVALID_KEY_OR_REF"),
        (FieldType.MULTISELECT, ["1", "9"], "INVALID_KEY_OR_REF"),
        (FieldType.MULTISELECT, "1", "INVALID_FLD_VALUE"),
    ],
)
def test_values_that_do_not_fit_are_refused(
    refused: Refused, field_type: FieldType, value: object, code: str
) -> None:
    error = refused("customer", companyName="Never", **{script_id(field_type): value})
    assert (error.code, error.field) == (code, script_id(field_type))


def test_a_custom_list_is_a_list_of_records(account: Account, save: Save) -> None:
    assert [text for _, text in account.records.options(SHADE)] == ["Dark", "Light"]
    assert account.records.types.custom_lists()[0].number > 0
    assert save(SHADE, "2", name="Very dark").values["name"] == "Very dark"
    assert account.records.display(SHADE, "2") == "Very dark"


def test_custom_records_have_parent_owner_and_external_id(
    account: Account, session: Session, save: Save
) -> None:
    employee = save("employee", firstName="Frances", lastName="Spence")
    top = account.records.save(session, TYPE, {"name": "Top"}, external_id="top").record
    below = save(TYPE, name="Below", parent=top.id, owner=employee.id, altName="B")
    found = account.records.by_external_id(TYPE, "top")
    assert found is not None
    assert found.id == top.id
    assert (below.values["parent"], below.values["owner"]) == (top.id, employee.id)
    assert account.records.search(TYPE, [Criterion("parent", "anyOf", (top.id,))]) == [below.id]


def test_customizations_are_numbered_and_kept(account: Account) -> None:
    kind = account.records.custom_record_type(TYPE)
    assert kind is not None
    numbers = [one.number for one in account.records.types.all_custom_fields()]
    numbers += [kind.number, *(one.number for one in account.records.types.custom_lists())]
    assert len(set(numbers)) == len(numbers)
    before = account.records.custom_fields("customer")
    account.records.reload()
    assert account.records.custom_fields("customer") == before
    assert [(one.script_id, one.name) for one in account.records.types.custom_lists()] == [(SHADE, "Shade")]


@pytest.mark.parametrize(
    "field",
    [
        CustomField("price", Kind.DOUBLE, "Price", PLACES),
        CustomField("custentity_many", Kind.REF_LIST, "Many", PLACES),
        CustomField("custentity_odd", Kind.STRING, "Odd", PLACES, type=FieldType.DATE),
    ],
)
def test_fields_that_make_no_sense_are_refused(account: Account, field: CustomField) -> None:
    with pytest.raises(CustomizationError, match=field.script_id):
        account.records.fields.define(field)


def test_a_list_needs_a_script_id(account: Account) -> None:
    with pytest.raises(CustomizationError, match="shade"):
        account.records.fields.define_list(CustomList("shade", "Shade"))


def test_fields_of_the_lines_of_transactions_are_kept_and_found(
    account: Account, session: Session, save: Save
) -> None:
    lines = frozenset({"invoice.itemList", "salesOrder.itemList"})
    account.records.fields.define(
        CustomField("custcol_phase", Kind.STRING, "Phase", lines),
        CustomField("custcol_shades", Kind.REF_LIST, "Shades", lines, SHADE),
    )
    customer = save("customer", companyName="Buyer")
    item = save("serviceSaleItem", itemId="Painting")
    sold = {"item": item.id, "quantity": 1.0, "rate": "10.0"}
    marked = {**sold, "custcol_phase": "Design", "custcol_shades": ["1", "2"]}
    invoice = save("invoice", entity=customer.id, itemList=[marked, sold])
    stored = account.records.get("invoice", invoice.id)
    assert stored is not None
    first, second = stored.values["itemList"]
    assert (first["custcol_phase"], first["custcol_shades"]) == ("Design", ["1", "2"])
    assert "custcol_phase" not in second
    with pytest.raises(RecordError) as caught:
        account.records.save(
            session, "invoice", {"entity": customer.id, "itemList": [{**marked, "custcol_shades": ["9"]}]}
        )
    assert (caught.value.code, caught.value.field) == ("INVALID_KEY_OR_REF", "itemList.custcol_shades")
