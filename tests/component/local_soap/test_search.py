"""Searching and paging."""

from __future__ import annotations

import pytest

from landbridge.local.account import Account
from landbridge.recordtypes import RECORD_TYPES
from tests.component.local_soap import schema
from tests.component.local_soap.test_records import CUSTOM
from tests.component.local_soap.wire import Wire, customer, employee, job


def more(wire: Wire, search_id: str, page: int) -> str:
    return f"<m:searchMoreWithId><m:searchId>{search_id}</m:searchId><m:pageIndex>{page}</m:pageIndex></m:searchMoreWithId>"


@pytest.fixture
def people(wire: Wire) -> dict[str, str]:
    """A lead, a prospect and a customer by company name, with values to search by."""
    return {
        "Alpha": wire.add(
            customer(
                "Alpha",
                '<rel:email>alpha@example.com</rel:email><rel:subsidiary internalId="2"/>'
                "<rel:creditLimit>100</rel:creditLimit>" + CUSTOM.format(p="rel"),
                'externalId="ext-alpha"',
                status="6",
            )
        ),
        "Beta": wire.add(customer("Beta", "<rel:creditLimit>50</rel:creditLimit>", status="10")),
        "Gamma": wire.add(customer("Gamma", "<rel:isInactive>true</rel:isInactive>")),
    }


def custom(xsi_type: str, script_id: str, content: str, operator: str = "") -> str:
    attribute = f'operator="{operator}"' if operator else ""
    return (
        f'<b:customFieldList><c:customField xsi:type="c:{xsi_type}" scriptId="{script_id}" {attribute}>'
        f"{content}</c:customField></b:customFieldList>"
    )


@pytest.mark.requirement("soap-03")
@pytest.mark.parametrize(
    ("criteria", "found"),
    [
        ("", "Alpha Beta Gamma"),
        ('<b:stage operator="anyOf"><c:searchValue>_lead</c:searchValue></b:stage>', "Alpha"),
        (
            '<b:stage operator="anyOf"><c:searchValue>_lead</c:searchValue><c:searchValue>_customer</c:searchValue></b:stage>',
            "Alpha Gamma",
        ),
        ('<b:stage operator="noneOf"><c:searchValue>_lead</c:searchValue></b:stage>', "Beta Gamma"),
        ("<b:isInactive><c:searchValue>false</c:searchValue></b:isInactive>", "Alpha Beta"),
        ('<b:companyName operator="is"><c:searchValue>beta</c:searchValue></b:companyName>', "Beta"),
        ('<b:companyName operator="startsWith"><c:searchValue>Ga</c:searchValue></b:companyName>', "Gamma"),
        ('<b:companyName operator="contains"><c:searchValue>ta</c:searchValue></b:companyName>', "Beta"),
        ('<b:email operator="empty"/>', "Beta Gamma"),
        ('<b:email operator="notEmpty"/>', "Alpha"),
        ('<b:creditLimit operator="greaterThan"><c:searchValue>50</c:searchValue></b:creditLimit>', "Alpha"),
        (
            '<b:creditLimit operator="between"><c:searchValue>40</c:searchValue><c:searchValue2>60</c:searchValue2></b:creditLimit>',
            "Beta",
        ),
        ('<b:subsidiary operator="anyOf"><c:searchValue internalId="2"/></b:subsidiary>', "Alpha"),
        ('<b:entityStatus operator="anyOf"><c:searchValue internalId="10"/></b:entityStatus>', "Beta"),
        ('<b:externalId operator="anyOf"><c:searchValue externalId="ext-alpha"/></b:externalId>', "Alpha"),
        (
            '<b:externalIdString operator="is"><c:searchValue>ext-alpha</c:searchValue></b:externalIdString>',
            "Alpha",
        ),
        ('<b:internalId operator="anyOf"><c:searchValue externalId="ext-alpha"/></b:internalId>', "Alpha"),
        (
            '<b:dateCreated operator="on"><c:predefinedSearchValue>today</c:predefinedSearchValue></b:dateCreated>',
            "Alpha Beta Gamma",
        ),
        (
            '<b:lastModifiedDate operator="onOrAfter"><c:searchValue>2026-03-01T12:00:00.250Z</c:searchValue></b:lastModifiedDate>',
            "Alpha Beta Gamma",
        ),
        (
            '<b:lastModifiedDate operator="after"><c:searchValue>2026-03-01T12:00:00.250Z</c:searchValue></b:lastModifiedDate>',
            "",
        ),
        (
            (
                '<b:lastModifiedDate operator="within"><c:searchValue>2026-03-01T04:00:00-08:00</c:searchValue>'
                "<c:searchValue2>2026-03-01T05:00:00-08:00</c:searchValue2></b:lastModifiedDate>"
            ),
            "Alpha Beta Gamma",
        ),
        (
            custom(
                "SearchStringCustomField", "custentity_text", "<c:searchValue>a &lt; b</c:searchValue>", "is"
            ),
            "Alpha",
        ),
        (
            custom("SearchBooleanCustomField", "custentity_flag", "<c:searchValue>true</c:searchValue>"),
            "Alpha",
        ),
        (
            custom(
                "SearchLongCustomField", "custentity_number", "<c:searchValue>0</c:searchValue>", "lessThan"
            ),
            "Alpha",
        ),
        (
            custom(
                "SearchDoubleCustomField",
                "custentity_amount",
                "<c:searchValue>1.5</c:searchValue>",
                "equalTo",
            ),
            "Alpha",
        ),
        (
            custom(
                "SearchDateCustomField",
                "custentity_day",
                "<c:searchValue>2026-07-01T00:00:00-07:00</c:searchValue>",
                "on",
            ),
            "Alpha",
        ),
        (
            custom(
                "SearchMultiSelectCustomField", "custentity_unit", '<c:searchValue internalId="7"/>', "anyOf"
            ),
            "Alpha",
        ),
    ],
)
def test_criteria_find(wire: Wire, people: dict[str, str], criteria: str, found: str) -> None:
    reply = wire.search("Customer", criteria)
    assert reply.successes == [True], reply.raw.decode()
    assert sorted(reply.texts("companyName")) == found.split()
    assert reply.text("totalRecords") == str(len(found.split()))


@pytest.mark.requirement("soap-03")
def test_internal_ids_are_searched_as_references_and_as_numbers(wire: Wire, people: dict[str, str]) -> None:
    wanted = people["Beta"]
    by_reference = wire.search(
        "Customer", f'<b:internalId operator="anyOf"><c:searchValue internalId="{wanted}"/></b:internalId>'
    )
    by_number = wire.search(
        "Customer",
        f'<b:internalIdNumber operator="between"><c:searchValue>{wanted}</c:searchValue>'
        f"<c:searchValue2>{wanted}</c:searchValue2></b:internalIdNumber>",
    )
    assert by_reference.ids == by_number.ids == [wanted]


SEARCHED = {
    kind.searched_as or kind.name: kind.search_basic for kind in RECORD_TYPES.values() if kind.search_basic
}


@pytest.mark.requirement("soap-03")
@pytest.mark.requirement("wire-04")
@pytest.mark.parametrize(("name", "basic"), SEARCHED.items(), ids=SEARCHED)
def test_every_criterion_is_one_of_the_schema(account: Account, name: str, basic: str) -> None:
    if not schema.at_hand():
        pytest.skip(schema.MISSING)
    definition = account.records.types.family(name)
    custom = {
        field.script_id
        for member in account.records.types.members(name)
        for field in account.records.custom_fields(member)
    }
    names = {field.search_name or field.name for field in definition.fields.values() if field.search}
    names |= {only.name for only in definition.search_only}
    offered = schema.search_fields(basic)
    ours = {one: account.records.searched(name, one).search.value for one in names - custom}
    assert {one: offered.get(one) for one in ours} == ours


@pytest.mark.requirement("soap-03")
def test_names_that_two_fields_share_mean_the_renamed_one(wire: Wire) -> None:
    rep = wire.add(employee("Ann", "Lee", "<emp:isSalesRep>true</emp:isSalesRep>"))
    found = wire.search("Employee", "<b:salesRep><c:searchValue>true</c:searchValue></b:salesRep>")
    assert found.ids == [rep]


@pytest.mark.requirement("soap-03")
def test_a_projects_customer_and_status(wire: Wire, people: dict[str, str]) -> None:
    alpha = people["Alpha"]
    project = wire.add(job("Bridge", f'<rel:entityStatus internalId="2"/><rel:parent internalId="{alpha}"/>'))
    wire.add(job("Tunnel"))
    by_customer = wire.search(
        "Job", f'<b:customer operator="anyOf"><c:searchValue internalId="{alpha}"/></b:customer>'
    )
    by_status = wire.search("Job", '<b:status operator="anyOf"><c:searchValue internalId="2"/></b:status>')
    assert by_customer.ids == by_status.ids == [project]


@pytest.mark.requirement("soap-03")
def test_the_search_of_the_record_type_takes_its_basic_part(wire: Wire, people: dict[str, str]) -> None:
    reply = wire.call(
        '<m:search><m:searchRecord xsi:type="rel:CustomerSearch"><rel:basic>'
        "<b:isInactive><c:searchValue>true</c:searchValue></b:isInactive></rel:basic></m:searchRecord></m:search>"
    )
    assert reply.ids == [people["Gamma"]]


@pytest.mark.requirement("soap-03", "soap-07")
@pytest.mark.parametrize(
    ("search", "code"),
    [
        (
            '<m:searchRecord xsi:type="rel:CustomerSearch"><rel:fileJoin/></m:searchRecord>',
            "FEATURE_UNAVAILABLE",
        ),
        ('<m:searchRecord xsi:type="rel:CustomerSearchAdvanced" savedSearchId="1"/>', "INVALID_SAVED_SRCH"),
        ('<m:searchRecord xsi:type="b:PartnerSearchBasic"/>', "FEATURE_UNAVAILABLE"),
        (
            '<m:searchRecord xsi:type="b:CustomerSearchBasic"><b:webLead><c:searchValue>true</c:searchValue></b:webLead></m:searchRecord>',
            "INVALID_SEARCH_FIELD_NAME",
        ),
        (
            '<m:searchRecord xsi:type="b:CustomerSearchBasic"><b:email operator="sounds"><c:searchValue>x</c:searchValue></b:email></m:searchRecord>',
            "INVALID_SEARCH_OPERATOR",
        ),
        (
            '<m:searchRecord xsi:type="b:CustomerSearchBasic"><b:email operator="is"/></m:searchRecord>',
            "INVALID_SEARCH_VALUE",
        ),
        (
            '<m:searchRecord xsi:type="b:CustomerSearchBasic"><b:stage operator="anyOf"><c:searchValue>_boss</c:searchValue></b:stage></m:searchRecord>',
            "INVALID_SEARCH_VALUE",
        ),
    ],
)
def test_searches_that_fail_say_why(wire: Wire, search: str, code: str) -> None:
    reply = wire.call(f"<m:search>{search}</m:search>")
    assert (reply.status, reply.successes, reply.texts("code")) == (200, [False], [code])


def test_custom_criteria_that_do_not_fit(wire: Wire) -> None:
    unknown = custom("SearchStringCustomField", "custentity_nope", "<c:searchValue>x</c:searchValue>", "is")
    wrong = custom("SearchStringCustomField", "custentity_flag", "<c:searchValue>x</c:searchValue>", "is")
    assert wire.search("Customer", unknown).texts("code") == ["INVALID_SRCH_CSTM_FLD"]
    assert wire.search("Customer", wrong).texts("code") == ["INVALID_SEARCH_VALUE"]


@pytest.fixture
def thirty(wire: Wire, account: Account) -> list[str]:
    """The ids of thirty customers."""
    session = account.access.system_session()
    values = {"isPerson": False, "entityStatus": "13"}
    return [
        account.records.save(session, "customer", values | {"companyName": f"C{n}"}).record.id
        for n in range(30)
    ]


@pytest.mark.requirement("soap-04", "account-05")
def test_pages_hold_every_record_once_in_an_order_that_is_not_by_id(wire: Wire, thirty: list[str]) -> None:
    first = wire.search("Customer", "", page_size=12)
    assert [first.text(name) for name in ("totalRecords", "pageSize", "totalPages", "pageIndex")] == [
        "30",
        "12",
        "3",
        "1",
    ]
    search_id = first.text("searchId")
    second, third = (wire.call(more(wire, search_id, page)) for page in (2, 3))
    assert (second.text("pageIndex"), len(second.ids), len(third.ids)) == ("2", 12, 6)
    ids = first.ids + second.ids + third.ids
    assert sorted(ids, key=int) == thirty
    assert ids != thirty


@pytest.mark.requirement("soap-04", "account-05")
def test_a_page_is_searched_again_so_saves_in_between_move_rows(
    wire: Wire, account: Account, thirty: list[str]
) -> None:
    reply = wire.search(
        "Customer", "<b:isInactive><c:searchValue>false</c:searchValue></b:isInactive>", page_size=10
    )
    for internal_id in reply.ids:
        account.records.save(
            account.access.system_session(), "customer", {"isInactive": True}, id=internal_id
        )
    again = wire.call(more(wire, reply.text("searchId"), 1))
    assert (again.text("totalRecords"), again.text("totalPages")) == ("20", "2")
    assert not set(again.ids) & set(reply.ids)
    for internal_id in thirty:
        account.records.save(
            account.access.system_session(), "customer", {"isInactive": False}, id=internal_id
        )
    assert wire.call(more(wire, reply.text("searchId"), 1)).ids != reply.ids


@pytest.mark.requirement("soap-04", "wire-05")
def test_a_search_id_lapses_after_fifteen_minutes_unused(
    wire: Wire, account: Account, thirty: list[str]
) -> None:
    search_id = wire.search("Customer", "", page_size=10).text("searchId")
    for _ in range(3):
        account.clock.advance(14 * 60)
        assert wire.call(more(wire, search_id, 2)).successes == [True]
    account.clock.advance(15 * 60 + 1)
    lapsed = wire.call(more(wire, search_id, 2))
    assert (lapsed.status, lapsed.successes, lapsed.texts("code")) == (200, [False], ["INVALID_JOB_ID"])


@pytest.mark.requirement("soap-04")
def test_unknown_ids_and_pages_beyond_the_last(wire: Wire, thirty: list[str]) -> None:
    assert wire.call(more(wire, "WEBSERVICES_x", 1)).texts("code") == ["INVALID_JOB_ID"]
    search_id = wire.search("Customer", "", page_size=10).text("searchId")
    for page in (0, 4):
        assert wire.call(more(wire, search_id, page)).texts("code") == ["INVALID_PAGE_INDEX"]


@pytest.mark.requirement("soap-04")
@pytest.mark.parametrize(("size", "fits"), [(4, False), (5, True), (1000, True), (1001, False), (-1, False)])
def test_page_sizes(wire: Wire, size: int, *, fits: bool) -> None:
    reply = wire.search("Customer", "", page_size=size)
    assert reply.successes == [fits]
    assert reply.texts("code") == ([] if fits else ["INVALID_SEARCH_PAGE_SIZE"])


def test_a_search_that_finds_nothing(wire: Wire) -> None:
    reply = wire.search("Job", "")
    assert [reply.text(name) for name in ("totalRecords", "totalPages", "pageIndex")] == ["0", "0", "1"]
    assert reply.ids == []
