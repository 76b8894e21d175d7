"""Every field and every column of a line, changed one by one over SOAP, read back by get and found by search as they were sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pytest
from lxml import etree

from landbridge.local.soap.searchclasses import class_of
from landbridge.recordtypes import RECORD_TYPES, Field, Kind, RecordType, Sublist
from tests.component.local_soap import messages
from tests.component.local_soap.demo import demo_account, full_client
from tests.component.local_soap.test_matrix import TYPES, asked, sample, told
from tests.component.local_soap.wire import Reply, Wire, ref

VALUES: dict[str, Any] = {
    "email": "new@example.com",
    "altEmail": "other@example.com",
    "url": "https://new.example.com",
    "discountRate": "-5.0",
    "payment": 250.0,
}
"""What fields of one name take, where any text or number does not do."""

CHOSEN = {
    ("customer", "entityStatus"): "8",
    ("customer", "accessRole"): "14",
    ("salesOrder", "orderStatus"): "_closed",
}

TOGETHER: dict[tuple[str, str], dict[str, Any]] = {
    ("customer", "isPerson"): {"firstName": "Ada", "lastName": "Moss"},
    ("vendor", "isPerson"): {"firstName": "Ada", "lastName": "Moss"},
    ("expenseCategory", "rateRequired"): {"defaultRate": 2.0},
}
"""Fields that go only with others."""

FOLLOWING = {
    ("projectTask", "plannedWork"): "it is the sum of the assignees' work",
    ("creditMemo", "autoApply"): "an instruction, never kept",
    ("customerPayment", "autoApply"): "an instruction, never kept",
    ("vendorCredit", "autoApply"): "an instruction, never kept",
    ("vendorBill", "userTotal"): "it is the sum of the lines",
    ("vendorCredit", "userTotal"): "it is the sum of the lines",
    ("expenseReport", "approvalStatus"): "it follows from what was submitted and approved",
}
"""Fields that are taken and follow from others."""

REFUSED = {
    ("vendorPayment", "entity"): "its bills are another vendor's",
    ("account", "parent"): "INVALID_PARENT: of another type",
}
"""Changes that do not go with the rest of the sample."""

LINES: dict[str, dict[str, Any]] = {
    "ratesList": {"entityCurrency": "1", "rate": 1.0, "subsidiary": "1", "defaultRate": 1.0},
    "rolesList": {"selectedRole": "3"},
    "contactRolesList": {"contact": "1"},
    "currencyList": {"currency": "1"},
    "jobResourcesList": {"jobResource": "1"},
    "milestonesList": {"milestoneName": "Start"},
    "assigneeList": {"resource": "2"},
    "predecessorList": {"task": "2"},
    "pricingMatrix": {"currency": "1", "priceLevel": "1", "priceList": [{"value": 5.0, "quantity": 0.0}]},
    "expenseList": {"account": "14", "amount": 90.0},
    "itemList": {"item": "3", "quantity": 2.0, "amount": 10.0},
    "escalateToList": {"escalatee": "2"},
    "uomList": {"unitName": "Each", "pluralName": "Eaches", "abbreviation": "ea", "conversionRate": 1.0},
}
"""A line of each sublist, where the sample has none; names that a line has not are left out."""

APPLIED = {"creditMemo": 4, "customerPayment": 3, "vendorPayment": 9, "vendorCredit": 8}
"""The document that a payment or credit is applied to."""

CHOSEN_IN_LINES: dict[tuple[str, str], Any] = {
    ("applyList", "apply"): True,
    ("jobResourcesList", "jobResource"): "2",
}
"""What columns take, where any value does not do."""


@pytest.fixture(scope="module")
def soap() -> Iterator[Wire]:
    with demo_account() as account:
        yield full_client(account)


class Changing:
    """A record that is changed over and over."""

    def __init__(self, wire: Wire, kind: RecordType) -> None:
        self.wire = wire
        self.kind = kind
        values = messages.renamed(sample(kind), "field")
        self.id = wire.add(messages.record(kind, values))

    def update(self, values: Mapping[str, Any]) -> Reply:
        """Send a change; it is of our schema."""
        one = messages.record(self.kind, values, f'internalId="{self.id}"')
        return asked(self.wire, f"<m:update>{one}</m:update>")

    def read(self) -> etree._Element:
        """Return the record."""
        return self.wire.call(f"<m:get>{ref(self.kind.name, self.id)}</m:get>").one("record")

    def found(self) -> etree._Element:
        """Return the record as a search finds it."""
        basic = class_of(self.kind.searched_as or self.kind.name).basic
        criterion = f'<b:internalId operator="anyOf"><c:searchValue internalId="{self.id}"/></b:internalId>'
        reply = self.wire.call(
            f'<m:search><m:searchRecord xsi:type="b:{basic}">{criterion}</m:searchRecord></m:search>',
            "<m:searchPreferences><m:bodyFieldsOnly>false</m:bodyFieldsOnly></m:searchPreferences>",
        )
        return reply.one("record")

    def choices(self, field: Field, sublist: str) -> list[str]:
        """Return the ids that a field offers."""
        among = f"<c:sublist>{sublist}</c:sublist>" if sublist else ""
        reply = self.wire.call(
            f"<m:getSelectValue><m:fieldDescription><c:recordType>{self.kind.name}</c:recordType>{among}"
            f"<c:field>{field.name}</c:field></m:fieldDescription><m:pageIndex>1</m:pageIndex></m:getSelectValue>"
        )
        return [one.get("internalId") for one in reply.all("baseRef")]


def inside(element: etree._Element, *names: str) -> list[etree._Element]:
    """Return what stands under a path of local names."""
    return list(element.xpath("/".join(f"*[local-name()='{name}']" for name in names)))


def shown(field: Field, element: etree._Element) -> Any:
    """Return the value of an element in the form in which it was sent."""
    if field.kind is Kind.REF:
        return element.get("internalId")
    if field.kind is Kind.REF_LIST:
        return [one.get("internalId") for one in element]
    if field.kind is Kind.DURATION:
        return float(element.xpath("string(*[local-name()='timeSpan'])"))
    text = element.text or ""
    if field.kind is Kind.BOOLEAN:
        return text == "true"
    if field.kind is Kind.DATE:
        return date.fromisoformat(text[:10])
    if field.kind is Kind.DATETIME:
        return datetime.fromisoformat(text)
    return {Kind.INTEGER: int, Kind.DOUBLE: float}.get(field.kind, str)(text)


def new_value(field: Field, present: list[etree._Element]) -> Any:
    """Return a value that a field has not yet."""
    now = shown(field, present[-1]) if present else None
    if field.kind is Kind.BOOLEAN:
        return now is not True
    if field.kind is Kind.ENUM:
        return next(one for one in reversed(field.values) if one != now)
    if field.kind is Kind.REF_LIST:
        return ["1"]
    if (field.name, field.kind) == ("rate", Kind.STRING):
        return "7.50"
    value = VALUES.get(field.name, messages.EVERY_KIND[field.kind])
    return value[: field.longest or None] if isinstance(value, str) else value


def changed(
    record: Changing, field: Field, values: Callable[[Any], dict[str, Any]], path: tuple[str, ...], value: Any
) -> str:
    """Change a field and read it back; return what is wrong, empty when nothing is. A choice of nothing is to be refused."""
    sublist = path[0] if len(path) > 1 else ""
    reply = record.update(values(value))
    if reply.texts("code") == ["INVALID_KEY_OR_REF"]:
        offered = record.choices(field, sublist)
        if not offered:
            return ""
        value = [offered[0]] if field.kind is Kind.REF_LIST else offered[0]
        reply = record.update(values(value))
    if reply.successes != [True]:
        return f"{path}: {told(reply)}"
    present = inside(record.read(), *path)
    now = shown(field, present[-1]) if present else None
    return "" if now == value else f"{path}: sent {value!r}, read {now!r}"


def assert_found_as_read(record: Changing) -> None:
    """A search answers the record as get does."""
    if record.kind.search_basic:
        found, read = record.found(), record.read()
        assert [etree.tostring(one, method="c14n", exclusive=True) for one in found] == [
            etree.tostring(one, method="c14n", exclusive=True) for one in read
        ]


@pytest.mark.requirement("wire-03", "wire-01")
@pytest.mark.parametrize("kind", TYPES)
def test_every_field_is_changed_and_read_back(soap: Wire, kind: RecordType) -> None:
    record = Changing(soap, kind)
    wrong = []
    for field in kind.fields:
        place = (kind.name, field.name)
        if field.computed or field.structure is not None or place in FOLLOWING or place in REFUSED:
            continue
        value = CHOSEN.get(place) or new_value(field, inside(record.read(), field.name))
        if field.name in messages.NAMES:
            value = f"{kind.name} & <changed>"
        more = TOGETHER.get(place, {})
        wrong.append(
            changed(record, field, lambda one, f=field, m=more: {f.name: one} | m, (field.name,), value)
        )
    assert list(filter(None, wrong)) == []
    assert_found_as_read(record)


LINES_NOT_KEPT = {
    "grossAmt": "an account without taxes has no gross amount",
    "orderDoc": "names the line of an order that is billed",
    "orderLine": "names the line of an order that is billed",
    "line": "the number of the line",
}
"""Columns that are not set by themselves."""


def with_lines() -> list[Any]:
    """Return the types that have sublists."""
    return [one for one in TYPES if RECORD_TYPES[one.id].sublists]


@pytest.mark.requirement("wire-03", "type-08")
@pytest.mark.parametrize("kind", with_lines())
def test_every_column_of_a_line_is_changed_and_read_back(soap: Wire, kind: RecordType) -> None:
    record = Changing(soap, kind)
    wrong = []
    for sublist in kind.sublists:
        if not sublist.computed and sublist.name not in {"creditList"}:
            wrong += _columns(record, sublist)
    assert list(filter(None, wrong)) == []
    assert_found_as_read(record)


def _columns(record: Changing, sublist: Sublist) -> list[str]:
    names = {one.name for one in (*sublist.line.fields, *sublist.line.sublists)}
    base = (sample(record.kind).get(sublist.name) or [LINES.get(sublist.name, {})])[0]
    line = {name: value for name, value in base.items() if name in names}
    if sublist.name == "applyList":
        line = {"apply": True, "doc": APPLIED[record.kind.name], "amount": 10.0}
    wrong = []
    for field in sublist.line.fields:
        if field.computed or field.structure is not None or field.name in LINES_NOT_KEPT:
            continue
        present = inside(record.read(), sublist.name, sublist.element, field.name)
        value = CHOSEN_IN_LINES.get((sublist.name, field.name)) or new_value(field, present)
        if (sublist.name, field.name) == ("applyList", "doc"):
            value = APPLIED[record.kind.name]

        def values(one: Any, name: str = field.name) -> dict[str, Any]:
            return {sublist.name: [{**line, name: one}]}

        path = (sublist.name, sublist.element, field.name)
        wrong.append(changed(record, field, values, path, value))
    return wrong
