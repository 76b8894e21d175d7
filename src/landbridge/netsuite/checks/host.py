"""Whether the account's address is known, and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landbridge.netsuite.checks.lines import CheckLine, Subject, answer_of
from landbridge.netsuite.errors import ConnectionNotMade, NetSuiteError

if TYPE_CHECKING:
    from landbridge.netsuite.client import Client

_ON_THE_WAY = frozenset({"TLS_CERTIFICATE", "PROXY_SIGN_IN", "PROXY_REFUSED"})
SUBJECT = Subject("host", "NetSuite answers for the account")


async def host_line(client: Client) -> CheckLine:
    """Find the account's address without credentials: looked up for production URLs, made from the id for all others."""
    found = await answer_of(client.discovery.urls())
    if isinstance(found, NetSuiteError):
        return SUBJECT.refused(found)
    failure = client.discovery.failure
    if failure is not None:
        return SUBJECT.warned(
            f"NetSuite did not answer where {client.account} lives: {failure} Its own host is used.",
            failure.advice,
        )
    what = "" if client.account.is_production else f", a {client.account.type},"
    return SUBJECT.passed(f"{client.account}{what} is served at {found.webservices}.")


def unreachable(refusal: NetSuiteError | None) -> CheckLine | None:
    """The line where the first request did not get there, whatever the look-up said."""
    if refusal is None or not (isinstance(refusal, ConnectionNotMade) or refusal.code in _ON_THE_WAY):
        return None
    return SUBJECT.refused(refusal)
