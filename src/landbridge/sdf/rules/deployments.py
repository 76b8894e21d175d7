"""Deployments: values that NetSuite knows, and the trigger's, on which real time depends."""

from __future__ import annotations

from collections.abc import Iterator

from landbridge.recordtypes import SCRIPT_TYPES as RECORD_TYPES
from landbridge.recordtypes.integrated import INTEGRATED
from landbridge.sdf.findings import Finding
from landbridge.sdf.project import Project, SdfObject, reference
from landbridge.sdf.suitescript import CONTEXTS, EVENT_TYPES, LOG_LEVELS, SCRIPT_TYPES, STATUSES
from landbridge.sdf.xmltree import Node

TRIGGER_FILE = "send_to_spp_2.js"
_UNLIMITED = ("eventtype", "executioncontext")
_DEPLOYED = (("status", "RELEASED"), ("allroles", "T"), ("alllocalizationcontexts", "T"))
_FLAGS = ("isdeployed", "allroles", "allemployees")


def _deployments(project: Project, *tags: str) -> Iterator[tuple[SdfObject, Node]]:
    for one in project.of_type(*tags):
        for node in one.root.each("scriptdeployments/scriptdeployment"):
            yield one, node


def record_type(text: str) -> str:
    """Return a deployment's record type as SuiteScript names it: ``JOB`` is ``job``, ``[scriptid=customrecord_x]`` the id."""
    return reference(text) or text.strip().lower()


def record_types(project: Project) -> Iterator[Finding]:
    """User events are deployed on record types that there are."""
    for one, node in _deployments(project, "usereventscript"):
        text = node.value("recordtype")
        if not reference(text) and (text.lower() not in RECORD_TYPES or text != text.upper()):
            yield Finding(
                one.file,
                node.line,
                node.label,
                f"{text or 'an empty <recordtype>'} is no record type",
                "Name one in capitals, or [scriptid=...] of a custom record type",
            )


def values(project: Project) -> Iterator[Finding]:
    """Status, log level, event type, contexts and flags have values that NetSuite knows."""
    for one, node in _deployments(project, *SCRIPT_TYPES):
        chosen = (
            ("status", STATUSES),
            ("loglevel", LOG_LEVELS),
            ("eventtype", EVENT_TYPES),
            ("executioncontext", CONTEXTS),
            *((flag, ("T", "F")) for flag in _FLAGS),
        )
        for tag, known in chosen:
            unknown = [part for part in node.value(tag).split("|") if part and part not in known]
            if unknown:
                yield Finding(
                    one.file,
                    node.line,
                    node.label,
                    f"<{tag}> cannot be {unknown[0]}",
                    f"Use one of {', '.join(sorted(known))}",
                )


def trigger_of(project: Project) -> SdfObject | None:
    """Return the user event script that names the trigger's file."""
    found = (
        one
        for one in project.of_type("usereventscript")
        if one.root.value("scriptfile").endswith(f"/{TRIGGER_FILE}]")
    )
    return next(found, None)


def trigger(project: Project) -> Iterator[Finding]:
    """The trigger is deployed once on every record type of the integration, in the integration role."""
    one = trigger_of(project)
    if one is None:
        yield Finding(
            "Objects",
            0,
            TRIGGER_FILE,
            "no user event script names the trigger's file",
            "Put the script object back",
        )
        return
    found = list(one.root.each("scriptdeployments/scriptdeployment"))
    deployed = [record_type(node.value("recordtype")) for node in found]
    for script_type in INTEGRATED:
        if deployed.count(script_type) != 1:
            wrong = "is not deployed on" if script_type not in deployed else "is deployed twice on"
            yield Finding(
                one.file,
                one.root.line,
                one.script_id,
                f"the trigger {wrong} {script_type}",
                "It needs exactly one deployment a type",
            )
    for node in found:
        if not reference(node.value("runasrole")):
            yield Finding(
                one.file,
                node.line,
                node.label,
                "Execute as Role is not set",
                "Set <runasrole>: who saves a record may neither read the settings nor sign",
            )


def trigger_sees_every_save(project: Project) -> Iterator[Finding]:
    """Some deployment of the trigger is deployed, and those that are run for every event, context and role: the script itself
    decides what is sent."""
    one = trigger_of(project)
    if one is None:
        return
    nodes = list(one.root.each("scriptdeployments/scriptdeployment"))
    if one.root.value("isinactive") == "T" or not any(node.value("isdeployed") == "T" for node in nodes):
        yield Finding(
            one.file,
            one.root.line,
            one.script_id,
            "the trigger runs for no record type",
            "Set <isinactive> to F and <isdeployed> of a deployment to T",
        )
    for node in nodes:
        limits = [(tag, node.value(tag), "") for tag in _UNLIMITED]
        if node.value("isdeployed") == "T":
            limits += [(tag, node.value(tag), wanted) for tag, wanted in _DEPLOYED]
        for tag, value, wanted in limits:
            if value != wanted:
                yield Finding(
                    one.file,
                    node.line,
                    node.label,
                    f"with <{tag}> {value or 'empty'} the trigger misses saves",
                    f"Set it to {wanted}" if wanted else "Leave it empty",
                )


def trigger_announces(project: Project) -> Iterator[Finding]:
    """The trigger returns the afterSubmit that announces."""
    one = trigger_of(project)
    script = project.script_of(one) if one else None
    if script is not None and not script.returns("afterSubmit"):
        yield Finding(
            script.file, 1, "afterSubmit", "the trigger returns no afterSubmit", "Return { afterSubmit }"
        )


def trigger_runs_last(project: Project) -> Iterator[Finding]:
    """The trigger has no beforeSubmit: NetSuite runs the afterSubmit of scripts that have one before those of others
    (documented, ``article_1029021012``)."""
    one = trigger_of(project)
    script = project.script_of(one) if one else None
    if script is not None and (line := script.mentions("beforeSubmit")):
        yield Finding(
            script.file,
            line,
            "beforeSubmit",
            "with a beforeSubmit the trigger runs before other scripts",
            "Take it out",
        )


RULES = (record_types, values, trigger, trigger_sees_every_save, trigger_announces, trigger_runs_last)
