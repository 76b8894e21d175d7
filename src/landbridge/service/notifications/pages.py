"""Pages: the channels with their health, one channel, and a new webhook's secret, once."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from landbridge.service.notifications import channels, health
from landbridge.service.notifications.errors import NotificationRefused
from landbridge.service.notifications.forms import ChannelForm
from landbridge.service.notifications.models import Channel
from landbridge.service.projects.roles import Permission
from landbridge.service.secret_key import SecretKeyError
from landbridge.service.web.access import needs, signed_in

SHOWN = 50


@needs(Permission.RUN_INTEGRATION)
def listing(request: HttpRequest) -> HttpResponse:
    """List the channels with their health, and what was lost."""
    can_edit = signed_in(request).may(Permission.EDIT_INTEGRATION)
    return render(
        request,
        "notifications/listing.html",
        {
            "channels": [health.row(one, whole=can_edit) for one in health.channels()],
            "lost": health.lost()[:SHOWN],
            "can_edit": can_edit,
        },
    )


@needs(Permission.EDIT_INTEGRATION)
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Enter a new channel."""
    if kind not in Channel.Kind.values:
        raise Http404
    form = ChannelForm(request.POST or None, kind=kind)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, kind)
    name, now, user = form.cleaned_data["name"], timezone.now(), signed_in(request)
    try:
        if kind == Channel.Kind.EMAIL:
            channels.add_email(name, form.targets(), form.wishes(), by=user, now=now)
        else:
            made, secret = channels.add_webhook(name, form.targets()[0], form.wishes(), by=user, now=now)
            return _secret(request, made, secret)
    except (NotificationRefused, SecretKeyError) as refused:
        form.add_error(None, str(refused))
        return _form(request, form, kind)
    messages.success(request, f"{name} is added. Send it a test message.")
    return redirect("notifications")


@needs(Permission.EDIT_INTEGRATION)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a channel, or change it."""
    channel = get_object_or_404(Channel, pk=pk)
    if request.method != "POST":
        return _form(request, ChannelForm.of(channel), channel.kind, channel)
    form = ChannelForm(request.POST, kind=channel.kind)
    if not form.is_valid():
        return _form(request, form, channel.kind, channel)
    try:
        channels.change(
            channel,
            form.wishes(),
            name=form.cleaned_data["name"],
            target=form.targets(),
            now=timezone.now(),
        )
    except NotificationRefused as refused:
        form.add_error(None, str(refused))
        return _form(request, form, channel.kind, channel)
    messages.success(request, f"{channel.name} is changed.")
    return redirect("notifications")


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test message."""
    channel = get_object_or_404(Channel, pk=pk)
    try:
        channels.send_test(channel, by=signed_in(request), now=timezone.now())
        messages.success(request, f"A test message to {channel.name} is on its way.")
    except NotificationRefused as refused:
        messages.error(request, str(refused))
    return redirect("notifications")


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn a channel off, or on again."""
    channel = get_object_or_404(Channel, pk=pk)
    if channel.active:
        channels.turn_off(channel)
    else:
        channels.turn_on(channel, timezone.now())
    messages.success(request, f"{channel.name} is {'off' if channel.active else 'on'}.")
    return redirect("notifications")


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a channel away, with what it did not deliver."""
    get_object_or_404(Channel, pk=pk).delete()
    messages.success(request, "The channel is gone.")
    return redirect("notifications")


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def rotate(request: HttpRequest, pk: int) -> HttpResponse:
    """Replace a webhook's secret and show the new one, this once."""
    channel = get_object_or_404(Channel, pk=pk)
    try:
        return _secret(request, channel, channels.rotate_secret(channel, timezone.now()))
    except (NotificationRefused, SecretKeyError) as refused:
        messages.error(request, str(refused))
        return redirect("notifications")


def _form(request: HttpRequest, form: ChannelForm, kind: str, channel: Channel | None = None) -> HttpResponse:
    shown = {"form": form, "kind": Channel.Kind(kind), "channel": channel}
    return render(request, "notifications/channel.html", shown, status=200 if not form.errors else 422)


def _secret(request: HttpRequest, channel: Channel, secret: str) -> HttpResponse:
    return render(request, "notifications/secret.html", {"channel": channel, "secret": secret})


urlpatterns = [
    path("notifications/", listing, name="notifications"),
    path("notifications/new/<str:kind>/", new, name="channel-new"),
    path("notifications/<int:pk>/", one, name="channel"),
    path("notifications/<int:pk>/test", test, name="channel-test"),
    path("notifications/<int:pk>/switch", switch, name="channel-switch"),
    path("notifications/<int:pk>/secret", rotate, name="channel-secret"),
    path("notifications/<int:pk>/remove", remove, name="channel-remove"),
]
