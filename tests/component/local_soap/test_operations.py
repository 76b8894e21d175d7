"""Look-ups, proposals and attachments: what each operation answers, and to whom."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from landbridge.local.access.model import Level
from landbridge.local.account import Account
from landbridge.local.records.model import Criterion, CustomField, CustomRecordType
from landbridge.local.records.savedsearches import SavedSearch
from landbridge.recordtypes import Kind
from tests.component.local_soap.conftest import client
from tests.component.local_soap.demo import demo_account, full_client
from tests.component.local_soap.wire import Wire, customer, ref

FIELDS = (
    CustomField("custentity_demo", Kind.REF, "Of an entity", frozenset({"customer"}), "department"),
    CustomField("custbody_demo", Kind.STRING, "Of a document", frozenset({"invoice", "salesOrder"})),
    CustomField("custcol_demo", Kind.STRING, "Of a line", frozenset({"invoice.itemList"})),
    CustomField("custitem_demo", Kind.STRING, "Of an item", frozenset({"serviceSaleItem"})),
    CustomField("custevent_demo", Kind.STRING, "Of a case", frozenset({"supportCase"})),
)


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    with demo_account() as account:
        account.records.fields.define(*FIELDS)
        account.records.define_type(CustomRecordType("customrecord_rate", "Rate Card"))
        account.records.fields.define(
            CustomField("custrecord_rate_n", Kind.DOUBLE, "Rate", frozenset({"customrecord_rate"}))
        )
        account.records.saved_searches.define(
            SavedSearch(
                "7",
                "customsearch_leads",
                "Our leads",
                "customer",
                "customer",
                (Criterion("stage", "anyOf", ("_lead",)),),
                ("entityId", "email"),
            )
        )
        yield account


@pytest.fixture(scope="module")
def soap(account: Account) -> Wire:
    return full_client(account)


@pytest.mark.requirement("wire-02")
def test_get_all_answers_every_entry_and_refuses_what_is_not_kept(soap: Wire) -> None:
    found = soap.call('<m:getAll><m:record recordType="currency"/></m:getAll>')
    assert found.text("totalRecords") == str(len(found.all("record")))
    assert "USD" in found.texts("symbol")
    for name, code in (("state", "INVALID_UNSUPRTD_RCRD_TYP"), ("customer", "INVALID_RCRD_TYPE")):
        assert soap.call(f'<m:getAll><m:record recordType="{name}"/></m:getAll>').texts("code") == [code]


def select(field: str, more: str = "", where: str = "<c:recordType>customer</c:recordType>") -> str:
    described = f"{where}{more}<c:field>{field}</c:field>"
    return (
        f"<m:getSelectValue><m:fieldDescription>{described}</m:fieldDescription><m:pageIndex>1</m:pageIndex>"
        "</m:getSelectValue>"
    )


@pytest.mark.requirement("wire-02")
def test_select_values_of_body_sublist_custom_field_and_custom_record(soap: Wire, account: Account) -> None:
    terms = soap.call(select("terms"))
    assert terms.texts("name") == sorted(terms.texts("name"), key=str.casefold)
    items = soap.call(
        select("item", "<c:sublist>itemList</c:sublist>", "<c:recordType>invoice</c:recordType>")
    )
    assert int(items.text("totalRecords")) == 9
    assert "Services" in soap.call(select("custentity_demo")).texts("name")
    number = account.records.types.custom_types()[-1].number
    kind = f'<c:customRecordType internalId="{number}"/>'
    assert soap.call(select("owner", where=kind)).successes == [True]


@pytest.mark.requirement("wire-02")
def test_select_values_are_filtered_and_paged(soap: Wire) -> None:
    where = "<c:recordType>customer</c:recordType><c:field>subsidiary</c:field>"
    for operator, wanted in (
        ("contains", "ROPE"),
        ("startsWith", "parent company :"),
        ("is", "parent company"),
    ):
        reply = soap.call(
            f"<m:getSelectValue><m:fieldDescription>{where}"
            f'<c:filter operator="{operator}"><c:filterValue>{wanted}</c:filterValue></c:filter>'
            "</m:fieldDescription><m:pageIndex>1</m:pageIndex></m:getSelectValue>"
        )
        assert len(reply.all("baseRef")) == 1, operator
    beyond = select("terms").replace("<m:pageIndex>1", "<m:pageIndex>2")
    assert soap.call(beyond).texts("code") == ["INVALID_PAGE_INDEX"]
    small = "<m:searchPreferences><m:pageSize>10</m:pageSize></m:searchPreferences>"
    assert soap.call(select("terms"), small).texts("code") == ["INVALID_SEARCH_PAGE_SIZE"]


@pytest.mark.requirement("wire-02")
@pytest.mark.parametrize(
    ("body", "code"),
    [
        (select("companyName"), "INVALID_FIELD_ID"),
        (select("item", "<c:sublist>itemList</c:sublist>"), "INVALID_FIELD_ID"),
        (select("terms", where=""), "RCRD_TYPE_REQD"),
        (select("terms", where="<c:recordType>estimate</c:recordType>"), "INVALID_UNSUPRTD_RCRD_TYP"),
        (select("terms", where='<c:customRecordType internalId="999"/>'), "INVALID_CSTM_RCRD_TYPE_KEY"),
    ],
)
def test_what_selects_nothing_is_refused(soap: Wire, body: str, code: str) -> None:
    assert soap.call(body).texts("code") == [code]


@pytest.mark.requirement("wire-02")
@pytest.mark.parametrize(
    ("kind", "script_ids"),
    [
        ("entityCustomField", {"custentity_demo"}),
        ("transactionBodyCustomField", {"custbody_demo"}),
        ("transactionColumnCustomField", {"custcol_demo"}),
        ("itemCustomField", {"custitem_demo"}),
        ("crmCustomField", {"custevent_demo"}),
        ("customRecordCustomField", {"custrecord_rate_n"}),
        ("customRecordType", {"customrecord_rate"}),
        ("customSegment", set()),
    ],
)
def test_customizations_are_told_by_kind(soap: Wire, kind: str, script_ids: set[str]) -> None:
    reply = soap.call(
        f'<m:getCustomizationId><m:customizationType getCustomizationType="{kind}"/>'
        "<m:includeInactives>true</m:includeInactives></m:getCustomizationId>"
    )
    told = {one.get("scriptId"): one.get("internalId") for one in reply.all("customizationRef")}
    assert told.keys() >= script_ids
    assert all((number or "").isdigit() for number in told.values())
    assert reply.text("totalRecords") == str(len(told))


@pytest.mark.requirement("wire-02")
def test_a_custom_field_and_a_custom_type_answer_to_their_numbers(soap: Wire, account: Account) -> None:
    number = next(
        one.number for one in account.records.custom_fields("customer") if one.script_id == "custentity_demo"
    )
    kind = account.records.types.custom_types()[-1]
    made = soap.add(
        customer(
            "Numbered",
            f'<rel:customFieldList><c:customField internalId="{number}" xsi:type="c:SelectCustomFieldRef">'
            '<c:value internalId="2"/></c:customField></rel:customFieldList>',
        )
    )
    record = account.records.get("customer", made)
    assert record is not None
    assert record.values["custentity_demo"] == "2"
    card = soap.add(
        f'<m:record xsi:type="cust:CustomRecord"><cust:name>Card</cust:name><cust:recType internalId="{kind.number}"/></m:record>'
    )
    got = soap.call(
        f'<m:get><m:baseRef xsi:type="c:CustomRecordRef" typeId="{kind.number}" internalId="{card}"/></m:get>'
    )
    assert got.successes == [True]
    assert got.one("recType").get("scriptId") == kind.script_id


@pytest.mark.requirement("wire-02")
def test_saved_searches_are_listed_by_what_they_search(soap: Wire) -> None:
    found = soap.call('<m:getSavedSearch><m:record searchType="customer"/></m:getSavedSearch>')
    assert [one.get("scriptId") for one in found.all("recordRef")] == ["customsearch_leads"]
    none = soap.call('<m:getSavedSearch><m:record searchType="job"/></m:getSavedSearch>')
    assert none.text("totalRecords") == "0"
    other = soap.call('<m:getSavedSearch><m:record searchType="partner"/></m:getSavedSearch>')
    assert other.texts("code") == ["INVALID_SEARCH_TYPE"]


@pytest.mark.requirement("wire-02", "limit-02")
def test_limits_are_told(soap: Wire, account: Account) -> None:
    told = soap.call("<m:getAccountGovernanceInfo/>")
    assert told.text("accountConcurrencyLimit") == str(account.governance.limit)
    integration = account.access.applications.integrations()[-1]
    assert soap.call("<m:getIntegrationGovernanceInfo/>").text("limitType") == "_account"
    account.governance.set_integration_limit(integration.id, 2)
    own = soap.call("<m:getIntegrationGovernanceInfo/>")
    account.governance.set_integration_limit(integration.id, None)
    assert (own.text("limitType"), own.text("integrationConcurrencyLimit")) == ("_integrationSpecific", "2")


@pytest.mark.requirement("wire-02")
def test_rates_between_currencies(soap: Wire) -> None:
    pair = soap.call(
        '<m:getCurrencyRate><m:currencyRateFilter><c:baseCurrency internalId="1"/><c:fromCurrency internalId="4"/>'
        "</m:currencyRateFilter></m:getCurrencyRate>"
    )
    assert pair.texts("exchangeRate") == ["1.1"]
    every = soap.call("<m:getCurrencyRate><m:currencyRateFilter/></m:getCurrencyRate>")
    assert len(every.all("currencyRate")) == 12
    nothing = soap.call(
        '<m:getCurrencyRate><m:currencyRateFilter><c:baseCurrency internalId="99"/></m:currencyRateFilter></m:getCurrencyRate>'
    )
    assert nothing.texts("code") == ["INVALID_KEY_OR_REF"]


@pytest.mark.requirement("wire-02")
def test_deletions_are_told_by_date_and_type_with_their_reason(soap: Wire, account: Account) -> None:
    made = soap.add(customer("Gone", attributes='externalId="gone"'))
    reason = (
        '<m:deletionReason><c:deletionReasonCode internalId="3"/><c:deletionReasonMemo>Twice</c:deletionReasonMemo>'
        "</m:deletionReason>"
    )
    assert soap.call(f"<m:delete>{ref('customer', made)}{reason}</m:delete>").successes == [True]
    kept = account.records.deletions.among(
        ["customer"], None, zone=account.settings.zone, now=account.clock.now()
    )
    assert [(one.name, one.reason.code, one.reason.memo) for one in kept if one.id == made] == [
        (kept[-1].name, "3", "Twice")
    ]

    def deleted(criteria: str) -> list[str | None]:
        reply = soap.call(
            f"<m:getDeleted><m:getDeletedFilter>{criteria}</m:getDeletedFilter><m:pageIndex>1</m:pageIndex></m:getDeleted>"
        )
        assert reply.successes == [True]
        return [one.get("externalId") for one in reply.all("record")]

    today = '<c:deletedDate operator="on"><c:predefinedSearchValue>today</c:predefinedSearchValue></c:deletedDate>'
    kinds = '<c:type operator="{}"><c:searchValue>_customer</c:searchValue></c:type>'
    assert deleted(today + kinds.format("anyOf")) == ["gone"]
    assert "gone" not in deleted(kinds.format("noneOf"))
    before = (
        '<c:deletedDate operator="before"><c:searchValue>2020-01-01T00:00:00Z</c:searchValue></c:deletedDate>'
    )
    assert deleted(before) == []


@pytest.mark.requirement("wire-02")
def test_deletions_of_custom_records_name_their_type(soap: Wire, account: Account) -> None:
    kind = account.records.types.custom_types()[-1]
    made = soap.add(
        f'<m:record xsi:type="cust:CustomRecord"><cust:name>Old card</cust:name><cust:recType scriptId="{kind.script_id}" '
        'xsi:type="c:CustomizationRef"/></m:record>'
    )
    named = f'<m:baseRef xsi:type="c:CustomRecordRef" scriptId="{kind.script_id}" internalId="{made}"/>'
    assert soap.call(f"<m:delete>{named}</m:delete>").successes == [True]
    only = '<c:scriptId operator="is"><c:searchValue>{}</c:searchValue></c:scriptId>'
    for script_id, ids in ((kind.script_id, [made]), ("customrecord_other", [])):
        told = soap.call(
            f"<m:getDeleted><m:getDeletedFilter>{only.format(script_id)}</m:getDeletedFilter><m:pageIndex>1</m:pageIndex>"
            "</m:getDeleted>"
        )
        assert [one.get("internalId") for one in told.all("record")] == ids
        assert {one.get("typeId") for one in told.all("record")} <= {str(kind.number)}


@pytest.mark.requirement("wire-03")
def test_an_order_becomes_an_invoice_and_nothing_is_saved(soap: Wire, account: Account) -> None:
    before = len(account.records.search("invoice", ()))
    proposal = soap.call(
        "<m:initialize><m:initializeRecord><c:type>invoice</c:type>"
        '<c:reference type="salesOrder" internalId="1"/></m:initializeRecord></m:initialize>'
    )
    assert proposal.successes == [True], proposal.raw.decode()
    record = proposal.one("record")
    assert record.get("internalId") is None
    assert proposal.one("createdFrom").get("internalId") == "1"
    assert len(account.records.search("invoice", ())) == before
    both = soap.call(
        "<m:initializeList><m:initializeRecord><c:type>vendorBill</c:type>"
        '<c:reference type="vendor" internalId="1"/></m:initializeRecord>'
        "<m:initializeRecord><c:type>invoice</c:type>"
        '<c:reference type="vendor" internalId="1"/></m:initializeRecord></m:initializeList>'
    )
    assert both.successes == [True, True, False]
    assert both.texts("code") == ["INVALID_RCRD_INITIALIZE"]


def attaching(operation: str, target: str, contact: str, role: str = "") -> str:
    given = f'<c:contactRole internalId="{role}"/>' if role else ""
    to = f'<c:{operation}{"To" if operation == "attach" else "From"} xsi:type="c:RecordRef" type="{target}" internalId="1"/>'
    if operation == "attach":
        return (
            f'<m:attach><m:attachReference xsi:type="c:AttachContactReference">{to}<c:contact internalId="{contact}"/>'
            f"{given}</m:attachReference></m:attach>"
        )
    return (
        f'<m:detach><m:detachReference xsi:type="c:DetachBasicReference">{to}'
        f'<c:detachedRecord xsi:type="c:RecordRef" type="contact" internalId="{contact}"/></m:detachReference></m:detach>'
    )


@pytest.mark.requirement("wire-03")
def test_contacts_are_attached_and_detached(soap: Wire, account: Account) -> None:
    contact = soap.add(
        '<m:record xsi:type="rel:Contact"><rel:firstName>Kim</rel:firstName><rel:lastName>Ash</rel:lastName></m:record>'
    )
    assert soap.call(attaching("attach", "customer", contact, "1")).successes == [True]
    held = account.records.get("customer", "1")
    assert held is not None
    assert {"contact": contact, "role": "1"}.items() <= held.values["contactRolesList"][-1].items()
    assert soap.call(attaching("detach", "customer", contact)).successes == [True]
    assert soap.call(attaching("detach", "customer", contact)).texts("code") == ["RCRD_DSNT_EXIST"]
    assert soap.call(attaching("attach", "vendor", contact)).successes == [True]
    kept = account.records.get("contact", contact)
    assert kept is not None
    assert kept.values["company"] == "1"
    assert soap.call(attaching("attach", "vendor", contact, "1")).texts("code") == ["FEATURE_UNAVAILABLE"]
    assert soap.call(attaching("detach", "vendor", contact)).successes == [True]
    assert soap.call(attaching("attach", "customer", contact, "99")).texts("code") == ["INVALID_KEY_OR_REF"]


@pytest.mark.requirement("wire-03")
def test_files_are_not_attached(soap: Wire) -> None:
    reply = soap.call(
        '<m:attach><m:attachReference xsi:type="c:AttachBasicReference"><c:attachTo xsi:type="c:RecordRef" type="customer" '
        'internalId="1"/><c:attachedRecord xsi:type="c:RecordRef" type="file" internalId="1"/></m:attachReference></m:attach>'
    )
    assert reply.texts("code") == ["INVALID_UNSUPRTD_RCRD_TYP"]


CUSTOMER_1 = ref("customer", "1")
UPSERTED = customer("Right", attributes="externalId='r'")
CUSTOM_TYPES = (
    '<m:getCustomizationId><m:customizationType getCustomizationType="customRecordType"/>'
    "<m:includeInactives>true</m:includeInactives></m:getCustomizationId>"
)
INVOICE = (
    "<m:initialize><m:initializeRecord><c:type>invoice</c:type>"
    '<c:reference type="salesOrder" internalId="1"/></m:initializeRecord></m:initialize>'
)
NEEDED: list[tuple[str, str, Level]] = [
    (f"<m:get>{CUSTOMER_1}</m:get>", "LIST_CUSTJOB", Level.VIEW),
    (f"<m:getList>{CUSTOMER_1}</m:getList>", "LIST_CUSTJOB", Level.VIEW),
    ('<m:search><m:searchRecord xsi:type="b:CustomerSearchBasic"/></m:search>', "LIST_CUSTJOB", Level.VIEW),
    ('<m:search><m:searchRecord xsi:type="b:CustomerSearchBasic"/></m:search>', "LIST_FIND", Level.VIEW),
    (select("terms"), "LIST_CUSTJOB", Level.VIEW),
    (f"<m:add>{customer('Right & wrong')}</m:add>", "LIST_CUSTJOB", Level.CREATE),
    ('<m:update><m:record xsi:type="rel:Customer" internalId="1"/></m:update>', "LIST_CUSTJOB", Level.EDIT),
    (f"<m:upsert>{UPSERTED}</m:upsert>", "LIST_CUSTJOB", Level.CREATE),
    (f"<m:delete>{ref('customer', '987654')}</m:delete>", "LIST_CUSTJOB", Level.FULL),
    (attaching("attach", "customer", "1"), "LIST_CUSTJOB", Level.EDIT),
    ('<m:getAll><m:record recordType="currency"/></m:getAll>', "LIST_CURRENCY", Level.VIEW),
    ("<m:getCurrencyRate><m:currencyRateFilter/></m:getCurrencyRate>", "LIST_CURRENCY", Level.VIEW),
    (
        "<m:getDeleted><m:getDeletedFilter/><m:pageIndex>1</m:pageIndex></m:getDeleted>",
        "ADMI_DELETEDRECORD",
        Level.VIEW,
    ),
    (
        CUSTOM_TYPES,
        "ADMI_CUSTRECORD",
        Level.VIEW,
    ),
    ('<m:getSavedSearch><m:record searchType="customer"/></m:getSavedSearch>', "LIST_FIND", Level.VIEW),
    (
        INVOICE,
        "TRAN_CUSTINVC",
        Level.CREATE,
    ),
    (
        INVOICE,
        "TRAN_SALESORD",
        Level.VIEW,
    ),
]


@pytest.fixture(scope="module")
def limited(account: Account) -> Wire:
    account.access.define_role("customrole_limited", "Limited", {})
    return client(account, "customrole_limited", "limited@example.com")


@pytest.mark.requirement("grant-05")
@pytest.mark.parametrize(("body", "permission", "level"), NEEDED)
def test_every_operation_asks_for_its_permission_and_level(
    account: Account, limited: Wire, soap: Wire, body: str, permission: str, level: Level
) -> None:
    full = account.access.role_by_script_id("customrole_matrix")
    assert full is not None
    enough = {**full.permissions, permission: level}
    account.access.define_role("customrole_limited", "Limited", enough)
    granted = limited.call(body)
    assert "INSUFFICIENT_PERMISSION" not in granted.texts("code"), granted.raw.decode()
    account.access.define_role("customrole_limited", "Limited", {**enough, permission: Level(level - 1)})
    assert limited.call(body).texts("code") == ["INSUFFICIENT_PERMISSION"]
