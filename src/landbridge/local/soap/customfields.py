"""How a request names a custom field: by ``scriptId``, or by ``internalId`` as clients of old endpoints do (observed)."""

from __future__ import annotations

from landbridge.local.account import Account
from landbridge.local.soap.xmlreader import Node


def script_id_of(account: Account, node: Node) -> str:
    """Return the script id of the custom field that an element names, ``""`` when there is no such number."""
    script_id = node.attributes.get("scriptId", "")
    number = node.attributes.get("internalId", "")
    if script_id or not number:
        return script_id
    for field in account.records.types.all_custom_fields():
        if number in (str(field.number), field.script_id):
            return field.script_id
    return ""
