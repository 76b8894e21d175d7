"""`/healthz`: the process lives. `/readyz`: it can work, and why not. `/metrics`: what Prometheus reads."""

from __future__ import annotations

import hmac
import ipaddress
import os
from collections.abc import Callable

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
    """Answer the metrics to whoever has the token; while none is set, to this machine alone."""
    if not _may_read(request):
        answer = HttpResponse("Send the token of LANDBRIDGE_METRICS_TOKEN.\n", "text/plain", status=401)
        answer.headers["WWW-Authenticate"] = 'Bearer realm="landbridge metrics"'
        return answer
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Installation(timezone.now()))
    return HttpResponse(encode(registry), content_type)


def _may_read(request: HttpRequest) -> bool:
    """Whoever comes through a proxy on this machine has its address: without a token such requests are refused where they show."""
    token = os.environ.get(TOKEN, "")
    if token:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())
    return not any(name in request.headers for name in _FORWARDED) and _is_loopback(request)


def _is_loopback(request: HttpRequest) -> bool:
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
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
