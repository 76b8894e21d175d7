"""The trigger: SuiteScript 1.0 off first, then 2.0 on for each live type, and last in the order of its record type."""

from __future__ import annotations

from landbridge.service.health.setup.model import Judgement, Line, State
from landbridge.service.health.setup.refusals import NotDone
from landbridge.service.health.setup.situation import Situation
from landbridge.service.health.setup.wishes import Wishes
from landbridge.service.suiteapp import deployments, order
from landbridge.service.suiteapp.ids import ids_of
from landbridge.service.suiteapp.state import sent_types


def judge_suitescript_1(situation: Situation) -> Judgement:
    """Whether the SuiteScript 1.0 trigger is out of the way, on every record type."""
    old = ids_of(situation.inspection.build).old_trigger
    running = [one for one in situation.inspection.deployments if one.script == old and one.deployed]
    if not running:
        return Judgement(State.DONE, "The SuiteScript 1.0 trigger is not deployed.")
    return Judgement(
        State.WRONG,
        f"The SuiteScript 1.0 trigger is deployed for {', '.join(one.record_type for one in running)}. It signs in by "
        "SuiteSignOn, which has ended, so nothing that it sends arrives.",
        f"Open the script {running[0].script_name} ({old}), click Deployments, clear Deployed for all record types, and submit.",
    )


def judge_deployments(situation: Situation) -> Judgement:
    """Whether the SuiteScript 2.0 trigger is deployed as it must be on every live type."""
    inspection, state = situation.inspection, situation.state
    judged = Judgement.of(deployments.findings(inspection, state))
    expected, trigger = sent_types(inspection, state.live), ids_of(inspection.build).trigger
    deployed = {one.record_type for one in inspection.deployments if one.script == trigger and one.deployed}
    if judged.state is State.WRONG and not deployed.intersection(expected):
        return Judgement(State.MISSING, judged.message, judged.advice)
    return judged


def judge_order(situation: Situation) -> Judgement:
    """Whether somebody confirmed that the trigger runs last, and nothing changed since."""
    confirmed = order.confirmation(situation.needed_connection)
    judged = Judgement.of(order.findings(situation.inspection, situation.state, confirmed), can_do=True)
    if judged.state is State.WRONG and confirmed is None:
        return Judgement(State.MISSING, judged.message, judged.advice, can_do=True)
    return judged


def order_shown(line: Line | None, situation: Situation) -> str | None:
    """What stands for the scripts whose order is to be confirmed now; ``None`` where it is not."""
    if line is None or not line.can_do:
        return None
    return order.fingerprint(situation.inspection, situation.state)


def confirm_order(situation: Situation, wishes: Wishes) -> str:
    """Keep who says that the trigger runs last, and when. Raises ``NotDone``, ``OrderUnseenError`` and ``OrderChangedError``."""
    if wishes.order_verified_by is None:
        raise NotDone(
            f"Only a person can see the order of the scripts: look at {order.PLACE}, drag the trigger to the end where it is not, "
            "and say who did with --order-verified-by."
        )
    seen = situation.seen
    assert seen is not None, "a step after the SuiteApp's has seen it"
    order.confirm(
        situation.needed_connection,
        seen,
        wishes.order_verified_by,
        situation.clock,
        shown=wishes.order_shown,
    )
    return f"{wishes.order_verified_by.name} confirmed that the trigger runs last for {', '.join(sent_types(situation.inspection, situation.state.live))}."
