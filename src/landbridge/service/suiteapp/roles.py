"""Whether the token's role may do what the integration does, and where to give what is missing (help article_162341184567)."""

from __future__ import annotations

from dataclasses import dataclass

from landbridge.recordtypes.permissions import permission
from landbridge.service.suiteapp.findings import Finding, ok
from landbridge.service.suiteapp.ids import ids_of
from landbridge.service.suiteapp.inspection import Inspection

SUBJECT = "permissions"
ADMINISTRATOR = "3"
"""The internal id of the Administrator role in every account."""


@dataclass(frozen=True, slots=True)
class Needed:
    """A permission that the work needs. ``level`` as the role page shows it; ``purpose`` completes "needed to"."""

    id: str
    level: str
    purpose: str

    @property
    def place(self) -> str:
        """The permission as a person looks for it: ``Setup > Certificate Management (Full)``."""
        known = permission(self.id)
        return f"{known.tab} > {known.renamed or known.name} ({self.level})"


NEEDED: dict[str, Needed] = {
    one.id: one
    for one in (
        Needed("ADMI_CERTIFICATES", "Full", "replace the certificate"),
        Needed("LIST_CERTIFICATES", "Full", "replace the certificate"),
        Needed("LIST_FILECABINET", "Full", "upload the certificate's file"),
        Needed("ADMI_NSASOIDCPROVIDER", "Full", "use NetSuite as OIDC provider"),
        Needed("ADMI_MANAGE_OAUTH2", "Full", "manage OAuth 2.0 applications"),
        Needed("ADMI_LOGIN_OAUTH2", "Full", "sign in by OAuth 2.0"),
        Needed("ADMI_LOGIN_OAUTH", "Full", "sign in by an access token"),
        Needed("ADMI_WEBSERVICES", "Full", "read by SOAP"),
        Needed("ADMI_RESTWEBSERVICES", "Full", "read by REST and SuiteQL"),
        Needed("ADMI_CUSTOMSCRIPT", "View", "see scripts and their deployments"),
        Needed("LIST_CUSTRECORDENTRY", "Edit", "read and keep the settings record"),
        Needed("LIST_EMPLOYEE", "View", "read employees"),
        Needed("LIST_EMPLOYEE_RECORD", "View", "read employees"),
        Needed("LIST_CUSTJOB", "View", "read customers, leads and prospects"),
        Needed("LIST_JOB", "View", "read projects"),
        Needed("LIST_FIND", "View", "search"),
        Needed("REPO_ANALYTICS", "View", "ask SuiteQL"),
    )
}
"""What the checks name with level and purpose. What a SuiteApp lists beyond these is named at Full."""


def findings(inspection: Inspection) -> list[Finding]:
    """Judge the role of the token: one finding a missing permission, and one for a role that should not be used."""
    role = inspection.role
    if role.id == ADMINISTRATOR:
        return [
            Finding(
                SUBJECT,
                "warning",
                "The token signs in as Administrator, which may do more than an integration should.",
                f"Make a token for the role {ids_of(inspection.build).role}.",
            )
        ]
    missing = [NEEDED.get(id_) or Needed(id_, "Full", "do the integration's work") for id_ in role.lacking]
    return [_missing(inspection, one) for one in missing] or [ok(SUBJECT, _described(inspection))]


def is_custom(inspection: Inspection) -> bool:
    """Whether the token's role is one that the account's administrator made."""
    return inspection.role.script_id != ids_of(inspection.build).role


def _missing(inspection: Inspection, needed: Needed) -> Finding:
    return Finding(
        SUBJECT,
        "failed",
        f'The role "{inspection.role.name}" lacks {needed.place}, needed to {needed.purpose}.',
        f"{_way(inspection)}, Permissions, {permission(needed.id).tab}.",
    )


def _way(inspection: Inspection) -> str:
    if is_custom(inspection):
        return f'Add it in Setup > Users/Roles > Manage Roles > "{inspection.role.name}" > Edit'
    return f'Update the SuiteApp, or add it in Setup > Users/Roles > Manage Roles > "{inspection.role.name}" > Edit'


def _described(inspection: Inspection) -> str:
    kind = "custom role" if is_custom(inspection) else "role"
    return f'The {kind} "{inspection.role.name}" has every permission that the work needs.'
