"""Refusals in REST's own form (documented: ``section_156570709583``), and the one for each refusal of the records.

Texts marked observed were seen in public clients' tests and issue threads; the others are assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from landbridge.local.access.permissions import violation
from landbridge.local.records.errors import RecordError

RFC2616 = "https://www.w3.org/Protocols/rfc2616/rfc2616-sec10.html"
TYPES = {
    400: f"{RFC2616}#sec10.4.1",
    401: RFC2616,
    403: f"{RFC2616}#sec10.4.4",
    404: f"{RFC2616}#sec10.4.5",
    405: f"{RFC2616}#sec10.4.6",
    406: f"{RFC2616}#sec10.4.7",
    413: f"{RFC2616}#sec10.4.14",
    415: f"{RFC2616}#sec10.4.16",
    429: "https://www.rfc-editor.org/rfc/rfc6585.html#section-4",
    500: f"{RFC2616}#sec10.5.1",
    501: f"{RFC2616}#sec10.5.2",
}
"""``type`` of a body by HTTP status: 400 and 401 documented, the others by analogy (assumed)."""

INVALID_LOGIN = (
    "Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI at "
    "Setup > Users/Roles > User Management > View Login Audit Trail."
)


@dataclass(frozen=True, slots=True)
class Detail:
    """One entry of ``o:errorDetails``. ``path`` is a JSON path in the body, ``url`` the part of the address at fault."""

    text: str
    code: str
    path: str = ""
    parameter: str = ""
    header: str = ""
    url: str = ""

    def document(self) -> dict[str, str]:
        """Return the entry; empty parts are left out."""
        parts = {
            "detail": self.text,
            "o:errorQueryParam": self.parameter,
            "o:errorHeader": self.header,
            "o:errorUrl": self.url,
            "o:errorPath": self.path,
            "o:errorCode": self.code,
        }
        return {name: value for name, value in parts.items() if value}


@dataclass(eq=False)
class RestError(Exception):
    """A refusal. ``code`` stands at the top of the body where NetSuite has one there (only with 429); ``title`` and ``type`` differ where it says so."""

    status: int
    details: tuple[Detail, ...]
    headers: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    title: str = ""
    type: str = ""

    def document(self) -> dict[str, Any]:
        """Return the body: type, title, status, details."""
        top = {"o:errorCode": self.code} if self.code else {}
        return {
            "type": self.type or TYPES[self.status],
            "title": self.title or HTTPStatus(self.status).phrase,
            "status": self.status,
            **top,
            "o:errorDetails": [detail.document() for detail in self.details],
        }


def refused(status: int, text: str, code: str, **where: str) -> RestError:
    """Return a refusal with one detail; ``where`` is ``path``, ``parameter``, ``header`` or ``url``."""
    return RestError(status, (Detail(text, code, **where),))


def invalid_login(headers: Mapping[str, str] | None = None) -> RestError:
    """401 (documented)."""
    return RestError(401, (Detail(INVALID_LOGIN, "INVALID_LOGIN"),), headers or {})


def too_many_requests() -> RestError:
    """429 (documented: ``bridgehead_1525252812``)."""
    detail = Detail("Concurrent request limit exceeded. Request blocked.", "CONCURRENCY_LIMIT_EXCEEDED")
    return RestError(429, (detail,), code="USER_ERROR")


def permission_missing(permission: str) -> RestError:
    """403, naming the permission (code and text observed)."""
    return refused(403, violation(permission), "INSUFFICIENT_PERMISSION")


def unexpected(error_id: str) -> RestError:
    """500 for a defect of ours; its id stands in the log."""
    return refused(500, f"An unexpected error occurred. Error ID: {error_id}", "UNEXPECTED_ERROR")


def unknown_type(name: str, url: str) -> RestError:
    """404 for a record type that there is not (text observed, code assumed)."""
    return refused(404, f"Record type '{name[:100]}' does not exist.", "NONEXISTENT_ID", url=url)


def no_instance(url: str, external_id: str = "") -> RestError:
    """404 for a record that there is not (observed)."""
    what = (
        f"The record instance for external ID '{external_id[:100]}'" if external_id else "The record instance"
    )
    return refused(
        404, f"{what} does not exist. Provide a valid record instance ID.", "NONEXISTENT_ID", url=url
    )


def invalid_id(text: str, url: str) -> RestError:
    """400 for an id that could be none (observed)."""
    return refused(
        400,
        f"Invalid record instance identifier '{text[:100]}'. Provide a valid record instance ID.",
        "INVALID_ID",
        url=url,
    )


def no_such_resource(url: str) -> RestError:
    """404 for an address that leads nowhere."""
    return refused(404, "The resource does not exist.", "NONEXISTENT_ID", url=url)


def invalid_method(method: str, url: str, allowed: tuple[str, ...]) -> RestError:
    """405 with ``Allow``."""
    error = refused(405, f"The method {method} is not allowed for this resource.", "INVALID_METHOD", url=url)
    return RestError(405, error.details, {"Allow": ", ".join(allowed)})


def invalid_parameter(name: str, text: str) -> RestError:
    """400 for a query parameter (code and shape observed)."""
    return refused(400, text, "INVALID_PARAMETER", parameter=name)


def invalid_header(name: str, text: str, status: int = 400) -> RestError:
    """400 (or 415) for a header."""
    return refused(status, text, "INVALID_HEADER", header=name)


def invalid_body(text: str, path: str = "") -> RestError:
    """400 for a body that cannot be what it should (beginning of the text observed)."""
    return refused(400, f"Invalid content in the request body. {text}", "INVALID_CONTENT", path=path)


def unsupported(what: str, **where: str) -> RestError:
    """501 for what NetSuite has and the local account has not: never a plausible success (our own, listed in the coverage)."""
    return refused(501, f"The local account does not support {what}.", "FEATURE_UNAVAILABLE", **where)


def of_record(error: RecordError, path: str = "", url: str = "") -> RestError:
    """Return what REST says about a refused read or save. ``path`` is the field's JSON path in REST's names.

    Every refusal of a save begins "Error while accessing a resource." and ends with a full stop (observed). A value that a reference or field
    cannot have is INVALID_CONTENT with its path (documented), what a rule or script refuses USER_ERROR without one (observed).
    """
    if error.code == "INSUFFICIENT_PERMISSION" and not error.field:
        return refused(403, error.message, "INSUFFICIENT_PERMISSION")
    if error.code == "RCRD_DSNT_EXIST":
        return no_instance(url)
    text = f"Error while accessing a resource. {_TEXTS.get(error.code) or error.message.rstrip('.')}."
    if error.code in _CONTENT:
        return refused(400, text, "INVALID_CONTENT", path=path)
    return refused(400, text, "USER_ERROR")


_CONTENT = ("INVALID_KEY_OR_REF", "INVALID_FLD_VALUE", "INSUFFICIENT_PERMISSION")
_TEXTS = {"DUP_ENTITY": "This entity already exists"}
"""What REST says in other words than SOAP (observed)."""
