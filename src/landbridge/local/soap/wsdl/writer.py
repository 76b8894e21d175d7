"""Schema files as text."""

from __future__ import annotations

from landbridge.local.soap.markup import attribute
from landbridge.local.soap.wsdl.files import BY_PREFIX, SchemaFile
from landbridge.local.soap.wsdl.shapes import Attribute, ComplexType, Contents, Element, SimpleType

XSD = "http://www.w3.org/2001/XMLSchema"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def schema_text(file: SchemaFile, contents: Contents, version: str) -> str:
    """Return one schema file. Locations are paths, so that a client stays with the host that it asked."""
    prefixes = {file.prefix: file.namespace(version)} | {
        prefix: BY_PREFIX[prefix].namespace(version) for prefix in file.imports
    }
    bound = "".join([f' xmlns:{prefix}="{uri}"' for prefix, uri in prefixes.items()])
    imports = [import_text(BY_PREFIX[prefix], version) for prefix in file.imports]
    parts = [
        (
            f'{DECLARATION}<xsd:schema xmlns:xsd="{XSD}"{bound} targetNamespace="{file.namespace(version)}"'
            ' elementFormDefault="qualified" attributeFormDefault="unqualified">'
        ),
        *imports,
        *(_simple(one) for one in contents.simple.values()),
        *(_complex(one) for one in contents.complex.values()),
        *(f'<xsd:element name="{name}" type="{type_name}"/>' for name, type_name in contents.roots.items()),
        "</xsd:schema>\n",
    ]
    return "\n".join(parts)


def import_text(file: SchemaFile, version: str) -> str:
    """Return the element that imports ``file``."""
    return f'<xsd:import namespace="{file.namespace(version)}" schemaLocation="{file.path(version)}"/>'


def _simple(one: SimpleType) -> str:
    values = "".join([f'<xsd:enumeration value="{attribute(value)}"/>' for value in one.values])
    return (
        f'<xsd:simpleType name="{one.name}"><xsd:restriction base="xsd:string">{values}</xsd:restriction>'
        "</xsd:simpleType>"
    )


def _complex(one: ComplexType) -> str:
    abstract = ' abstract="true"' if one.abstract else ""
    attributes = "".join([_attribute(attribute) for attribute in one.attributes])
    if one.text:
        content = f'<xsd:simpleContent><xsd:extension base="{one.text}">{attributes}</xsd:extension></xsd:simpleContent>'
    else:
        sequence = "".join([_element(element) for element in one.elements])
        content = (f"<xsd:sequence>{sequence}</xsd:sequence>" if sequence else "") + attributes
        if one.base:
            content = f'<xsd:complexContent><xsd:extension base="{one.base}">{content}</xsd:extension></xsd:complexContent>'
    return f'<xsd:complexType name="{one.name}"{abstract}>{content}</xsd:complexType>'


def _element(element: Element) -> str:
    named = f'name="{element.name}" type="{element.type}"' if element.type else f'ref="{element.name}"'
    least = "" if element.least == 1 else f' minOccurs="{element.least}"'
    most = "" if element.most == "1" else f' maxOccurs="{element.most}"'
    default = f' default="{element.default}"' if element.default else ""
    return f"<xsd:element {named}{least}{most}{default}/>"


def _attribute(one: Attribute) -> str:
    required = ' use="required"' if one.required else ""
    default = f' default="{one.default}"' if one.default else ""
    return f'<xsd:attribute name="{one.name}" type="{one.type}"{required}{default}/>'
