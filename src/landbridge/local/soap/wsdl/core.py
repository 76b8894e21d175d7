"""``platform/core.xsd``: statuses, references, search fields, results (fact sheet 1.5 to 1.7, schema)."""

from __future__ import annotations

from landbridge.local.soap.wsdl.corefields import columns, custom_fields, search_fields
from landbridge.local.soap.wsdl.shapes import (
    Attribute,
    ComplexType,
    Contents,
    abstract,
    global_one,
    many,
    maybe,
    one,
    shape,
    some,
)

_IDS = {"internalId": "xsd:string", "externalId": "xsd:string"}

_STATUS = (
    shape(
        "StatusDetail",
        maybe("code", "platformFaultTyp:StatusDetailCodeType"),
        maybe("message", "xsd:string"),
        maybe("afterSubmitFailed", "xsd:boolean"),
        type="platformFaultTyp:StatusDetailType",
    ),
    shape("Status", many("statusDetail", "platformCore:StatusDetail"), isSuccess="xsd:boolean"),
)

_PASSPORTS = (
    ComplexType(
        "TokenPassportSignature",
        attributes=(Attribute("algorithm", "xsd:string", required=True),),
        text="xsd:string",
    ),
    shape(
        "TokenPassport",
        one("account", "xsd:string"),
        one("consumerKey", "xsd:string"),
        one("token", "xsd:string"),
        one("nonce", "xsd:string"),
        one("timestamp", "xsd:long"),
        one("signature", "platformCore:TokenPassportSignature"),
    ),
)

_CREDENTIALS = (
    shape(
        "Passport",
        one("email", "xsd:string"),
        one("password", "xsd:string"),
        one("account", "xsd:string"),
        maybe("role", "platformCore:RecordRef"),
    ),
)
"""Endpoints up to 2020_1 only (schema 2017_2)."""

_ROLES = (
    shape(
        "WsRole",
        maybe("role", "platformCore:RecordRef"),
        maybe("isDefault", "xsd:boolean"),
        maybe("isInactive", "xsd:boolean"),
        maybe("isLoggedInRole", "xsd:boolean"),
    ),
    shape("WsRoleList", many("wsRole", "platformCore:WsRole")),
)

_RECORDS = (
    shape("NullField", many("name", "xsd:string")),
    abstract(shape("Record", maybe("nullFieldList", "platformCore:NullField"))),
    shape("RecordList", many("record", "platformCore:Record")),
    abstract(shape("SearchRecord")),
    abstract(shape("SearchRecordBasic", base="platformCore:SearchRecord")),
    abstract(shape("SearchRow")),
    abstract(shape("SearchRowBasic", base="platformCore:SearchRow")),
    shape("SearchRowList", many("searchRow", "platformCore:SearchRow")),
    shape("Duration", one("timeSpan", "xsd:double"), one("unit", "platformCoreTyp:DurationUnit")),
)

_REFERENCES = (
    abstract(shape("BaseRef", maybe("name", "xsd:string"))),
    shape("BaseRefList", many("baseRef", "platformCore:BaseRef")),
    shape("RecordRef", base="platformCore:BaseRef", **_IDS, type="platformCoreTyp:RecordType"),
    shape("RecordRefList", many("recordRef", "platformCore:RecordRef")),
    shape("CustomRecordRef", base="platformCore:BaseRef", **_IDS, typeId="xsd:string", scriptId="xsd:string"),
    shape("CustomizationRef", base="platformCore:RecordRef", scriptId="xsd:string"),
    shape("CustomizationRefList", many("customizationRef", "platformCore:CustomizationRef")),
    shape("ListOrRecordRef", maybe("name", "xsd:string"), **_IDS, typeId="xsd:string"),
    shape("InitializeRef", base="platformCore:BaseRef", type="platformCoreTyp:InitializeRefType", **_IDS),
    shape("InitializeRefList", many("initializeRef", "platformCore:InitializeRef")),
    shape(
        "InitializeAuxRef",
        base="platformCore:BaseRef",
        type="platformCoreTyp:InitializeAuxRefType",
        **_IDS,
        scriptId="xsd:string",
    ),
)

_REQUESTS = (
    shape(
        "InitializeRecord",
        one("type", "platformCoreTyp:InitializeType"),
        maybe("reference", "platformCore:InitializeRef"),
        maybe("auxReference", "platformCore:InitializeAuxRef"),
        maybe("referenceList", "platformCore:InitializeRefList"),
    ),
    shape("GetAllRecord", recordType="platformCoreTyp:GetAllRecordType"),
    shape("GetSavedSearchRecord", searchType="platformCoreTyp:SearchRecordType"),
    shape("CustomizationType", getCustomizationType="platformCoreTyp:GetCustomizationType"),
    shape(
        "DeletionReason",
        one("deletionReasonCode", "platformCore:RecordRef"),
        maybe("deletionReasonMemo", "xsd:string"),
    ),
    shape(
        "CurrencyRateFilter",
        maybe("baseCurrency", "platformCore:RecordRef"),
        maybe("fromCurrency", "platformCore:RecordRef"),
        maybe("effectiveDate", "xsd:dateTime"),
    ),
    shape(
        "GetDeletedFilter",
        maybe("deletedDate", "platformCore:SearchDateField"),
        maybe("type", "platformCore:SearchEnumMultiSelectField"),
        maybe("scriptId", "platformCore:SearchStringField"),
    ),
    shape(
        "GetSelectValueFieldDescription",
        maybe("recordType", "platformCoreTyp:RecordType"),
        maybe("customRecordType", "platformCore:RecordRef"),
        maybe("customTransactionType", "platformCore:RecordRef"),
        maybe("sublist", "xsd:string"),
        one("field", "xsd:string"),
        maybe("customForm", "platformCore:RecordRef"),
        maybe("filter", "platformCore:GetSelectValueFilter"),
        maybe("filterByValueList", "platformCore:GetSelectFilterByFieldValueList"),
    ),
    ComplexType(
        "GetSelectValueFilter",
        (one("filterValue", "xsd:string"),),
        (Attribute("operator", "platformCoreTyp:GetSelectValueFilterOperator", required=True),),
    ),
    shape("GetSelectFilterByFieldValueList", some("filterBy", "platformCore:GetSelectFilterByFieldValue")),
    shape(
        "GetSelectFilterByFieldValue",
        maybe("sublist", "xsd:string"),
        one("field", "xsd:string"),
        one("internalId", "xsd:string"),
    ),
    abstract(shape("AttachReference", one("attachTo", "platformCore:BaseRef"))),
    shape(
        "AttachContactReference",
        one("contact", "platformCore:RecordRef"),
        maybe("contactRole", "platformCore:RecordRef"),
        base="platformCore:AttachReference",
    ),
    shape(
        "AttachBasicReference",
        one("attachedRecord", "platformCore:BaseRef"),
        base="platformCore:AttachReference",
    ),
    abstract(shape("DetachReference", one("detachFrom", "platformCore:BaseRef"))),
    shape(
        "DetachBasicReference",
        one("detachedRecord", "platformCore:BaseRef"),
        base="platformCore:DetachReference",
    ),
)

_STATUS_OF_RESULT = global_one("platformCore:status")
_TOTAL = maybe("totalRecords", "xsd:int")
_PAGES = (_TOTAL, maybe("pageSize", "xsd:int"), maybe("totalPages", "xsd:int"), maybe("pageIndex", "xsd:int"))

_RESULTS = (
    shape(
        "SearchResult",
        _STATUS_OF_RESULT,
        *_PAGES,
        maybe("searchId", "xsd:string"),
        global_one("platformCore:recordList", 0),
        global_one("platformCore:searchRowList", 0),
    ),
    shape("GetAllResult", _STATUS_OF_RESULT, _TOTAL, global_one("platformCore:recordList", 0)),
    shape("GetSavedSearchResult", _STATUS_OF_RESULT, _TOTAL, global_one("platformCore:recordRefList", 0)),
    shape(
        "GetCustomizationIdResult",
        _STATUS_OF_RESULT,
        _TOTAL,
        global_one("platformCore:customizationRefList", 0),
    ),
    shape(
        "GetSelectValueResult",
        _STATUS_OF_RESULT,
        _TOTAL,
        maybe("totalPages", "xsd:int"),
        global_one("platformCore:baseRefList", 0),
    ),
    shape("GetServerTimeResult", _STATUS_OF_RESULT, one("serverTime", "xsd:dateTime")),
    shape("DeletedRecord", maybe("deletedDate", "xsd:dateTime"), maybe("record", "platformCore:BaseRef")),
    shape(
        "CurrencyRate",
        one("baseCurrency", "platformCore:RecordRef"),
        one("fromCurrency", "platformCore:RecordRef"),
        one("exchangeRate", "xsd:double"),
        one("effectiveDate", "xsd:dateTime"),
    ),
    shape("CurrencyRateList", many("currencyRate", "platformCore:CurrencyRate")),
    shape(
        "GetCurrencyRateResult",
        _STATUS_OF_RESULT,
        maybe("currencyRateList", "platformCore:CurrencyRateList"),
    ),
    shape("DeletedRecordList", many("deletedRecord", "platformCore:DeletedRecord")),
    shape("GetDeletedResult", _STATUS_OF_RESULT, *_PAGES, global_one("platformCore:deletedRecordList", 0)),
    shape(
        "DataCenterUrls",
        one("restDomain", "xsd:string"),
        one("webservicesDomain", "xsd:string"),
        one("systemDomain", "xsd:string"),
    ),
    shape(
        "GetDataCenterUrlsResult", _STATUS_OF_RESULT, maybe("dataCenterUrls", "platformCore:DataCenterUrls")
    ),
    shape(
        "GetAccountGovernanceInfoResult",
        _STATUS_OF_RESULT,
        maybe("accountConcurrencyLimit", "xsd:long"),
        maybe("unallocatedConcurrencyLimit", "xsd:long"),
    ),
    shape(
        "GetIntegrationGovernanceInfoResult",
        _STATUS_OF_RESULT,
        maybe("integrationConcurrencyLimit", "xsd:long"),
        maybe("limitType", "platformCoreTyp:GetIntegrationGovernanceInfoLimitType"),
    ),
)

_ROOTS = {
    "status": "Status",
    "wsRoleList": "WsRoleList",
    "record": "Record",
    "recordList": "RecordList",
    "recordRefList": "RecordRefList",
    "baseRef": "BaseRef",
    "baseRefList": "BaseRefList",
    "customizationRefList": "CustomizationRefList",
    "initializeRefList": "InitializeRefList",
    "searchRecord": "SearchRecord",
    "searchRecordBasic": "SearchRecordBasic",
    "searchRowBasic": "SearchRowBasic",
    "searchRowList": "SearchRowList",
    "searchResult": "SearchResult",
    "deletedRecordList": "DeletedRecordList",
}


def core(*, passwords: bool) -> Contents:
    """Return what ``core.xsd`` declares; ``passwords``: the endpoint takes user credentials."""
    contents = Contents()
    contents.add(
        *_STATUS, *_PASSPORTS, *(_CREDENTIALS if passwords else ()), *_ROLES, *_RECORDS, *_REFERENCES
    )
    contents.add(*_REQUESTS, *_RESULTS, *custom_fields(), *search_fields(), *columns())
    contents.roots.update({name: f"platformCore:{type_name}" for name, type_name in _ROOTS.items()})
    for result in _RESULTS:
        if result.name.startswith("Get"):
            contents.roots[result.name[0].lower() + result.name[1:]] = f"platformCore:{result.name}"
    return contents
