"""The joins of searches: which records stand behind ``customerJoin`` and the like (names: schema; meanings: *Search Joins*, documented).

Only joins between types that the account keeps are here; every other one is refused by name.
"""

from __future__ import annotations

from dataclasses import dataclass

from landbridge.local.records.errors import RecordError


@dataclass(frozen=True, slots=True)
class JoinTo:
    """Where a join leads: the records that the fields at ``paths`` refer to, or with ``reverse`` those that refer back by them."""

    record_type: str
    paths: tuple[str, ...]
    reverse: bool = False


def _to(record_type: str, *paths: str) -> JoinTo:
    return JoinTo(record_type, paths)


def _from(record_type: str, *paths: str) -> JoinTo:
    return JoinTo(record_type, paths, reverse=True)


JOINS: dict[str, dict[str, JoinTo]] = {
    "customer": {
        "caseJoin": _from("supportCase", "company"),
        "contactJoin": _from("contact", "company"),
        "jobJoin": _from("job", "parent"),
        "parentCustomerJoin": _to("customer", "parent"),
        "salesRepJoin": _to("employee", "salesRep"),
        "subCustomerJoin": _from("customer", "parent"),
        "transactionJoin": _from("transaction", "entity", "customer"),
    },
    "job": {
        "customerJoin": _to("customer", "parent"),
        "projectManagerJoin": _to("employee", "projectManager"),
        "projectTaskJoin": _from("projectTask", "company"),
    },
    "employee": {
        "departmentJoin": _to("department", "department"),
        "locationJoin": _to("location", "location"),
        "managedJobJoin": _from("job", "projectManager"),
        "subsidiaryJoin": _to("subsidiary", "subsidiary"),
        "transactionJoin": _from("transaction", "entity"),
    },
    "contact": {
        "caseJoin": _from("supportCase", "contact"),
        "customerJoin": _to("customer", "company"),
        "jobJoin": _to("job", "company"),
        "parentCustomerJoin": _to("customer", "company"),
        "parentJobJoin": _to("job", "company"),
        "parentVendorJoin": _to("vendor", "company"),
        "vendorJoin": _to("vendor", "company"),
    },
    "vendor": {
        "contactJoin": _from("contact", "company"),
        "expAccountJoin": _to("account", "expenseAccount"),
        "timeApproverJoin": _to("employee", "timeApprover"),
        "transactionJoin": _from("transaction", "entity"),
    },
    "supportCase": {
        "contactJoin": _to("contact", "contact"),
        "customerJoin": _to("customer", "company"),
        "employeeJoin": _to("employee", "assigned"),
        "itemJoin": _to("item", "item"),
    },
    "projectTask": {
        "jobJoin": _to("job", "company"),
        "predecessorJoin": _to("projectTask", "predecessorList.task"),
        "successorJoin": _from("projectTask", "predecessorList.task"),
        "transactionJoin": _from("transaction", "expenseList.projectTask", "itemList.projectTask"),
    },
    "item": {
        "parentJoin": _to("item", "parent"),
        "preferredLocationJoin": _to("location", "preferredLocation"),
        "preferredVendorJoin": _to("vendor", "vendor"),
        "transactionJoin": _from("transaction", "itemList.item"),
        "vendorJoin": _to("vendor", "vendor"),
    },
    "transaction": {
        "accountJoin": _to("account", "account", "arAcct", "apAcct", "expenseList.account"),
        "classJoin": _to("classification", "class", "itemList.class", "expenseList.class"),
        "createdFromJoin": _to("transaction", "createdFrom"),
        "customerJoin": _to("customer", "entity", "customer", "itemList.customer", "expenseList.customer"),
        "customerMainJoin": _to("customer", "entity", "customer"),
        "departmentJoin": _to("department", "department", "itemList.department", "expenseList.department"),
        "employeeJoin": _to("employee", "entity"),
        "expenseCategoryJoin": _to("expenseCategory", "expenseList.category"),
        "itemJoin": _to("item", "itemList.item"),
        "jobJoin": _to("job", "job", "entity", "itemList.job", "itemList.customer", "expenseList.customer"),
        "jobMainJoin": _to("job", "job", "entity"),
        "locationJoin": _to("location", "location", "itemList.location", "expenseList.location"),
        "projectTaskJoin": _to("projectTask", "expenseList.projectTask", "itemList.projectTask"),
        "requestorJoin": _to("employee", "employee"),
        "salesRepJoin": _to("employee", "salesRep"),
        "subsidiaryJoin": _to("subsidiary", "subsidiary"),
        "vendorJoin": _to("vendor", "entity"),
    },
    "customRecord": {"ownerJoin": _to("employee", "owner")},
}
"""Searched type or family -> element of its search -> where it leads."""


def join_of(searched: str, name: str) -> JoinTo:
    """Return where a join leads. Raises ``RecordError`` FEATURE_UNAVAILABLE for one that the account does not follow."""
    found = JOINS.get(searched, {}).get(name)
    if found is None:
        raise RecordError(
            "FEATURE_UNAVAILABLE", f"The local account does not support the search join {name}."
        )
    return found
