"""The ASGI application of the service, for uvicorn."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

from landbridge.service import tracing
from landbridge.service.database_url import pool

LARGEST_POOL = 20

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "landbridge.service.settings")
pool(settings.DATABASES["default"], LARGEST_POOL)
tracing.start("service")
application = get_asgi_application()
