"""The address: one complex type that entities keep in an address book and transactions as billing and shipping address."""

from __future__ import annotations

from landbridge.recordtypes.countries import COUNTRIES
from landbridge.recordtypes.fields import choice, flag, part, text
from landbridge.recordtypes.model import Structure, Sublist

ADDRESS = Structure(
    soap_class="Address",
    namespace="common",
    group="platform",
    prefix="platformCommon",
    fields=(
        text("internalId", "Internal ID", computed=True),
        choice("country", "Country", "Country", COUNTRIES),
        text("attention", "Attention"),
        text("addressee", "Addressee"),
        text("addrPhone", "Phone"),
        text("addr1", "Address 1"),
        text("addr2", "Address 2"),
        text("addr3", "Address 3"),
        text("city", "City"),
        text("state", "State/Province"),
        text("zip", "Zip"),
        text("addrText", "Address Text", computed=True),
        flag("override", "Override"),
    ),
    custom_fields=True,
)
"""``Address`` in schema order. ``addrText`` is the printed form, which NetSuite derives unless ``override`` is set."""


_ID = text("internalId", "ID")
_ADDRESS = part("addressbookAddress", "Address", ADDRESS)


def address_book(
    owner: str,
    namespace: str,
    prefix: str,
    *,
    before: str = "",
    residential: bool = False,
    id_first: bool = False,
) -> Sublist:
    """Return the ``addressbookList`` of an entity, ``owner`` its SOAP class.

    ``residential``: a line has ``isResidential``. ``id_first``: the line's id stands before the address, not after it.
    """
    flags = (flag("isResidential", "Residential Address"),) if residential else ()
    return Sublist(
        name="addressbookList",
        label="Address",
        soap_class=f"{owner}AddressbookList",
        element="addressbook",
        line=Structure(
            soap_class=f"{owner}Addressbook",
            namespace=namespace,
            group="lists",
            prefix=prefix,
            fields=(
                flag("defaultShipping", "Default Shipping"),
                flag("defaultBilling", "Default Billing"),
                *flags,
                text("label", "Label"),
                *((_ID, _ADDRESS) if id_first else (_ADDRESS, _ID)),
            ),
        ),
        script="addressbook",
        rest="addressBook",
        keys=("internalId",),
        before=before,
    )
