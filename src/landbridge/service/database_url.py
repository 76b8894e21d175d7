"""`DATABASE_URL` as Django's database settings. PostgreSQL only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from psycopg.conninfo import make_conninfo

SESSION_SECONDS = 10
"""So long a request waits for a session; then the database is taken to be away, and `/readyz` says so."""
IDLE_IN_TRANSACTION_MS = 5_000
"""A process that was stopped in the middle of a transaction holds its locks, such as a lane, no longer than this (design, section 5a)."""
SCHEMES = frozenset({"postgresql", "postgres"})


class DatabaseUrlError(Exception):
    """`DATABASE_URL` is not the address of a PostgreSQL database; the message does not repeat it."""


def parse_database_url(url: str) -> dict[str, Any]:
    """Return Django's settings of one database.

    ``url`` is `postgresql://user:password@host:port/name?option=value`; `?host=/folder` reaches a socket, as in libpq. An
    empty ``url`` gives the settings of no particular server: enough to load the models, not to connect.
    """
    parts = urlsplit(url)
    if url and parts.scheme not in SCHEMES:
        raise DatabaseUrlError("DATABASE_URL must start with postgresql://")
    options: dict[str, Any] = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "landbridge",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def limit_idle_transactions(settings: dict[str, Any]) -> dict[str, Any]:
    """Return Django's settings of one database whose sessions end when a transaction of theirs idles for too long."""
    limit = f"-c idle_in_transaction_session_timeout={IDLE_IN_TRANSACTION_MS}"
    given = settings["OPTIONS"].get("options", "")
    return {**settings, "OPTIONS": {**settings["OPTIONS"], "options": f"{limit} {given}".strip()}}


def conninfo(settings: Mapping[str, Any]) -> str:
    """Return Django's settings of one database as psycopg's connection string, for sessions outside of Django."""
    parts = {
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "host": settings["HOST"],
        "port": settings["PORT"],
        **settings["OPTIONS"],
    }
    django_only = {"pool"}
    return make_conninfo(
        "", **{name: value for name, value in parts.items() if value and name not in django_only}
    )


def pool(settings: dict[str, Any], largest: int) -> None:
    """Let the threads of one process share at most ``largest`` sessions.

    For the ASGI process: Django gives each request there a thread of its own, so a session kept by its thread would be used once.
    """
    settings["CONN_MAX_AGE"] = 0
    settings["OPTIONS"] = {
        **settings["OPTIONS"],
        "pool": {"min_size": 1, "max_size": largest, "timeout": SESSION_SECONDS},
    }
