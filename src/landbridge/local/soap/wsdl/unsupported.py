"""Types that the account does not keep, and that public clients look up when they start or name in requests (netsuitesdk).

They are declared with the fields that such clients send, so that the client starts, and its request comes here to be refused by name.
Nothing else of the types that the account lacks is declared.
"""

from __future__ import annotations

from collections.abc import Mapping

from landbridge.local.soap.wsdl.records import CUSTOM_FIELDS, RECORD, RECORD_IDS, REPLACE_ALL
from landbridge.local.soap.wsdl.shapes import (
    ComplexType,
    Contents,
    Element,
    abstract,
    many,
    maybe,
    shape,
)

_KINDS = {
    "text": "xsd:string",
    "flag": "xsd:boolean",
    "number": "xsd:double",
    "whole": "xsd:long",
    "day": "xsd:dateTime",
    "bytes": "xsd:base64Binary",
    "ref": "platformCore:RecordRef",
}

_JOURNAL = "day:tranDate ref:currency"
_JOURNAL_END = "ref:department ref:class ref:location ref:subsidiary text:memo"
_JOURNAL_LINE = "ref:account whole:line number:debit number:credit text:memo ref:entity"

_RECORDS: dict[str, tuple[str, str, bool]] = {
    "JournalEntry": (
        "tranGeneral",
        f"{_JOURNAL} number:exchangeRate text:tranId {_JOURNAL_END} ref:toSubsidiary",
        True,
    ),
    "AdvInterCompanyJournalEntry": ("tranGeneral", f"{_JOURNAL} text:tranId {_JOURNAL_END}", True),
    "BillingAccount": (
        "listRel",
        (
            "ref:customForm text:idNumber flag:customerDefault ref:customer ref:subsidiary text:name flag:inactive text:memo "
            "day:createdDate text:createdBy ref:currency ref:class ref:department ref:location ref:billingSchedule day:startDate "
            "day:lastBillDate day:lastBillCycleDate day:nextBillCycleDate ref:invoiceForm ref:cashSaleForm"
        ),
        True,
    ),
    "Usage": (
        "tranSales",
        (
            "ref:customForm text:memo ref:item ref:subscriptionPlan ref:customer ref:usageSubscription ref:usageSubscriptionLine "
            "number:usageQuantity day:usageDate"
        ),
        False,
    ),
    "File": ("docFileCab", "text:name bytes:content ref:folder text:description", False),
    "Folder": ("docFileCab", "text:name text:description ref:parent", False),
    "SalesTaxItem": (
        "listAcct",
        "text:itemId text:displayName text:description text:rate flag:isInactive",
        True,
    ),
    "TaxGroup": ("listAcct", "text:itemId text:description flag:isInactive number:rate", False),
}
"""Class -> prefix of its file, fields in schema order, whether it ends with custom fields."""

_LINES = {
    "JournalEntry": f"{_JOURNAL_LINE} ref:department ref:class ref:location",
    "AdvInterCompanyJournalEntry": (
        f"ref:lineSubsidiary {_JOURNAL_LINE} ref:dueToFromSubsidiary ref:department ref:class ref:location"
    ),
}
"""Record class -> fields of its lines."""

_SEARCHES: dict[str, tuple[str, str]] = {
    "BillingAccount": ("listRel", "inactive"),
    "File": ("docFileCab", ""),
    "Folder": ("docFileCab", "isInactive"),
    "SalesTaxItem": ("listAcct", "isInactive"),
    "TaxGroup": ("listAcct", "isInactive"),
    "CustomList": ("setupCustom", "isInactive"),
    "InboundShipment": ("tranPurch", ""),
}
"""Class -> prefix of its search's file, the criterion that clients set."""

_BASIC_ONLY = ("CurrencyRateSearchBasic", "ConsolidatedExchangeRateSearchBasic")
"""Searches whose basic form alone is looked up."""

_PARTS: dict[str, tuple[str, str]] = {
    "TaxDetails": (
        "platformCommon",
        (
            "text:taxDetailsReference text:lineType text:lineName number:netAmount number:grossAmount ref:taxType ref:taxCode "
            "number:taxBasis number:taxRate number:taxAmount"
        ),
    ),
    "CustomerTaxRegistration": ("listRel", "ref:nexus ref:address text:taxRegistrationNumber whole:id"),
}
"""Line class -> prefix of its file, fields; its list has elements of the same name."""


def add_unsupported(contents: Mapping[str, Contents]) -> None:
    """Declare the types that are refused by name."""
    for name, (prefix, fields, custom) in _RECORDS.items():
        elements = _fields(fields)
        if name in _LINES:
            contents[prefix].add(
                ComplexType(f"{name}Line", (*_fields(_LINES[name]), CUSTOM_FIELDS)),
                ComplexType(f"{name}LineList", (many("line", f"{prefix}:{name}Line"),), (REPLACE_ALL,)),
            )
            elements = (*elements, maybe("lineList", f"{prefix}:{name}LineList"))
        ending = (CUSTOM_FIELDS,) if custom else ()
        contents[prefix].add(ComplexType(name, (*elements, *ending), RECORD_IDS, base=RECORD))
    for name, (prefix, criterion) in _SEARCHES.items():
        basic = f"{name}SearchBasic"
        criteria = (maybe(criterion, "platformCore:SearchBooleanField"),) if criterion else ()
        contents["platformCommon"].add(shape(basic, *criteria, base="platformCore:SearchRecordBasic"))
        contents[prefix].add(
            shape(
                f"{name}Search", maybe("basic", f"platformCommon:{basic}"), base="platformCore:SearchRecord"
            )
        )
    for name in _BASIC_ONLY:
        contents["platformCommon"].add(shape(name, base="platformCore:SearchRecordBasic"))
    for name, (prefix, fields) in _PARTS.items():
        lines = many(name[0].lower() + name[1:], f"{prefix}:{name}")
        contents[prefix].add(
            ComplexType(name, _fields(fields)), ComplexType(f"{name}List", (lines,), (REPLACE_ALL,))
        )
    field_type = shape("CustomFieldType", maybe("scriptId", "xsd:string"), base=RECORD)
    contents["setupCustom"].add(
        shape("CustomRecordType", base=RECORD, internalId="xsd:string"),
        abstract(field_type),
        shape("CustomRecordCustomField", maybe("label", "xsd:string"), base="setupCustom:CustomFieldType"),
    )


def _fields(listed: str) -> tuple[Element, ...]:
    pairs = [one.partition(":") for one in listed.split()]
    return tuple(maybe(name, _KINDS[kind]) for kind, _, name in pairs)
