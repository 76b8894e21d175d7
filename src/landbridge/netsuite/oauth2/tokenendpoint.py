"""The token endpoint: an assertion for an access token (help section_162755359851; its errors: subsect_161252460252)."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode

import msgspec

from landbridge.netsuite.classification import of_http_status
from landbridge.netsuite.errors import (
    ConnectionNotMade,
    Context,
    FixSetup,
    MalformedReply,
    NetSuiteError,
    ReplyTooLarge,
    ReportBug,
    Retry,
    SignInAgain,
    safe_text,
)
from landbridge.netsuite.oauth2.assertion import Assertions, token_url
from landbridge.netsuite.options import Observe
from landbridge.netsuite.transport import HttpReply, HttpRequest, Transport

OPERATION = "access token"
"""The operation that errors of the token endpoint name."""

_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
_MAPPINGS = "Setup > Integration > OAuth 2.0 Client Credentials (M2M) Setup"
_CLOCK_S = 60.0
_LIFE_S = 3600.0
_LONGEST_LIFE_S = 24 * 3600.0
_INTEGRATION = "the integration record (Setup > Integration > Manage Integrations)"

REFUSALS: dict[str, tuple[type[NetSuiteError], str]] = {
    "invalid_client": (SignInAgain, "NetSuite does not accept client id, certificate or signature."),
    "invalid_grant": (SignInAgain, "NetSuite does not accept the assertion for this account, user or role."),
    "unauthorized_client": (FixSetup, "The integration may not sign in by client credentials."),
    "invalid_scope": (FixSetup, "The integration does not have the scope {scope}."),
    "unsupported_grant_type": (FixSetup, "The account does not know sign-in by client credentials."),
    "invalid_request": (ReportBug, "NetSuite calls the token request malformed."),
}
_ADVICE = {
    "invalid_client": f"Compare client id and certificate id with {_MAPPINGS}: the certificate must belong to this integration and to the "
    "private key, and be neither revoked nor outdated; the integration must be enabled. A refresh of a sandbox removes its certificates.",
    "invalid_grant": "Check the account id and this computer's clock; user and role of the mapping must be active, and the role have the "
    "permission Log in using OAuth 2.0 Access Tokens. The Detail column of NetSuite's Login Audit Trail tells which it is.",
    "unauthorized_client": f"Check the box Client Credentials (Machine to Machine) Grant on {_INTEGRATION}.",
    "invalid_scope": f"Check the boxes of the scopes RESTlets and REST Web Services on {_INTEGRATION}.",
    "unsupported_grant_type": "Enable OAuth 2.0 under Setup > Company > Enable Features > SuiteCloud.",
}


class _Granted(msgspec.Struct):
    access_token: str
    expires_in: float = _LIFE_S  # NetSuite sends it as a text; both are read


class _Refused(msgspec.Struct):
    error: str


@dataclass(frozen=True, slots=True)
class AccessToken:
    """What NetSuite granted. ``life_s`` counts from the moment at which it was asked for."""

    value: str = field(repr=False)
    life_s: float


@dataclass(frozen=True, slots=True)
class TokenEndpoint:
    """Asks for access tokens, one try each time and without a slot of the budget: NetSuite's limit does not count these requests.

    Whoever needs a token asks inside an attempt of its own, which is repeated where that helps; so trouble on the way is raised as what
    it is to that attempt, of which nothing was sent: ``ConnectionNotMade``, or ``Wait``.
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
                    body = await reply.read()
            except ConnectionNotMade:
                raise
            except (Retry, MalformedReply, ReplyTooLarge) as error:
                raise _not_signed_in(error.message, error.code, context) from error
            if reply.status == 200:
                return _granted(body, context)
            raise self._refusal(reply, body, scope, context)

    def _refusal(self, reply: HttpReply, body: bytes, scope: str, context: Context) -> NetSuiteError:
        try:
            code = msgspec.json.decode(body, type=_Refused).error
        except (msgspec.DecodeError, RecursionError, ValueError):
            return _refusal_without_code(reply, context)
        kind, message = REFUSALS.get(code, (FixSetup, "The token endpoint refused the request."))
        advice = _ADVICE.get(code, "")
        ahead_s = self._clock_ahead_s(reply)
        if code == "invalid_grant" and abs(ahead_s) > _CLOCK_S:
            message += f" This computer's clock is {abs(ahead_s):.0f} s {'ahead of' if ahead_s > 0 else 'behind'} NetSuite's."
            advice = "Set this computer's clock right (NTP). Should that not be it: " + advice
        return kind(message.format(scope=scope), code=safe_text(code), context=context, advice=advice)

    def _clock_ahead_s(self, reply: HttpReply) -> float:
        """How far this computer's clock is ahead of the one behind the answer; 0 where that told no time."""
        try:
            theirs = parsedate_to_datetime(reply.headers.get("Date", ""))
        except ValueError:
            return 0.0
        return self.assertions.now() - theirs.timestamp()


def _granted(body: bytes, context: Context) -> AccessToken:
    try:
        granted = msgspec.json.decode(body, type=_Granted, strict=False)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise _not_signed_in("The token endpoint's answer holds no access token.", "", context) from error
    value = granted.access_token
    if not value or not value.isascii() or not value.isprintable() or " " in value:
        raise _not_signed_in("The access token is no text for a header.", "", context)
    said = granted.expires_in
    return AccessToken(value, said if 0.0 <= said <= _LONGEST_LIFE_S else _LIFE_S)


def _refusal_without_code(reply: HttpReply, context: Context) -> NetSuiteError:
    error = of_http_status(
        reply.status, context, retry_after_s=reply.retry_after_s, refuses_sign_in=reply.refuses_sign_in
    )
    if not isinstance(error, Retry):
        return error
    return _not_signed_in(error.message, error.code, context, retry_after_s=error.retry_after_s)


def _not_signed_in(
    message: str, code: str, context: Context, *, retry_after_s: float = 0.0
) -> ConnectionNotMade:
    return ConnectionNotMade(
        message,
        code=code,
        context=context,
        advice="Try again; nobody was signed in.",
        retry_after_s=retry_after_s,
    )
