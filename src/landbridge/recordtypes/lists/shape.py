"""Short ways to describe a list."""

from __future__ import annotations

from landbridge.recordtypes.fields import flag, text
from landbridge.recordtypes.model import COMMON_SEARCH, Field, RecordType, SearchOnly, Structure, Sublist

NAME = text("name", "Name", search=True, mandatory=True)
INACTIVE = flag("isInactive", "Inactive", search=True)
DESCRIPTION = text("description", "Description", search=True)

ACCOUNTING = ("accounting", "listAcct")
RELATIONSHIPS = ("relationships", "listRel")
SUPPORT = ("support", "listSupport")
"""Namespace and prefix of a list; the group is ``lists``."""


def line(home: tuple[str, str], soap_class: str, *fields: Field) -> Structure:
    """Return a line of a sublist of a list."""
    namespace, prefix = home
    return Structure(soap_class, namespace, "lists", prefix, fields)


def list_type(
    name: str,
    label: str,
    plural: str,
    home: tuple[str, str],
    permission: str,
    *fields: Field,
    searchable: bool = True,
    custom_fields: bool = False,
    sublists: tuple[Sublist, ...] = (),
    script: str = "",
    suiteql: str = "",
    search_only: tuple[SearchOnly, ...] = COMMON_SEARCH,
) -> RecordType:
    """Describe a list. NetSuite keeps no instants of it in SOAP.

    ``searchable``: SOAP has a search for it. What the fields of others say of searching holds for the account's own pages.
    """
    namespace, prefix = home
    soap_class = name[0].upper() + name[1:]
    return RecordType(
        name=name,
        label=label,
        plural=plural,
        soap_class=soap_class,
        namespace=namespace,
        group="lists",
        prefix=prefix,
        search_basic=f"{soap_class}SearchBasic" if searchable else "",
        rest=name,
        suiteql=suiteql or name.lower(),
        script_types=(script or name.lower(),),
        permission=permission,
        fields=fields,
        search_only=search_only,
        id_family=name,
        created_field="",
        modified_field="",
        custom_fields=custom_fields,
        sublists=sublists,
    )
