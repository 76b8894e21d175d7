"""The SOAP envelope: headers first, then one operation."""

from __future__ import annotations

from dataclasses import dataclass

from landbridge.netsuite.signin import Passport, UserPassport
from landbridge.netsuite.signing import ALGORITHM, TokenPassport
from landbridge.netsuite.soap.scalars import attribute, text
from landbridge.netsuite.versions import Version

_ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:platformCore="{core}" xmlns:platformMsgs="{messages}" xmlns:platformCommon="{common}"'
    ' xmlns:setupCustom="{customization}">'
    "<soapenv:Header>{header}</soapenv:Header><soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>"
)
_PASSPORT = (
    "<platformMsgs:tokenPassport>"
    "<platformCore:account>{account}</platformCore:account>"
    "<platformCore:consumerKey>{consumer_key}</platformCore:consumerKey>"
    "<platformCore:token>{token}</platformCore:token>"
    "<platformCore:nonce>{nonce}</platformCore:nonce>"
    "<platformCore:timestamp>{timestamp}</platformCore:timestamp>"
    "<platformCore:signature algorithm={algorithm}>{signature}</platformCore:signature>"
    "</platformMsgs:tokenPassport>"
)
_USER_PASSPORT = (
    "<platformMsgs:passport>"
    "<platformCore:email>{email}</platformCore:email>"
    "<platformCore:password>{password}</platformCore:password>"
    "<platformCore:account>{account}</platformCore:account>"
    "{role}"
    "</platformMsgs:passport>"
    "<platformMsgs:applicationInfo>"
    "<platformMsgs:applicationId>{application_id}</platformMsgs:applicationId>"
    "</platformMsgs:applicationInfo>"
)
_SEARCH_PREFERENCES = (
    "<platformMsgs:searchPreferences>"
    "<platformMsgs:bodyFieldsOnly>{body_only}</platformMsgs:bodyFieldsOnly>"
    "<platformMsgs:pageSize>{page_size}</platformMsgs:pageSize>"
    "</platformMsgs:searchPreferences>"
)


@dataclass(frozen=True, slots=True)
class SearchPreferences:
    """Header of searches. ``page_size`` 5 to 1000; ``body_fields_only=False`` also brings sublists, but loads each
    record fully and so fires beforeLoad scripts (help section_N3519853)."""

    page_size: int = 1000
    body_fields_only: bool = True

    def __post_init__(self) -> None:
        if not 5 <= self.page_size <= 1000:
            raise ValueError(f"page size {self.page_size} is outside 5 to 1000")


@dataclass(frozen=True, slots=True)
class SoapRequest:
    """One operation, unsigned: what stays the same over all attempts.

    ``writes`` decides what a lost answer means; ``kind`` picks the time-out (``metadata``, ``read`` or ``write``).
    """

    operation: str
    body: str
    kind: str
    preferences: SearchPreferences | None = None
    authenticated: bool = True

    @property
    def writes(self) -> bool:
        """Whether the operation changes the account."""
        return self.kind == "write"


def render(request: SoapRequest, version: Version, passport: Passport | None) -> bytes:
    """Put one attempt together, signed by ``passport`` unless the operation needs no authentication."""
    header = "" if passport is None else _header(passport)
    if request.preferences is not None:
        header += _SEARCH_PREFERENCES.format(
            body_only="true" if request.preferences.body_fields_only else "false",
            page_size=request.preferences.page_size,
        )
    return _ENVELOPE.format(
        core=version.core,
        messages=version.messages,
        common=version.common,
        customization=version.customization,
        header=header,
        body=request.body,
    ).encode()


def _header(passport: Passport) -> str:
    return _user_passport(passport) if isinstance(passport, UserPassport) else _token_passport(passport)


def _user_passport(passport: UserPassport) -> str:
    role = f"<platformCore:role internalId={attribute(passport.role)}/>" if passport.role else ""
    return _USER_PASSPORT.format(
        email=text(passport.email),
        password=text(passport.password),
        account=text(passport.account),
        role=role,
        application_id=text(passport.application_id),
    )


def _token_passport(passport: TokenPassport) -> str:
    return _PASSPORT.format(
        account=text(passport.account),
        consumer_key=text(passport.consumer_key),
        token=text(passport.token),
        nonce=text(passport.nonce),
        timestamp=passport.timestamp,
        algorithm=attribute(ALGORITHM),
        signature=text(passport.signature),
    )
