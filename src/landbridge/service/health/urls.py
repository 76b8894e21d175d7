"""`/healthz`: the process lives. `/readyz`: it can work, and why not. `/metrics`: what Prometheus reads."""

from __future__ import annotations

import hmac
import ipaddress
import os
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from landbridge.service.health.checks import readiness
from landbridge.service.health.metrics import Installation

TOKEN = "LANDBRIDGE_METRICS_TOKEN"  # noqa: S105  # the name of a variable
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")


@login_not_required
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer, whatever the database does."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when everything needed is there, else 503; either way what was looked at, and the reasons."""
    found = readiness()
    return JsonResponse(found.body(), status=200 if found.ready else 503)


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer the metrics to whoever has the token; while none is set, to this machine alone, if people use no other address either."""
    if not _may_read(request):
        answer = HttpResponse("Send the token of LANDBRIDGE_METRICS_TOKEN.\n", "text/plain", status=401)
        answer.headers["WWW-Authenticate"] = 'Bearer realm="landbridge metrics"'
        return answer
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Installation(timezone.now()))
    return HttpResponse(encode(registry), content_type)


def _may_read(request: HttpRequest) -> bool:
    """Whoever comes through a proxy on this machine has its address: without a token, none may where people come from elsewhere."""
    token = os.environ.get(TOKEN, "")
    if token:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())
    if any(name in request.headers for name in _FORWARDED):
        return False
    addresses = [url.hostname or "" for url in settings.ADDRESSES]
    return all(map(_is_loopback, [request.META.get("REMOTE_ADDR", ""), *addresses]))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


_VIEWS = {"healthz": healthz, "readyz": readyz, "metrics": metrics}


def asked_by_address(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: answer here, before host names are looked at. Orchestrators and Prometheus ask a process by its address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        view = _VIEWS.get(request.path.removeprefix("/"))
        if view is None:
            return get_response(request)
        answer = view(request)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return middleware


urlpatterns = [path(address, view) for address, view in _VIEWS.items()]
