"""The record types of the integration as SuiteScript names them: what the trigger is deployed on and notices name.

Sixteen record types of *Supported pairs* (``article_161979072427``) in twenty SuiteScript types: customers have three, items
one for each kind, and two are custom record types that the integration brings.
"""

from __future__ import annotations

from dataclasses import dataclass

from landbridge.recordtypes import ITEM, SCRIPT_TYPES

CUSTOM_RECORD = "customrecord_oa_"


@dataclass(frozen=True, slots=True)
class IntegratedType:
    """One SuiteScript type. ``netsuite_type`` is the record type behind it, by SOAP's name; items are their family, of which an internal id
    says enough. ``deployment`` is what the script ids of its deployments end with (``customdeploy_oa_send_lead``)."""

    script: str
    netsuite_type: str
    deployment: str


def _standard(script: str) -> IntegratedType:
    kind = SCRIPT_TYPES[script]
    return IntegratedType(script, ITEM if kind.searched_as == ITEM else kind.name, script)


def _custom(script: str) -> IntegratedType:
    return IntegratedType(script, script, script.removeprefix(CUSTOM_RECORD))


INTEGRATED: dict[str, IntegratedType] = {
    one.script: one
    for one in (
        *map(
            _standard,
            (
                "employee",
                "customer",
                "lead",
                "prospect",
                "job",
                "supportcase",
                "projecttask",
                "serviceitem",
                "noninventoryitem",
                "otherchargeitem",
                "expensecategory",
                "salesorder",
                "creditmemo",
                "customerpayment",
                "vendorbill",
                "vendorcredit",
                "purchaseorder",
                "vendorpayment",
            ),
        ),
        _custom("customrecord_oa_cost_center"),
        _custom("customrecord_oa_project_rate_card"),
    )
}
"""Every one of them by its SuiteScript type."""
