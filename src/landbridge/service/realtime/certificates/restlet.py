"""The SuiteApp's certificate RESTlet, as the service calls it (``docs/reference/seams.md``)."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any, Protocol

from landbridge.netsuite.errors import (
    FixSetup,
    NetSuiteError,
    OutcomeUnknown,
    PermissionMissing,
    ScriptError,
    SignInAgain,
    Wait,
)
from landbridge.service.refusal import Refusal

SCRIPT = "customscript_landbridge_certificate"
DEPLOY = "customdeploy_landbridge_certificate"
SCRIPT_ID = "custcertificate_oa_realtime"


class Restlets(Protocol):
    """Calls RESTlets of one NetSuite account (``landbridge.netsuite``)."""

    def call(self, method: str, *, script: str, deploy: str, body: object = None) -> Any:
        """Return the answer's JSON. Raises ``NetSuiteError``."""


class CertificateRefusedError(Refusal):
    """NetSuite did not take or answer; ``advice`` says what to do, ``code`` why where it is known."""

    def __init__(self, message: str, advice: str, code: str = "") -> None:
        super().__init__(f"{message} {advice}".strip())
        self.message = message
        self.advice = advice
        self.code = code


class UploadUnknownError(Exception):
    """The answer was lost; NetSuite may have the new certificate or the old one."""


@dataclass(frozen=True, slots=True)
class Installed:
    """What the RESTlet says of itself: the SuiteApp's version, the account, and the certificate's name, if there is one."""

    version: str
    account: str
    certificate_name: str | None


RIGHTS = (
    "The token's role needs Certificate Management and Certificate Access (Full) and Documents and Files (Full); "
    'or use "upload by hand".'
)
NOT_INSTALLED = (
    "Install or update the SuiteApp, and deploy its script Landbridge Certificate to the integration role."
)


def read_installed(restlets: Restlets) -> Installed:
    """Ask the RESTlet what is installed. Raises ``CertificateRefusedError``."""
    try:
        answer = _answered(restlets.call("GET", script=SCRIPT, deploy=DEPLOY))
    except NetSuiteError as error:
        raise _refused(error) from error
    certificate = answer.get("certificate") or {}
    return Installed(str(answer.get("version", "")), str(answer.get("account", "")), certificate.get("name"))


def upload(restlets: Restlets, name: str, pkcs12: bytes, password: str) -> None:
    """Replace the real-time certificate. Raises ``CertificateRefusedError``, ``UploadUnknownError``."""
    body = {"name": name, "file": base64.b64encode(pkcs12).decode(), "password": password}
    try:
        _answered(restlets.call("POST", script=SCRIPT, deploy=DEPLOY, body=body))
    except OutcomeUnknown as error:
        raise UploadUnknownError(error.message) from error
    except NetSuiteError as error:
        raise _refused(error) from error


def _answered(answer: Any) -> dict[str, Any]:
    """Return a RESTlet's answer that is no failure."""
    if not isinstance(answer, dict):
        raise CertificateRefusedError("The certificate RESTlet answered something else.", NOT_INSTALLED)
    if answer.get("status") == "error":
        code = str(answer.get("code", ""))[:60]
        message = str(answer.get("message", ""))[:300]
        permission = "PERMISSION" in code.upper() or "permission" in message.lower()
        advice = RIGHTS if permission else "Look at the script's execution log in NetSuite."
        raise CertificateRefusedError(f"NetSuite refused the certificate: {message or code}.", advice, code)
    return answer


def _refused(error: NetSuiteError) -> CertificateRefusedError:
    match error:
        case PermissionMissing():
            advice = RIGHTS
        case SignInAgain():
            advice = "Test the connection: its token was refused."
        case ScriptError() | FixSetup():
            advice = NOT_INSTALLED
        case Wait():
            advice = "NetSuite is busy. Try again in a few minutes."
        case _:
            advice = error.advice
    return CertificateRefusedError(error.message, advice, error.code)
