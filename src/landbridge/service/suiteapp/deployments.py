"""Whether the trigger is deployed as it must be on every live type (help article_162749347853, steps 3 and 4)."""

from __future__ import annotations

from collections.abc import Iterator

from landbridge.recordtypes.integrated import INTEGRATED
from landbridge.service.suiteapp.findings import Finding, State, ok
from landbridge.service.suiteapp.ids import ids_of
from landbridge.service.suiteapp.inspection import Deployment, Inspection
from landbridge.service.suiteapp.state import ServiceState, sent_types

SUBJECT = "deployments"
RELEASED = "RELEASED"


def findings(inspection: Inspection, state: ServiceState) -> list[Finding]:
    """Judge the deployments of the live types, and every type on which both triggers are deployed."""
    expected = sent_types(inspection, state.live)
    found = [finding for script in expected for finding in of_type(inspection, script)]
    others = (script for script in INTEGRATED if script not in expected)
    found += [finding for script in others for finding in _both(inspection, script)]
    if found:
        return found
    if not expected:
        return [ok(SUBJECT, "No record type is live.")]
    return [ok(SUBJECT, f"The trigger is deployed for {', '.join(expected)}.")]


def of_type(inspection: Inspection, script_type: str) -> list[Finding]:
    """Judge the deployment on one SuiteScript type that is to be sent; nothing where it is as it must be."""
    found = list(_both(inspection, script_type))
    if found:
        return found
    ours = _on(inspection, ids_of(inspection.build).trigger, script_type)
    running = [one for one in ours if one.deployed]
    if not running:
        return [_missing(inspection, script_type, ours)]
    return list(_wrong(inspection, running[0]))


def _missing(inspection: Inspection, script_type: str, ours: list[Deployment]) -> Finding:
    ids = ids_of(inspection.build)
    old = [one for one in _on(inspection, ids.old_trigger, script_type) if one.deployed]
    if old:
        return Finding(
            SUBJECT,
            "failed",
            f"For {script_type} the SuiteScript 1.0 trigger is deployed ({old[0].script_id}), which knows SuiteSignOn only; "
            "SuiteSignOn has ended.",
            f"Take Deployed from {old[0].script_id} first, then deploy {ids.deployment(script_type)} of {ids.trigger}.",
        )
    if any(one.script_inactive for one in ours):
        return Finding(
            SUBJECT,
            "failed",
            f"The trigger does not run for {script_type}: the script {ids.trigger} is inactive.",
            f"Clear Inactive on the script {ids.trigger} in Customization > Scripting > Scripts.",
        )
    return Finding(
        SUBJECT,
        "failed",
        f"The trigger is not deployed for {script_type}.",
        f"Tick Deployed on {ids.deployment(script_type)} of {ids.trigger} in Customization > Scripting > Scripts."
        if ours
        else f"Install or update the SuiteApp: its deployment {ids.deployment(script_type)} is not there.",
    )


def _both(inspection: Inspection, script_type: str) -> Iterator[Finding]:
    """Two triggers on one type send every save twice, by two ways of signing in."""
    ids = ids_of(inspection.build)
    old = [one for one in _on(inspection, ids.old_trigger, script_type) if one.deployed]
    new = [one for one in _on(inspection, ids.trigger, script_type) if one.deployed]
    if old and new:
        yield Finding(
            SUBJECT,
            "failed",
            f"For {script_type} both triggers are deployed, SuiteScript 1.0 ({old[0].script_id}) and 2.0 ({new[0].script_id}): "
            "each save would be sent twice.",
            f"Open the deployments of {ids.old_trigger} in Customization > Scripting > Scripts, clear Deployed on "
            f"{old[0].script_id}, and submit. Then the 2.0 deployment may stay.",
        )


def _wrong(inspection: Inspection, deployment: Deployment) -> Iterator[Finding]:
    ids = ids_of(inspection.build)
    name = deployment.script_id
    if deployment.status.upper() != RELEASED:
        yield _set(
            name, f"has the status {deployment.status}, and runs for its owner only", "Set Status to Released"
        )
    if not deployment.run_as_role:
        yield _set(
            name,
            "runs in the role of whoever saves, which may not use the certificate",
            f"Set Execute as Role to {ids.role} or to your own integration role",
        )
    elif not _is_right_role(inspection, deployment):
        yield _set(
            name,
            f"runs as {deployment.run_as_role}, which is neither the integration role nor the token's",
            f"Set Execute as Role to {ids.role} unless that role has the integration's permissions",
            state="warning",
        )
    if not deployment.all_roles:
        yield _set(name, "does not run for everybody", "Tick Select All beside Roles on its Audience subtab")
    if deployment.event_type:
        yield _set(
            name,
            f"runs on {deployment.event_type.lower()} only",
            "Clear Event Type, so that creating, editing and inline editing are sent",
        )


def _is_right_role(inspection: Inspection, deployment: Deployment) -> bool:
    """Whether it runs as the integration role or as the token's, each by its id: the name of a role may be any."""
    own = {ids_of(inspection.build).role, inspection.role.script_id}
    return deployment.run_as_role in own or deployment.run_as_role_id == inspection.role.id


def _set(deployment: str, wrong: str, advice: str, state: State = "failed") -> Finding:
    return Finding(SUBJECT, state, f"{deployment} {wrong}.", f"{advice}.")


def _on(inspection: Inspection, script: str, script_type: str) -> list[Deployment]:
    return [one for one in inspection.deployments if one.script == script and one.record_type == script_type]
