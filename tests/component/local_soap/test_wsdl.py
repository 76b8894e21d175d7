"""Our own WSDL and schemas: whole, true to the published set, and in its order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest
from lxml import etree

from landbridge.local.records.namedperiods import named_period
from landbridge.local.releases import endpoints
from landbridge.local.soap.endpoint import ANSWERED, OF_SESSIONS
from landbridge.local.soap.wsdl.files import BY_PREFIX, CORE, FILES, IMPORTED, SchemaFile
from landbridge.local.soap.wsdl.generated import GeneratedSet
from landbridge.local.soap.wsdl.messages import operations
from landbridge.local.soap.wsdl.searchdates import SEARCH_DATES
from landbridge.local.soap.wsdl.sets import contents_of
from landbridge.local.soap.wsdl.shapes import ComplexType, Contents
from tests.component.local_soap import schema
from tests.component.local_soap.ourschema import compiled

XSD = "{http://www.w3.org/2001/XMLSchema}"

NUMBERS = {
    "ns0": "core.platform", "ns1": "types.core.platform", "ns4": "messages.platform", "ns5": "common.platform",
    "ns6": "types.common.platform", "ns11": "filecabinet.documents", "ns13": "relationships.lists", "ns17": "accounting.lists",
    "ns19": "sales.transactions", "ns21": "purchases.transactions", "ns23": "customers.transactions",
    "ns31": "general.transactions", "ns32": "customization.setup", "ns34": "employees.lists", "ns38": "employees.transactions",
}  # fmt: skip
"""What programs of netsuitesdk rely on."""


@pytest.mark.requirement("wire-07")
@pytest.mark.parametrize("version", endpoints())
def test_every_version_is_a_whole_schema_of_its_own(version: str) -> None:
    assert compiled(version)
    made = GeneratedSet()
    texts = [
        made.service(version, "https://a.example/"),
        *(made.schema(version, one.path(version)) for one in FILES),
    ]
    assert None not in texts
    assert {found for text in texts for found in re.findall(r"_(20\d\d_\d)\.", text or "")} == {version}


@pytest.mark.requirement("wire-07")
def test_a_request_and_a_reply_are_valid() -> None:
    names = {one.prefix: one.namespace("2025_2") for one in FILES}
    request = (
        f'<upsert xmlns="{names["platformMsgs"]}" xmlns:c="{names["platformCore"]}" xmlns:r="{names["listRel"]}"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><record xsi:type="r:Customer" externalId="{}">'
        "<r:companyName>Acme</r:companyName>{}</record></upsert>"
    )
    valid = request.format("a", '<r:subsidiary internalId="1"><c:name>Parent</c:name></r:subsidiary>')
    compiled_set = compiled("2025_2")
    assert compiled_set.validate(etree.fromstring(valid)), compiled_set.error_log
    assert not compiled_set.validate(etree.fromstring(request.format("a", "<r:nothing/>")))


@pytest.mark.requirement("wire-07")
def test_the_record_above_a_custom_record_is_declared() -> None:
    contents = contents_of("2025_2")
    for prefix, name in (("setupCustom", "CustomRecord"), ("platformCommon", "CustomRecordSearchBasic")):
        assert "parent" in [element.name for element in contents[prefix].complex[name].elements]


@pytest.mark.requirement("wire-07")
def test_prefixes_have_the_numbers_that_clients_know() -> None:
    order: list[str] = []

    def visit(prefix: str) -> None:
        if prefix not in order:
            order.append(prefix)
            for one in BY_PREFIX[prefix].imports:
                visit(one)

    for prefix in IMPORTED:
        visit(prefix)

    numbered = {f"ns{place}": BY_PREFIX[prefix] for place, prefix in enumerate(order)}
    assert len(order) == len(FILES) == 46
    assert {number: f"{numbered[number].name}.{numbered[number].group}" for number in NUMBERS} == NUMBERS


@pytest.mark.requirement("wire-07")
def test_old_endpoints_have_the_operations_that_ended() -> None:
    made = GeneratedSet()
    for version, sessions, passwords in (
        ("2019_2", True, True),
        ("2020_1", False, True),
        ("2020_2", False, False),
    ):
        wsdl, core = made.service(version, "x"), made.schema(version, BY_PREFIX[CORE].path(version))
        assert ('<operation name="login">' in wsdl) is sessions
        assert ('part="passport"' in wsdl) is passwords
        assert ('name="Passport"' in str(core)) is passwords


# Against the published set


def published() -> bool:
    if not schema.at_hand():
        pytest.skip(schema.MISSING)
    return True


@cache
def page(file: SchemaFile) -> etree._Element:
    return etree.parse(schema.FOLDER / f"{file.group}.{file.file}.xsd").getroot()


def qualified(text: str, root: etree._Element) -> str:
    prefix, _, local = text.rpartition(":")
    return f"{{{root.nsmap.get(prefix or None)}}}{local}"


def ours(text: str) -> str:
    prefix, _, local = text.partition(":")
    return XSD + local if prefix == "xsd" else f"{{{BY_PREFIX[prefix].namespace('2023_2')}}}{local}"


def declared() -> Iterator[tuple[SchemaFile, Contents]]:
    for prefix, contents in contents_of("2023_2").items():
        yield BY_PREFIX[prefix], contents


def shape_of(one: ComplexType) -> tuple[Any, ...]:
    elements = [
        (
            element.name.rpartition(":")[2],
            ours(element.type or element.name),
            str(element.least),
            element.most,
        )
        for element in one.elements
    ]
    attributes = {attribute.name: ours(attribute.type) for attribute in one.attributes}
    base = one.base or one.text
    return elements, attributes, ours(base) if base else "", one.abstract


def published_shape(node: etree._Element, root: etree._Element) -> tuple[Any, ...]:
    elements = [
        (
            (found.get("name") or found.get("ref")).rpartition(":")[2],
            qualified(found.get("type") or found.get("ref"), root),
            found.get("minOccurs", "1"),
            found.get("maxOccurs", "1"),
        )
        for found in node.iter(f"{XSD}element")
    ]
    attributes = {
        found.get("name"): qualified(found.get("type"), root) for found in node.iter(f"{XSD}attribute")
    }
    base = node.find(f".//{XSD}extension")
    return (
        elements,
        attributes,
        qualified(base.get("base"), root) if base is not None else "",
        node.get("abstract") == "true",
    )


@pytest.mark.requirement("wire-07")
def test_every_type_is_the_published_one_or_a_part_of_it() -> None:
    assert published()
    compared = 0
    for file, contents in declared():
        root = page(file)
        types = {node.get("name"): node for node in root.findall(f"{XSD}complexType")}
        for name, one in contents.complex.items():
            elements, attributes, base, abstract = shape_of(one)
            true_elements, true_attributes, true_base, true_abstract = published_shape(types[name], root)
            names = {element[0] for element in elements}
            assert elements == [element for element in true_elements if element[0] in names], (
                f"{file.prefix}:{name}"
            )
            assert attributes.items() <= true_attributes.items(), f"{file.prefix}:{name}"
            assert (base, abstract) == (true_base, true_abstract), f"{file.prefix}:{name}"
            compared += 1
    assert compared > 400


@pytest.mark.requirement("wire-07")
def test_every_closed_list_and_root_element_is_published() -> None:
    assert published()
    for file, contents in declared():
        root = page(file)
        for name, one in contents.simple.items():
            values = set(root.xpath(f"//*[local-name()='simpleType'][@name='{name}']//@value"))
            assert set(one.values) <= values, f"{file.prefix}:{name}"
        roots = {node.get("name"): node.get("type") for node in root.findall(f"{XSD}element")}
        for name, type_name in contents.roots.items():
            assert ours(type_name) == qualified(roots[name], root), f"{file.prefix}:{name}"


@pytest.mark.requirement("wire-07")
def test_files_import_one_another_as_published() -> None:
    assert published()
    for file in FILES:
        imported = [node.get("namespace") for node in page(file).findall(f"{XSD}import")]
        assert [BY_PREFIX[prefix].namespace("2023_2") for prefix in file.imports] == imported, file.prefix
    wsdl = etree.parse(schema.FOLDER.parent / "netsuite.wsdl").getroot()
    imported = [node.get("namespace") for node in wsdl.iter(f"{XSD}import")]
    assert [BY_PREFIX[prefix].namespace("2023_2") for prefix in IMPORTED] == imported


@pytest.mark.requirement("wire-07")
def test_every_named_period_is_declared_and_understood() -> None:
    for name in SEARCH_DATES:
        first, last = named_period(name, date(2026, 3, 15))
        assert {type(first), type(last)} == {date}
    if schema.at_hand():
        assert set(SEARCH_DATES) == schema.simple_values("platform.coreTypes.xsd", "SearchDate")


@pytest.mark.requirement("wire-07")
def test_every_operation_that_is_answered_is_declared() -> None:
    assert {one.name for one in operations("2025_2")} == ANSWERED
    assert {one.name for one in operations("2019_2")} == ANSWERED | OF_SESSIONS
