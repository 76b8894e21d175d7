"""Record types, their sublists, complex values and closed lists, from ``landbridge.recordtypes``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from landbridge.local.soap.wsdl.files import by_name
from landbridge.local.soap.wsdl.shapes import Attribute, ComplexType, Contents, Element, many, maybe
from landbridge.recordtypes import Field, Kind, RecordType, Structure, Sublist
from landbridge.recordtypes.model import in_order
from landbridge.recordtypes.notkept import CUSTOM_FIELD_LIST

TYPE_OF_KIND = {
    Kind.STRING: "xsd:string",
    Kind.BOOLEAN: "xsd:boolean",
    Kind.INTEGER: "xsd:long",
    Kind.DOUBLE: "xsd:double",
    Kind.DATE: "xsd:dateTime",
    Kind.DATETIME: "xsd:dateTime",
    Kind.DURATION: "platformCore:Duration",
    Kind.REF: "platformCore:RecordRef",
    Kind.REF_LIST: "platformCore:RecordRefList",
}

SHARED_ENUMERATIONS = frozenset(
    {
        "AvsMatchCode",
        "Country",
        "CurrencyLocale",
        "CurrencySymbolPlacement",
        "GlobalSubscriptionStatus",
        "ItemCostEstimateType",
        "ItemType",
        "Language",
        "RevenueCommitmentStatus",
        "RevenueStatus",
        "RevRecScheduleAmortizationType",
        "TermRecurrenceFrequency",
        "TransactionBillVarianceStatus",
    }
)
"""Closed lists of ``commonTypes.xsd``; all others live beside the record types that use them (schema)."""

CUSTOM_FIELDS = maybe("customFieldList", "platformCore:CustomFieldList")

RECORD = "platformCore:Record"

NO_EXTERNAL_ID = frozenset({"AccountingPeriod"})
"""Record types without ``externalId`` (schema)."""

BASED_ON_RECORD = frozenset({"Address", "InventoryDetail", "LandedCost"})
"""Parts of records that are typed as records themselves (schema)."""

RECORD_IDS = (Attribute("internalId", "xsd:string"), Attribute("externalId", "xsd:string"))
REPLACE_ALL = Attribute("replaceAll", "xsd:boolean", default="true")


class RecordSchemas:
    """Collects what the record types need into the contents of their files, by prefix."""

    def __init__(self, contents: Mapping[str, Contents]) -> None:
        self._contents = contents

    def add(self, kind: RecordType) -> None:
        """Declare one record type with everything that hangs on it."""
        elements = self._elements(kind.layout(), kind.prefix, custom=kind.custom_fields)
        ids = RECORD_IDS[:1] if kind.soap_class in NO_EXTERNAL_ID else RECORD_IDS
        self._contents[kind.prefix].add(ComplexType(kind.soap_class, elements, ids, base=RECORD))

    def _elements(
        self, layout: Iterable[Field | Sublist], prefix: str, *, custom: bool
    ) -> tuple[Element, ...]:
        found = [
            self._sublist(one, prefix) if isinstance(one, Sublist) else self._field(one, prefix)
            for one in layout
        ]
        return (*found, CUSTOM_FIELDS) if custom else tuple(found)

    def _field(self, field: Field, prefix: str) -> Element:
        if field.kind is Kind.ENUM:
            return maybe(field.name, self._enumeration(field, prefix))
        if field.kind is Kind.OBJECT:
            assert field.structure is not None, f"{field.name} has no structure"
            return maybe(field.name, self._structure(field.structure))
        return maybe(field.name, TYPE_OF_KIND[field.kind])

    def _enumeration(self, field: Field, prefix: str) -> str:
        home = "platformCommonTyp" if field.enumeration in SHARED_ENUMERATIONS else f"{prefix}Typ"
        self._contents[home].choose(field.enumeration, field.values)
        return f"{home}:{field.enumeration}"

    def _sublist(self, sublist: Sublist, prefix: str) -> Element:
        line = self._structure(sublist.line)
        attributes = (REPLACE_ALL,) if sublist.replaceable else ()
        self._contents[prefix].add(
            ComplexType(sublist.soap_class, (many(sublist.element, line),), attributes)
        )
        return maybe(sublist.name, f"{prefix}:{sublist.soap_class}")

    def _structure(self, structure: Structure) -> str:
        if structure.soap_class == CUSTOM_FIELD_LIST:
            return CUSTOM_FIELDS.type
        prefix = by_name(structure.namespace, structure.group).prefix
        layout = in_order(structure.fields, structure.sublists)
        elements = self._elements(layout, prefix, custom=structure.custom_fields)
        base = RECORD if structure.soap_class in BASED_ON_RECORD else ""
        self._contents[prefix].add(ComplexType(structure.soap_class, elements, base=base))
        return f"{prefix}:{structure.soap_class}"
