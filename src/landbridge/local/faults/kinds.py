"""What kind of request arrives, from its head alone: the names of the statistics, of holds and of faults."""

from __future__ import annotations

from functools import cache

from starlette.datastructures import Headers
from starlette.types import Scope

from landbridge.local.refusals import RESTLET, SOAP

METADATA = "/services/rest/record/v1/metadata-catalog"
RECORDS = "/services/rest/record/v1/"
NAMED = {
    "/services/rest/query/v1/suiteql": "rest.suiteql",
    "/services/rest/auth/oauth2/v1/token": "rest.token",
    "/services/rest/auth/oauth2/v1/keys": "rest.keys",
}
"""Paths with a kind of their own."""

BEGINNINGS = {
    METADATA: "rest.metadata",
    "/services/rest/auth/oauth2/v1/clients/": "rest.certificates",
    "/services/rest/query/v1/dataset": "rest.dataset",
}
"""Paths below which everything is of one kind."""

RECORD_METHODS = ("get", "post", "put", "patch", "delete")
LOOK_UP_NAMES = (
    "datacenterurls",
    "roles",
    "tokeninfo",
    "issuetoken",
    "revoketoken",
    "requesttoken",
    "accesstoken",
    "governanceLimits",
)
LOOK_UPS = ("/services/rest/system/v1/", "/rest/")
"""What follows is the name of the look-up, and of its kind."""


def kind_of(scope: Scope) -> str:
    """Return ``soap.<operation>`` (as its SOAPAction says), ``restlet``, ``rest.<service>``, or ``""`` for everything else.

    Requests for records are told apart by method: ``rest.record.get``, ``rest.record.post``.
    """
    path: str = scope["path"]
    if path.startswith(SOAP) and scope["method"] == "POST":
        return "soap." + Headers(scope=scope).get("soapaction", "").strip('"')
    if path == RESTLET:
        return "restlet"
    return NAMED.get(path) or _rest_kind(path, scope["method"])


def _rest_kind(path: str, method: str) -> str:
    for beginning, kind in BEGINNINGS.items():
        if path.startswith(beginning):
            return kind
    if path.startswith(RECORDS):
        return f"rest.record.{method.lower()}"
    for beginning in LOOK_UPS:
        if path.startswith(beginning):
            return "rest." + path.removeprefix(beginning).partition("/")[0]
    return ""


@cache
def known_kinds() -> frozenset[str]:
    """Return every kind that a request to the account may be of; a SOAP operation that is not answered is of none."""
    from landbridge.local.soap.endpoint import ANSWERED, OF_SESSIONS  # noqa: PLC0415 - the controls' client needs none

    return frozenset(
        {
            "restlet",
            *NAMED.values(),
            *BEGINNINGS.values(),
            *(f"rest.record.{method}" for method in RECORD_METHODS),
            *(f"rest.{name}" for name in LOOK_UP_NAMES),
            *(f"soap.{name}" for name in ANSWERED | OF_SESSIONS),
        }
    )


def is_pattern(text: str) -> bool:
    """Say whether ``text`` is a known kind, or the beginning of one with ``*``."""
    if text.endswith("*"):
        return any(kind.startswith(text[:-1]) for kind in known_kinds())
    return text in known_kinds()
