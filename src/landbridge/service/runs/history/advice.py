"""What to do about each code that a record of a run can carry. Data only; the page docs/reference/runs.md says the same."""

from __future__ import annotations

ADVICE = {
    "not_marked": "Nothing, or mark the record in NetSuite for export to SuiteProjects Pro.",
    "stage_excluded": "Nothing, or switch leads or prospects on in the workflow's options.",
    "inactive": "Nothing, or activate the record in NetSuite, or switch inactive records on in the workflow's options.",
    "not_found": "Nothing if it was deleted in NetSuite; else let the integration role see it.",
    "parent_not_exported": "Have the parent imported: mark it for export in NetSuite. The record follows by itself.",
    "parent_missing": "Nothing: the record follows once its parent is imported.",
    "parent_not_read": "Look at the parent in NetSuite: let the integration role see it, refer to a record of a kind that is imported, or change the mapping row. The record follows by itself.",
    "parent_failed": "Mend the parent. The record follows by itself.",
    "filtered": "Nothing, or change the filter of the mapping group.",
    "not_selected": "Nothing: the mapping group takes other records.",
    "nothing_left": "Nothing, or see to what its lines lack.",
    "parents_in_a_circle": "Give one of these records another parent in NetSuite, or none. The others follow by themselves.",
    "older_version": "Nothing.",
    "unmappable": "Correct the field in NetSuite and save the record, or change the mapping row of this field.",
    "two_candidates": "Remove or rename one of the two records in SuiteProjects Pro, then retry.",
    "name_taken": "Rename one of the two records, in NetSuite or in SuiteProjects Pro, then retry.",
    "conflict": "Nothing: the record is tried again by itself.",
    "internal_error": "Retry. If it fails again, report it with the worker's log.",
    "spp_202": "Another user has this user ID: rename one of the two, then retry.",
    "spp_601": "The record that the field refers to does not exist in SuiteProjects Pro: have it imported or make it there, then retry.",
    "spp_602": "The mapping names a field that SuiteProjects Pro does not have: change the mapping row.",
    "spp_801": "The customer does not exist in SuiteProjects Pro any more: have it imported again, then retry.",
    "spp_802": "Another invoice has this number: change one of the two, or leave the number out of the mapping.",
    "spp_804": "An expense item is of type R or M: change the mapping row.",
    "spp_812": "The parent does not exist in SuiteProjects Pro: have it imported or make it there, then retry.",
    "spp_813": "The project does not exist in SuiteProjects Pro: have it imported or make it there, then retry.",
    "spp_814": "Another expense report has this number: change one of the two, or leave the number out of the mapping.",
    "spp_815": "The invoice does not exist in SuiteProjects Pro: have it imported or make it there, then retry.",
    "spp_825": "The user does not exist in SuiteProjects Pro any more: have it imported again, then retry.",
    "spp_827": "Have the expense report approved in SuiteProjects Pro, then retry.",
    "spp_828": "Another purchase order has this number: change one of the two, or leave the number out of the mapping.",
    "spp_829": "The project task does not exist in SuiteProjects Pro: have it imported or make it there, then retry.",
    "spp_859": "The purchase order does not exist in SuiteProjects Pro: have it imported or make it there, then retry.",
    "spp_862": "The customer PO does not exist in SuiteProjects Pro: have it imported or make it there, then retry.",
    "spp_895": "The cost center does not exist in SuiteProjects Pro: have it imported or make it there, then retry.",
    "spp_905": "The rate card does not exist in SuiteProjects Pro: have it imported or make it there, then retry.",
    "spp_943": "The customer has a project of this name: rename one of the two, then retry.",
    "spp_1050": "The hierarchy has no such node: make the node or have it imported, or change the mapping row.",
    "spp_1051": "Give the record one node of each hierarchy: change the mapping row.",
    "spp_1100": "The field takes yes or no: change the mapping row.",
    "spp_1101": "The value is not on the field's list: correct it in NetSuite, or change the mapping row.",
    "spp_2001": "Fill the required field in NetSuite, or give it a value in the mapping.",
    "spp_2002": "The value is not of the field's kind: correct it in NetSuite, or change the mapping row.",
}
"""By code. Those of SuiteProjects Pro are ``spp_`` and its number."""

SPP_REFUSED = "SuiteProjects Pro refused the record: do as its words say, then retry."
NOTHING_KNOWN = "See the reason; retry once it is mended."


def advice(code: str) -> str:
    """Return what to do about a code, one that this version does not know too."""
    return ADVICE.get(code) or (SPP_REFUSED if code.startswith("spp_") else NOTHING_KNOWN)
