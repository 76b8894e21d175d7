"""The headers of a request: who asks, and with which preferences.

Passports and preferences are matched by local name, in the messages namespace or the core namespace: the schema and a sample
of Oracle's disagree about it (fact sheet 1.4). Misspelt preferences are ignored, as documented.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from landbridge.local.access.preferences import CompanyPreferences
from landbridge.local.soap import faults
from landbridge.local.soap.declared import check_once
from landbridge.local.soap.scalars import ScalarError, read_boolean, read_long
from landbridge.local.soap.xmlreader import Node


@dataclass(frozen=True, slots=True)
class TokenPassport:
    """What a client signs (fact sheet 2.1); a missing part is ``""``."""

    account: str
    consumer_key: str
    token: str = field(repr=False)
    nonce: str
    timestamp: str
    signature: str = field(repr=False)
    algorithm: str


@dataclass(frozen=True, slots=True)
class Passport:
    """User credentials (schema 2017_2); a missing part is ``""``."""

    email: str
    password: str = field(repr=False)
    account: str
    role_id: str


@dataclass(frozen=True, slots=True)
class Preferences:
    """``preferences``: what a write does beside writing; the company's where the client does not say.

    ``overrides_scripts``: the client did say about ``run_scripts``.
    """

    disable_mandatory_custom_fields: bool
    run_scripts: bool
    overrides_scripts: bool = False
    ignore_read_only_fields: bool = False


@dataclass(frozen=True, slots=True)
class SearchPreferences:
    """``searchPreferences``; ``page_size`` is as sent, ``None`` when it is not, and ``company_page_size`` what a search takes then."""

    page_size: int | None
    company_page_size: int
    body_fields_only: bool = True
    return_columns: bool = True


@dataclass(frozen=True, slots=True)
class Headers:
    """Everything the endpoint reads from ``soapenv:Header``."""

    token: TokenPassport | None
    passport: Passport | None
    application_id: str
    preferences: Preferences
    search_preferences: SearchPreferences


KNOWN = frozenset(
    {
        "applicationInfo",
        "documentInfo",
        "partnerInfo",
        "passport",
        "preferences",
        "searchPreferences",
        "tokenPassport",
    }
)
"""What NetSuite's WSDL has of headers."""

_WITHOUT_EFFECT = ("warningAsError", "disableSystemNotesForCustomFields")

_OURS = frozenset({"", "http://schemas.xmlsoap.org/soap/actor/next"})
"""Actors that mean whoever receives the message (SOAP 1.1, 4.2.2)."""


def read_headers(header: Node | None, company: CompanyPreferences) -> Headers:
    """Read the header element; ``company`` is what holds where it says nothing.

    Raises :class:`~landbridge.local.soap.faults.SoapFault` for two passports at once, and for headers that must be
    understood and are not.
    """
    nodes = [node for node in header.children if _is_ours(node)] if header is not None else []
    by_name = {node.name: node for node in nodes}
    tokens = [node for node in nodes if node.name == "tokenPassport"]
    _refuse_ambiguity(by_name, len(tokens))
    check_once(node for node in nodes if node.name in KNOWN)
    return Headers(
        token=_token_passport(tokens[0]) if tokens else None,
        passport=read_passport(by_name["passport"]) if "passport" in by_name else None,
        application_id=_text(by_name.get("applicationInfo"), "applicationId"),
        preferences=_preferences(by_name.get("preferences"), company),
        search_preferences=_search_preferences(by_name.get("searchPreferences"), company),
    )


def _refuse_ambiguity(by_name: dict[str, Node], tokens: int) -> None:
    if tokens > 1 or (tokens and "passport" in by_name):
        raise faults.ambiguous_authentication(named=False)
    if tokens and "applicationInfo" in by_name:
        raise faults.ambiguous_authentication(named=True)


def _is_ours(node: Node) -> bool:
    """Say whether a header is meant for the account; raises SoapFault for one that it must understand and does not."""
    if node.attributes.get("soapenv:actor", "") not in _OURS:
        return False
    if node.name not in KNOWN and node.attributes.get("soapenv:mustUnderstand") in {"1", "true"}:
        raise faults.not_understood(node.namespace, node.name)
    return True


def _text(node: Node | None, name: str) -> str:
    return node.text_of(name) if node is not None else ""


def read_passport(node: Node) -> Passport:
    """Read user credentials, of a header or of login."""
    role = node.child("role")
    return Passport(
        email=node.text_of("email"),
        password=_text(node, "password"),
        account=node.text_of("account"),
        role_id=role.attributes.get("internalId", "") if role is not None else "",
    )


def _token_passport(node: Node) -> TokenPassport:
    signature = node.child("signature")
    return TokenPassport(
        account=node.text_of("account"),
        consumer_key=node.text_of("consumerKey"),
        token=node.text_of("token"),
        nonce=node.text_of("nonce"),
        timestamp=node.text_of("timestamp"),
        signature=node.text_of("signature"),
        algorithm=signature.attributes.get("algorithm", "") if signature is not None else "",
    )


def _preferences(node: Node | None, company: CompanyPreferences) -> Preferences:
    if node is None:
        return Preferences(company.disable_mandatory_custom_fields, company.run_scripts)
    for name in _WITHOUT_EFFECT:
        _boolean(node, name)
    lenient = _boolean(node, "disableMandatoryCustomFieldValidation")
    run_scripts = _boolean(node, "runServerSuiteScriptAndTriggerWorkflows")
    return Preferences(
        company.disable_mandatory_custom_fields if lenient is None else lenient,
        company.run_scripts if run_scripts is None else run_scripts,
        overrides_scripts=run_scripts is not None,
        ignore_read_only_fields=_boolean(node, "ignoreReadOnlyFields") or False,
    )


def _search_preferences(node: Node | None, company: CompanyPreferences) -> SearchPreferences:
    if node is None:
        return SearchPreferences(None, company.search_page_size)
    body_fields_only = _boolean(node, "bodyFieldsOnly")
    return_columns = _boolean(node, "returnSearchColumns")
    size = node.text_of("pageSize")
    try:
        page_size = read_long(size) if size else None
    except ScalarError as error:
        raise faults.malformed(f"pageSize: {error}") from None
    return SearchPreferences(
        page_size,
        company.search_page_size,
        body_fields_only=body_fields_only is not False,
        return_columns=return_columns is not False,
    )


def _boolean(node: Node, name: str) -> bool | None:
    text = node.text_of(name)
    if not text:
        return None
    try:
        return read_boolean(text)
    except ScalarError as error:
        raise faults.malformed(f"{name}: {error}") from None
