"""What somebody wants to see of the run log: by connection, kind, state, outcome, workflow, owner, time and text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Self

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from landbridge.service.record_ids import is_record_id
from landbridge.service.runs import queueing
from landbridge.service.runs.models import Run, RunItem, RunRequest
from landbridge.service.workflows.models import Workflow

REACH = timedelta(days=30)
"""How far back names and reasons are searched unless a time is given: they have no index. Ids are found however old they are."""

_NOTHING = Q(pk__in=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is wanted; an empty part leaves everything in.

    ``since`` and ``until`` are aware instants, the latter not included. ``text`` is part of a name or a reason in any case, or a
    whole id: internal, SuiteProjects Pro's, or a run's. ``changes``: only runs that imported or failed something. ``quiet``: also runs
    that nobody asked for and that found nothing.
    """

    connection: int | None = None
    run: int | None = None
    kind: str = ""
    state: str = ""
    outcome: str = ""
    workflow: str = ""
    owner: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""
    code: str = ""
    changes: bool = False
    quiet: bool = True

    @classmethod
    def from_form(cls, form: Mapping[str, str]) -> Self:
        """Read a page's filter form; what cannot be is left out."""
        kind, state, outcome = (form.get(name, "") for name in ("kind", "state", "outcome"))
        return cls(
            connection=_number(form.get("connection", "")),
            kind=kind if kind in Run.Kind.values else "",
            state=state if state in Run.State.values else "",
            outcome=outcome if outcome in RunItem.Outcome.values else "",
            run=_number(form.get("run", "")),
            workflow=form.get("workflow", ""),
            owner=_number(form.get("owner", "")),
            since=_instant(form.get("since", "")),
            until=_instant(form.get("until", "")),
            text=form.get("text", "").strip(),
            code=form.get("code", ""),
            changes=bool(form.get("changes")),
            quiet=bool(form.get("quiet")),
        )

    def parameters(self) -> dict[str, str]:
        """Return what is wanted as the parameters of the JSON API; what is left open is left out, ``quiet`` always said."""
        given = {name: value for name, value in asdict(self).items() if value not in (None, "", False)}
        given["quiet"] = self.quiet
        return {
            name: value.isoformat() if isinstance(value, datetime) else str(value)
            for name, value in given.items()
        }

    def of_runs(self) -> Q:
        """Return the condition on runs."""
        if self._unheard_of():
            return _NOTHING
        wanted = Q()
        if self.run is not None:
            wanted &= Q(pk=self.run)
        wanted &= self._of_run("")
        if self.outcome:
            wanted &= Q(counts__has_key=self.outcome)
        if self.workflow:
            wanted &= Q(workflows__contains=[self.workflow])
        if self.since is not None:
            wanted &= Q(queued_at__gte=self.since)
        if self.until is not None:
            wanted &= Q(queued_at__lt=self.until)
        if self.text:
            wanted &= _run_mentions(self.text)
        if self.changes:
            wanted &= Q(counts__has_any_keys=["created", "updated", "failed"]) | Q(state=Run.State.FAILED)
        if not self.quiet:
            wanted &= ~_found_nothing()
        return wanted

    def of_items(self, now: datetime, untold: Q) -> Q:
        """Return the condition on records of runs. ``untold``: those whose reason is not to be searched (``Eyes.untold``)."""
        if self._unheard_of():
            return _NOTHING
        wanted = self._of_run("run__")
        if self.run is not None:
            wanted &= Q(run=self.run)
        if self.outcome:
            wanted &= Q(outcome=self.outcome)
        if self.workflow:
            known = Workflow.objects.filter(key=self.workflow).values_list("pk", flat=True)
            wanted &= Q(
                workflow__in=list(known)
            )  # named one by one, so that the database knows how rare they are
        if self.code:
            wanted &= Q(code=self.code)
        if self.since is not None:
            wanted &= Q(at__gte=self.since)
        if self.until is not None:
            wanted &= Q(at__lt=self.until)
        if self.text:
            wanted &= self._item_mentions(now, untold)
        return wanted

    def _unheard_of(self) -> bool:
        """Whether it names what no database can hold."""
        texts = (self.kind, self.state, self.outcome, self.workflow, self.text, self.code)
        return any("\0" in text for text in texts)

    def _of_run(self, prefix: str) -> Q:
        wanted = Q()
        for name, value in (
            ("connection", self.connection),
            ("kind", self.kind),
            ("state", self.state),
            ("owner", self.owner),
        ):
            if value not in (None, ""):
                wanted &= Q(**{f"{prefix}{name}": value})
        return wanted

    def _item_mentions(self, now: datetime, untold: Q) -> Q:
        words = Q(name__icontains=self.text) | (Q(reason__icontains=self.text) & ~untold)
        if self.since is None and self.run is None:
            words &= Q(at__gte=(self.until or now) - REACH)
        return Q(internal_id=self.text) | Q(spp_id=self.text) | words


def aware(moment: datetime | None) -> datetime | None:
    """Return an instant; one without a time zone is in that of the pages."""
    return timezone.make_aware(moment) if moment is not None and timezone.is_naive(moment) else moment


def _run_mentions(text: str) -> Q:
    wanted = Q(reason__icontains=text) | Q(error__icontains=text)
    number = _number(text)
    return wanted if number is None else wanted | Q(pk=number)


def _found_nothing() -> Q:
    """Runs by the clock that came to their end, nobody having asked for a record, with nothing to log."""
    asked_for = Q(Exists(RunRequest.objects.filter(run=OuterRef("pk"))))
    logged = Q(counts__has_any_keys=list(RunItem.Outcome.values))
    by_the_clock = Q(state=Run.State.COMPLETED, kind__in=[queueing.CATCH_UP, queueing.REAL_TIME])
    return by_the_clock & ~logged & ~asked_for


def _number(text: str) -> int | None:
    return int(text) if is_record_id(text) else None


def _instant(text: str) -> datetime | None:
    try:
        return aware(datetime.fromisoformat(text.strip()))
    except ValueError:
        return None
