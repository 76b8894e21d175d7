"""RESTlets of the SuiteApp, as the service calls them: the answer that is no failure, or a refusal in words."""

from __future__ import annotations

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

NO_SUCH_SCRIPT = "SSS_INVALID_SCRIPTLET_ID"
"""NetSuite's code where a script or deployment id is not there, not deployed or not released."""


class Restlets(Protocol):
    """Calls RESTlets of one NetSuite account (``landbridge.netsuite``)."""

    def call(self, method: str, *, script: str, deploy: str, body: object = None) -> Any:
        """Return the answer's JSON. Raises ``NetSuiteError``."""


class RestletRefusedError(Refusal):
    """NetSuite did not take or answer; ``advice`` says what to do, ``code`` why where it is known."""

    def __init__(self, message: str, advice: str, code: str = "") -> None:
        super().__init__(f"{message} {advice}".strip())
        self.message = message
        self.advice = advice
        self.code = code


class AnswerLostError(Exception):
    """The answer to a write was lost; NetSuite may have done it or not."""


@dataclass(frozen=True, slots=True)
class Restlet:
    """One RESTlet of the SuiteApp: its script and deployment, what people call it, and the rights that it needs, as advice."""

    script: str
    deploy: str
    label: str
    rights: str

    def call(self, restlets: Restlets, method: str, body: object = None) -> dict[str, Any]:
        """Return the answer. Raises ``RestletRefusedError``, and ``AnswerLostError`` for a write whose answer was lost."""
        try:
            answer = restlets.call(method, script=self.script, deploy=self.deploy, body=body)
        except OutcomeUnknown as error:
            raise AnswerLostError(error.message) from error
        except NetSuiteError as error:
            raise self._refused(error) from error
        if not isinstance(answer, dict):
            raise RestletRefusedError(
                f"The {self.label} RESTlet answered something else.", self.not_installed
            )
        if answer.get("status") == "error":
            raise self._failed(answer)
        return answer

    @property
    def not_installed(self) -> str:
        """What to do where the RESTlet is not there."""
        return f"Install or update the SuiteApp, and deploy its {self.label} RESTlet ({self.script}) to the integration role."

    def _failed(self, answer: dict[str, Any]) -> RestletRefusedError:
        code = str(answer.get("code", ""))[:60]
        message = str(answer.get("message", ""))[:300]
        permission = "PERMISSION" in code.upper() or "permission" in message.lower()
        advice = self.rights if permission else "Look at the script's execution log in NetSuite."
        refusal = f"NetSuite refused: {(message or code).rstrip('.')}. {left_behind(answer)}".strip()
        return RestletRefusedError(refusal, advice, code)

    def _refused(self, error: NetSuiteError) -> RestletRefusedError:
        match error:
            case PermissionMissing():
                advice = self.rights
            case SignInAgain():
                advice = "Test the connection: its token was refused."
            case ScriptError() | FixSetup():
                advice = self.not_installed
            case Wait():
                advice = "NetSuite is busy. Try again in a few minutes."
            case _:
                advice = error.advice
        return RestletRefusedError(error.message, advice, error.code)


def left_behind(answer: dict[str, Any]) -> str:
    """Return what a RESTlet could not remove of what it made (member ``left``, texts), as sentences; empty where nothing stayed."""
    left = answer.get("left")
    if not isinstance(left, list):
        return ""
    return " ".join(f"{str(one)[:300].rstrip('.')}." for one in left[:5])


CERTIFICATE = Restlet(
    "customscript_landbridge_certificate",
    "customdeploy_landbridge_certificate",
    "certificate",
    "The token's role needs Certificate Management and Certificate Access (Full) and Documents and Files (Full); "
    'or use "upload by hand".',
)

SETUP = Restlet(
    "customscript_landbridge_setup",
    "customdeploy_landbridge_setup",
    "setup",
    "The token's role needs SuiteScript (View) and Custom Record Entries (Edit).",
)
