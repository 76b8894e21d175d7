"""Our own WSDL and schemas as text, made when first asked for and kept."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from landbridge.local.soap.wsdl.files import FILES
from landbridge.local.soap.wsdl.service import service_text
from landbridge.local.soap.wsdl.sets import contents_of
from landbridge.local.soap.wsdl.shapes import Contents
from landbridge.local.soap.wsdl.writer import schema_text


class GeneratedSet:
    """The files of every endpoint version. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._schemas: dict[str, Mapping[str, str]] = {}

    def schema(self, version: str, path: str) -> str | None:
        """Return the schema served under ``path``, ``None`` where the published set has no such file."""
        with self._lock:
            found = self._schemas.get(version)
            if found is None:
                found = self._schemas[version] = _texts(version)
        return found.get(path)

    def service(self, version: str, address: str) -> str:
        """Return the WSDL, whose service stands at ``address``."""
        return service_text(version, address)


def _texts(version: str) -> dict[str, str]:
    contents = contents_of(version)
    nothing = Contents()
    return {
        file.path(version): schema_text(file, contents.get(file.prefix, nothing), version) for file in FILES
    }
