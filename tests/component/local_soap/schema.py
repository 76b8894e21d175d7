"""The public schema of endpoint 2023_2, when it is at hand beside the project; replies of other versions by their token."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from lxml import etree

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "netsuite-wsdl" / "2023_2" / "xsd"
MISSING = f"the public schema is not at hand: {FOLDER.name}/ of netsuite-wsdl/2023_2 beside the project"

_IMPORTS = {
    "platform.messages": "urn:messages_2023_2.platform",
    "platform.core": "urn:core_2023_2.platform",
    "platform.faults": "urn:faults_2023_2.platform",
    "platform.common": "urn:common_2023_2.platform",
    "lists.relationships": "urn:relationships_2023_2.lists",
    "lists.employees": "urn:employees_2023_2.lists",
    "lists.support": "urn:support_2023_2.lists",
    "lists.accounting": "urn:accounting_2023_2.lists",
    "lists.marketing": "urn:marketing_2023_2.lists",
    "activities.scheduling": "urn:scheduling_2023_2.activities",
    "transactions.sales": "urn:sales_2023_2.transactions",
    "transactions.customers": "urn:customers_2023_2.transactions",
    "transactions.purchases": "urn:purchases_2023_2.transactions",
    "transactions.employees": "urn:employees_2023_2.transactions",
    "setup.customization": "urn:customization_2023_2.setup",
}


def at_hand() -> bool:
    """Say whether replies can be validated."""
    return FOLDER.is_dir()


@cache
def _schema() -> etree.XMLSchema:
    imports = "".join(
        f'<import namespace="{namespace}.webservices.netsuite.com" schemaLocation="{FOLDER / name}.xsd"/>'
        for name, namespace in _IMPORTS.items()
    )
    return etree.XMLSchema(
        etree.fromstring(f'<schema xmlns="http://www.w3.org/2001/XMLSchema">{imports}</schema>')
    )


def validate(element: etree._Element) -> None:
    """Raise AssertionError unless ``element`` (of any endpoint version) is valid in 2023_2's schema."""
    text = re.sub(rb"_20\d\d_\d\.", b"_2023_2.", etree.tostring(element))
    schema = _schema()
    document = etree.fromstring(text)
    assert schema.validate(document), f"{schema.error_log.last_error}\n{text.decode()[:2000]}"


@cache
def simple_values(file: str, name: str) -> frozenset[str]:
    """Return the values of an enumeration."""
    tree = etree.parse(FOLDER / file)
    return frozenset(tree.xpath(f"//*[@name='{name}']//*[local-name()='enumeration']/@value"))


def search_fields(name: str) -> dict[str, str]:
    """Return the fields of a basic search with their types."""
    tree = etree.parse(FOLDER / "platform.common.xsd")
    elements = tree.xpath(f"//*[@name='{name}']//*[local-name()='element']")
    return {element.get("name"): element.get("type").rpartition(":")[2] for element in elements}
