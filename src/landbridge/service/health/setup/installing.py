"""What must be installed in NetSuite: the SuiteApp or the bundles, apart from the native connector, and the token's role."""

from __future__ import annotations

from landbridge.service.health.setup.model import Judgement, State
from landbridge.service.health.setup.situation import Situation
from landbridge.service.suiteapp import native, roles, versions

_BY_BUNDLES = "By bundles, which are ours in the local account alone: 369637 first, then 369630."
_BY_SDF = "Deploy the project with `suitecloud project:deploy`; bundles 369637 and 369630 are Oracle's, and bring nothing of ours."


def judge_suiteapp(situation: Situation) -> Judgement:
    """Whether the SuiteApp answers, and to what this service asks of it."""
    seen = situation.seen
    if seen is None:
        return Judgement(
            State.MISSING,
            "NetSuite was not asked yet what is installed there.",
            "Look now: the button of the page Setup, or `landbridge setup`.",
        )
    if seen.inspection is None:
        state = State.WRONG if seen.version else State.MISSING
        return Judgement(
            state, seen.problem, f"{seen.advice} {_BY_BUNDLES if situation.state.local else _BY_SDF}"
        )
    beside = "" if seen.inspection.build == "standalone" else ", built to run beside the native connector"
    return Judgement(
        State.DONE, f"SuiteApp {seen.inspection.version}{beside}, in account {seen.inspection.account}."
    )


def judge_versions(situation: Situation) -> Judgement:
    """Whether the installed versions suffice for what is ticked."""
    return Judgement.of(versions.findings(situation.inspection))


def judge_native(situation: Situation) -> Judgement:
    """Whether the native connector, where it is installed, leaves the live types to us."""
    return Judgement.of(native.findings(situation.inspection, situation.state))


def judge_role(situation: Situation) -> Judgement:
    """Whether the token's role, ours or a custom one, has every permission that the work needs."""
    return Judgement.of(roles.findings(situation.inspection))
