"""JSON: the channels with their health, what was lost, and a test message."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status

from landbridge.service.notifications import channels, health
from landbridge.service.notifications.errors import NotificationRefused
from landbridge.service.notifications.models import Channel
from landbridge.service.projects.access import require
from landbridge.service.projects.roles import Permission

router = Router(tags=["notifications"])
MOST_LOST = 500


class ChannelOut(Schema):
    """One channel and how it fares. ``target`` is whole only for those who may change it; never a secret."""

    id: int
    name: str
    kind: str
    target: str
    connection: str
    events: list[str]
    digest: str
    digest_at: datetime | None
    limit_per_hour: int
    active: bool
    off_reason: str
    last_delivered_at: datetime | None
    waiting: int
    held_back: int
    lost: int
    last_error: str


class LostOut(Schema):
    """A message that was tried for a day, or that a channel took with it when it was turned off."""

    message: str
    channel: str
    event: str
    title: str
    created_at: datetime
    attempts: int
    last_error: str


class SentOut(Schema):
    """The message that is on its way."""

    message: str


class NotSentOut(Schema):
    """Why nothing was sent."""

    code: str
    message: str


@router.get("/channels", response=list[ChannelOut], summary="Channels of notifications and how they fare")
def list_channels(request: HttpRequest) -> list[dict[str, Any]]:
    """Every channel; there are few."""
    user = require(request, Permission.RUN_INTEGRATION)
    whole = user.may(Permission.EDIT_INTEGRATION)
    return [health.row(one, whole=whole) for one in health.channels()]


@router.get("/channels/lost", response=list[LostOut], summary="Messages that were not delivered")
def list_lost(request: HttpRequest, channel: int | None = None) -> list[dict[str, Any]]:
    """The newest first; of one channel when asked."""
    require(request, Permission.RUN_INTEGRATION)
    return [health.lost_row(one) for one in health.lost(channel)[:MOST_LOST]]


@router.post(
    "/channels/{channel_id}/test",
    response={202: SentOut, 409: NotSentOut},
    summary="Send a test message",
)
def send_test(request: HttpRequest, channel_id: int) -> Status[Any]:
    """Queue a message that only says that messages arrive."""
    user = require(request, Permission.EDIT_INTEGRATION)
    channel = get_object_or_404(Channel, pk=channel_id)
    try:
        message = channels.send_test(channel, by=user, now=timezone.now())
    except NotificationRefused as refused:
        return Status(409, {"code": refused.code, "message": str(refused)})
    return Status(202, {"message": message.pk})
