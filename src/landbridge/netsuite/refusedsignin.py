"""Why a sign-in was refused, as far as an answer tells.

Over SOAP NetSuite says no more than that it refused. REST and RESTlets name the detail of the Login Audit Trail in ``WWW-Authenticate``
(observed: ``OAuth realm="1234567_SB1", error="token_rejected", error_description="Invalid login attempt."``). A clock that is wrong
shows in the ``Date`` of any answer.
"""

from __future__ import annotations

import re

from landbridge.netsuite.errors import ClockSkew, NetSuiteError, SignInAgain
from landbridge.netsuite.transport import HttpReply

_DETAIL = re.compile(r'\berror="([A-Za-z_]{1,60})"')
_TOLERATED_S = 300.0
"""So far a signature's time may be from NetSuite's (help section_1509544929)."""

_INTEGRATIONS = "Setup > Integration > Manage Integrations"
ADVICE = {
    "consumer_key_unknown": f"No integration record has this consumer key: compare it with {_INTEGRATIONS}.",
    "consumer_key_refused": f"The integration record is blocked: set its state to Enabled under {_INTEGRATIONS}.",
    "FeatureDisabled": "Enable Token-Based Authentication under Setup > Company > Enable Features > SuiteCloud.",
    "permission_denied": "The role may not sign in by tokens, or role or person is inactive: give the role the permission Log in using "
    "Access Tokens, and look at the employee's Access tab.",
    "InvalidSignature": "The consumer secret or the token secret is wrong: enter them anew, or make a new token.",
    "token_rejected": "The token is unknown, revoked, or of another account, integration or role: make a new one under Setup > Users/Roles > "
    "Access Tokens.",
    "temporary_locked": "Five refused sign-ins lock the user: wait half an hour, with the right credentials.",
    "invalid_token": "The OAuth 2.0 access token has ended or was revoked; the next attempt asks for a new one.",
}
"""What to do by the detail of the Login Audit Trail (help subsect_156935170194)."""


def told_apart(error: NetSuiteError, reply: HttpReply) -> NetSuiteError:
    """Return ``error`` with the reason for a refused sign-in that ``reply`` tells; any other error as it is."""
    if type(error) is not SignInAgain:
        return error
    found = _DETAIL.search(reply.headers.get("WWW-Authenticate", ""))
    detail = found[1] if found else ""
    kind: type[SignInAgain] = SignInAgain
    message = error.message
    if detail == "InvalidTimestamp" or (not detail and abs(reply.clock_ahead_s) > _TOLERATED_S):
        kind = ClockSkew
        message = f"{message} {_difference(reply.clock_ahead_s)}"
    return kind(message, code=error.code, context=error.context, advice=ADVICE.get(detail, ""), detail=detail)


def _difference(ahead_s: float) -> str:
    if not ahead_s:
        return "The clocks differ by more than five minutes."
    return f"This computer's clock is {abs(ahead_s) / 60:.0f} minutes {'ahead of' if ahead_s > 0 else 'behind'} NetSuite's."
