"""After a run, NetSuite's records say when they were imported, where the page Administration asks for it.

It goes on beside the runs, and whatever fails there is noted on the run and fails nothing. Only what a run created or changed is stamped:
the stamp is a change of the record, which is read once more, found unchanged and so not stamped again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.urls import reverse

from landbridge.netsuite.errors import NetSuiteError, SignInAgain
from landbridge.service import composition
from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisherholds import PairHeldError, mark_in_use, note_refused
from landbridge.service.ports.stamper import Stamp, Stamper
from landbridge.service.runs import beside
from landbridge.service.runs.execution.refusedpair import refuses_pair
from landbridge.service.runs.models import Run, RunItem, RunNote
from landbridge.service.runs.queueing import STAMP_QUEUE
from landbridge.service.workflows import administration, catalogue

TASK = "landbridge.stamp"
PRIORITY = 5
"""Below every run (``runs.queueing.PRIORITIES``)."""

AT_A_TIME = 500
"""Records of one job: five requests of SOAP for each record type."""

PUT_OFF = timedelta(minutes=1)
LONGEST_OUTCOME = 300
STAMPED = (RunItem.Outcome.CREATED, RunItem.Outcome.UPDATED)
_ADVICE = (
    "The role of the integration needs Edit on these records, and the SuiteApp its fields; or switch the stamp off on the page "
    "Administration."
)
_TITLE = "Stamp on NetSuite's records"

_log = structlog.get_logger(__name__)


def queue(run: Run) -> None:
    """Queue the stamps of a run that has ended, in the caller's transaction, where they are asked for."""
    if (
        any(run.counts.get(outcome.value) for outcome in STAMPED)
        and administration.of(run.connection_id).stamp
    ):
        _defer(run.pk, 0)


def put_off(run: Run, after: int) -> None:
    """Queue the stamps of the records behind ``after`` for later: nothing can be sent to the account now."""
    _defer(run.pk, after, PUT_OFF)


def _defer(run_id: int, after: int, later: timedelta | None = None) -> None:
    jobs = {f"stamp:{run_id}:{after}": {"run_id": run_id, "after": after}}
    beside.defer(STAMP_QUEUE, TASK, PRIORITY, jobs, later=later)


def stamp_some(
    run: Run,
    after: int,
    stamper: Stamper,
    now: datetime,
    *,
    sign_in_over_rest: Callable[[Connection], None] = composition.sign_in_over_rest,
) -> None:
    """Stamp the next records of a run, those of the log behind ``after``, and queue what is left.

    All of them are put off where NetSuite turns out not to know the publisher's pair, for which the connection waits then. A refusal
    that does not tell is asked about with ``sign_in_over_rest``, once.
    """
    pair = mark_in_use() if run.connection.use_publisher_record else ""
    items = list(
        RunItem.objects.filter(run=run, outcome__in=STAMPED, pk__gt=after)
        .select_related("workflow")
        .order_by("pk")[:AT_A_TIME]
    )
    for netsuite_type, stamps in _by_type(run, items).items():
        if not stamper.has_stamp(netsuite_type):
            continue
        try:
            refused = Counter(stamper.stamp(netsuite_type, stamps))
            advice = _ADVICE
        except NetSuiteError as error:
            if pair and _waits_for_pair(run.connection, error, pair, now, sign_in_over_rest):
                put_off(run, after)
                return
            refused = Counter({str(error): len(stamps)})
            advice = error.advice if isinstance(error, SignInAgain) else _ADVICE
        if refused:
            _tell(run, netsuite_type, refused, advice, now)
    if len(items) == AT_A_TIME:
        _defer(run.pk, items[-1].pk)


def _waits_for_pair(
    connection: Connection,
    problem: NetSuiteError,
    pair: str,
    now: datetime,
    sign_in_over_rest: Callable[[Connection], None],
) -> bool:
    """Whether the connection waits for another pair than that of the mark ``pair``, from now on or already."""
    try:
        if not refuses_pair(connection, problem, sign_in_over_rest):
            return False
    except PairHeldError:
        return True
    note_refused(connection, pair, now)
    return True


def _by_type(run: Run, items: Sequence[RunItem]) -> dict[str, list[Stamp]]:
    """Return the stamps by record type; a record that two workflows imported has one, of the last."""
    address = f"{settings.ADDRESSES[0].geturl()}{reverse('run', kwargs={'pk': run.pk})}"
    found: dict[str, dict[str, Stamp]] = defaultdict(dict)
    for item in items:
        netsuite_type = catalogue.declaration(item.workflow.key).netsuite_type
        told = f"{item.outcome} in SuiteProjects Pro: {item.spp_type} {item.spp_id}"
        found[netsuite_type][item.internal_id] = Stamp(
            item.internal_id, item.at, told[:LONGEST_OUTCOME], address
        )
    return {netsuite_type: list(stamps.values()) for netsuite_type, stamps in found.items()}


def _tell(run: Run, netsuite_type: str, refused: Counter[str], advice: str, now: datetime) -> None:
    _log.warning("records_not_stamped", run=run.pk, type=netsuite_type, records=refused.total())
    reason, _ = refused.most_common(1)[0]
    note(run, f"Not stamped: {refused.total()} of the type {netsuite_type}. {reason}", now, advice)


def note(run: Run, message: str, now: datetime, advice: str = _ADVICE) -> None:
    """Note on the run what went wrong, each thing once."""
    RunNote.objects.get_or_create(
        run=run,
        title=_TITLE,
        message=message,
        defaults={"state": "warning", "advice": advice, "at": now},
    )
