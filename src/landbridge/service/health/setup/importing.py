"""The last step: a record that somebody saved in NetSuite has arrived."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from landbridge.service.connections.models import Connection
from landbridge.service.health.setup.model import Judgement, State
from landbridge.service.health.setup.situation import Situation
from landbridge.service.realtime.answers import Answer
from landbridge.service.realtime.models import Notice, RefusedNotice
from landbridge.service.runs.models import RunItem

LOOKED_AT = 50
"""So many of the latest notices are followed to their records."""

LATELY = timedelta(hours=1)
"""How long a refused notice is told as the likely reason why nothing arrived."""

_ARRIVED = frozenset({RunItem.Outcome.CREATED, RunItem.Outcome.UPDATED, RunItem.Outcome.UNCHANGED})
_SAVE = "Save a customer in NetSuite that is marked for export; it appears here in seconds."


def judge_first_record(situation: Situation) -> Judgement:
    """Whether a record was imported because of a notice; where not, how far the newest one came."""
    connection = situation.needed_connection
    notices = list(Notice.objects.filter(connection=connection).select_related("request")[:LOOKED_AT])
    if not notices:
        return _nothing_came(connection, situation)
    asked = {(one.request.run_id, one.internal_id) for one in notices if one.request and one.request.run_id}
    items = RunItem.objects.filter(
        run_id__in={run for run, _ in asked}, internal_id__in={internal_id for _, internal_id in asked}
    ).order_by("-id")
    found = [one for one in items if (one.run_id, one.internal_id) in asked]
    arrived = next((one for one in found if one.outcome in _ARRIVED), None)
    if arrived is not None:
        name = arrived.name or arrived.internal_id
        return Judgement(State.DONE, f"{name} was {arrived.outcome} by run {arrived.run_id}.")
    if found:
        return Judgement(
            State.WRONG,
            f"{found[0].name or found[0].internal_id} was announced, and its import ended as {found[0].outcome}: {found[0].reason}",
            "Correct what the reason names, and save the record again.",
        )
    return _under_way(notices[0])


def _under_way(notice: Notice) -> Judgement:
    answer = Answer.of(notice.answer).body
    record = f"{notice.record_type} {notice.internal_id}"
    if answer["status"] == "ignored":
        return Judgement(State.WRONG, f"A notice of {record} came and was ignored.", answer["message"])
    return Judgement(
        State.MISSING,
        f"A notice of {record} came; its record has not arrived yet.",
        "Look at the page Queue: a worker must be running, and the connection not be paused.",
    )


def _nothing_came(connection: Connection, situation: Situation) -> Judgement:
    lately = situation.clock() - LATELY
    refused = RefusedNotice.objects.filter(
        Q(connection=connection) | Q(connection=None), minute__gte=lately
    ).first()
    if refused is None:
        return Judgement(State.MISSING, "No notice has come yet.", _SAVE)
    return Judgement(
        State.WRONG,
        f"A notice was refused: {refused.code}. {refused.detail}".strip(),
        "`landbridge realtime refused` lists them; the reference of real time says what each code means.",
    )
