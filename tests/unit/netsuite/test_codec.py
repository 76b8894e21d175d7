"""Values both ways, and what is refused before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.netsuite import Criterion, Record, Ref
from landbridge.netsuite.records import SublistLines, Writable
from landbridge.netsuite.soap import scalars
from landbridge.netsuite.soap.criteria import render_criteria, search_fields
from landbridge.netsuite.soap.envelope import SearchPreferences
from landbridge.netsuite.soap.kinds import described
from landbridge.netsuite.soap.records import RecordDecoder
from landbridge.netsuite.soap.requests import delete_list, get, get_list
from landbridge.netsuite.soap.writing import render_record
from landbridge.netsuite.versions import Version
from landbridge.recordtypes import RECORD_TYPES, Field, Kind, RecordType, Structure, Sublist

NAIVE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
VERSION = Version.parse("2025.2")
XML_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r"),
    min_size=1,
)
INSTANTS = st.datetimes(timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)
REFS = st.integers(1, 10**12).map(lambda id_: Ref(str(id_)))
BY_KIND: dict[Kind, st.SearchStrategy[object]] = {
    Kind.STRING: XML_TEXT,
    Kind.ENUM: st.sampled_from(["_customer", "_lead"]),
    Kind.BOOLEAN: st.booleans(),
    Kind.INTEGER: st.integers(-(2**63), 2**63 - 1),
    Kind.DOUBLE: st.floats(allow_nan=False, allow_infinity=False),
    Kind.DATE: st.dates(),
    Kind.DATETIME: INSTANTS,
    Kind.DURATION: st.floats(0, 10**6),
    Kind.REF: REFS,
    Kind.REF_LIST: st.lists(REFS, min_size=1, max_size=3),
}
CUSTOM = st.one_of(
    XML_TEXT,
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    INSTANTS.filter(lambda moment: (moment.hour, moment.minute, moment.second) != (0, 0, 0)),
    REFS,
    st.lists(REFS, min_size=1, max_size=3),
)


def decode(rendered: str) -> Record:
    declared = (
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xmlns:platformMsgs="{VERSION.messages}" xmlns:platformCore="{VERSION.core}" '
        f'xmlns:platformCommon="{VERSION.common}"'
    )
    return RecordDecoder(VERSION).decode(fromstring(f"<r {declared}>{rendered}</r>")[0])


CUSTOMS = st.dictionaries(st.sampled_from(["custentity_a", "custentity_b"]), CUSTOM)


def some_values(shape: RecordType | Structure) -> st.SearchStrategy[dict[str, object]]:
    """A few fields and sublists of a record, a line or a complex value."""
    parts: list[Field | Sublist] = [*shape.fields, *shape.sublists]
    chosen = (
        st.lists(st.sampled_from(parts), unique_by=lambda one: one.name, max_size=5) if parts else st.just([])
    )
    drawn = chosen.flatmap(lambda some: st.fixed_dictionaries({one.name: a_value(one) for one in some}))
    return st.builds(dict.__or__, drawn, CUSTOMS if shape.custom_fields else st.just({}))


def a_value(one: Field | Sublist) -> st.SearchStrategy[object]:
    if isinstance(one, Sublist):
        return st.lists(some_values(one.line), max_size=3)
    return BY_KIND[one.kind] if one.structure is None else some_values(one.structure)


@pytest.mark.requirement("verb-05")
@pytest.mark.requirement("bad-05")
@given(data=st.data(), name=st.sampled_from([*sorted(RECORD_TYPES), "customrecord_site"]))
def test_what_is_written_is_read_back(data: st.DataObject, name: str) -> None:
    values = data.draw(some_values(described(name)))
    record = decode(render_record(name, values, VERSION, internal_id="5", external_id="x<&\"'>"))  # type: ignore[arg-type]  # by kind
    assert (record.internal_id, record.external_id) == ("5", "x<&\"'>")
    if name == "customrecord_site":
        assert record.type == "customRecord"
        assert record.values.keys() == values.keys() | {"recType"}
        return
    assert record.type == name
    assert record.values == values


@pytest.mark.parametrize(
    "raw", ["2021-07-07T09:49:51.000-07:00", "2021-07-07T16:49:51Z", "2021-07-07T16:49:51.000"]
)
def test_instants_are_read_into_utc(raw: str) -> None:
    assert scalars.decode_datetime(raw) == datetime(2021, 7, 7, 16, 49, 51, tzinfo=UTC)
    assert scalars.decode_datetime(raw).tzinfo is UTC


@pytest.mark.parametrize("offset", ["-07:00", "+13:00", "Z"])
def test_a_day_is_the_day_in_the_account_s_own_offset(offset: str) -> None:
    assert scalars.decode_date(f"2021-07-07T00:00:00.000{offset}") == date(2021, 7, 7)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-12, 11))
def test_a_written_day_is_that_day_in_every_zone(day: date, hours: int) -> None:
    sent = datetime.fromisoformat(scalars.encode_date(day))
    assert sent.astimezone(timezone(timedelta(hours=hours))).date() == day


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"nonsense": "x"}, "customer has no field 'nonsense'"),
        ({"nonsense": None}, "customer has no field 'nonsense'"),
        ({"companyName": 5}, "customer.companyName: needs text"),
        ({"companyName": "bell \x07"}, r"U\+0007"),
        ({"isPerson": "true"}, "needs a boolean"),
        ({"creditLimit": True}, "needs a number"),
        ({"creditLimit": float("nan")}, "finite"),
        ({"startDate": datetime(2026, 1, 1, tzinfo=UTC)}, "without a time"),
        ({"lastModifiedDate": NAIVE}, "time zone"),
        ({"parent": 5}, "reference or an internal id"),
        ({"parent": Ref("")}, "empty"),
        ({"custentity_x": object()}, "custentity_x: a custom field cannot hold a object"),
    ],
)
def test_values_that_do_not_fit_are_refused_with_the_field_named(
    values: Mapping[str, Writable], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        render_record("customer", values, VERSION)


@pytest.mark.parametrize(
    ("criterion", "words"),
    [
        (Criterion("altName", "is", ("x",)), "cannot be searched by 'altName'"),
        (Criterion("email", "equalTo", ("x",)), "no operator 'equalTo'"),
        (Criterion("email", "is", ()), "takes 1 value"),
        (Criterion("email", "is", (5,)), "needs text"),
        (Criterion("email", "empty", ("x",)), "takes 0 value"),
        (Criterion("isInactive", "is", ("true",)), "needs a boolean"),
        (Criterion("internalIdNumber", "between", (1,)), "takes 2 value"),
        (Criterion("internalIdNumber", "equalTo", ("1",)), "whole number"),
        (Criterion("lastModifiedDate", "onOrAfter", ("2026-01-01",)), "aware instant"),
        (Criterion("lastModifiedDate", "onOrAfter", (NAIVE,)), "time zone"),
        (Criterion("internalId", "anyOf", ()), "needs a value"),
        (Criterion("internalId", "anyOf", (1.5,)), "internal ids or references"),
    ],
)
def test_criteria_that_make_no_sense_are_refused_with_the_field_named(
    criterion: Criterion, words: str
) -> None:
    kind = RECORD_TYPES["customer"]
    with pytest.raises(ValueError, match=words):
        render_criteria("customer", search_fields(kind), [criterion])


def test_a_field_is_asked_once() -> None:
    twice = [Criterion("email", "is", ("a",)), Criterion("email", "is", ("b",))]
    with pytest.raises(ValueError, match="'email' once"):
        render_criteria("customer", search_fields(RECORD_TYPES["customer"]), twice)


@pytest.mark.parametrize("size", [4, 1001])
def test_page_sizes_outside_the_documented_ones_are_refused(size: int) -> None:
    with pytest.raises(ValueError, match="5 to 1000"):
        SearchPreferences(size)


def test_lists_longer_than_documented_are_refused() -> None:
    refs = [Ref("1")] * 1001
    with pytest.raises(ValueError, match="1 to 1000"):
        get_list("customer", refs)
    with pytest.raises(ValueError, match="1 to 200"):
        delete_list("customer", refs[:201])
    with pytest.raises(ValueError, match="1 to 1000"):
        get_list("customer", [])
    with pytest.raises(ValueError, match="internal or external id"):
        get("customer", Ref(""))


@pytest.mark.parametrize("text", ["", "2025_3", "2016_2", "2026_1", "v2025_2", "2025"])
def test_versions_that_are_not_served_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="endpoint"):
        Version.parse(text)


UNKNOWN = """<record xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="tranSales:Opportunity"
 xmlns="urn:sales_2025_2.transactions.webservices.netsuite.com" xmlns:c="urn:core_2025_2.platform.webservices.netsuite.com"
 internalId="9"><tranId>true</tranId><isInactive>false</isInactive>
<lastModifiedDate>2026-03-29T01:30:00.000+01:00</lastModifiedDate><entity internalId="5"><c:name>Acme</c:name></entity>
<estimated><c:timeSpan>1.5</c:timeSpan><c:unit>hour</c:unit></estimated>
<itemList><item><line>1</line><customFieldList><c:customField xsi:type="c:LongCustomFieldRef" scriptId="custcol_n">
<c:value>3</c:value></c:customField></customFieldList></item><item><line>2</line></item></itemList></record>"""


def test_a_type_without_description_is_read_generically_and_nothing_is_guessed_by_looks() -> None:
    record = RecordDecoder(VERSION).decode(fromstring(UNKNOWN))
    assert (record.type, record.internal_id, record.external_id) == ("opportunity", "9", None)
    assert record.values == {
        "tranId": "true",
        "isInactive": False,
        "lastModifiedDate": datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
        "entity": Ref("5", "Acme"),
        "estimated": 1.5,
        "itemList": {"item": [{"line": "1", "customFieldList": {"custcol_n": 3}}, {"line": "2"}]},
    }


def test_sublists_and_complex_values_are_lists_and_dicts_by_kind() -> None:
    customer = """<record xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="listRel:Customer" internalId="9"
 xmlns="urn:relationships_2025_2.lists.webservices.netsuite.com" xmlns:m="urn:common_2025_2.platform.webservices.netsuite.com">
<addressbookList><addressbook><defaultBilling>true</defaultBilling><label>Home</label>
<addressbookAddress><m:country>_unitedStates</m:country><m:city>Reno</m:city></addressbookAddress></addressbook></addressbookList>
</record>"""
    record = RecordDecoder(VERSION).decode(fromstring(customer))
    address = {"country": "_unitedStates", "city": "Reno"}
    line = {"defaultBilling": True, "label": "Home", "addressbookAddress": address}
    assert record.values == {"addressbookList": [line]}


@pytest.mark.requirement("verb-05")
@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("subsidiary", {"mainAddress": "x"}, "subsidiary.mainAddress: needs a dict"),
        ("subsidiary", {"mainAddress": {"town": "x"}}, "mainAddress has no field 'town'"),
        ("salesOrder", {"itemList": None}, "an empty list clears a sublist"),
        ("salesOrder", {"itemList": {"line": 1}}, "itemList: needs a list of lines"),
        ("salesOrder", {"itemList": ["x"]}, r"itemList\[0\]: needs a dict"),
        ("salesOrder", {"itemList": [{}, {"quantity": "2"}]}, r"itemList\[1\].quantity: needs a number"),
        (
            "salesOrder",
            {"itemList": SublistLines([{"line": 1, "memo": None}], replace_all=False)},
            "cannot be cleared",
        ),
        ("accountingPeriod", {"custrecord_x": "x"}, "has no custom fields"),
    ],
)
def test_parts_that_do_not_fit_are_refused_with_their_place(
    name: str, values: Mapping[str, Writable], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        render_record(name, values, VERSION)


@pytest.mark.requirement("verb-05")
def test_lines_replace_all_or_are_merged_and_nulls_are_named() -> None:
    lines = [{"line": 1, "description": None, "quantity": 2.0}]
    whole = render_record("salesOrder", {"itemList": lines, "memo": None}, VERSION)
    assert '<tranSales:itemList replaceAll="true">' in whole
    assert "description" not in whole
    assert (
        "<platformCore:nullFieldList><platformCore:name>memo</platformCore:name></platformCore:nullFieldList>"
        in whole
    )
    merged = render_record("salesOrder", {"itemList": SublistLines(lines[:0], replace_all=False)}, VERSION)
    assert '<tranSales:itemList replaceAll="false"></tranSales:itemList>' in merged
    emptied = {"comments": "", "custentity_many": []}
    assert render_record("customer", emptied, VERSION) == render_record(
        "customer", dict.fromkeys(emptied), VERSION
    )
    address = {"addressbookList": [{"addressbookAddress": {"addr1": "1 Main St", "addr2": None}}]}
    nulled = "<platformCore:nullFieldList><platformCore:name>addr2</platformCore:name></platformCore:nullFieldList>"
    assert f"<listRel:addressbookAddress>{nulled}" in render_record("customer", address, VERSION)
