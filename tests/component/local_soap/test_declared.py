"""A message that is not of the schema is refused whole; what is of the schema and makes no sense is a failed status."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from landbridge.local.account import Account
from tests.component.local_soap.demo import demo_account, full_client
from tests.component.local_soap.wire import Wire, customer, ref


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    with demo_account() as account:
        yield account


@pytest.fixture(scope="module")
def soap(account: Account) -> Wire:
    return full_client(account)


GET = '<m:baseRef xsi:type="c:RecordRef" type="customer" internalId="1"/>'
EVERYONE = '<m:searchRecord xsi:type="b:CustomerSearchBasic"/>'
CURRENCIES = '<m:record recordType="currency"/>'
DELETED = (
    "<m:getDeleted><m:getDeletedFilter>{}</m:getDeletedFilter><m:pageIndex>1</m:pageIndex></m:getDeleted>"
)
SELECT = (
    "<m:getSelectValue><m:fieldDescription><c:recordType>customer</c:recordType><c:field>subsidiary</c:field>{}"
    "</m:fieldDescription><m:pageIndex>1</m:pageIndex></m:getSelectValue>"
)
CUSTOMIZATIONS = (
    '<m:getCustomizationId><m:customizationType getCustomizationType="customList"/>'
    "<m:includeInactives>{}</m:includeInactives></m:getCustomizationId>"
)
JOINED = '<m:search><m:searchRecord xsi:type="rel:CustomerSearch">{}</m:searchRecord></m:search>'
ADVANCED = '<m:search><m:searchRecord xsi:type="rel:CustomerSearchAdvanced">{}</m:searchRecord></m:search>'


@pytest.mark.requirement("soap-07", "wire-10")
@pytest.mark.parametrize(
    "body",
    [
        f"<m:get>{GET}{GET}</m:get>",
        f"<m:get>{GET}<m:foo/></m:get>",
        f"<m:search>{EVERYONE}{EVERYONE}</m:search>",
        f"<m:search>{EVERYONE}<m:foo/></m:search>",
        "<m:getServerTime><m:foo/></m:getServerTime>",
        "<m:getDataCenterUrls><m:account>1</m:account><m:account>2</m:account></m:getDataCenterUrls>",
        f"<m:getAll>{CURRENCIES}{CURRENCIES}</m:getAll>",
        '<m:getAll><m:record xsi:type="c:RecordRef" recordType="currency"/></m:getAll>',
        DELETED.format("<c:foo/>"),
        DELETED.format('<c:deletedDate operator="on"><c:foo>2026-01-01T00:00:00Z</c:foo></c:deletedDate>'),
        SELECT.format("<c:foo/>"),
        SELECT.format("<c:field>parent</c:field>"),
        CUSTOMIZATIONS.format("perhaps"),
        "<m:getCurrencyRate><m:currencyRateFilter><c:foo/></m:currencyRateFilter></m:getCurrencyRate>",
        JOINED.format("<rel:basic/><rel:basic/>"),
        JOINED.format('<rel:basic xsi:type="b:JobSearchBasic"/>'),
        JOINED.format('<rel:salesRepJoin xsi:type="b:JobSearchBasic"/>'),
        ADVANCED.format("<rel:foo/>"),
        ADVANCED.format("<rel:criteria/><rel:criteria/>"),
        ADVANCED.format('<rel:criteria xsi:type="rel:JobSearch"/>'),
        ADVANCED.format("<rel:columns><rel:basic/><rel:basic/></rel:columns>"),
    ],
)
def test_a_request_of_other_elements_is_refused(soap: Wire, body: str) -> None:
    reply = soap.call(body)
    assert (reply.status, reply.texts("code")) == (500, ["USER_ERROR"]), reply.raw.decode()


def address(inner: str) -> str:
    return f"<rel:addressbookList><rel:addressbook>{inner}</rel:addressbook></rel:addressbookList>"


@pytest.mark.requirement("soap-07", "wire-10")
@pytest.mark.parametrize(
    "extra",
    [
        "<rel:companyName>Twice</rel:companyName>",
        '<rel:email xsi:type="c:RecordRef">a@example.com</rel:email>',
        "<rel:email><c:value>a@example.com</c:value></rel:email>",
        '<rel:creditLimit xsi:type="xsd:string" xmlns:xsd="http://www.w3.org/2001/XMLSchema">1</rel:creditLimit>',
        '<rel:subsidiary xsi:type="c:CustomFieldRef" internalId="1"/>',
        '<rel:subsidiary xsi:type="rel:RecordRef" internalId="1"/>',
        '<rel:subsidiary internalId="1"><c:foo/></rel:subsidiary>',
        '<rel:globalSubscriptionStatus xsi:type="rel:CustomerStage">_confirmedOptIn</rel:globalSubscriptionStatus>',
        '<rel:addressbookList xsi:type="rel:CustomerCurrencyList"><rel:addressbook/></rel:addressbookList>',
        '<rel:addressbookList><rel:addressbook xsi:type="rel:CustomerCurrency"/></rel:addressbookList>',
        address("<rel:label>A</rel:label><rel:label>B</rel:label>"),
        "<rel:customFieldList><c:foo/></rel:customFieldList>",
        "<c:nullFieldList><c:foo>email</c:foo></c:nullFieldList>",
        "<c:nullFieldList/><c:nullFieldList/>",
    ],
)
def test_a_record_of_other_elements_or_types_is_refused(soap: Wire, extra: str) -> None:
    reply = soap.call(f"<m:add>{customer('Never', extra)}</m:add>")
    assert (reply.status, reply.texts("code")) == (500, ["USER_ERROR"]), reply.raw.decode()


@pytest.mark.requirement("soap-07", "wire-10")
def test_types_that_are_the_schemas_are_read(soap: Wire) -> None:
    simple = 'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xsi:type="xsd:{}"'
    made = soap.add(
        customer(
            "Typed",
            f"<rel:email {simple.format('string')}>a@example.com</rel:email>"
            f"<rel:creditLimit {simple.format('double')}>5</rel:creditLimit>"
            '<rel:subsidiary xsi:type="c:RecordRef" type="subsidiary" internalId="1"><c:name>Any</c:name></rel:subsidiary>'
            '<rel:addressbookList xsi:type="rel:CustomerAddressbookList">'
            '<rel:addressbook xsi:type="rel:CustomerAddressbook"><rel:label>A</rel:label></rel:addressbook>'
            "</rel:addressbookList>",
        )
    )
    # The record's own type may stand on its references (section_N3449174, the organizer of a sample).
    own = customer("Typed", '<rel:subsidiary type="customer" internalId="1"/>', f'internalId="{made}"')
    assert soap.call(f"<m:update>{own}</m:update>").successes == [True]
    found = soap.search(
        "Customer",
        '<b:email xsi:type="c:SearchStringField" operator="is"><c:searchValue>a@example.com</c:searchValue></b:email>'
        '<b:internalId operator="anyOf"><c:searchValue xsi:type="c:RecordRef" type="customer" '
        f'internalId="{made}"/></b:internalId>',
    )
    assert found.ids == [made]


@pytest.mark.requirement("soap-07")
def test_a_reference_to_another_type_than_the_fields_is_refused(soap: Wire) -> None:
    other = customer("Never", '<rel:parent type="employee" internalId="1"/>')
    assert soap.call(f"<m:add>{other}</m:add>").texts("code") == ["INVALID_KEY_OR_REF"]
    found = soap.search(
        "Customer", '<b:parent operator="anyOf"><c:searchValue type="employee" internalId="1"/></b:parent>'
    )
    assert found.texts("code") == ["INVALID_SEARCH_VALUE"]


ONE, TWO = "<c:searchValue>{}</c:searchValue>", "<c:searchValue2>{}</c:searchValue2>"
TODAY = "<c:predefinedSearchValue>today</c:predefinedSearchValue>"
DAY = "2026-01-01T00:00:00Z"


@pytest.mark.requirement("soap-03", "soap-07")
@pytest.mark.parametrize(
    ("criteria", "code"),
    [
        ('<b:entityId xsi:type="c:SearchDateField" operator="is"/>', "USER_ERROR"),
        (f'<b:email operator="is">{ONE}</b:email><b:email operator="is">{ONE}</b:email>', "USER_ERROR"),
        (f'<b:email operator="is">{TWO}</b:email>', "USER_ERROR"),
        ('<b:email operator="is"><c:predefinedSearchValue/></b:email>', "USER_ERROR"),
        (f'<b:email operator="is">{ONE}{ONE}</b:email>', "USER_ERROR"),
        ("<b:customFieldList><c:foo/></b:customFieldList>", "USER_ERROR"),
        (
            '<b:isInactive operator="isNot"><c:searchValue>true</c:searchValue></b:isInactive>',
            "INVALID_SEARCH_OPERATOR",
        ),
        ('<b:externalId operator="anyOf"><c:searchValue/></b:externalId>', "INVALID_SEARCH_VALUE"),
        (
            f'<b:lastModifiedDate operator="within">{ONE.format(DAY)}</b:lastModifiedDate>',
            "INVALID_SEARCH_VALUE",
        ),
        (
            f'<b:lastModifiedDate operator="notWithin">{ONE.format(DAY)}</b:lastModifiedDate>',
            "INVALID_SEARCH_VALUE",
        ),
        (f'<b:lastModifiedDate operator="on">{TWO.format(DAY)}</b:lastModifiedDate>', "INVALID_SEARCH_VALUE"),
        (
            f'<b:lastModifiedDate operator="within">{TODAY}{ONE.format(DAY)}</b:lastModifiedDate>',
            "INVALID_SEARCH_VALUE",
        ),
    ],
)
def test_criteria_of_other_types_or_values_are_refused(soap: Wire, criteria: str, code: str) -> None:
    assert soap.search("Customer", criteria).texts("code") == [code]


@pytest.mark.requirement("wire-02")
@pytest.mark.parametrize(
    ("criteria", "code"),
    [
        (
            '<c:type operator="is"><c:searchValue>_customer</c:searchValue></c:type>',
            "INVALID_SEARCH_OPERATOR",
        ),
        ("<c:type><c:searchValue>_customer</c:searchValue></c:type>", "INVALID_SEARCH_OPERATOR"),
        ('<c:type operator="noneOf"/>', "INVALID_SEARCH_VALUE"),
        (f'<c:deletedDate operator="within">{ONE.format(DAY)}</c:deletedDate>', "INVALID_SEARCH_VALUE"),
    ],
)
def test_deletions_are_asked_for_by_what_the_schema_has(soap: Wire, criteria: str, code: str) -> None:
    reply = soap.call(DELETED.format(criteria))
    assert (reply.successes, reply.texts("code")) == ([False], [code])


@pytest.mark.requirement("soap-07")
@pytest.mark.parametrize(
    "headers",
    [
        "<m:searchPreferences/><m:searchPreferences/>",
        "<m:preferences><m:warningAsError>yes</m:warningAsError></m:preferences>",
    ],
)
def test_preferences_that_say_nothing_clear_are_refused(soap: Wire, headers: str) -> None:
    assert soap.call("<m:getServerTime/>", headers).texts("code") == ["USER_ERROR"]


@pytest.mark.requirement("soap-07")
def test_a_deletion_answers_no_external_id_that_may_be_anothers(soap: Wire) -> None:
    kept, gone = (soap.add(customer(name, attributes=f'externalId="{name}"')) for name in ("Kept", "Gone"))
    reply = soap.call(f"<m:delete>{ref('customer', gone, 'Kept')}</m:delete>")
    assert (reply.ids, reply.one("baseRef").get("externalId")) == ([gone], None)
    assert soap.call(f"<m:get>{ref('customer', kept)}</m:get>").successes == [True]
