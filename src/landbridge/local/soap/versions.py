"""The namespaces of each endpoint version; which versions are answered stands in ``landbridge.local.releases``.

Only the version token differs between the namespaces of two endpoints (fact sheet 1.3, schema; that it also holds after
2023_2 is assumed, since no newer schema is public).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from landbridge.local.releases import LAST_ENDPOINT, is_endpoint
from landbridge.recordtypes import RecordType

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = "http://www.w3.org/2001/XMLSchema"
AXIS = "http://xml.apache.org/axis/"


@dataclass(frozen=True, slots=True)
class Namespaces:
    """The namespaces of one endpoint version, e.g. ``Namespaces("2025_2").core``."""

    version: str

    def of(self, name: str, group: str) -> str:
        """Return ``urn:{name}_{version}.{group}.webservices.netsuite.com``."""
        return f"urn:{name}_{self.version}.{group}.webservices.netsuite.com"

    @property
    def core(self) -> str:
        """Records, references, search fields, statuses."""
        return self.of("core", "platform")

    @property
    def messages(self) -> str:
        """Operations, headers, responses."""
        return self.of("messages", "platform")

    @property
    def common(self) -> str:
        """The basic searches."""
        return self.of("common", "platform")

    @property
    def faults(self) -> str:
        """The faults."""
        return self.of("faults", "platform")

    @property
    def customization(self) -> str:
        """Custom records."""
        return self.of("customization", "setup")

    def record(self, kind: RecordType) -> str:
        """The namespace of a record type."""
        return self.of(kind.namespace, kind.group)


@cache
def namespaces(version: str) -> Namespaces:
    """Return the namespaces of ``version``; one object a version, so that prepared encoders can be keyed by it."""
    return Namespaces(version)


def namespaces_for_fault(version: str) -> Namespaces:
    """The version asked for where its token is well formed, so that its client reads the fault; else the newest."""
    return namespaces(version if is_endpoint(version) else LAST_ENDPOINT)
