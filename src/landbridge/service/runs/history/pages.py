"""The run log: every run, one run with its records, starting and cancelling."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Permission
from landbridge.service.record_ids import is_record_id
from landbridge.service.runs import queueing
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.history import log as reading
from landbridge.service.runs.history.account import account_of
from landbridge.service.runs.history.causes import causes_of
from landbridge.service.runs.history.keeping import keep_log, kept_days
from landbridge.service.runs.history.masking import Eyes
from landbridge.service.runs.history.selection import Selection
from landbridge.service.runs.lanes.control import cancel_run
from landbridge.service.runs.lanes.queue import place_of
from landbridge.service.runs.models import Attention, Run, RunItem
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.web.access import needs, signed_in

PAGE_SIZE = 50
REQUESTS_SHOWN = 50
OUTCOMES = tuple(RunItem.Outcome.values)
LIVE_STATES = (Run.State.QUEUED, Run.State.RUNNING)


def log(request: HttpRequest) -> HttpResponse:
    """List the runs, newest first; the table refreshes itself."""
    chosen = Selection.from_form(request.GET.dict())
    user = signed_in(request)
    return render(
        request,
        "runs/log.html",
        {
            "page": Paginator(reading.runs(chosen), PAGE_SIZE).get_page(request.GET.get("page")),
            **_form(chosen),
            "connections": Connection.objects.filter(active=True),
            "lanes": _lanes() if user.may(Permission.EDIT_INTEGRATION) else (),
            "can_run": user.may(Permission.RUN_INTEGRATION),
        },
    )


def records(request: HttpRequest) -> HttpResponse:
    """List records of all runs, newest first, as the reader may see them."""
    chosen = Selection.from_form(request.GET.dict())
    eyes = Eyes.of(signed_in(request))
    found = reading.items(chosen, timezone.now(), eyes)
    before = request.GET.get("before", "")
    if is_record_id(before):
        found = found.filter(pk__lt=int(before))
    rows = list(found[: PAGE_SIZE + 1])
    return render(
        request,
        "runs/records.html",
        {
            "items": _with_what_is_left(eyes.items(rows[:PAGE_SIZE])),
            "older": rows[PAGE_SIZE - 1].pk if len(rows) > PAGE_SIZE else None,
            "begun": bool(before),
            **_form(chosen),
        },
    )


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one run record by record; while it is live the page refreshes itself."""
    run = get_object_or_404(reading.runs().prefetch_related("notes"), pk=pk)
    counts = dict(run.items.order_by().values_list("outcome").annotate(Count("pk")))
    chosen = request.GET.get("outcome", "")
    found = reading.items_of(run, outcome=chosen if chosen in counts else "")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    user = signed_in(request)
    eyes = Eyes.of(user)
    return render(
        request,
        "runs/one.html",
        {
            "run": run,
            "account": account_of(run),
            "passed_over": run.counts.get("passed_over", 0),
            "live": run.state in LIVE_STATES,
            "place": place_of(run, timezone.now()) if run.state in LIVE_STATES else None,
            "page": page,
            "items": _with_what_is_left(eyes.items(page)),
            "causes": eyes.causes(causes_of(run)),
            "requests": run.requests.select_related("requested_by").order_by("pk")[:REQUESTS_SHOWN],
            "requested": run.requests.count(),
            "chosen": chosen if chosen in counts else "",
            "total": sum(counts.values()),
            "counted": [(outcome, counts.get(outcome, 0)) for outcome in OUTCOMES],
            "can_run": user.may(Permission.RUN_INTEGRATION),
        },
    )


def _form(chosen: Selection) -> dict[str, object]:
    """Return what the filter form offers and what was chosen, and where the same is to be had as a file."""
    return {
        "chosen": chosen,
        "outcomes": OUTCOMES,
        "kinds": Run.Kind.choices,
        "states": Run.State.choices,
        "workflows": reading.workflow_keys(),
        "owners": User.objects.order_by("name"),
        "places": Connection.objects.order_by("name"),
        "as_file": urlencode(chosen.parameters()),
    }


def _with_what_is_left(rows: Iterable[RunItem]) -> list[tuple[RunItem, Attention | None]]:
    """Return each row with what is still to be done about its record."""
    shown = list(rows)
    left = reading.still_open(shown)
    return [(row, left.get((row.workflow_id, row.internal_id))) for row in shown]


def _lanes() -> list[tuple[Connection, int | None]]:
    return [(place, kept_days(place)) for place in Connection.objects.order_by("name")]


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


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def keep(request: HttpRequest, connection: int) -> HttpResponse:
    """Set for how many days the log of a connection is kept; an empty field: for ever."""
    place = get_object_or_404(Connection, pk=connection)
    wanted = request.POST.get("days", "").strip()
    try:
        keep_log(place, int(wanted) if wanted else None, by=signed_in(request))
    except ValueError:
        messages.error(request, "Enter a number of days, or nothing to keep the log for ever.")
    except RunRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, f"The log of {place} is kept {f'for {wanted} days' if wanted else 'for ever'}."
        )
    return redirect("runs")


urlpatterns = [
    path("runs/", log, name="runs"),
    path("runs/records/", records, name="run-records"),
    path("runs/keep/<int:connection>", keep, name="log-keep"),
    path("runs/<int:pk>/", one, name="run"),
    path("runs/<int:pk>/cancel", cancel, name="run-cancel"),
    path("runs/start/<int:connection>", start, name="run-now"),
]
