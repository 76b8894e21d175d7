"""The JSON API at `/api/`: one router an app, session sign-in, errors as `{"code", "message"}`."""

from __future__ import annotations

from ninja import NinjaAPI
from ninja.security import django_auth

api = NinjaAPI(
    title="Landbridge",
    version="1",
    description="Reading what the service knows and does. Sign in on the pages; the same session is used here.",
    auth=django_auth,
)
