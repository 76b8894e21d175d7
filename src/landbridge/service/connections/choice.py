"""Which connection a page is about."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from landbridge.service.connections.models import Connection


def chosen_connection(request: HttpRequest) -> Connection | None:
    """Return the connection that the query names (``?connection=3``), else the first one; ``None`` where there is none."""
    wanted = request.GET.get("connection", "")
    connections = Connection.objects.all()
    if wanted.isdecimal() and (found := connections.filter(pk=int(wanted)).first()):
        return found
    return connections.first()


def back_to(page: str, connection: Connection) -> HttpResponse:
    """Redirect to a page, by its name, that shows a connection."""
    return redirect(f"{reverse(page)}?connection={connection.pk}")
