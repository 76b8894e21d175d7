"""The WSDL itself: messages, port type, binding and service (fact sheet 1.2, schema)."""

from __future__ import annotations

from collections.abc import Iterator

from landbridge.local.soap.markup import attribute
from landbridge.local.soap.wsdl.faults import FAULTS
from landbridge.local.soap.wsdl.files import BY_PREFIX, IMPORTED
from landbridge.local.soap.wsdl.messages import Operation, header_parts, headers_of, operations
from landbridge.local.soap.wsdl.writer import DECLARATION, XSD, import_text

WSDL = "http://schemas.xmlsoap.org/wsdl/"
SOAP = "http://schemas.xmlsoap.org/wsdl/soap/"


def service_text(version: str, address: str) -> str:
    """Return the WSDL of an endpoint version; ``address`` is where its requests go."""
    target = f"urn:platform_{version}.webservices.netsuite.com"
    return "\n".join(
        [
            (
                f'{DECLARATION}<definitions xmlns="{WSDL}" xmlns:soap="{SOAP}" xmlns:xsd="{XSD}" xmlns:tns="{target}"'
                f' xmlns:platformMsgs="{BY_PREFIX["platformMsgs"].namespace(version)}"'
                f' xmlns:platformFaults="{BY_PREFIX["platformFaults"].namespace(version)}" targetNamespace="{target}">'
            ),
            '<types><xsd:schema elementFormDefault="qualified">',
            *(import_text(BY_PREFIX[prefix], version) for prefix in IMPORTED),
            "</xsd:schema></types>",
            *_messages(version),
            '<portType name="NetSuitePortType">',
            *(_port_operation(one) for one in operations(version)),
            "</portType>",
            (
                '<binding name="NetSuiteBinding" type="tns:NetSuitePortType">'
                '<soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>'
            ),
            *(_bound_operation(one, version) for one in operations(version)),
            "</binding>",
            (
                '<service name="NetSuiteService"><port name="NetSuitePort" binding="tns:NetSuiteBinding">'
                f'<soap:address location="{attribute(address)}"/></port></service>'
            ),
            "</definitions>\n",
        ]
    )


def _messages(version: str) -> Iterator[str]:
    parts = "".join(
        [f'<part name="{name}" element="platformMsgs:{name}"/>' for name in header_parts(version)]
    )
    yield f'<message name="headers">{parts}</message>'
    for operation in operations(version):
        for name, element in (
            (f"{operation.name}Request", operation.name),
            (f"{operation.name}Response",) * 2,
        ):
            yield f'<message name="{name}"><part name="parameters" element="platformMsgs:{element}"/></message>'
    for fault in FAULTS:
        element = fault[0].lower() + fault[1:]
        yield f'<message name="{fault}"><part name="fault" element="platformFaults:{element}"/></message>'


def _port_operation(operation: Operation) -> str:
    name = operation.name
    faults = "".join([f'<fault name="{fault}" message="tns:{fault}"/>' for fault in operation.faults])
    return (
        f'<operation name="{name}"><input name="{name}Request" message="tns:{name}Request"/>'
        f'<output name="{name}Response" message="tns:{name}Response"/>{faults}</operation>'
    )


def _bound_operation(operation: Operation, version: str) -> str:
    name = operation.name
    headers = "".join([_header(part) for part in headers_of(operation, version)])
    faults = "".join(
        [
            f'<fault name="{fault}"><soap:fault name="{fault}" use="literal"/></fault>'
            for fault in operation.faults
        ]
    )
    body = '<soap:body use="literal"/>'
    return (
        f'<operation name="{name}"><soap:operation soapAction="{name}"/>'
        f'<input name="{name}Request">{headers}{body}</input>'
        f'<output name="{name}Response">{_header("documentInfo")}{body}</output>{faults}</operation>'
    )


def _header(part: str) -> str:
    return f'<soap:header message="tns:headers" part="{part}" use="literal"/>'
