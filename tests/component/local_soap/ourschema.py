"""The schemas that the account serves, compiled; replies that the published set has no more are validated with them."""

from __future__ import annotations

from functools import cache
from typing import Any

from lxml import etree

from landbridge.local.soap.wsdl.files import FILES
from landbridge.local.soap.wsdl.generated import GeneratedSet

XSD = "http://www.w3.org/2001/XMLSchema"


class Pages(etree.Resolver):
    """Finds the schemas where their paths say they are."""

    def __init__(self, made: GeneratedSet, version: str) -> None:
        self._made = made
        self._version = version

    def resolve(self, url: str, public_id: str | None, context: Any) -> Any:
        text = self._made.schema(self._version, url)
        assert text is not None, url
        return self.resolve_string(text.encode(), context)


@cache
def compiled(version: str) -> etree.XMLSchema:
    """Return the schemas of an endpoint version as one."""
    parser = etree.XMLParser()
    parser.resolvers.add(Pages(GeneratedSet(), version))
    imports = "".join(
        f'<import namespace="{one.namespace(version)}" schemaLocation="{one.path(version)}"/>'
        for one in FILES
    )
    root = etree.fromstring(f'<schema xmlns="{XSD}">{imports}</schema>', parser)
    return etree.XMLSchema(root)
