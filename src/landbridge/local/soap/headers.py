"""The headers of a request: who asks, and with which preferences.

Passports and preferences are matched by local name, in the messages namespace or the core namespace: the schema and a sample
of Oracle's disagree about it (fact sheet 1.4). Misspelt preferences are ignored, as documented.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from landbridge.local.soap import faults
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
class Preferences:
    """``preferences``: what a write does beside writing. ``None``: the client did not say."""

    ignore_read_only_fields: bool = False
    run_scripts: bool | None = None


@dataclass(frozen=True, slots=True)
class SearchPreferences:
    """``searchPreferences``; ``page_size`` is as sent, 5 to 1000 being valid (default 1000)."""

    body_fields_only: bool = True
    page_size: int = 1000


@dataclass(frozen=True, slots=True)
class Headers:
    """Everything the endpoint reads from ``soapenv:Header``."""

    passport: TokenPassport | None
    preferences: Preferences
    search_preferences: SearchPreferences


def read_headers(header: Node | None) -> Headers:
    """Read the header element; raises :class:`~landbridge.local.soap.faults.SoapFault` for two passports at once."""
    nodes = header.children if header is not None else []
    by_name = {node.name: node for node in nodes}
    tokens = [node for node in nodes if node.name == "tokenPassport"]
    _refuse_ambiguity(by_name, len(tokens))
    return Headers(
        passport=_token_passport(tokens[0]) if tokens else None,
        preferences=_preferences(by_name.get("preferences")),
        search_preferences=_search_preferences(by_name.get("searchPreferences")),
    )


def _refuse_ambiguity(by_name: dict[str, Node], tokens: int) -> None:
    if tokens > 1 or (tokens and "passport" in by_name):
        raise faults.ambiguous_authentication(named=False)
    if tokens and "applicationInfo" in by_name:
        raise faults.ambiguous_authentication(named=True)
    if (
        "passport" in by_name
    ):  # user credentials ended with endpoint 2020.2 (documented); the answer is assumed
        raise faults.invalid_login()


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


def _preferences(node: Node | None) -> Preferences:
    if node is None:
        return Preferences()
    return Preferences(
        ignore_read_only_fields=_boolean(node, "ignoreReadOnlyFields") or False,
        run_scripts=_boolean(node, "runServerSuiteScriptAndTriggerWorkflows"),
    )


def _search_preferences(node: Node | None) -> SearchPreferences:
    if node is None:
        return SearchPreferences()
    body_fields_only = _boolean(node, "bodyFieldsOnly")
    size = node.text_of("pageSize")
    try:
        page_size = read_long(size) if size else 1000
    except ScalarError as error:
        raise faults.malformed(f"pageSize: {error}") from None
    return SearchPreferences(
        body_fields_only=True if body_fields_only is None else body_fields_only, page_size=page_size
    )


def _boolean(node: Node, name: str) -> bool | None:
    text = node.text_of(name)
    if not text:
        return None
    try:
        return read_boolean(text)
    except ScalarError as error:
        raise faults.malformed(f"{name}: {error}") from None
