"""Telling a refused consumer pair of the publisher from other refusals: the run waits for the right pair then, instead of failing.

REST and RESTlets say that they do not know the consumer key (help subsect_156935170194). Over SOAP NetSuite says no more than that it
refused; so one request is signed over REST, which tells: it is the second refused sign-in, and nothing else is sent before there is another
pair. The token endpoint of OAuth 2.0 does not tell key from certificate; both keep the run waiting. An answer that tells nothing, as one from
the client's memory of an earlier refusal, keeps nobody waiting: a revoked token looks the same.
"""

from __future__ import annotations

from collections.abc import Callable

from landbridge.netsuite.errors import ClockSkew, NetSuiteError, SignInAgain
from landbridge.netsuite.oauth2.tokenendpoint import OPERATION as TOKEN_ENDPOINT
from landbridge.service.connections.models import Connection

CONSUMER_KEY_UNKNOWN = "consumer_key_unknown"
NO_SUCH_CLIENT = "invalid_client"
"""Nothing but the token endpoint of OAuth 2.0 answers it."""

_OF_THE_USER = frozenset({"INVALID_ROLE", "LOGIN_DISABLED", "ROLE_REQUIRED", "TWO_FA_REQD"})
"""Codes of SOAP that say what is wrong, and that it is not the pair."""


def refuses_pair(
    connection: Connection, problem: Exception, sign_in_over_rest: Callable[[Connection], None]
) -> bool:
    """Whether NetSuite refused the publisher's pair. ``sign_in_over_rest`` is called where ``problem`` does not tell.

    Raises ``PairHeldError`` where the pair may not be used any more by then.
    """
    if not connection.use_publisher_record or not isinstance(problem, SignInAgain):
        return False
    if isinstance(problem, ClockSkew) or problem.code in _OF_THE_USER:
        return False
    if problem.detail or problem.operation == TOKEN_ENDPOINT:
        return _tells(problem)
    return _tells(problem) or _tells_over_rest(connection, sign_in_over_rest)


def _tells_over_rest(connection: Connection, sign_in_over_rest: Callable[[Connection], None]) -> bool:
    try:
        sign_in_over_rest(connection)
    except SignInAgain as told:
        return _tells(told)
    except NetSuiteError:  # no refusal, or one of somebody whom NetSuite knows
        return False
    return False


def _tells(refusal: SignInAgain) -> bool:
    return refusal.detail == CONSUMER_KEY_UNKNOWN or refusal.code == NO_SUCH_CLIENT
