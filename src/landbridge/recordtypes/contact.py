"""The contact. Fields of ``Contact`` in schema order."""

from __future__ import annotations

from landbridge.recordtypes.address import address_book
from landbridge.recordtypes.enumerations import SUBSCRIPTION_STATUSES
from landbridge.recordtypes.fields import choice, flag, instant, ref, text
from landbridge.recordtypes.model import COMMON_SEARCH, RecordType

COMPANIES = "customer|job|vendor"
"""What a contact may belong to."""

CONTACT = RecordType(
    name="contact",
    label="Contact",
    plural="Contacts",
    soap_class="Contact",
    namespace="relationships",
    group="lists",
    prefix="listRel",
    search_basic="ContactSearchBasic",
    rest="contact",
    suiteql="contact",
    script_types=("contact",),
    permission="LIST_CONTACT",
    fields=(
        ref("customForm", "Custom Form", "customForm"),
        text("entityId", "Contact", search=True),
        ref("contactSource", "Lead Source", "leadSource", search=True),
        ref("company", "Company", COMPANIES, search=True),
        text("salutation", "Mr./Ms...", search=True),
        text("firstName", "First Name", search=True),
        text("middleName", "Middle Name", search=True),
        text("lastName", "Last Name", search=True),
        text("title", "Job Title", search=True),
        text("phone", "Main Phone", search=True),
        text("fax", "Fax", search=True),
        text("email", "Email", search=True),
        text("defaultAddress", "Address", computed=True),
        flag("isPrivate", "Private", search=True),
        flag("isInactive", "Inactive", search=True),
        ref("subsidiary", "Subsidiary", "subsidiary", search=True),
        text("phoneticName", "Furigana", search=True),
        text("altEmail", "Alt. Email"),
        text("officePhone", "Office Phone"),
        text("homePhone", "Home Phone"),
        text("mobilePhone", "Mobile Phone"),
        ref("supervisor", "Supervisor", "contact"),
        text("supervisorPhone", "Supervisor Phone"),
        ref("assistant", "Assistant", "contact"),
        text("assistantPhone", "Assistant Phone"),
        text("comments", "Comments", search=True),
        choice(
            "globalSubscriptionStatus",
            "Global Subscription Status",
            "GlobalSubscriptionStatus",
            SUBSCRIPTION_STATUSES,
            search=True,
        ),
        flag("billPay", "Enable Online Bill Pay"),
        instant("dateCreated", "Date Created", search=True, computed=True),
        instant("lastModifiedDate", "Last Modified", search=True, computed=True),
    ),
    search_only=COMMON_SEARCH,
    id_family="entity",
    sublists=(address_book("Contact", "relationships", "listRel"),),
)
