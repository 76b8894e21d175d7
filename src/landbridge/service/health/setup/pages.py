"""The page Setup: the steps in order, and buttons for those that an API allows."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from landbridge.service.composition import queries_for, restlets_for
from landbridge.service.connections.choice import back_to, chosen_connection
from landbridge.service.connections.models import Connection
from landbridge.service.health.setup.checklist import Checklist, checklist
from landbridge.service.health.setup.deploying import order_shown
from landbridge.service.health.setup.doing import do_step
from landbridge.service.health.setup.links import link
from landbridge.service.health.setup.model import Line
from landbridge.service.health.setup.situation import Situation
from landbridge.service.health.setup.wishes import NOTHING, Wishes
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Permission
from landbridge.service.refusal import Refusal
from landbridge.service.suiteapp.inspecting import inspect, latest
from landbridge.service.suiteapp.state import values_of
from landbridge.service.web.access import needs, signed_in
from landbridge.service.workflows.adding import workflows_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A field of the settings' form."""

    name: str
    label: str
    kind: str
    value: str


def page(request: HttpRequest) -> HttpResponse:
    """Show the steps by what was seen in NetSuite last; NetSuite is asked by the button."""
    connection = chosen_connection(request)
    situation = _situation(connection, signed_in(request), ask=False)
    found = checklist(situation)
    return render(
        request,
        "setup/page.html",
        {
            "connection": connection,
            "connections": Connection.objects.all(),
            "lines": [
                (line, link(connection, line.step), _announced(line, situation)) for line in found.lines
            ],
            "fields": _fields(found, situation),
            "next": found.next,
            "shown_order": order_shown(found.line("order"), situation) or "",
            "seen": latest(connection) if connection else None,
            "workflows": workflows_of(connection) if connection else (),
            "can_edit": signed_in(request).may(Permission.EDIT_INTEGRATION),
        },
    )


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def look(request: HttpRequest, connection: int) -> HttpResponse:
    """Ask NetSuite what is installed now."""
    place = get_object_or_404(Connection, pk=connection)
    try:
        inspect(place, restlets_for(place), timezone.now, queries_for(place))
    except Refusal as refused:
        messages.error(request, str(refused))
    return back_to("setup", place)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def step(request: HttpRequest, connection: int, name: str) -> HttpResponse:
    """Do one step."""
    place, user = get_object_or_404(Connection, pk=connection), signed_in(request)
    try:
        # who confirms the order of scripts has seen those that the page showed, not any that came since
        told = do_step(lambda: _situation(place, user, ask=name != "order"), name, _wishes(request))
        messages.success(request, told)
        inspect(place, restlets_for(place), timezone.now, queries_for(place))
    except Refusal as refused:
        messages.error(request, str(refused))
    return back_to("setup", place)


def _announced(line: Line, situation: Situation) -> str:
    announce = line.step.announce
    return announce(situation, NOTHING) if announce and line.can_do else ""


def _fields(found: Checklist, situation: Situation) -> list[Entry]:
    """What a person may say for the settings, filled with what stands there."""
    settings = found.line("settings")
    if settings is None or not settings.can_do:
        return []
    values = values_of(situation.inspection)
    own = situation.state.notices_url
    return [
        Entry("notices_url", "Landbridge URL", "url", own or values.service_url),
        Entry("spp_url", "SuiteProjects Pro URL", "url", values.url),
        Entry("error_email", "Email address to send errors", "email", values.email),
    ]


def _situation(connection: Connection | None, user: User, *, ask: bool) -> Situation:
    return Situation(connection, user, restlets_for, timezone.now, ask=ask, queries_for=queries_for)


def _wishes(request: HttpRequest) -> Wishes:
    entered = request.POST
    return Wishes(
        workflows=tuple(entered.getlist("workflow")),
        notices_url=entered.get("notices_url", "").strip(),
        spp_url=entered.get("spp_url", "").strip(),
        error_email=entered.get("error_email", "").strip(),
        order_verified_by=signed_in(request) if "order_verified" in entered else None,
        order_shown=entered.get("order_shown", ""),
    )


urlpatterns = [
    path("setup/", page, name="setup"),
    path("setup/<int:connection>/look", look, name="setup-look"),
    path("setup/<int:connection>/<str:name>/do", step, name="setup-do"),
]
