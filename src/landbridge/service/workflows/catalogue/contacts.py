"""Contacts (Contacts): the contacts of imported customers, and by option of their projects. A contact has no mark of its own."""

from __future__ import annotations

from collections.abc import Mapping

from landbridge.service.ports import SourceRecord
from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group, Option, OptionValue, Rule
from landbridge.service.workflows.catalogue.row_kinds import (
    ACTIVE,
    ADDRESS,
    field,
    link,
    netsuite_id,
    of_link,
)

CUSTOMER = link("customerid", "company", "customers", required=True)

OF_CUSTOMERS = Option(
    "contacts_of_customers",
    'Import all NetSuite contacts associated with NetSuite customers marked "Export to SuiteProjects Pro"',
    "On: the contacts of customers that are imported. Off: those of customers stay out.",
    default=True,
    rows={MAIN: (CUSTOMER,)},
)
OF_PROJECTS = Option(
    "contacts_of_projects",
    'Import all NetSuite contacts associated with NetSuite projects marked "Export to SuiteProjects Pro"',
    "On: the contacts of projects that are imported, as contacts of the project's customer. Off: those of projects stay out.",
    default=False,
    rows={MAIN: (of_link("customerid", "company", "projects", "customerid", required=True),)},
)


def _switched_off(_record: SourceRecord, options: Mapping[str, OptionValue]) -> str | None:
    if options.get(OF_CUSTOMERS.key) or options.get(OF_PROJECTS.key):
        return None
    return "Contacts of customers and of projects are switched off in the workflow's settings."


CONTACTS = Declaration(
    key="contacts",
    label="Contacts (Contacts)",
    netsuite_type="contact",
    groups=(
        Group(
            key=MAIN,
            label="Contact",
            spp_type="contact",
            integration_point="CONTACT_TO_CONTACT",
            netsuite_id_field="netsuite_contact_id__c",
            name_field="name",
            name_within=("customerid",),
            leaves_out_orphans=True,
            rows=(
                netsuite_id("netsuite_contact_id__c"),
                field("name", "entityId", required=True),
                CUSTOMER,
                field("first", "firstName"),
                field("middle", "middleName"),
                field("last", "lastName"),
                field("salutation", "salutation"),
                field("job_title", "title"),
                field("email", "email"),
                field("phone", "phone"),
                field("mobile", "mobilePhone"),
                field("fax", "fax"),
                *ADDRESS,
                field("notes", "comments"),
                ACTIVE,
            ),
        ),
    ),
    rule=Rule(
        "contacts_off",
        "Its company is an imported customer, or by option an imported project.",
        _switched_off,
    ),
    depends_on=("customers",),
    options=(OF_CUSTOMERS, OF_PROJECTS),
    real_time=False,
)
