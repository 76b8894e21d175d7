"""`/healthz`: the process answers. `/readyz`: it can work, and who works."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

from landbridge.service.health.checks import readiness


@login_not_required
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer, whatever the database does."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers, else 503; names the number of living workers and waiting jobs."""
    found = readiness()
    status = {"status": "ok" if found.ready else "unavailable"}
    return JsonResponse(status | asdict(found), status=200 if found.ready else 503)


urlpatterns = [path("healthz", healthz), path("readyz", readyz)]
