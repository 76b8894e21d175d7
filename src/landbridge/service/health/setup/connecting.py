"""The connection, the integration user, and what is to be imported: the steps that are done in Landbridge alone."""

from __future__ import annotations

from collections.abc import Iterable

from landbridge.netsuite.check import CheckState
from landbridge.service.connections.operations import retest
from landbridge.service.connections.testing import stored_lines
from landbridge.service.health.setup.model import Judgement, State
from landbridge.service.health.setup.refusals import NotDone
from landbridge.service.health.setup.situation import Situation
from landbridge.service.health.setup.wishes import Wishes
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.activation import activate, set_real_time
from landbridge.service.workflows.golive import look_afresh


def judge_connection(situation: Situation) -> Judgement:
    """Whether a connection is saved, active and tested."""
    connection = situation.connection
    if connection is None:
        return Judgement(
            State.MISSING,
            "No NetSuite account is connected.",
            "Install the SuiteApp, make an integration record and an access token for the integration user in NetSuite, and enter them: "
            "page Connection, or `landbridge connection add`.",
        )
    if not connection.active:
        return Judgement(State.WRONG, f"{connection.name} is not active.", "Make the connection active.")
    if connection.tested_at is None:
        return Judgement(
            State.MISSING, f"{connection.name} was never tested.", "Test the connection.", can_do=True
        )
    failed = [one for one in stored_lines(connection.test_lines) if one.state is CheckState.FAILED]
    if failed and not connection.forced_reason:
        return Judgement(
            State.WRONG,
            f"The last test failed: {failed[0].title}: {failed[0].message}",
            failed[0].advice,
            can_do=True,
        )
    forced = f" It failed, and somebody gave a reason: {connection.forced_reason}" if failed else ""
    return Judgement(
        State.DONE,
        f"{connection.name}: NetSuite account {connection.netsuite_account}, tested {connection.tested_at:%Y-%m-%d %H:%M}.{forced}",
    )


def try_connection(situation: Situation, _: Wishes) -> str:
    """Test the saved connection again. Raises ``NotDone`` with the lines that failed, and ``CredentialsUnreadableError``."""
    connection = situation.needed_connection
    report = retest(connection)
    if not report.passed:
        raise NotDone(" ".join(f"{one.title}: {one.message} {one.advice}".strip() for one in report.failed))
    return f"Tested {connection.name}: {len(report.lines)} lines, none failed."


def judge_integration_user(situation: Situation) -> Judgement:
    """Whose rights and name runs have: a choice, since without one it is whoever started them."""
    user = situation.needed_connection.integration_user
    if user is None:
        return Judgement(
            State.OPTIONAL,
            "None: a manual run belongs to who starts it, a real-time run to who switched real time on.",
            "Choose an active administrator on the page Connection, or `landbridge connection integration-user EMAIL`.",
        )
    return Judgement(State.DONE, f"{user}.")


def judge_workflows(situation: Situation) -> Judgement:
    """Whether a record type is to be imported in real time: its workflow active, and live."""
    stored = situation.workflows
    live = [catalogue.label(one.key) for one in stored if one.active and one.real_time]
    active = [catalogue.label(one.key) for one in stored if one.active]
    if live:
        return Judgement(State.DONE, f"Live: {', '.join(live)}.")
    message = f"Active, but not live: {', '.join(active)}." if active else "No workflow is active."
    return Judgement(
        State.MISSING,
        message,
        "Choose what is to be imported in real time, on the page Workflows or with --workflow.",
        can_do=True,
    )


def make_live(situation: Situation, wishes: Wishes) -> str:
    """Activate the chosen workflows, those that they depend on first, and make them live.

    Without a choice, the only one that is active. Raises ``NotDone`` and ``WorkflowRefused``.
    """
    chosen = _chosen(situation, wishes)
    if not chosen:
        active = [one.key for one in situation.workflows if one.active]
        raise NotDone(
            f"Several workflows are active: say which is to be imported in real time, with --workflow: {', '.join(active)}."
            if active
            else f"Say what is to be imported, with --workflow: {', '.join(catalogue.CATALOGUE)}."
        )
    connection, by = situation.needed_connection, situation.by
    said = look_afresh(connection)
    for key in [
        *catalogue.ordered(chosen),
        *(key for key in chosen if catalogue.find(key) is None),
    ]:
        activate(connection, key, by=by)
        set_real_time(connection, key, live=True, by=by)
    return " ".join([f"Live: {_labels(chosen)}.", *said])


def announce_live(situation: Situation, wishes: Wishes) -> str:
    """Name what becomes live, where that is decided."""
    chosen = _chosen(situation, wishes)
    return f"Imported in real time from now on: {_labels(chosen)}" if chosen else ""


def wished_live(situation: Situation, wishes: Wishes) -> str:
    """Name the wished workflows that are not live yet."""
    live = {one.key for one in situation.workflows if one.active and one.real_time}
    left = [key for key in wishes.workflows if key not in live]
    return f"Wished, and not live yet: {_labels(left)}." if left else ""


def _chosen(situation: Situation, wishes: Wishes) -> tuple[str, ...]:
    """The wished workflows, else the only active one; none where that is not clear."""
    active = tuple(one.key for one in situation.workflows if one.active)
    return wishes.workflows or (active if len(active) == 1 else ())


def _labels(keys: Iterable[str]) -> str:
    return ", ".join(catalogue.label(key) for key in keys)
