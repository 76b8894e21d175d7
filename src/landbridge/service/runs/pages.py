"""The run log: every run, one run with its records, starting and cancelling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from landbridge.service.connections.models import Connection
from landbridge.service.projects.roles import Permission
from landbridge.service.runs import queueing
from landbridge.service.runs.control import cancel_run
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.models import Run, RunItem
from landbridge.service.runs.queue import place_of
from landbridge.service.runs.starting import start_run
from landbridge.service.web.access import needs, signed_in

PAGE_SIZE = 50
OUTCOMES = tuple(RunItem.Outcome.values)
LIVE_STATES = (Run.State.QUEUED, Run.State.RUNNING)


@dataclass(frozen=True, slots=True)
class Filter:
    """What the reader of the log wants to see."""

    kind: str
    state: str
    changes: bool

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Read the filter form; values that do not exist are left out."""
        kind, state = query.get("kind", ""), query.get("state", "")
        return cls(
            kind=kind if kind in Run.Kind.values else "",
            state=state if state in Run.State.values else "",
            changes=bool(query.get("changes")),
        )

    def apply(self, runs: QuerySet[Run]) -> QuerySet[Run]:
        """Return the runs that pass."""
        if self.kind:
            runs = runs.filter(kind=self.kind)
        if self.state:
            runs = runs.filter(state=self.state)
        if self.changes:
            runs = runs.filter(
                Q(counts__created__gt=0)
                | Q(counts__updated__gt=0)
                | Q(counts__failed__gt=0)
                | Q(state=Run.State.FAILED)
            )
        return runs


def log(request: HttpRequest) -> HttpResponse:
    """List the runs, newest first; the table refreshes itself."""
    chosen = Filter.from_query(request.GET.dict())
    runs = chosen.apply(Run.objects.select_related("owner", "connection"))
    return render(
        request,
        "runs/log.html",
        {
            "page": Paginator(runs, PAGE_SIZE).get_page(request.GET.get("page")),
            "outcomes": OUTCOMES,
            "kinds": Run.Kind.choices,
            "states": Run.State.choices,
            "chosen": chosen,
            "connections": Connection.objects.filter(active=True),
            "can_run": signed_in(request).may(Permission.RUN_INTEGRATION),
        },
    )


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one run record by record; while it is live the page refreshes itself."""
    run = get_object_or_404(Run.objects.select_related("owner", "connection"), pk=pk)
    items = run.items.select_related("workflow")
    counts = dict(run.items.order_by().values_list("outcome").annotate(Count("pk")))
    chosen = request.GET.get("outcome", "")
    if chosen in counts:
        items = items.filter(outcome=chosen)
    return render(
        request,
        "runs/one.html",
        {
            "run": run,
            "live": run.state in LIVE_STATES,
            "place": place_of(run, timezone.now()) if run.state in LIVE_STATES else None,
            "page": Paginator(items, PAGE_SIZE).get_page(request.GET.get("page")),
            "chosen": chosen,
            "total": sum(counts.values()),
            "counted": [(outcome, counts.get(outcome, 0)) for outcome in OUTCOMES],
            "can_run": signed_in(request).may(Permission.RUN_INTEGRATION),
        },
    )


@require_POST
@needs(Permission.RUN_INTEGRATION)
def start(request: HttpRequest, connection: int) -> HttpResponse:
    """Queue a manual run of all active workflows and show it."""
    place = get_object_or_404(Connection, pk=connection)
    user = signed_in(request)
    try:
        run = start_run(
            place, queueing.MANUAL, by=user, now=timezone.now(), reason=f"Started by {user} on the page"
        )
    except RunRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("runs")
    return redirect("run", pk=run.pk)


@require_POST
@needs(Permission.RUN_INTEGRATION)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a run to end at the next point where what was applied stays consistent."""
    run = get_object_or_404(Run, pk=pk)
    cancel_run(run, by=signed_in(request))
    messages.success(request, "The run ends after the batch that it is applying now.")
    return redirect("run", pk=run.pk)


urlpatterns = [
    path("runs/", log, name="runs"),
    path("runs/<int:pk>/", one, name="run"),
    path("runs/<int:pk>/cancel", cancel, name="run-cancel"),
    path("runs/start/<int:connection>", start, name="run-now"),
]
