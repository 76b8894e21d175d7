"""The SOAP envelope: headers first, then one operation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from landbridge.netsuite.options import RequestKind
from landbridge.netsuite.signin import Passport, UserPassport
from landbridge.netsuite.signing import ALGORITHM, TokenPassport
from landbridge.netsuite.soap.scalars import attribute, encode_boolean, text
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


@dataclass(frozen=True, slots=True)
class SearchPreferences:
    """Header of searches. ``page_size`` 5 to 1000; ``body_fields_only=False`` also brings sublists, but loads each
    record fully and so fires beforeLoad scripts (help section_N3519853). ``return_search_columns=False`` answers records to an advanced
    search."""

    page_size: int = 1000
    body_fields_only: bool = True
    return_search_columns: bool = True

    def __post_init__(self) -> None:
        if not 5 <= self.page_size <= 1000:
            raise ValueError(f"page size {self.page_size} is outside 5 to 1000")

    def header(self) -> str:
        """Render the header element."""
        named = {"bodyFieldsOnly": self.body_fields_only}
        if not self.return_search_columns:
            named["returnSearchColumns"] = False
        return (
            f"<platformMsgs:searchPreferences>{_booleans(named)}"
            f"<platformMsgs:pageSize>{self.page_size}</platformMsgs:pageSize></platformMsgs:searchPreferences>"
        )


@dataclass(frozen=True, slots=True)
class Preferences:
    """Header of writes; what is ``None`` is as the account has it set (help section_4171706519).

    ``ignore_read_only_fields`` drops what cannot be written in place of refusing it. ``warning_as_error`` refuses what would only be warned
    of. ``run_server_suite_script_and_trigger_workflows`` needs a permission of the role.
    """

    warning_as_error: bool | None = None
    disable_mandatory_custom_field_validation: bool | None = None
    disable_system_notes_for_custom_fields: bool | None = None
    ignore_read_only_fields: bool | None = None
    run_server_suite_script_and_trigger_workflows: bool | None = None

    def header(self) -> str:
        """Render the header element; empty where nothing is set."""
        named = {
            "warningAsError": self.warning_as_error,
            "disableMandatoryCustomFieldValidation": self.disable_mandatory_custom_field_validation,
            "disableSystemNotesForCustomFields": self.disable_system_notes_for_custom_fields,
            "ignoreReadOnlyFields": self.ignore_read_only_fields,
            "runServerSuiteScriptAndTriggerWorkflows": self.run_server_suite_script_and_trigger_workflows,
        }
        content = _booleans(named)
        return f"<platformMsgs:preferences>{content}</platformMsgs:preferences>" if content else ""


@dataclass(frozen=True, slots=True)
class SoapRequest:
    """One operation, unsigned: what stays the same over all attempts.

    ``writes`` decides what a lost answer means; ``kind`` picks the time-out.
    """

    operation: str
    body: str
    kind: RequestKind
    preferences: SearchPreferences | Preferences | None = None
    authenticated: bool = True

    @property
    def writes(self) -> bool:
        """Whether the operation changes the account."""
        return self.kind == "write"


def render(request: SoapRequest, version: Version, passport: Passport | None) -> bytes:
    """Put one attempt together, signed by ``passport`` unless the operation needs no authentication."""
    header = "" if passport is None else _header(passport)
    if request.preferences is not None:
        header += request.preferences.header()
    return _ENVELOPE.format(
        core=version.core,
        messages=version.messages,
        common=version.common,
        customization=version.customization,
        header=header,
        body=request.body,
    ).encode()


def _booleans(named: Mapping[str, bool | None]) -> str:
    return "".join(
        [
            f"<platformMsgs:{name}>{encode_boolean(value)}</platformMsgs:{name}>"
            for name, value in named.items()
            if value is not None
        ]
    )


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
