"""The JSON API at `/api/`: one router an app, session sign-in, errors as `{"code", "message"}`."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import django_auth

from landbridge.service.connections.api import router as connections
from landbridge.service.connections.credentials import CredentialsUnreadableError
from landbridge.service.connections.drafts import DraftError
from landbridge.service.connections.operations import (
    ChangedMeanwhileError,
    IntegrationUserError,
    NotPassedError,
)
from landbridge.service.connections.publisher import PublisherError
from landbridge.service.drift.api import router as drift
from landbridge.service.health.check.api import router as health
from landbridge.service.health.setup.api import router as setup
from landbridge.service.notifications.api import router as notifications
from landbridge.service.pairs.api import router as pairs
from landbridge.service.projects.api import router as records
from landbridge.service.projects.by_hand import RecordRefusedError
from landbridge.service.realtime.api import router as notices
from landbridge.service.realtime.certificate_api import router as certificates
from landbridge.service.realtime.certificates.choosing import CertificateSettingsError
from landbridge.service.realtime.certificates.restlet import CertificateRefusedError
from landbridge.service.realtime.live_api import router as live
from landbridge.service.runs.api import router as runs
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.history.attention_api import router as attention
from landbridge.service.runs.history.log_api import router as log
from landbridge.service.runs.lanes.queue_api import router as queue
from landbridge.service.runs.publisher.api import router as publisher
from landbridge.service.runs.starts.group_api import router as groups
from landbridge.service.runs.starts.on_demand_api import router as on_demand
from landbridge.service.runs.starts.polling_api import router as polling
from landbridge.service.runs.starts.schedule_api import router as schedules
from landbridge.service.secret_key import SecretKeyError
from landbridge.service.verification.api import router as verification
from landbridge.service.workflows.editing.mapping_api import router as mappings
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.workflow_api import router as workflows

api = NinjaAPI(
    title="Landbridge",
    version="1",
    description="Reading what the service knows and does. Sign in on the pages; the same session is used here.",
    auth=django_auth,
    docs_url=None,  # its page loads scripts from elsewhere, which our Content-Security-Policy forbids
)
api.add_router("", connections)
api.add_router("", publisher)
api.add_router("", records)
api.add_router("", notices)
api.add_router("", live)
api.add_router("", certificates)
api.add_router("", notifications)
api.add_router("", on_demand)
api.add_router("", runs)
api.add_router("", log)
api.add_router("", attention)
api.add_router("", verification)
api.add_router("", workflows)
api.add_router("", mappings)
api.add_router("", groups)
api.add_router("", schedules)
api.add_router("", polling)
api.add_router("", queue)
api.add_router("", setup)
api.add_router("", health)
api.add_router("", drift)
api.add_router("", pairs)

Say = Callable[[Exception], str]


def describe(error: Exception) -> str:
    """Return what is wrong with the parameters, each by its name."""
    assert isinstance(error, ValidationError)
    return "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors)


ERRORS: tuple[tuple[type[Exception], int, str, Say], ...] = (
    (AuthenticationError, 401, "sign_in", lambda _: "Sign in first."),
    (PermissionDenied, 403, "permission", str),
    (Http404, 404, "not_found", lambda _: "There is nothing at this address."),
    (CredentialsUnreadableError, 409, "credentials_unreadable", str),
    (SecretKeyError, 409, "secret_key", str),
    (PublisherError, 409, "publisher_record", str),
    (DraftError, 422, "invalid", str),
    (NotPassedError, 409, "test_failed", str),
    (ChangedMeanwhileError, 409, "changed_meanwhile", str),
    (IntegrationUserError, 409, "not_an_administrator", str),
    (CertificateRefusedError, 409, "certificate_refused", str),
    (CertificateSettingsError, 422, "invalid", str),
    (RecordRefusedError, 409, "record_refused", str),
    (ValidationError, 422, "invalid", describe),
    (HttpError, 400, "refused", str),
)
"""Exception, HTTP status, code and words."""


def _answering(
    status: int, code: str, say: Say
) -> Callable[[HttpRequest, Exception | type[Exception]], HttpResponse]:
    def answer(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
        assert isinstance(error, Exception)
        sent = error.status_code if isinstance(error, HttpError) else status
        return api.create_response(request, {"code": code, "message": say(error)}, status=sent)

    return answer


def _refused(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Tell a refused wish by its own code."""
    assert isinstance(error, RunRefused | WorkflowRefused)
    return api.create_response(request, {"code": error.code, "message": error.message}, status=409)


api.add_exception_handler(RunRefused, _refused)
api.add_exception_handler(WorkflowRefused, _refused)
for _kind, _status, _code, _say in ERRORS:
    api.add_exception_handler(_kind, _answering(_status, _code, _say))


def addresses() -> tuple[list[URLPattern | URLResolver], str, str]:
    """Return what ``path`` takes. Calls answer a missing sign-in themselves, in JSON, instead of leading to the sign-in page."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.name not in {"openapi-json", "api-root"}:
            pattern.callback.login_required = False  # type: ignore[attr-defined] # how LoginRequiredMiddleware is told
    return patterns, app_name, namespace
