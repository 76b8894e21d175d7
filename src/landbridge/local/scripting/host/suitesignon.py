"""N/sso and nlapiOutboundSSO: 20 units; errors of a missing or unknown record as documented (``section_4425177089``)."""

from __future__ import annotations

from typing import Any

from landbridge.local import suitesignon
from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.execution import Execution, Handler

ENDED = (
    "SuiteSignOn has ended: accounts have it no more since NetSuite 2025.1. "
    "Use a script that authenticates by a certificate or OAuth 2.0 instead."
)
"""The text is ours (assumed)."""


def _token(execution: Execution, arguments: dict[str, Any]) -> str:
    execution.charge(20)
    sign_on, script_id = execution.account.suite_sign_on, str(arguments["id"])
    if sign_on.has_ended:
        raise ScriptError("SUITESIGNON_ENDED", ENDED)
    if not script_id:
        raise ScriptError(
            "SSO_CONFIG_REQD", "The SuiteSignOn object is not configured for use with this script."
        )
    url = sign_on.url(script_id)
    if url is None:
        raise ScriptError(
            "INVALID_SSO",
            f"Invalid SuiteSignOn reference: {script_id}. There is no such SuiteSignOn object, or it is inactive.",
        )
    return suitesignon.address(
        url, sandbox="_SB" in execution.account.settings.account_id, rng=execution.scripting.random
    )


HANDLERS: dict[str, Handler] = {"sso.token": _token}
