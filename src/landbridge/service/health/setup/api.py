"""JSON: the steps of the set-up."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status

from landbridge.service.composition import queries_for, restlets_for
from landbridge.service.connections.models import Connection
from landbridge.service.health.setup.checklist import checklist
from landbridge.service.health.setup.deploying import order_shown
from landbridge.service.health.setup.doing import do_step
from landbridge.service.health.setup.refusals import NotDone
from landbridge.service.health.setup.situation import Situation
from landbridge.service.health.setup.wishes import Wishes
from landbridge.service.projects.access import require
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Permission
from landbridge.service.refusal import Refusal
from landbridge.service.runs.starts.refusals import RefusalOut

router = Router(tags=["setup"])


class StepOut(Schema):
    """One step. ``place`` is where a person does it; ``can_do``: the service can, when it is asked to."""

    name: str
    title: str
    state: Literal["done", "missing", "wrong", "optional", "not_yet"]
    message: str
    advice: str
    place: str
    can_do: bool


class SetupOut(Schema):
    """The steps in order; ``next`` is the name of the first that is missing or wrong, null when none is.

    ``order_shown`` stands for the scripts whose order is to be confirmed, null where none were seen.
    """

    steps: list[StepOut]
    next: str | None
    order_shown: str | None


class WishesIn(Schema):
    """What a step needs to be told; a step takes what is its own.

    ``order_verified``: you saw in NetSuite that the trigger runs last, beside the scripts that this API named; ``order_shown`` as it was
    answered with them.
    """

    workflows: list[str] = []
    notices_url: str = ""
    spp_url: str = ""
    error_email: str = ""
    order_verified: bool = False
    order_shown: str = ""


class DoneOut(SetupOut):
    """What was done, and how the steps stand since."""

    message: str


@router.get("/setup/{connection_id}", response=SetupOut, summary="Steps of the set-up")
def show(request: HttpRequest, connection_id: int, ask: bool = False) -> dict[str, object]:
    """The steps from an empty account to the first record. With ``ask`` NetSuite is asked now, else what was seen last counts."""
    user = require(request, Permission.EDIT_INTEGRATION if ask else Permission.VIEW_RECORDS)
    connection = get_object_or_404(Connection, pk=connection_id)
    return _told(_situation(connection, user, ask=ask))


@router.post(
    "/setup/{connection_id}/{name}",
    response={200: DoneOut, 409: RefusalOut},
    summary="Do a step of the set-up",
)
def do(
    request: HttpRequest, connection_id: int, name: str, wishes: WishesIn
) -> dict[str, object] | Status[dict[str, str]]:
    """Do one step that can be done by the service; NetSuite is asked before and after."""
    user = require(request, Permission.EDIT_INTEGRATION)
    connection = get_object_or_404(Connection, pk=connection_id)
    try:
        told = do_step(lambda: _situation(connection, user, ask=name != "order"), name, _wishes(wishes, user))
    except Refusal as refused:
        return Status(409, {"code": _code(refused), "message": str(refused)})
    return _told(_situation(connection, user, ask=True)) | {"message": told}


def _wishes(wishes: WishesIn, user: User) -> Wishes:
    return Wishes(
        workflows=tuple(wishes.workflows),
        notices_url=wishes.notices_url,
        spp_url=wishes.spp_url,
        error_email=wishes.error_email,
        order_verified_by=user if wishes.order_verified else None,
        order_shown=wishes.order_shown,
    )


def _told(situation: Situation) -> dict[str, object]:
    found = checklist(situation)
    return found.as_json() | {"order_shown": order_shown(found.line("order"), situation)}


def _situation(connection: Connection, user: User, *, ask: bool) -> Situation:
    return Situation(connection, user, restlets_for, timezone.now, ask=ask, queries_for=queries_for)


def _code(refused: Refusal) -> str:
    """The refusal's own code where it has one."""
    if isinstance(refused, NotDone):
        return "not_done"
    return str(getattr(refused, "code", "")) or "refused"
