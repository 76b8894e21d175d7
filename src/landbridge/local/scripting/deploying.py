"""Which deployments run: the rules of the deployment record (documented, fact sheet 6.4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from landbridge.local.access.model import Session
from landbridge.local.scripting.model import Deployment, DeploymentStatus, Script

if TYPE_CHECKING:
    from landbridge.local.access.desk import Access

Deployed = tuple[Script, Deployment]


def in_audience(access: Access, session: Session, deployment: Deployment) -> bool:
    """Whether the session's user and role belong to the deployment's audience."""
    if deployment.all_roles or deployment.all_employees:
        return True
    role = access.role(session.role_id)
    return role is not None and role.script_id in deployment.roles


def runs_for(access: Access, session: Session, script: Script, deployment: Deployment) -> bool:
    """Whether a deployment runs at all for this session: deployed, active, in the audience or, while testing, the owner's."""
    if script.is_inactive or not deployment.is_deployed:
        return False
    owned = deployment.status is DeploymentStatus.TESTING and session.user_id == script.owner
    return owned or in_audience(access, session, deployment)


def concerns(deployment: Deployment, event: str, session: Session) -> bool:
    """Whether the deployment's event type and context filter let this save through."""
    if deployment.event_type and deployment.event_type.lower() != event:
        return False
    return not deployment.contexts or session.context.value in deployment.contexts


def effective_session(access: Access, session: Session, deployment: Deployment) -> Session:
    """Return the session in the role of Execute as Role; the user stays. A role that is gone leaves the current one."""
    if not deployment.run_as_role:
        return session
    role = access.role_by_script_id(deployment.run_as_role)
    return session if role is None or role.inactive else replace(session, role_id=role.id)


def in_order(
    entry: str, found: Sequence[Deployed], entries_of: Callable[[Deployed], frozenset[str]]
) -> list[Deployed]:
    """Return the scripts that define `entry`, in the order in which they run.

    List order; but afterSubmit first runs the scripts that define beforeSubmit too (documented, `article_1029021012`).
    """
    defining = [one for one in found if entry in entries_of(one)]
    if entry == "afterSubmit":
        defining.sort(key=lambda one: "beforeSubmit" not in entries_of(one))
    return defining
