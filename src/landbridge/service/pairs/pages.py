"""The page Matching: doubtful and unmatched records to join or separate, proposals, and what was deleted in NetSuite."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from landbridge.netsuite import NetSuiteError
from landbridge.service.composition import destination_for, reader_for
from landbridge.service.connections.choice import back_to, chosen_connection
from landbridge.service.connections.credentials import CredentialsUnreadableError
from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisher import PublisherError
from landbridge.service.pairs import joining, merges, showing
from landbridge.service.pairs.candidates import doubts
from landbridge.service.pairs.deletions.policies import set_policy
from landbridge.service.pairs.deletions.sweeping import sweep
from landbridge.service.pairs.models import DeletePolicy, Relinking
from landbridge.service.projects.models import SppRecord
from landbridge.service.projects.roles import Permission
from landbridge.service.projects.sensitivity import Sight
from landbridge.service.record_ids import is_record_id
from landbridge.service.refusal import Refusal
from landbridge.service.runs.history.masking import Eyes
from landbridge.service.secret_key import SecretKeyError
from landbridge.service.web.access import needs, signed_in

PAGE_SIZE = 50
Row = TypeVar("Row", bound=Model)


@needs(Permission.VIEW_RECORDS)
def page(request: HttpRequest) -> HttpResponse:
    """Show everything that a person must look at, and the unmatched records of one workflow.

    Each list has its page in the query (``doubtful``, ``proposals``, ``unmatched``, ``deletions``). ``q`` looks in the names of the
    unmatched; ``record`` is a record of SuiteProjects Pro that is to be separated or joined.
    """
    record = _record(request)
    connection = _connection_of(record) if record else chosen_connection(request)
    user = signed_in(request)
    shown: dict[str, object] = {
        "connection": connection,
        "connections": Connection.objects.all(),
        "policies": DeletePolicy.Policy.choices,
        "can_edit": user.may(Permission.EDIT_INTEGRATION),
        "can_run": user.may(Permission.RUN_INTEGRATION),
    }
    if connection:
        sight = Sight.of(user)
        shown |= _lists(request, connection, sight) | _unmatched(request, connection, sight)
        shown["pairs"] = showing.pairs_of(connection, record) if record else ()
        shown["record"] = sight.record(record) if record else None
    return render(request, "pairs/page.html", shown)


def _lists(request: HttpRequest, connection: Connection, sight: Sight) -> dict[str, object]:
    user = signed_in(request)
    doubtful = _page(request, showing.doubtful(connection), "doubtful")
    seen = Eyes.of(user).attention(doubtful)
    proposals = _page(request, showing.proposals(connection), "proposals")
    deletions = _page(request, showing.deletions(connection), "deletions")
    return {
        "doubtful": doubtful,
        "doubts": doubts(seen, destination_for(connection), sight),
        "proposals": proposals,
        "proposed": showing.seen(proposals, sight),
        "deletions": deletions,
        "deleted": showing.seen(deletions, sight),
        "swept": showing.swept(connection),
    }


def _unmatched(request: HttpRequest, connection: Connection, sight: Sight) -> dict[str, object]:
    choices = showing.matched_by_hand(connection)
    chosen = next((one for one in choices if one.key == request.GET.get("workflow")), None)
    text = request.GET.get("q", "").strip()
    found = showing.unmatched(connection, chosen, sight, text) if chosen else SppRecord.objects.none()
    page = _page(request, found, "unmatched")
    return {
        "workflows": choices,
        "chosen": chosen,
        "text": text,
        "unmatched": page,
        "without": [sight.record(one) for one in page],
    }


def _page(request: HttpRequest, found: QuerySet[Row], name: str) -> Page[Row]:
    return Paginator(found, PAGE_SIZE).get_page(request.GET.get(name))


def _record(request: HttpRequest) -> SppRecord | None:
    wanted = request.GET.get("record", "")
    if not is_record_id(wanted):
        return None
    return SppRecord.objects.filter(pk=int(wanted)).first()


def _connection_of(record: SppRecord) -> Connection | None:
    return Connection.objects.filter(spp_database_id=record.account).first()


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def join(request: HttpRequest, connection: int) -> HttpResponse:
    """Join a NetSuite record with a record of SuiteProjects Pro."""
    place = get_object_or_404(Connection, pk=connection)
    key, internal_id, spp_id = (
        request.POST.get(name, "").strip() for name in ("workflow", "internal_id", "spp_id")
    )

    def do() -> str:
        written = joining.join(
            place, key, internal_id, spp_id, destination_for(place), by=signed_in(request), now=timezone.now()
        )
        return f"NetSuite record {written} is record {spp_id} now. It is imported."

    return _done(request, place, do)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def separate(request: HttpRequest, connection: int) -> HttpResponse:
    """Separate a record of SuiteProjects Pro from its NetSuite record."""
    place = get_object_or_404(Connection, pk=connection)
    key, spp_id = (request.POST.get(name, "").strip() for name in ("workflow", "spp_id"))

    def do() -> str:
        internal_id = joining.separate(
            place, key, spp_id, destination_for(place), by=signed_in(request), now=timezone.now()
        )
        return f"NetSuite record {internal_id} is not record {spp_id} any more; its next import makes one of its own."

    return _done(request, place, do)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or dismiss a proposal, as the pressed button says."""
    proposal = get_object_or_404(Relinking.objects.select_related("workflow__connection"), pk=pk)
    place = proposal.workflow.connection
    user, now = signed_in(request), timezone.now()

    def do() -> str:
        if request.POST.get("decision") == "accept":
            merges.accept(pk, destination_for(place), by=user, now=now)
            return f"NetSuite record {proposal.survivor_id} is record {proposal.spp_id} now. It is imported."
        merges.dismiss(pk, by=user, now=now)
        return "Dismissed."

    return _done(request, place, do)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def policy(request: HttpRequest, connection: int, key: str) -> HttpResponse:
    """Store what a deletion in NetSuite does."""
    place = get_object_or_404(Connection, pk=connection)

    def do() -> str:
        set_policy(place, key, request.POST.get("policy", ""), by=signed_in(request))
        return "Stored."

    return _done(request, place, do)


@require_POST
@needs(Permission.RUN_INTEGRATION)
def sweep_now(request: HttpRequest, connection: int) -> HttpResponse:
    """Look for deletions now."""
    place = get_object_or_404(Connection, pk=connection)

    def do() -> str:
        found = sweep(place, reader_for(place), destination_for(place), timezone.now())
        return f"{len(found)} deleted records were found."

    return _done(request, place, do)


def _done(request: HttpRequest, place: Connection, do: Callable[[], str]) -> HttpResponse:
    """Do it, say what came of it, and go back to the page."""
    try:
        messages.success(request, do())
    except (Refusal, NetSuiteError, CredentialsUnreadableError, PublisherError, SecretKeyError) as refused:
        messages.error(request, str(refused))
    return back_to("pairs", place)


urlpatterns = [
    path("matching/", page, name="pairs"),
    path("matching/<int:connection>/join", join, name="pairs-join"),
    path("matching/<int:connection>/separate", separate, name="pairs-separate"),
    path("matching/<int:connection>/sweep", sweep_now, name="pairs-sweep"),
    path("matching/<int:connection>/policy/<str:key>", policy, name="pairs-policy"),
    path("matching/proposals/<int:pk>", decide, name="pairs-decide"),
]
