"""Rows and records of searches, and look-ups, as endpoints of any version answer them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.netsuite import Customization, DeletedRecord, Ref, SearchRow
from landbridge.netsuite.records import Value
from landbridge.netsuite.soap import scalars
from landbridge.netsuite.soap.joins import JOINS
from landbridge.netsuite.soap.records import RecordDecoder
from landbridge.netsuite.soap.replies import Reply, ReplyReader
from landbridge.netsuite.soap.rows import RowDecoder
from landbridge.netsuite.soap.searchclasses import SearchClass, search_class
from landbridge.netsuite.versions import Version
from landbridge.recordtypes import Kind

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
INSTANTS = st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(microsecond=0))
REFS = st.integers(1, 10**12).map(lambda id_: Ref(str(id_)))
BY_KIND: dict[Kind, tuple[st.SearchStrategy[Value], Callable[..., str]]] = {
    Kind.STRING: (TEXT, scalars.text),
    Kind.ENUM: (st.sampled_from(["_lead", "_customer"]), scalars.text),
    Kind.BOOLEAN: (st.booleans(), scalars.encode_boolean),
    Kind.INTEGER: (st.integers(-(2**63), 2**63 - 1), str),
    Kind.DOUBLE: (NUMBERS, scalars.encode_double),
    Kind.DURATION: (NUMBERS, scalars.encode_double),
    Kind.DATE: (st.dates(), scalars.encode_date),
    Kind.DATETIME: (INSTANTS, scalars.encode_datetime),
    Kind.REF: (REFS, str),
    Kind.OBJECT: (TEXT, scalars.text),
}
SEARCHED = ("customer", "transaction", "item", "job", "projectTask", "customrecord_site")
WRAPPED = (
    '<r xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:c="urn:core_2025_2.platform.webservices.netsuite.com"'
    ' xmlns:m="urn:common" xmlns:s="urn:searched">{}</r>'
)


def cell(name: str, kind: Kind, value: Value) -> str:
    """A column as NetSuite sends it, with a label."""
    label = "<c:customLabel>Label</c:customLabel>"
    if isinstance(value, Ref):
        return f'<m:{name}>{label}<c:searchValue internalId="{value.internal_id}"/></m:{name}>'
    return f"<m:{name}>{label}<c:searchValue>{BY_KIND[kind][1](value)}</c:searchValue></m:{name}>"


def some_columns(searched: SearchClass) -> st.SearchStrategy[dict[str, Value]]:
    known = {name: kind for name, kind in searched.columns.items() if kind in BY_KIND}
    names = st.lists(st.sampled_from(sorted(known)), unique=True, max_size=6)
    return names.flatmap(lambda some: st.fixed_dictionaries({name: BY_KIND[known[name]][0] for name in some}))


def row(content: str, soap_class: str) -> Element:
    return fromstring(WRAPPED.format(f'<c:searchRow xsi:type="s:{soap_class}">{content}</c:searchRow>'))[0]


@pytest.mark.requirement("verb-04")
@pytest.mark.requirement("bad-05")
@given(data=st.data(), name=st.sampled_from(SEARCHED))
def test_every_column_is_read_as_its_kind(data: st.DataObject, name: str) -> None:
    searched = search_class(name)
    joins = JOINS[searched.name]
    join = data.draw(st.sampled_from(sorted(joins)))
    content = ""
    expected: dict[str, Value] = {}
    for block, before, joined in (("basic", "", searched), (join, f"{join}.", search_class(joins[join]))):
        values = data.draw(some_columns(joined), label=block)
        cells = "".join(cell(column, joined.columns[column], value) for column, value in values.items())
        content += f"<s:{block}>{cells}</s:{block}>"
        expected |= {before + column: value for column, value in values.items()}
    found = RowDecoder().decode(row(content, f"{searched.joined}Row"))
    assert found == SearchRow(searched.name, expected)


CUSTOM = """<s:basic><m:internalId><c:searchValue internalId="7"/></m:internalId><m:email/>
<m:phone><c:searchValue>1</c:searchValue></m:phone><m:phone><c:searchValue>2</c:searchValue></m:phone>
<m:salesReadiness><c:searchValue>Hot</c:searchValue></m:salesReadiness><m:fxBalance><c:searchValue>1.5</c:searchValue></m:fxBalance>
<m:customFieldList><c:customField xsi:type="c:SearchColumnDateCustomField" scriptId="custentity_day">
<c:searchValue>2026-03-04T00:00:00.000-08:00</c:searchValue></c:customField>
<c:customField xsi:type="c:SearchColumnMultiSelectCustomField" scriptId="custentity_many"><c:searchValue internalId="1"/>
<c:searchValue internalId="2"><c:name>Two</c:name></c:searchValue></c:customField></m:customFieldList></s:basic>
<s:customSearchJoin><m:customizationRef scriptId="custentity_site"/><m:searchRowBasic xsi:type="m:CustomRecordSearchRowBasic">
<m:name><c:searchValue>Main</c:searchValue></m:name></m:searchRowBasic></s:customSearchJoin>"""


@pytest.mark.requirement("verb-04")
def test_repeated_custom_and_unlisted_columns_are_read() -> None:
    found = RowDecoder().decode(row(CUSTOM, "CustomerSearchRow"))
    assert found.internal_id == "7"
    assert found.values == {
        "internalId": Ref("7"),
        "phone": ["1", "2"],
        "salesReadiness": "Hot",
        "fxBalance": "1.5",
        "custentity_day": date(2026, 3, 4),
        "custentity_many": [Ref("1"), Ref("2", "Two")],
        "custentity_site.name": "Main",
    }


@pytest.mark.requirement("verb-06")
@pytest.mark.parametrize(
    ("content", "soap_class", "words"),
    [
        ("<s:basic/>", "Customer", "without xsi:type"),
        (
            "<s:basic><m:isInactive><c:searchValue>maybe</c:searchValue></m:isInactive></s:basic>",
            "CustomerSearchRow",
            "isInactive",
        ),
        (
            "<s:basic><m:email><c:searchValue><c:x/></c:searchValue></m:email></s:basic>",
            "CustomerSearchRow",
            "elements",
        ),
        (
            "<s:basic><m:customFieldList><c:customField/></m:customFieldList></s:basic>",
            "CustomerSearchRow",
            "scriptId",
        ),
    ],
)
def test_rows_of_the_wrong_shape_are_refused_in_words(content: str, soap_class: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        RowDecoder().decode(row(content, soap_class))


def answered(version: str, operation: str, result: str) -> Reply:
    """What an endpoint of ``version`` says."""
    text = (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xmlns="urn:messages_{version}.platform.webservices.netsuite.com" xmlns:c="urn:core_{version}.platform.webservices.netsuite.com"'
        f' xmlns:r="urn:relationships_{version}.lists.webservices.netsuite.com" xmlns:m="urn:common_{version}.platform.webservices.netsuite.com">'
        f"<e:Body><{operation}Response>{result}</{operation}Response></e:Body></e:Envelope>"
    )
    known = Version.parse(version)
    reader = ReplyReader(known, RecordDecoder(known))
    reader.feed(text.encode())
    return reader.close()


@pytest.mark.requirement("verb-04")
@pytest.mark.parametrize("version", ["2017_2", "2019_2", "2025_2"])
def test_every_version_s_answers_are_read(version: str) -> None:
    records = (
        '<c:searchResult><c:status isSuccess="true"/><c:totalRecords>1</c:totalRecords><c:pageSize>5</c:pageSize><c:recordList>'
        '<c:record internalId="5" xsi:type="r:Customer"><r:companyName>Acme</r:companyName><r:isInactive>false</r:isInactive></c:record>'
        "</c:recordList></c:searchResult>"
    )
    (record,) = answered(version, "search", records).records
    assert (record.type, record.values) == ("customer", {"companyName": "Acme", "isInactive": False})
    rows = (
        '<c:searchResult><c:status isSuccess="true"/><c:totalRecords>1</c:totalRecords><c:searchRowList>'
        '<c:searchRow xsi:type="r:CustomerSearchRow"><r:basic><m:isInactive><c:searchValue>true</c:searchValue></m:isInactive></r:basic>'
        "</c:searchRow></c:searchRowList></c:searchResult>"
    )
    assert answered(version, "search", rows).rows == [SearchRow("customer", {"isInactive": True})]
    listed = (
        '<c:getCustomizationIdResult><c:status isSuccess="true"/><c:totalRecords>1</c:totalRecords><c:customizationRefList>'
        '<c:customizationRef internalId="3" scriptId="custentity_x" type="entityCustomField"><c:name>X</c:name></c:customizationRef>'
        "</c:customizationRefList></c:getCustomizationIdResult>"
    )
    found = answered(version, "getCustomizationId", listed).listed
    assert found == [Customization("3", "custentity_x", "X", "entityCustomField")]


@pytest.mark.requirement("verb-03")
def test_deleted_records_say_their_type() -> None:
    result = (
        '<c:getDeletedResult><c:status isSuccess="true"/><c:deletedRecordList>'
        '<c:deletedRecord><c:deletedDate>2026-01-02T03:04:05.000Z</c:deletedDate><c:record xsi:type="c:RecordRef" internalId="5" type="customer"/>'
        '</c:deletedRecord><c:deletedRecord><c:deletedDate>2026-01-02T03:04:05.000Z</c:deletedDate><c:record xsi:type="c:CustomRecordRef"'
        ' internalId="6" scriptId="customrecord_x"/></c:deletedRecord></c:deletedRecordList></c:getDeletedResult>'
    )
    when = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert answered("2025_2", "getDeleted", result).listed == [
        DeletedRecord(when, Ref("5", type="customer")),
        DeletedRecord(when, Ref("6", type="customrecord_x")),
    ]
    with pytest.raises(ValueError, match="without deletedDate"):
        answered("2025_2", "getDeleted", result.replace("deletedDate", "day"))
