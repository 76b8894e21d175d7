"""The SuiteApp's certificate RESTlet, as the service calls it (``docs/reference/seams.md``)."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import structlog

from landbridge.service.suiteapp.restlets import (
    CERTIFICATE,
    AnswerLostError,
    RestletRefusedError,
    Restlets,
    left_behind,
)

SCRIPT_ID = "custcertificate_oa_realtime"

_log = structlog.get_logger(__name__)


class CertificateRefusedError(RestletRefusedError):
    """NetSuite did not take the certificate, or did not answer what it has."""


class UploadUnknownError(Exception):
    """NetSuite may have the new certificate or the old one: the answer was lost, or it failed and NetSuite could not be asked."""


@dataclass(frozen=True, slots=True)
class Installed:
    """What the RESTlet says of itself: the SuiteApp's version, the account, and the certificate's name, if there is one."""

    version: str
    account: str
    certificate_name: str | None


def read_installed(restlets: Restlets) -> Installed:
    """Ask the RESTlet what is installed. Raises ``CertificateRefusedError``."""
    answer = _call(restlets, "GET")
    certificate = answer.get("certificate") or {}
    return Installed(str(answer.get("version", "")), str(answer.get("account", "")), certificate.get("name"))


def upload(restlets: Restlets, name: str, pkcs12: bytes, password: str) -> str:
    """Replace the real-time certificate; return what of the key file stayed in NetSuite, empty where nothing did.

    Raises ``CertificateRefusedError``, ``UploadUnknownError``.
    """
    body = {"name": name, "file": base64.b64encode(pkcs12).decode(), "password": password}
    try:
        answer = _call(restlets, "POST", body)
    except AnswerLostError as error:
        raise UploadUnknownError(f"The answer was lost ({error}).") from error
    if failed := answer.get("failed"):  # the circuit closes by itself, and nobody misses the line of the log
        _log.warning("certificate uploaded, not everything after it done", failed=str(failed)[:300])
    return left_behind(answer)


def _call(restlets: Restlets, method: str, body: object = None) -> dict[str, Any]:
    try:
        return CERTIFICATE.call(restlets, method, body)
    except RestletRefusedError as refused:
        raise CertificateRefusedError(refused.message, refused.advice, refused.code) from refused
