"""How many requests at once NetSuite takes, against how many the connection wishes to send."""

from __future__ import annotations

from dataclasses import replace

from landbridge.netsuite.checks.lines import CheckLine, Subject
from landbridge.netsuite.errors import NetSuiteError, PermissionMissing
from landbridge.netsuite.governance import GovernanceLimits, IntegrationLimits, LimitType
from landbridge.netsuite.limits import usable

SUBJECT = Subject("limits", "Requests at once")
_LOWER = "Lower the concurrency of the connection, or raise the limit in NetSuite: Setup > Integration > Integration Governance."


def limits_line(
    account: GovernanceLimits | NetSuiteError,
    integration: IntegrationLimits | NetSuiteError,
    wish: int | None,
) -> CheckLine:
    """Compare ``wish`` with what NetSuite told; it tells administrators only, which is no trouble."""
    refusal = next((one for one in (account, integration) if isinstance(one, NetSuiteError)), None)
    sends = "" if wish is None else f" The connection sends {wish} at once."
    if isinstance(refusal, PermissionMissing):
        return SUBJECT.passed(f"NetSuite tells its limits to administrators only.{sends}")
    if isinstance(account, NetSuiteError) or isinstance(integration, NetSuiteError):
        return SUBJECT.warned(f"NetSuite did not tell its limits: {refusal}", "Run the test again.")
    most, whose = _share(account, integration)
    told = f"NetSuite takes {account.account} from all integrations, {most} {whose}."
    too_many = wish is not None and wish > most
    line = SUBJECT.warned(f"{told}{sends}", _LOWER) if too_many else SUBJECT.passed(f"{told}{sends}")
    return replace(line, limit=usable(account, integration))


def _share(account: GovernanceLimits, integration: IntegrationLimits) -> tuple[int, str]:
    if integration.type is LimitType.INTERNAL:
        return account.account, "from this one, which is not counted"
    if integration.limit is not None:
        return integration.limit, "from this one"
    return account.unallocated, "from all that have no limit of their own"
