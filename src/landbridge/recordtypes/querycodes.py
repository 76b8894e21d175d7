"""What SuiteQL calls the values of enumerations. Observed: the stages of customers; everything else is assumed."""

from __future__ import annotations

from collections.abc import Mapping

from landbridge.recordtypes.lists.accounting import ACCOUNT_TYPE_CODES
from landbridge.recordtypes.projecttask import CONSTRAINT_CODES, TASK_STATUS_CODES

ENUMERATIONS: dict[tuple[str, str], dict[str, str]] = {
    ("job", "jobBillingType"): {
        "_timeAndMaterials": "TM",
        "_fixedBidInterval": "FBI",
        "_fixedBidMilestone": "FBM",
        "_chargeBased": "CB",
        "_none": "NONE",
    },
    ("account", "acctType"): ACCOUNT_TYPE_CODES,
    ("projectTask", "status"): TASK_STATUS_CODES,
    ("projectTask", "constraintType"): CONSTRAINT_CODES,
}
"""Record type and field -> SOAP's value -> SuiteQL's. Those not listed are SOAP's in capitals (LEAD, PROSPECT, CUSTOMER)."""


def enumeration(record_type: str, field: str, values: tuple[str, ...]) -> Mapping[str, str]:
    """Return SuiteQL's code of each SOAP value of an enumeration."""
    listed = ENUMERATIONS.get((record_type, field), {})
    return {value: listed.get(value, value.lstrip("_").upper()) for value in values}
