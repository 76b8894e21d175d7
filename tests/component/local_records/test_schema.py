"""Every record type against Oracle's public SOAP schema, where it is at hand. The schema is no part of this repository."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from landbridge.recordtypes import RECORD_TYPES, Field, Kind, RecordType, Structure, Sublist
from landbridge.recordtypes.model import in_order

SCHEMAS = Path(__file__).resolve().parents[4] / "shared" / "netsuite-wsdl" / "2023_2" / "xsd"
XSD = "{http://www.w3.org/2001/XMLSchema}"
TYPES = {
    Kind.STRING: {"xsd:string"},
    Kind.BOOLEAN: {"xsd:boolean"},
    Kind.INTEGER: {"xsd:long"},
    Kind.DOUBLE: {"xsd:double"},
    Kind.DATE: {"xsd:dateTime"},
    Kind.DATETIME: {"xsd:dateTime"},
    Kind.DURATION: {"platformCore:Duration"},
    Kind.REF: {"platformCore:RecordRef"},
    Kind.REF_LIST: {"platformCore:RecordRefList"},
}
CUSTOM = ("customFieldList", "platformCore:CustomFieldList")

pytestmark = [
    pytest.mark.requirement("type-01", "type-02", "type-05"),
    pytest.mark.skipif(not SCHEMAS.is_dir(), reason="Oracle's 2023_2 schema is not beside this project"),
]
everyone = pytest.mark.parametrize("kind", RECORD_TYPES.values(), ids=RECORD_TYPES)


@cache
def namespaces() -> dict[str, etree._Element]:
    """The schemas by target namespace."""
    roots = (etree.parse(file).getroot() for file in SCHEMAS.glob("*.xsd"))
    return {root.get("targetNamespace", ""): root for root in roots}


def namespace(name: str, group: str) -> str:
    return f"urn:{name}_2023_2.{group}.webservices.netsuite.com"


@cache
def complex_type(name: str, group: str, soap_class: str) -> etree._Element:
    found = namespaces()[namespace(name, group)].find(f"{XSD}complexType[@name='{soap_class}']")
    assert found is not None, f"{soap_class} is not in {name}"
    return found


def elements(name: str, group: str, soap_class: str) -> list[tuple[str, str]]:
    """The elements of a complex type: name and type, in schema order."""
    found = complex_type(name, group, soap_class).iter(f"{XSD}element")
    return [(one.get("name", ""), one.get("type", "")) for one in found]


def enumeration(owner: etree._Element, qualified: str) -> list[str]:
    """The values of a simple type that an element of a schema names."""
    prefix, _, name = qualified.partition(":")
    simple = namespaces()[owner.nsmap[prefix]].find(f"{XSD}simpleType[@name='{name}']")
    assert simple is not None
    return [one.get("value", "") for one in simple.iter(f"{XSD}enumeration")]


def compared(described: RecordType | Structure, *, custom_fields: bool) -> Iterator[Structure]:
    """Compare one complex type with its description; iterate over the structures inside."""
    place = (described.namespace, described.group, described.soap_class)
    known = elements(*place)
    names = [name for name, _ in known]
    layout = [one.name for one in in_order(described.fields, described.sublists)]
    assert [name for name in layout if name not in names] == []
    positions = [(names.index(name), name) for name in layout]
    assert [(one, other) for one, other in pairwise(positions) if one[0] >= other[0]] == []
    assert (CUSTOM in known) is custom_fields
    for field in described.fields:
        compare_field(field, dict(known)[field.name], complex_type(*place))
        if field.structure is not None:
            yield field.structure
    for sublist in described.sublists:
        compare_sublist(described, sublist, dict(known)[sublist.name])
        yield sublist.line


def compare_field(field: Field, xsd: str, owner: etree._Element) -> None:
    if field.kind is Kind.ENUM:
        assert xsd.partition(":")[2] == field.enumeration, field.name
        assert sorted(field.values) == sorted(enumeration(owner, xsd)), field.name
    elif field.kind is Kind.OBJECT:
        assert field.structure is not None
        assert xsd.partition(":")[2] == field.structure.soap_class, field.name
    else:
        assert xsd in TYPES[field.kind], field.name


def compare_sublist(owner: RecordType | Structure, sublist: Sublist, xsd: str) -> None:
    holder = complex_type(owner.namespace, owner.group, owner.soap_class)
    prefix, _, name = xsd.partition(":")
    assert (name, holder.nsmap[prefix]) == (
        sublist.soap_class,
        namespace(sublist.line.namespace, sublist.line.group),
    )
    listed = complex_type(sublist.line.namespace, sublist.line.group, sublist.soap_class)
    assert [
        (one.get("name"), (one.get("type") or "").partition(":")[2]) for one in listed.iter(f"{XSD}element")
    ] == [(sublist.element, sublist.line.soap_class)]
    assert [one.get("name") for one in listed.iter(f"{XSD}attribute")] == ["replaceAll"] * sublist.replaceable


@everyone
def test_fields_and_sublists_are_those_of_the_schema_in_its_order(kind: RecordType) -> None:
    inside = list(compared(kind, custom_fields=kind.custom_fields))
    while inside:
        structure = inside.pop()
        inside += compared(structure, custom_fields=structure.custom_fields)


@everyone
def test_the_class_is_a_record_of_that_name(kind: RecordType) -> None:
    described = complex_type(kind.namespace, kind.group, kind.soap_class)
    extended = described.find(f".//{XSD}extension")
    assert extended is not None
    assert extended.get("base") == "platformCore:Record"
    core_types = namespaces()["urn:types.core_2023_2.platform.webservices.netsuite.com"]
    names = core_types.find(f"{XSD}simpleType[@name='RecordType']")
    assert names is not None
    assert kind.name in [one.get("value") for one in names.iter(f"{XSD}enumeration")]
    attributes = {one.get("name") for one in described.iter(f"{XSD}attribute")}
    assert ("externalId" in attributes) is any(one.name == "externalId" for one in kind.search_only)


@everyone
def test_search_fields_are_those_of_the_schema(kind: RecordType) -> None:
    common = namespaces()[namespace("common", "platform")]
    basic = f"{kind.soap_class}SearchBasic"
    if not kind.search_basic:
        assert common.find(f"{XSD}complexType[@name='{basic}']") is None
        return
    known = dict(elements("common", "platform", kind.search_basic))
    offered = {field.search_name or field.name: field.search for field in kind.fields if field.search}
    offered |= {only.name: only.search for only in kind.search_only}
    assert {name: f"platformCore:{search.value}" for name, search in offered.items()} == {
        name: known.get(name) for name in offered
    }


@everyone
def test_the_search_around_it_is_where_the_description_says(kind: RecordType) -> None:
    if not kind.search_basic:
        return
    home = kind.search_home or (kind.namespace, kind.group)
    search = kind.search_class or f"{kind.soap_class}Search"
    assert ("basic", f"platformCommon:{kind.search_basic}") in elements(home[0], home[1], search)


@everyone
def test_instants_and_names_are_fields_of_the_type(kind: RecordType) -> None:
    names = {field.name for field in kind.fields}
    assert {kind.created_field, kind.modified_field} - {""} <= names
    assert len(names) == len(kind.fields)
    scripts = [field.script for field in kind.fields]
    assert len(set(scripts)) == len(scripts)
    for sublist in kind.sublists:
        assert set(sublist.keys) <= {field.name for field in sublist.line.fields}
