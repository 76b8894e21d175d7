"""The settings record in NetSuite: what the service knows is written through the SuiteApp, the rest is said."""

from __future__ import annotations

import msgspec

from landbridge.service.health.setup.model import Judgement, State
from landbridge.service.health.setup.refusals import NotDone
from landbridge.service.health.setup.situation import Situation
from landbridge.service.health.setup.wishes import Wishes
from landbridge.service.suiteapp import settings_record
from landbridge.service.suiteapp.restlets import AnswerLostError
from landbridge.service.suiteapp.state import OPTIONAL, values_of

LABELS = {
    "service_url": "Landbridge URL",
    "account": "NetSuite Account ID",
    "url": "SuiteProjects Pro URL",
    "database_id": "SuiteProjects Pro Database ID",
    "real_time": "Real-time integration with SuiteProjects Pro",
    "email": "Email address to send errors",
}
"""The settings that the assistant writes, by members of ``SettingsValues``, as the record names them."""

_SAY = "Say --notices-url, --spp-url and --error-email, or enter them in NetSuite."
_WRITTEN = "The assistant writes what the service knows and what you say (--notices-url, --spp-url, --error-email); or correct the record."
_WEB_SERVICES = ("soap", "restlet")
_KINDS = ("customer", "project", "user")


def judge_settings(situation: Situation) -> Judgement:
    """Whether there is one settings record and its fields fit the connection. Its boxes are steps of their own."""
    findings = settings_record.findings(situation.inspection, situation.state)
    failed = [one for one in findings if one.failed]
    if failed and situation.inspection.settings.count == 1:
        return Judgement(State.WRONG, " ".join(one.message for one in failed), _WRITTEN, can_do=True)
    if failed:
        return Judgement.of(failed)
    return Judgement(State.DONE, "There is one settings record, and its fields fit this connection.")


def announce_settings(situation: Situation, wishes: Wishes) -> str:
    """Name each setting that is going to be written, with what it is now and what it will be."""
    now = msgspec.structs.asdict(values_of(situation.inspection))
    return "; ".join(
        f"{LABELS[member]}: {_shown(now[member])} becomes {_shown(value)}"
        for member, value in _changes(situation, wishes).items()
    )


def write_settings(situation: Situation, wishes: Wishes) -> str:
    """Write what the service knows and the person said, and switch sending on there. Raises ``NotDone`` and ``RestletRefusedError``.

    Nothing is written while a value would be wrong.
    """
    changes = _changes(situation, wishes)
    whole = {member: getattr(values_of(situation.inspection), member) for member in LABELS} | changes
    if wrong := settings_record.problems(whole, situation.state):
        raise NotDone(f"{' '.join(wrong)} {_SAY}")
    try:
        changed = settings_record.write(situation.restlets, changes, situation.state)
    except AnswerLostError as lost:
        raise NotDone(f"The answer of NetSuite was lost ({lost}). Look again, and write again.") from lost
    return (
        f"Written: {', '.join(LABELS.get(one, one) for one in changed) or 'nothing, it was there already'}."
    )


def wished_settings(situation: Situation, wishes: Wishes) -> str:
    """Name what was said of the settings and does not stand there."""
    now = values_of(situation.inspection)
    left = [LABELS[member] for member, value in _said(wishes).items() if getattr(now, member) != value]
    return f"Said, and not in the settings record yet: {', '.join(left)}." if left else ""


def judge_stages(situation: Situation) -> Judgement:
    """Whether leads and prospects are sent, and then whether the workflow lets them in. Their deployments count as any other's."""
    values = values_of(situation.inspection)
    ticked = [stage for stage, member in OPTIONAL.items() if getattr(values, member)]
    findings = settings_record.findings(situation.inspection, situation.state)
    warnings = [one for one in findings if one.state == "warning"]
    if warnings:
        return Judgement(
            State.WRONG,
            " ".join(one.message for one in warnings),
            " ".join(one.advice for one in warnings),
        )
    if not ticked:
        return Judgement(
            State.OPTIONAL,
            "Leads and prospects are not sent.",
            "Tick Leads or Prospects with customer integration in the settings record, and deploy the trigger for them.",
        )
    return Judgement(State.DONE, f"Sent: {' and '.join(f'{stage}s' for stage in ticked)}.")


def judge_web_services(situation: Situation) -> Judgement:
    """Which saves by SOAP and RESTlets are sent: none is needed. What versions they need, the bundles' step says."""
    values = values_of(situation.inspection)
    ticked = [
        f"{kind}s by {way.upper() if way == 'soap' else 'RESTlet'}"
        for way in _WEB_SERVICES
        for kind in _KINDS
        if getattr(values, f"{way}_{kind}")
    ]
    if not ticked:
        return Judgement(
            State.OPTIONAL,
            "Saves by SOAP and RESTlets are not sent.",
            "Tick the boxes in the settings record where another integration saves records one by one.",
        )
    return Judgement(State.DONE, f"Sent: {', '.join(ticked)}.")


def _changes(situation: Situation, wishes: Wishes) -> dict[str, object]:
    """What is to be written: what differs from what stands there."""
    wanted = settings_record.own_values(situation.state) | {"real_time": True} | _said(wishes)
    now = values_of(situation.inspection)
    return {member: value for member, value in wanted.items() if getattr(now, member) != value}


def _said(wishes: Wishes) -> dict[str, object]:
    """What the person said of the settings, by members of ``SettingsValues``."""
    said = {"service_url": wishes.notices_url, "url": wishes.spp_url, "email": wishes.error_email}
    return {member: value for member, value in said.items() if value}


def _shown(value: object) -> str:
    match value:
        case True:
            return "ticked"
        case False:
            return "not ticked"
        case "":
            return "empty"
        case _:
            return str(value)
