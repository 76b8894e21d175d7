"""The SOAP 1.1 envelope around requests and replies."""

from __future__ import annotations

from dataclasses import dataclass

from landbridge.local.soap import faults
from landbridge.local.soap.markup import escape
from landbridge.local.soap.multiref import resolve
from landbridge.local.soap.versions import ENVELOPE, INSTANCE, SCHEMA, Namespaces
from landbridge.local.soap.xmlreader import Node, XmlError, parse


@dataclass(frozen=True, slots=True)
class RequestEnvelope:
    """A request taken apart: its header (if any) and the one element of its body."""

    header: Node | None
    operation: Node


def open_envelope(body: bytes, namespaces: Namespaces) -> RequestEnvelope:
    """Take a request apart; raises :class:`~landbridge.local.soap.faults.SoapFault` when it is none of this version."""
    try:
        root = parse(body)
    except XmlError as error:
        raise faults.malformed(str(error)) from None
    if (root.namespace, root.name) != (ENVELOPE, "Envelope"):
        raise faults.malformed(f"the root element is {root.name!r}, not a SOAP 1.1 Envelope")
    soap_body = root.child("Body")
    if soap_body is None or not soap_body.children:
        raise faults.malformed("soapenv:Body must hold exactly one element")
    try:
        resolve(soap_body)
    except XmlError as error:
        raise faults.malformed(str(error)) from None
    if len(soap_body.children) != 1:
        raise faults.malformed("soapenv:Body must hold exactly one element")
    operation = soap_body.children[0]
    if operation.namespace != namespaces.messages:
        raise faults.malformed(
            f"the operation {operation.name!r} is in namespace {operation.namespace!r}, expected {namespaces.messages!r}"
        )
    for child in operation.children:
        if child.namespace != namespaces.messages:
            raise faults.malformed(
                f"{child.name!r} of {operation.name!r} is in namespace {child.namespace!r}"
            )
    return RequestEnvelope(root.child("Header"), operation)


def reply(operation: str, content: str, namespaces: Namespaces, document_id: str) -> bytes:
    """Wrap ``content`` as ``{operation}Response`` and name the document in the header."""
    return (
        f"{_opening()}<soapenv:Header>"
        f'<platformMsgs:documentInfo xmlns:platformMsgs="{namespaces.messages}">'
        f"<platformMsgs:nsId>{escape(document_id)}</platformMsgs:nsId></platformMsgs:documentInfo></soapenv:Header>"
        f'<soapenv:Body><{operation}Response xmlns="{namespaces.messages}" xmlns:platformCore="{namespaces.core}">'
        f"{content}</{operation}Response></soapenv:Body></soapenv:Envelope>"
    ).encode()


def fault_reply(fault: faults.SoapFault, namespaces: Namespaces) -> bytes:
    """Wrap a fault."""
    body = faults.fault_body(fault, namespaces)
    return f"{_opening()}<soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>".encode()


def _opening() -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<soapenv:Envelope xmlns:soapenv="{ENVELOPE}" xmlns:xsd="{SCHEMA}" xmlns:xsi="{INSTANCE}">'
    )
