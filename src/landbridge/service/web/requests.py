"""Every request has an id, in its answer and on its log lines; one that changes something is logged and traced."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import structlog
from django.http import HttpRequest, HttpResponse

from landbridge.service import tracing
from landbridge.service.request_ids import HEADER, request_id
from landbridge.service.tracing import Place

_READING = frozenset({"GET", "HEAD", "OPTIONS"})

_log = structlog.get_logger(__name__)


def identified(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, the outermost: what is logged while a request is answered carries its id."""

    def middleware(request: HttpRequest) -> HttpResponse:
        name = request_id(request.headers.get(HEADER, ""))
        started = time.monotonic()
        with structlog.contextvars.bound_contextvars(request=name), _traced(request):
            response = get_response(request)
            _tell(request, response, time.monotonic() - started)
        response.headers[HEADER] = name
        return response

    return middleware


def _traced(request: HttpRequest) -> AbstractContextManager[None]:
    """Return the span of a request that changes something; whoever sends a ``traceparent`` has it below its own."""
    if request.method in _READING or not tracing.enabled():
        return nullcontext()
    parent = Place.parse(request.headers.get("traceparent", ""))
    return tracing.span(str(request.method), parent, {"url.path": request.path})


def _tell(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Log the answer; of one that only reads, at level DEBUG. The query is left out: it may hold anything."""
    tell = _log.debug if request.method in _READING and response.status_code < 500 else _log.info
    tell(
        "request_answered",
        method=request.method,
        path=request.path,
        status=response.status_code,
        seconds=round(seconds, 4),
    )
