"""What the schema declares of the request of an operation.

The body alone says which operation is meant: the value of the SOAPAction header is not compared, as Axis dispatches the
document style by the element of the body (assumed of NetSuite).
"""

from __future__ import annotations

from functools import cache

from landbridge.local.soap.declared import check_elements
from landbridge.local.soap.versions import Namespaces
from landbridge.local.soap.wsdl.messages import operations
from landbridge.local.soap.wsdl.shapes import Element
from landbridge.local.soap.xmlreader import Node


def check_operation(node: Node, namespaces: Namespaces) -> None:
    """Raise ``SoapFault`` where a request has elements that its operation does not declare, too many, or of another type."""
    if not _wrapped(node, namespaces):
        check_elements(node, _requests(namespaces.version)[node.name], namespaces.messages, namespaces)


@cache
def _requests(version: str) -> dict[str, tuple[Element, ...]]:
    return {one.name: one.request for one in operations(version)}


def _wrapped(node: Node, namespaces: Namespaces) -> bool:
    """Say whether a ``baseRef`` holds the whole request, as a public client has it (see ``operations.read``)."""
    return any(child.type == (namespaces.messages, "GetListRequest") for child in node.children)
