"""The token endpoint: an assertion for an access token (help section_162755359851; its errors: subsect_161252460252)."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

import msgspec

from landbridge.netsuite.errors import (
    ConnectionNotMade,
    Context,
    FixSetup,
    MalformedReply,
    NetSuiteError,
    ReportBug,
    Retry,
    SignInAgain,
    Wait,
)
from landbridge.netsuite.oauth2.assertion import Assertions, token_url
from landbridge.netsuite.options import Observe
from landbridge.netsuite.transport import HttpReply, HttpRequest, Transport

OPERATION = "access token"
"""The operation that errors of the token endpoint name."""

_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
_MAPPINGS = "Setup > Integration > OAuth 2.0 Client Credentials (M2M) Setup"
_INTEGRATION = "the integration record (Setup > Integration > Manage Integrations)"

_REFUSALS: dict[str, tuple[type[NetSuiteError], str, str]] = {
    "invalid_client": (
        SignInAgain,
        "NetSuite does not accept client id, certificate or signature.",
        f"Compare client id and certificate id with {_MAPPINGS}: the certificate must belong to this integration, not be revoked or "
        "outdated, and fit the private key; the integration must be enabled. A refresh of a sandbox removes its certificates.",
    ),
    "invalid_grant": (
        SignInAgain,
        "NetSuite does not accept the assertion for this account, user or role.",
        "Check the account id, this computer's clock, and that user and role of the mapping are active, the role with the permission "
        "Log in using OAuth 2.0 Access Tokens. The Login Audit Trail of NetSuite tells which it is.",
    ),
    "unauthorized_client": (
        FixSetup,
        "The integration may not sign in by client credentials.",
        f"Check the box Client Credentials (Machine to Machine) Grant on {_INTEGRATION}.",
    ),
    "invalid_scope": (
        FixSetup,
        "The integration does not have the scope that was asked for.",
        f"Check the boxes of the scopes REST Web Services and RESTlets on {_INTEGRATION}.",
    ),
    "unsupported_grant_type": (
        FixSetup,
        "The account does not know sign-in by client credentials.",
        "Enable OAuth 2.0 under Setup > Company > Enable Features > SuiteCloud.",
    ),
    "invalid_request": (ReportBug, "NetSuite calls the token request malformed.", ReportBug.advice),
}


class _Granted(msgspec.Struct):
    access_token: str
    expires_in: float  # NetSuite sends it as a text; both are read


class _Refused(msgspec.Struct):
    error: str


@dataclass(frozen=True, slots=True)
class AccessToken:
    """What NetSuite granted. ``life_s`` counts from the moment at which it was asked for."""

    value: str = field(repr=False)
    life_s: float


@dataclass(frozen=True, slots=True)
class TokenEndpoint:
    """Asks for access tokens, one try each time.

    Whoever needs a token asks inside an attempt of its own, which is repeated where that helps; so passing trouble here is raised as what
    happened before anything of that attempt was sent: ``ConnectionNotMade``, or ``Wait``.
    """

    transport: Transport
    assertions: Assertions
    observe: Observe
    timeout_s: float

    async def ask(self, scope: str) -> AccessToken:
        """Ask for a token of one scope; raises the classified error."""
        context = Context(self.assertions.account.value, OPERATION)
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": _ASSERTION_TYPE,
            "client_assertion": self.assertions.sign(scope),
        }
        url = token_url(self.assertions.account)
        request = HttpRequest("POST", url, _HEADERS, urlencode(form).encode(), self.timeout_s, context)
        with self.observe(context):
            try:
                async with self.transport.send(request) as reply:
                    return _result(reply, await reply.read(), context)
            except ConnectionNotMade:
                raise
            except Retry as error:
                raise ConnectionNotMade(error.message, code=error.code, context=context) from error


def _result(reply: HttpReply, body: bytes, context: Context) -> AccessToken:
    if reply.status != 200:
        raise _refusal(reply, body, context)
    try:
        granted = msgspec.json.decode(body, type=_Granted, strict=False)
    except (msgspec.DecodeError, RecursionError) as error:
        raise MalformedReply(
            "The answer of the token endpoint holds no access token.", context=context
        ) from error
    if (
        not granted.access_token.isascii()
        or not granted.access_token.isprintable()
        or not granted.access_token
    ):
        raise MalformedReply("The access token is no text for a header.", context=context)
    return AccessToken(granted.access_token, granted.expires_in)


def _refusal(reply: HttpReply, body: bytes, context: Context) -> NetSuiteError:
    try:
        code = msgspec.json.decode(body, type=_Refused).error
    except (msgspec.DecodeError, RecursionError):
        code = ""
    if code in _REFUSALS:
        kind, message, advice = _REFUSALS[code]
        return kind(message, code=code, context=context, advice=advice)
    code = code or f"HTTP_{reply.status}"
    message = f"The token endpoint answered HTTP {reply.status}."
    if reply.status == 429 or (reply.status == 503 and reply.retry_after_s > 0):
        return Wait(message, code=code, context=context, retry_after_s=reply.retry_after_s)
    if reply.status >= 500 or reply.status == 408:
        return ConnectionNotMade(message, code=code, context=context)
    return FixSetup(message, code=code, context=context)
