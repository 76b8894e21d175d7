"""Telling a refused consumer pair of the publisher from other refusals: the run waits for the right pair then, instead of failing.

REST and RESTlets say that they do not know the consumer key (help subsect_156935170194). Over SOAP NetSuite says no more than that it
refused; so one request is signed over REST, which tells: it is the second refused sign-in, and nothing else is sent before there is another
pair. The token endpoint of OAuth 2.0 does not tell key from certificate; both keep the run waiting.
"""

from __future__ import annotations

from collections.abc import Callable

from landbridge.netsuite.errors import ClockSkew, NetSuiteError, PermissionMissing, SignInAgain
from landbridge.netsuite.oauth2.tokenendpoint import OPERATION as TOKEN_ENDPOINT
from landbridge.service.connections.models import Connection

CONSUMER_KEY_UNKNOWN = "consumer_key_unknown"
NO_SUCH_CLIENT = "invalid_client"
_OF_THE_USER = frozenset({"INVALID_ROLE", "LOGIN_DISABLED", "ROLE_REQUIRED", "TWO_FA_REQD"})
"""Codes of SOAP that say what is wrong, and that it is not the pair."""


def refuses_pair(
    connection: Connection, problem: Exception, sign_in_over_rest: Callable[[Connection], None]
) -> bool:
    """Whether NetSuite refused the publisher's pair. ``sign_in_over_rest`` is called where ``problem`` does not tell."""
    if not connection.use_publisher_record or not isinstance(problem, SignInAgain):
        return False
    if isinstance(problem, ClockSkew) or problem.code in _OF_THE_USER:
        return False
    if problem.detail:
        return problem.detail == CONSUMER_KEY_UNKNOWN
    if problem.operation == TOKEN_ENDPOINT:
        return problem.code == NO_SUCH_CLIENT
    return _refused_again(connection, sign_in_over_rest)


def _refused_again(connection: Connection, sign_in_over_rest: Callable[[Connection], None]) -> bool:
    try:
        sign_in_over_rest(connection)
    except PermissionMissing:  # NetSuite knows who asks
        return False
    except SignInAgain as told:
        return told.detail in {"", CONSUMER_KEY_UNKNOWN}
    except NetSuiteError:
        return False
    return False
