"""Sublists that customers, projects, vendors and contacts have in common (namespace ``relationships`` of ``lists``)."""

from __future__ import annotations

from landbridge.recordtypes.fields import flag, number, ref, text
from landbridge.recordtypes.model import Field, Structure, Sublist

NAMESPACE, GROUP, PREFIX = "relationships", "lists", "listRel"


def line(soap_class: str, *fields: Field) -> Structure:
    """Return a line of a sublist of this namespace."""
    return Structure(soap_class, NAMESPACE, GROUP, PREFIX, fields)


def contact_roles(before: str) -> Sublist:
    """Return ``contactRolesList``: who of a company has a role in its account."""
    return Sublist(
        name="contactRolesList",
        label="Contacts",
        soap_class="ContactAccessRolesList",
        element="contactRoles",
        line=line(
            "ContactAccessRoles",
            flag("giveAccess", "Access"),
            ref("contact", "Contact", "contact", mandatory=True),
            text("email", "Email"),
            ref("role", "Role", "contactRole"),
            flag("sendEmail", "Notify"),
        ),
        script="contactroles",
        rest="contactRoles",
        keys=("contact",),
        before=before,
    )


CUSTOMER_CURRENCIES = Sublist(
    name="currencyList",
    label="Currencies",
    soap_class="CustomerCurrencyList",
    element="currency",
    line=line(
        "CustomerCurrency",
        ref("currency", "Currency", "currency", mandatory=True),
        number("balance", "Balance", computed=True),
        number("consolBalance", "Consolidated Balance", computed=True),
        number("depositBalance", "Deposit Balance", computed=True),
        number("overdueBalance", "Overdue Balance", computed=True),
        number("unbilledOrders", "Unbilled Orders", computed=True),
        flag("overrideCurrencyFormat", "Override Currency Format"),
        text("displaySymbol", "Symbol"),
    ),
    script="currency",
    rest="currencyList",
    keys=("currency",),
)
"""``currencyList`` of a customer: the currencies that it trades in."""

VENDOR_CURRENCIES = Sublist(
    name="currencyList",
    label="Currencies",
    soap_class="VendorCurrencyList",
    element="vendorCurrency",
    line=line(
        "VendorCurrency",
        ref("currency", "Currency", "currency", mandatory=True),
        number("balance", "Balance", computed=True),
        number("unbilledOrders", "Unbilled Orders", computed=True),
    ),
    script="currency",
    rest="currencyList",
    keys=("currency",),
    before="rolesList",
)
"""``currencyList`` of a vendor."""

VENDOR_ROLES = Sublist(
    name="rolesList",
    label="Roles",
    soap_class="VendorRolesList",
    element="roles",
    line=line("VendorRoles", ref("selectedRole", "Role", "role", mandatory=True)),
    script="roles",
    rest="roles",
    keys=("selectedRole",),
    before="predictedDays",
)
"""``rolesList`` of a vendor."""
