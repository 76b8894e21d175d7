"""The parts of ``core.xsd`` that go by kinds of values: custom fields, criteria, columns (fact sheet 1.6 and 1.7, schema)."""

from __future__ import annotations

from landbridge.local.soap.wsdl.shapes import ComplexType, abstract, many, maybe, one, shape, some

_CUSTOM_VALUES = {
    "Long": one("value", "xsd:long"),
    "Double": one("value", "xsd:double"),
    "Boolean": one("value", "xsd:boolean"),
    "String": one("value", "xsd:string"),
    "Date": one("value", "xsd:dateTime"),
    "Select": one("value", "platformCore:ListOrRecordRef"),
    "MultiSelect": some("value", "platformCore:ListOrRecordRef"),
}


def custom_fields() -> tuple[ComplexType, ...]:
    """Return the values of custom fields and of the lists that hold them."""
    kinds = tuple(
        shape(f"{kind}CustomFieldRef", value, base="platformCore:CustomFieldRef")
        for kind, value in _CUSTOM_VALUES.items()
    )
    return (
        abstract(shape("CustomFieldRef", internalId="xsd:string", scriptId="xsd:string")),
        *kinds,
        shape("CustomFieldList", many("customField", "platformCore:CustomFieldRef")),
    )


_RANGES = {"String": False, "Long": True, "Double": True, "Date": True}
_SIMPLE = {
    "String": "xsd:string",
    "Long": "xsd:long",
    "Double": "xsd:double",
    "Date": "xsd:dateTime",
    "Boolean": "xsd:boolean",
}


def search_fields() -> tuple[ComplexType, ...]:
    """Return the criteria of body fields and of custom fields, each with its operators."""
    found = [
        abstract(shape("SearchCustomField", internalId="xsd:string", scriptId="xsd:string")),
        shape("SearchCustomFieldList", many("customField", "platformCore:SearchCustomField")),
        shape("SearchBooleanField", maybe("searchValue", "xsd:boolean")),
        shape(
            "SearchBooleanCustomField",
            maybe("searchValue", "xsd:boolean"),
            base="platformCore:SearchCustomField",
        ),
    ]
    for kind, ranged in _RANGES.items():
        elements = [maybe("searchValue", _SIMPLE[kind])]
        if ranged:
            elements.append(maybe("searchValue2", _SIMPLE[kind]))
        if kind == "Date":
            elements.insert(0, maybe("predefinedSearchValue", "platformCoreTyp:SearchDate"))
        operator = f"platformCoreTyp:Search{kind}FieldOperator"
        found += [
            shape(f"Search{kind}Field", *elements, operator=operator),
            shape(
                f"Search{kind}CustomField",
                *elements,
                base="platformCore:SearchCustomField",
                operator=operator,
            ),
        ]
    choices = {
        "EnumMultiSelect": ("xsd:string", "xsd:string"),
        "MultiSelect": ("platformCore:RecordRef", "platformCore:ListOrRecordRef"),
    }
    for kind, (standard, custom) in choices.items():
        operator = f"platformCoreTyp:Search{kind}FieldOperator"
        found += [
            shape(f"Search{kind}Field", many("searchValue", standard), operator=operator),
            shape(
                f"Search{kind}CustomField",
                many("searchValue", custom),
                base="platformCore:SearchCustomField",
                operator=operator,
            ),
        ]
    return tuple(found)


def columns() -> tuple[ComplexType, ...]:
    """Return the columns that a row of an advanced search is made of."""
    label = maybe("customLabel", "xsd:string")
    standard = _SIMPLE | {"EnumSelect": "xsd:string", "Select": "platformCore:RecordRef"}
    custom = {
        **{kind: maybe("searchValue", type_name) for kind, type_name in _SIMPLE.items()},
        "EnumMultiSelect": many("searchValue", "xsd:string"),
        "Select": maybe("searchValue", "platformCore:ListOrRecordRef"),
        "MultiSelect": many("searchValue", "platformCore:ListOrRecordRef"),
    }
    return (
        abstract(shape("SearchColumnField", label)),
        *(
            shape(
                f"SearchColumn{kind}Field",
                maybe("searchValue", type_name),
                base="platformCore:SearchColumnField",
            )
            for kind, type_name in standard.items()
        ),
        abstract(shape("SearchColumnCustomField", label, internalId="xsd:string", scriptId="xsd:string")),
        *(
            shape(f"SearchColumn{kind}CustomField", value, base="platformCore:SearchColumnCustomField")
            for kind, value in custom.items()
        ),
        shape("SearchColumnCustomFieldList", many("customField", "platformCore:SearchColumnCustomField")),
    )
