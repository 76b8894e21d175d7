"""``platform/coreTypes.xsd``: the closed lists of the core types (schema)."""

from __future__ import annotations

from landbridge.local.soap.operations import initializing, lists
from landbridge.local.soap.wsdl.searchdates import SEARCH_DATES

_NUMBER_OPERATORS = (
    "between", "empty", "equalTo", "greaterThan", "greaterThanOrEqualTo", "lessThan", "lessThanOrEqualTo", "notBetween", "notEmpty",
    "notEqualTo", "notGreaterThan", "notGreaterThanOrEqualTo", "notLessThan", "notLessThanOrEqualTo",
)  # fmt: skip

ENUMERATIONS: dict[str, tuple[str, ...]] = {
    "DurationUnit": ("hour",),
    "SearchStringFieldOperator": (
        "contains", "doesNotContain", "doesNotStartWith", "empty", "hasKeywords", "is", "isNot", "notEmpty", "startsWith",
    ),
    "SearchLongFieldOperator": _NUMBER_OPERATORS,
    "SearchDoubleFieldOperator": _NUMBER_OPERATORS,
    "SearchDateFieldOperator": (
        "after", "before", "empty", "notAfter", "notBefore", "notEmpty", "notOn", "notOnOrAfter", "notOnOrBefore", "notWithin", "on",
        "onOrAfter", "onOrBefore", "within",
    ),
    "SearchEnumMultiSelectFieldOperator": ("anyOf", "noneOf"),
    "SearchMultiSelectFieldOperator": ("anyOf", "noneOf"),
    "SearchDate": SEARCH_DATES,
    "GetSelectValueFilterOperator": ("contains", "is", "startsWith"),
    "GetCustomizationType": (
        "crmCustomField", "customList", "customRecordCustomField", "customRecordType", "customSegment", "customTransactionType",
        "entityCustomField", "itemCustomField", "itemNumberCustomField", "itemOptionCustomField", "otherCustomField",
        "transactionBodyCustomField", "transactionColumnCustomField",
    ),
    "GetIntegrationGovernanceInfoLimitType": ("_account", "_integrationSpecific", "_internal"),
    "GetAllRecordType": tuple(sorted(lists.ANSWERED)),
    "InitializeType": tuple(sorted(initializing.TARGETS)),
    "InitializeRefType": tuple(sorted(initializing.SOURCES)),
    "InitializeAuxRefType": ("shippingGroup", "arAccount", "apAccount", "itemFulfillment", "tranType"),
}  # fmt: skip
"""Closed lists of the core types, RecordType and SearchRecordType excepted."""
