"""The native connector beside ours: what of NetSuite's side belongs to it, and which form of the SuiteApp fits."""

from __future__ import annotations

from collections.abc import Iterator

from landbridge.recordtypes.integrated import INTEGRATED
from landbridge.service.suiteapp.findings import Finding, ok
from landbridge.service.suiteapp.ids import (
    BESIDE_NATIVE,
    INTEGRATION_BUNDLE,
    REAL_TIME_BUNDLE,
    STANDALONE,
    Build,
    ids_of,
)
from landbridge.service.suiteapp.inspection import Deployment, Inspection
from landbridge.service.suiteapp.state import ServiceState, sent_types

SUBJECT = "native"
_BUNDLES = frozenset({INTEGRATION_BUNDLE, REAL_TIME_BUNDLE})
_TRIGGERS = frozenset({STANDALONE.trigger, STANDALONE.old_trigger})
_INSTALL_BESIDE = (
    "Beside the native connector deploy `landbridge suiteapp build --form beside-native --out FOLDER`."
)
_DEPLOYMENTS = ("customdeploy_oa_send_", "customdeploy_oa_send1_")


def is_native(inspection: Inspection, deployment: Deployment) -> bool:
    """Whether a deployment belongs to the native connector.

    ``standalone`` takes the native connector's ids, also as its bundles, so its own scripts are told by their ids alone (whether they
    are, :func:`findings` asks); whatever else the two bundles brought, or bears the trigger's deployment ids, is the native connector's.
    """
    ids = ids_of(inspection.build)
    if deployment.script in {ids.trigger, ids.old_trigger, ids.page_message}:
        return False
    return (
        deployment.bundle in _BUNDLES
        or deployment.script in _TRIGGERS
        or deployment.script_id.startswith(_DEPLOYMENTS)
    )


def native_deployments(inspection: Inspection) -> tuple[Deployment, ...]:
    """Return what the native connector has deployed on record types of the integration, switched on or not."""
    return tuple(one for one in inspection.deployments if is_native(inspection, one))


def sends(inspection: Inspection, script_types: tuple[str, ...]) -> tuple[Deployment, ...]:
    """Return the native connector's deployments that run on some of the SuiteScript types."""
    return tuple(
        one for one in native_deployments(inspection) if one.deployed and one.record_type in script_types
    )


def form_to_install(inspection: Inspection) -> Build:
    """Which build fits the account: ``beside-native`` where the native connector is, else ``standalone``."""
    return "beside-native" if native_deployments(inspection) else "standalone"


def findings(inspection: Inspection, state: ServiceState) -> list[Finding]:
    """Judge what is beside us: the wrong form, and native triggers of live types."""
    found = list(_mixed(inspection, state))
    native, form = native_deployments(inspection), form_to_install(inspection)
    if native and inspection.build != form:
        found.append(
            Finding(
                SUBJECT,
                "failed",
                f"The native connector is installed too ({native[0].script}, {native[0].script_id}).",
                f"Install the SuiteApp in its form {form}: `landbridge suiteapp build --form {form} --out FOLDER`.",
            )
        )
    found += [_refused(one) for one in sends(inspection, sent_types(inspection, state.live))]
    if found:
        return found
    if native:
        return [ok(SUBJECT, "The native connector is installed; none of its triggers runs on a live type.")]
    return [ok(SUBJECT, f"The native connector is not installed; the form {form} fits.")]


def _mixed(inspection: Inspection, state: ServiceState) -> Iterator[Finding]:
    """What cannot be told apart by ids: ``standalone`` over the native connector, and both forms of ours, whose RESTlets share their ids."""
    if inspection.build != "standalone":
        return
    ours = [one for one in inspection.deployments if one.script == STANDALONE.trigger]
    brought = next((one.bundle for one in ours if one.bundle in _BUNDLES), "")
    if brought and not state.local:
        yield Finding(
            SUBJECT,
            "failed",
            f"The form standalone is deployed, and bundle {brought}, whose number is Oracle's, brought {STANDALONE.trigger}: no id "
            "tells whose script runs now.",
            f"{_INSTALL_BESIDE} Have Oracle's bundle updated, so that its own script is back.",
        )
    if any(one.script == BESIDE_NATIVE.trigger for one in inspection.deployments):
        yield Finding(
            SUBJECT,
            "failed",
            f"Both forms of the SuiteApp are installed: the RESTlets are of standalone, and {BESIDE_NATIVE.trigger} is there too.",
            f"Keep one form. {_INSTALL_BESIDE} Or delete {BESIDE_NATIVE.trigger} in Customization > Scripting > Scripts.",
        )


def refusal(inspection: Inspection, netsuite_type: str) -> str | None:
    """Return why a NetSuite record type cannot go live: its native trigger is deployed. ``None`` where it can."""
    types = tuple(script for script, kind in INTEGRATED.items() if kind.netsuite_type == netsuite_type)
    running = sends(inspection, types)
    return str(_refused(running[0])) if running else None


def _refused(deployment: Deployment) -> Finding:
    return Finding(
        SUBJECT,
        "failed",
        f"The native connector's trigger is deployed for {deployment.record_type} ({deployment.script_id}): "
        "each save would be imported twice.",
        f"Take Deployed from {deployment.script_id} in NetSuite, or leave {deployment.record_type} to the native connector.",
    )
