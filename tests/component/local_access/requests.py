"""One request each over SOAP, REST and to a RESTlet, signed with a token, with whatever a test changes about it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from urllib.parse import quote

from landbridge.local.access.signatures import oauth1_signature, token_passport_signature
from landbridge.local.seeds.secrets import PASSWORD, TokenSecrets
from tests.component.local_access.asking import Reply
from tests.component.local_access.conftest import ACCOUNT, ECHO_URL, LIMITS_URL, SUITETALK, Premises

SECRETS = TokenSecrets()
SOAP, REST, RESTLET = "SOAP", "REST", "RESTlet"
PROTOCOLS = (SOAP, REST, RESTLET)
_numbers = itertools.count()


@dataclass(frozen=True)
class Signed:
    """What a request claims; ``signature`` is made of the rest unless it is given."""

    account: str = ACCOUNT
    consumer_key: str = SECRETS.consumer_key
    consumer_secret: str = SECRETS.consumer_secret
    token: str = SECRETS.token_id
    token_secret: str = SECRETS.token_secret
    nonce: str = ""
    timestamp: str = ""
    algorithm: str = "HMAC-SHA256"
    signature: str | None = None
    version: str = "1.0"

    def at(self, now: int) -> Signed:
        """Return the claim with a fresh nonce and this time, where it has none."""
        nonce = self.nonce or f"nonce{next(_numbers):015d}"
        return replace(self, nonce=nonce, timestamp=self.timestamp or str(now))


def send(premises: Premises, protocol: str, signed: Signed | None = None) -> Reply:
    """Send one request: the server's time over SOAP, the governance limits over REST, the echo as RESTlet."""
    claim = (signed or Signed()).at(int(premises.clock.now().timestamp()))
    if protocol == SOAP:
        return soap(premises, claim)
    url = LIMITS_URL if protocol == REST else ECHO_URL
    return premises.ask("GET", url, authorization=header("GET", url, claim))


def header(method: str, url: str, claim: Signed) -> str:
    """Return an ``Authorization: OAuth`` header."""
    values = {
        "oauth_consumer_key": claim.consumer_key,
        "oauth_token": claim.token,
        "oauth_signature_method": claim.algorithm,
        "oauth_timestamp": claim.timestamp,
        "oauth_nonce": claim.nonce,
        "oauth_version": claim.version,
    }
    made = oauth1_signature(method, url, values.items(), claim.consumer_secret, claim.token_secret)
    values["oauth_signature"] = made if claim.signature is None else claim.signature
    parts = ", ".join(f'{name}="{quote(value, safe="")}"' for name, value in values.items() if value)
    return f'OAuth realm="{claim.account}", {parts}'


def soap(
    premises: Premises,
    claim: Signed,
    operation: str = "getServerTime",
    body: str = "",
    more: str = "",
    **headers: str,
) -> Reply:
    """Send an operation with a token passport; ``more`` are further headers of SOAP, ``headers`` HTTP's."""
    made = token_passport_signature(
        account=claim.account,
        consumer_key=claim.consumer_key,
        consumer_secret=claim.consumer_secret,
        token=claim.token,
        token_secret=claim.token_secret,
        nonce=claim.nonce,
        timestamp=claim.timestamp,
    )
    signature = made if claim.signature is None else claim.signature
    passport = (
        f"<c:account>{claim.account}</c:account><c:consumerKey>{claim.consumer_key}</c:consumerKey>"
        f"<c:token>{claim.token}</c:token><c:nonce>{claim.nonce}</c:nonce><c:timestamp>{claim.timestamp}</c:timestamp>"
        f'<c:signature algorithm="{claim.algorithm}">{signature}</c:signature>'
    )
    head = f"<m:tokenPassport>{passport}</m:tokenPassport>{more}"
    return envelope(premises, head, operation, body, "2025_2", **headers)


def passport(email: str, password: str = PASSWORD, account: str = ACCOUNT) -> str:
    """Return user credentials, for the header of a request or the body of a login."""
    return (
        f"<m:passport><c:email>{email}</c:email><c:password>{password}</c:password>"
        f"<c:account>{account}</c:account></m:passport>"
    )


def application(application_id: str) -> str:
    """Return the header that names an application."""
    return f"<m:applicationInfo><m:applicationId>{application_id}</m:applicationId></m:applicationInfo>"


def envelope(premises: Premises, head: str, operation: str, body: str, version: str, **headers: str) -> Reply:
    """Send an envelope to an endpoint; ``headers`` are HTTP's."""
    family = ".webservices.netsuite.com"
    content = (
        '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" '
        f'xmlns:m="urn:messages_{version}.platform{family}" xmlns:c="urn:core_{version}.platform{family}" '
        f'xmlns:b="urn:common_{version}.platform{family}" xmlns:r="urn:relationships_{version}.lists{family}" '
        f'xmlns:a="urn:accounting_{version}.lists{family}" xmlns:s="urn:sales_{version}.transactions{family}" '
        f'xmlns:k="urn:customization_{version}.setup{family}" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<soap:Header>{head}</soap:Header><soap:Body><m:{operation}>{body}</m:{operation}></soap:Body></soap:Envelope>"
    )
    return premises.ask(
        "POST",
        f"{SUITETALK}/services/NetSuitePort_{version}",
        content.encode(),
        soapaction=f'"{operation}"',
        content_type="text/xml; charset=utf-8",
        **headers,
    )
