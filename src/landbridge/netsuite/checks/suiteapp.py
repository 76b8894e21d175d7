"""Whether the SuiteApp's RESTlet answers, and what the role may do with certificates there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from landbridge.netsuite.checks.lines import CheckLine, Subject, answer_of
from landbridge.netsuite.checks.permissions import Need, give
from landbridge.netsuite.errors import NetSuiteError
from landbridge.recordtypes.permissions import permission

if TYPE_CHECKING:
    from landbridge.netsuite.client import Client

SUBJECT = Subject("suiteapp", "SuiteApp installed")
_REAL_TIME_ONLY = "Only real-time import needs it."
_INSTALL = f"{_REAL_TIME_ONLY} Install the SuiteApp and deploy its certificate RESTlet to the role of the connection."
_NEEDS = tuple(
    Need(permission(id_), "Full") for id_ in ("ADMI_CERTIFICATES", "LIST_CERTIFICATES", "LIST_FILECABINET")
)
"""What the RESTlet that brings the real-time certificate asks of the caller's role."""

OPTIONAL = tuple(need.subject for need in _NEEDS)
"""Lines that there are only where the RESTlet answers them."""

SUBJECTS = (SUBJECT, *OPTIONAL)


@dataclass(frozen=True, slots=True)
class RestletAddress:
    """Script and deployment id of a RESTlet whose GET answers an object with ``version``, and in ``lacking`` the ids of the permissions
    that it needs and that the caller's role has not at Full."""

    script: str
    deploy: str


async def suiteapp_lines(client: Client, restlet: RestletAddress) -> list[CheckLine]:
    """Ask the RESTlet. All that is wrong here is a warning, since only real-time import needs it."""
    answer = await answer_of(client.restlets.call("GET", script=restlet.script, deploy=restlet.deploy))
    if isinstance(answer, NetSuiteError):
        return [SUBJECT.warned(str(answer), _INSTALL)]
    told = answer if isinstance(answer, dict) else {}
    version = told.get("version")
    if not isinstance(version, str):
        reason = told.get("message")
        text = (
            f"The RESTlet answered: {reason[:200]}"
            if isinstance(reason, str)
            else "The RESTlet answered without a version."
        )
        return [SUBJECT.warned(text, f"{_REAL_TIME_ONLY} Install the current SuiteApp.")]
    return [SUBJECT.passed(f"Version {version[:40]} is installed."), *_certificates(told.get("lacking"))]


def _certificates(lacking: Any) -> list[CheckLine]:
    """A line for each permission that the RESTlet looks at; older versions of the SuiteApp look at none."""
    if not isinstance(lacking, list):
        return []
    return [_certificate(need, lacks=need.permission.id in lacking) for need in _NEEDS]


def _certificate(need: Need, *, lacks: bool) -> CheckLine:
    if not lacks:
        return need.line(None)
    return need.subject.warned(
        f"The role lacks {need.permission.path} ({need.level}).",
        f"{_REAL_TIME_ONLY} {give(need.permission, need.level)}",
    )
