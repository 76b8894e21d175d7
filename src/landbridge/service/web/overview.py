"""The first page: is everything well, and what happened last."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from landbridge.service.connections.models import Connection
from landbridge.service.health.check.lines import worst
from landbridge.service.health.models import HealthState
from landbridge.service.projects.models import SppRecord
from landbridge.service.realtime.models import Certificate, LiveSwitch, Notice, RefusedNotice
from landbridge.service.runs.history.masking import Eyes
from landbridge.service.runs.models import Attention, Lane, Run, RunItem
from landbridge.service.web.access import signed_in

LAST_DAY = timedelta(hours=24)
SHOWN = 10
OUTCOMES = tuple(RunItem.Outcome.values)


def overview(request: HttpRequest) -> HttpResponse:
    """Show the connections with their switch and certificate, the queue, what needs attention and the last runs."""
    since = timezone.now() - LAST_DAY
    return render(
        request,
        "web/overview.html",
        {
            "connections": _connections(),
            "figures": _figures(since),
            "attention": Eyes.of(signed_in(request)).attention(
                Attention.objects.filter(dismissed_at=None).select_related("workflow")[:SHOWN]
            ),
            "page": Run.objects.select_related("owner", "connection")[:SHOWN],
            "outcomes": OUTCOMES,
        },
    )


def _connections() -> list[dict[str, object]]:
    live = set(LiveSwitch.objects.filter(enabled=True).values_list("connection_id", flat=True))
    valid_until = dict(
        Certificate.objects.filter(state=Certificate.State.CURRENT).values_list("connection_id", "not_after")
    )
    lanes = {lane.pk: lane for lane in Lane.objects.all()}
    health = _health()
    return [
        {
            "connection": one,
            "live": one.pk in live,
            "certificate_until": valid_until.get(one.pk),
            "queue": lanes[one.pk].state if one.pk in lanes else "open",
            "health": health.get(one.pk),
        }
        for one in Connection.objects.all()
    ]


def _health() -> dict[int, str]:
    """The gravest state that the last health check of each connection found."""
    states: dict[int, list[str]] = {}
    for key, state in HealthState.objects.values_list("connection_id", "state"):
        states.setdefault(key, []).append(state)
    return {key: worst(found).value for key, found in states.items()}


def _figures(since: datetime) -> list[tuple[str, int, str]]:
    """Return label, number and explanation of each figure on the page."""
    runs = Run.objects.aggregate(
        queued=Count("pk", filter=Q(state=Run.State.QUEUED)),
        running=Count("pk", filter=Q(state=Run.State.RUNNING)),
    )
    items = RunItem.objects.filter(at__gte=since).aggregate(
        imported=Count("pk", filter=Q(outcome__in=("created", "updated"))),
    )
    refused = sum(RefusedNotice.objects.filter(minute__gte=since).values_list("count", flat=True))
    return [
        ("Records", SppRecord.objects.count(), "in the built-in SuiteProjects Pro account"),
        ("Imported", items["imported"], "created or updated in 24 hours"),
        ("Notices", Notice.objects.filter(received_at__gte=since).count(), f"in 24 hours; {refused} refused"),
        ("Queue", runs["queued"] + runs["running"], f"{runs['running']} running, {runs['queued']} waiting"),
    ]


urlpatterns = [path("", overview, name="overview")]
