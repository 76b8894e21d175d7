"""The endpoint versions that are served, and the namespaces of each.

Only the version token differs between the namespaces of two endpoints (fact sheet 1.3, schema; that it also holds after
2023_2 is assumed, since no newer schema is public).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from landbridge.local.settings import SOAP_VERSIONS
from landbridge.recordtypes import RecordType

RETIRED = (
    "2018_1", "2018_2", "2019_1", "2019_2", "2020_1", "2020_2", "2021_1", "2021_2", "2022_1", "2022_2", "2023_1",
)  # fmt: skip
"""Versions that NetSuite had and this account does not answer (article_2104046421): UNSUPPORTED_WS_VERSION."""

_VERSION = re.compile(r"20\d\d_[12]", re.ASCII)

NEWEST = SOAP_VERSIONS[-1]

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


def is_version(text: str) -> bool:
    """Say whether ``text`` could name an endpoint version, served or not."""
    return _VERSION.fullmatch(text) is not None


@cache
def namespaces(version: str) -> Namespaces:
    """Return the namespaces of ``version``; one object a version, so that prepared encoders can be keyed by it."""
    return Namespaces(version)
