"""The expense category. Fields of ``ExpenseCategory`` in schema order; SOAP keeps no instants of it."""

from __future__ import annotations

from landbridge.recordtypes.fields import flag, number, ref, refs, text
from landbridge.recordtypes.model import COMMON_SEARCH, RecordType, Structure, Sublist

_RATES = Sublist(
    name="ratesList",
    label="Default Rates",
    soap_class="ExpenseCategoryRatesList",
    element="expenseCategoryRates",
    line=Structure(
        "ExpenseCategoryRates",
        "accounting",
        "lists",
        "listAcct",
        (
            ref("subsidiary", "Subsidiary", "subsidiary"),
            ref("currency", "Currency", "currency", computed=True),
            number("defaultRate", "Default Rate"),
        ),
    ),
    script="rates",
    rest="rates",
    keys=("subsidiary",),
)

EXPENSE_CATEGORY = RecordType(
    name="expenseCategory",
    label="Expense Category",
    plural="Expense Categories",
    soap_class="ExpenseCategory",
    namespace="accounting",
    group="lists",
    prefix="listAcct",
    search_basic="ExpenseCategorySearchBasic",
    rest="expenseCategory",
    suiteql="expensecategory",
    script_types=("expensecategory",),
    permission="LIST_CATEGORY",
    fields=(
        ref("customForm", "Custom Form", "customForm"),
        text("name", "Name", search=True, mandatory=True),
        text("description", "Description", search=True),
        ref("expenseAcct", "Expense Account", "account", search="account", mandatory=True),
        flag("isInactive", "Inactive", search=True),
        flag("rateRequired", "Rate Required", search=True),
        refs(
            "subsidiaryList",
            "Subsidiaries",
            "subsidiary",
            search="subsidiary",
            script="subsidiary",
            suiteql="",
        ),
        number("defaultRate", "Default Rate"),
    ),
    search_only=COMMON_SEARCH,
    id_family="expenseCategory",
    created_field="",
    modified_field="",
    sublists=(_RATES,),
)
