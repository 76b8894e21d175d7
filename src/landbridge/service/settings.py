"""Django's settings, all from the environment.

`DATABASE_URL` (PostgreSQL), `LANDBRIDGE_DATA` (data folder), `LANDBRIDGE_SECRET_KEY` (or `secret.key` in the data folder),
`LANDBRIDGE_URL` (the address that people use; several separated by commas), `LANDBRIDGE_SENSITIVE_FIELDS`, `LANDBRIDGE_LOG_LEVEL`. They load without any of
them, so that type checks and `makemigrations` need no server; such a process has a secret of its own and saves no credentials.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from landbridge.service.database_url import limit_idle_transactions, parse_database_url
from landbridge.service.logs import configure_structlog, logging_settings
from landbridge.service.secret_key import derive_key, load_secret

DATA_FOLDER = Path(os.environ["LANDBRIDGE_DATA"]) if os.environ.get("LANDBRIDGE_DATA") else None
LANDBRIDGE_SECRET = load_secret(os.environ, DATA_FOLDER)
SECRET_KEY = derive_key(LANDBRIDGE_SECRET or secrets.token_bytes(48), "django").hex()

DEBUG = False
ADDRESSES = [urlsplit(url) for url in os.environ.get("LANDBRIDGE_URL", "http://127.0.0.1").split(",") if url]
ALLOWED_HOSTS = sorted(
    {"127.0.0.1", "localhost", "[::1]", *(url.hostname for url in ADDRESSES if url.hostname)}
)
SECURE = all(url.scheme == "https" for url in ADDRESSES)
CSRF_TRUSTED_ORIGINS = sorted({f"{url.scheme}://{url.netloc}" for url in ADDRESSES})
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "landbridge_session"
CSRF_COOKIE_NAME = "landbridge_csrf"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "landbridge.service.projects",
    "landbridge.service.connections",
    "landbridge.service.workflows",
    "landbridge.service.runs",
    "landbridge.service.verification",
    "landbridge.service.suiteapp",
    "landbridge.service.realtime",
    "landbridge.service.notifications",
    "landbridge.service.pairs",
    "landbridge.service.drift",
    "landbridge.service.health",
    "landbridge.service.web",
]
MIDDLEWARE = [
    "landbridge.service.web.requests.identified",
    "landbridge.service.health.urls.asked_by_address",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "landbridge.service.web.headers.content_security_policy",
]
ROOT_URLCONF = "landbridge.service.urls"
ASGI_APPLICATION = "landbridge.service.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "landbridge.service.web.navigation.sections",
            ]
        },
    }
]

DATABASES = {"default": limit_idle_transactions(parse_database_url(os.environ.get("DATABASE_URL", "")))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "projects.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"

SENSITIVE_FIELDS = frozenset(
    name.strip().lower()
    for name in os.environ.get("LANDBRIDGE_SENSITIVE_FIELDS", "").split(",")
    if name.strip()
)

NOTICES_URL = os.environ.get("LANDBRIDGE_NOTICES_URL", "").strip().rstrip("/")
"""Where NetSuite reaches the notice intake; the settings record in NetSuite must say the same."""

LANGUAGE_CODE = "en"
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

LOGGING = logging_settings(os.environ.get("LANDBRIDGE_LOG_LEVEL", "INFO").upper())
configure_structlog()
