"""``getAccountGovernanceInfo`` and ``getIntegrationGovernanceInfo`` (documented: ``article_0625010817``)."""

from __future__ import annotations

from landbridge.local.soap.call import Call
from landbridge.local.soap.statuses import SUCCESS


def get_account_governance_info(call: Call) -> str:
    """Answer the account's concurrency limit and what of it no integration has for itself."""
    limits = call.account.governance.account_info()
    return (
        f"<platformCore:getAccountGovernanceInfoResult>{SUCCESS}"
        f"<platformCore:accountConcurrencyLimit>{limits.limit}</platformCore:accountConcurrencyLimit>"
        f"<platformCore:unallocatedConcurrencyLimit>{limits.unallocated}</platformCore:unallocatedConcurrencyLimit>"
        "</platformCore:getAccountGovernanceInfoResult>"
    )


def get_integration_governance_info(call: Call) -> str:
    """Answer the limit of the integration that asks, where it has one of its own."""
    limits = call.account.governance.integration_info(call.session.integration_id)
    own = (
        f"<platformCore:integrationConcurrencyLimit>{limits.limit}</platformCore:integrationConcurrencyLimit>"
        if limits.limit is not None
        else ""
    )
    return (
        f"<platformCore:getIntegrationGovernanceInfoResult>{SUCCESS}{own}"
        f"<platformCore:limitType>_{limits.limit_type.value}</platformCore:limitType>"
        "</platformCore:getIntegrationGovernanceInfoResult>"
    )
