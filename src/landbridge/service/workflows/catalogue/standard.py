"""The workflows that come with Landbridge, in the order in which a run goes through them: parents before children."""

from __future__ import annotations

from landbridge.service.workflows.catalogue.cases import CASES
from landbridge.service.workflows.catalogue.contacts import CONTACTS
from landbridge.service.workflows.catalogue.cost_centers import COST_CENTERS
from landbridge.service.workflows.catalogue.credit_memos import CREDIT_MEMOS
from landbridge.service.workflows.catalogue.customers import CUSTOMERS
from landbridge.service.workflows.catalogue.employees import EMPLOYEES
from landbridge.service.workflows.catalogue.expense_bills import EXPENSE_BILLS
from landbridge.service.workflows.catalogue.expense_items import EXPENSE_ITEMS
from landbridge.service.workflows.catalogue.expense_reports import EXPENSE_REPORTS
from landbridge.service.workflows.catalogue.invoices import INVOICES
from landbridge.service.workflows.catalogue.model import Declaration
from landbridge.service.workflows.catalogue.payments import PAYMENTS
from landbridge.service.workflows.catalogue.products import PRODUCTS
from landbridge.service.workflows.catalogue.project_tasks import PROJECT_TASKS
from landbridge.service.workflows.catalogue.projects import PROJECTS
from landbridge.service.workflows.catalogue.purchase_orders import PURCHASE_ORDERS
from landbridge.service.workflows.catalogue.rate_cards import RATE_CARDS
from landbridge.service.workflows.catalogue.reimbursements import REIMBURSEMENTS
from landbridge.service.workflows.catalogue.sales_orders import SALES_ORDERS
from landbridge.service.workflows.catalogue.services import SERVICES
from landbridge.service.workflows.catalogue.vendor_bills import VENDOR_BILLS
from landbridge.service.workflows.catalogue.vendor_credits import VENDOR_CREDITS
from landbridge.service.workflows.catalogue.vendor_users import VENDOR_USERS
from landbridge.service.workflows.catalogue.vendors import VENDORS

CATALOGUE: dict[str, Declaration] = {
    kind.key: kind
    for kind in (
        COST_CENTERS,
        RATE_CARDS,
        EMPLOYEES,
        CUSTOMERS,
        VENDORS,
        VENDOR_USERS,
        SERVICES,
        PRODUCTS,
        EXPENSE_ITEMS,
        PROJECTS,
        CONTACTS,
        PROJECT_TASKS,
        CASES,
        SALES_ORDERS,
        PURCHASE_ORDERS,
        VENDOR_BILLS,
        VENDOR_CREDITS,
        INVOICES,
        EXPENSE_REPORTS,
        EXPENSE_BILLS,
        CREDIT_MEMOS,
        PAYMENTS,
        REIMBURSEMENTS,
    )
}
"""By key, in order of dependency. Contacts come after the projects that they may belong to."""

POSITIONS: dict[str, int] = {key: position for position, key in enumerate(CATALOGUE)}
