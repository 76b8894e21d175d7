"""The ASGI application of the service, for uvicorn."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "landbridge.service.settings")

application = get_asgi_application()
