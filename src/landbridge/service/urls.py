"""The addresses of the service: the JSON API under `/api/`, the pages everywhere else."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from landbridge.service.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", api.urls),
]
