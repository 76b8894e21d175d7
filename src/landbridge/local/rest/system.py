"""``GET /services/rest/system/v1/governanceLimits`` (documented: ``article_0625010817``)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from landbridge.local.access.model import Session
from landbridge.local.account import Account
from landbridge.local.governance.limits import LimitType
from landbridge.local.restservices import errors
from landbridge.local.restservices.gate import Answer, Asked, Gate

PATH = "/services/rest/system/v1/governanceLimits"
KIND = "rest.governanceLimits"
TYPES = {
    LimitType.ACCOUNT: "accountLimit",
    LimitType.INTEGRATION_SPECIFIC: "integrationSpecific",
    LimitType.INTERNAL: "internal",
}
"""How REST spells where an integration's requests are counted (documented)."""


def routes(account: Account) -> list[BaseRoute]:
    """Return the route."""
    gate = Gate(account)

    def limits(asked: Asked, session: Session) -> Answer:
        role = account.access.role(session.role_id)
        if role is None or not role.administrator:  # documented: administrators only
            raise errors.refused(
                403, "Only an administrator can read the governance limits.", "INSUFFICIENT_PERMISSION"
            )
        if asked.method != "GET":
            raise errors.invalid_method(asked.method, asked.path, ("GET",))
        whole = account.governance.account_info()
        own = account.governance.integration_info(session.integration_id)
        document = {
            "accountConcurrencyLimit": whole.limit,
            "accountUnallocatedConcurrencyLimit": whole.unallocated,
            "integrationLimitType": TYPES[own.limit_type],
        }
        if own.limit is not None:
            document["integrationConcurrencyLimit"] = own.limit
        return Answer(200, document)

    async def governance_limits(request: Request) -> Response:
        return await gate.handle(request, KIND, limits)

    return [
        Route(
            PATH,
            governance_limits,
            methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            include_in_schema=False,
        )
    ]
