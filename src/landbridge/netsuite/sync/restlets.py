"""The verbs of :class:`~landbridge.netsuite.restlets.Restlets`, waiting for each. Made by ``tools/sync_twin.py``: change the original."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landbridge.netsuite.background import BackgroundLoop
from landbridge.netsuite.restlets import Restlets, RestletText


class SyncRestlets:
    """As :class:`~landbridge.netsuite.restlets.Restlets`, for callers without an event loop."""

    def __init__(self, service: Restlets, loop: BackgroundLoop) -> None:
        self._service = service
        self._run = loop.run

    def call(
        self,
        method: str,
        *,
        script: str,
        deploy: str,
        body: object = None,
        parameters: Mapping[str, str] | None = None,
    ) -> Any:
        """Call a RESTlet and answer its JSON, decoded (``None`` for an empty answer)."""
        return self._run(
            self._service.call(method, script=script, deploy=deploy, body=body, parameters=parameters)
        )

    def call_text(
        self,
        method: str,
        *,
        script: str,
        deploy: str,
        body: str | None = None,
        content_type: str = "text/plain",
        parameters: Mapping[str, str] | None = None,
    ) -> RestletText:
        """Call a RESTlet with text and answer its text, whatever it means."""
        return self._run(
            self._service.call_text(
                method,
                script=script,
                deploy=deploy,
                body=body,
                content_type=content_type,
                parameters=parameters,
            )
        )
