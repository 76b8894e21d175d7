"""SOAP endpoint versions and the names that carry them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from landbridge.recordtypes import RecordType, Structure

_VERSION = re.compile(r"(20\d\d)[._]([12])", re.ASCII)
OLDEST, NEWEST = "2017_1", "2025_2"
"""The oldest endpoint that this library speaks, and the last one that NetSuite planned (help section_N3418174)."""


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """One endpoint version, ``YYYY_N``, from 2017_1 to 2025_2; later ones are greater.

    Whether NetSuite still serves it is another matter: see ``landbridge.netsuite.support``.
    """

    value: str

    @classmethod
    def parse(cls, text: str) -> Version:
        """Read ``2025_2`` or ``2025.2``; ``ValueError`` for anything else or for an endpoint out of range."""
        match = _VERSION.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"not an endpoint version such as 2025_2: {text[:20]!r}")
        value = f"{match[1]}_{match[2]}"
        if not OLDEST <= value <= NEWEST:
            raise ValueError(f"endpoint {value} is outside {OLDEST} to {NEWEST}")
        return cls(value)

    @classmethod
    def newest(cls) -> Version:
        """The one to choose where nothing speaks for another."""
        return cls(NEWEST)

    @classmethod
    def all(cls) -> tuple[Version, ...]:
        """Every endpoint, oldest first."""
        return tuple(
            cls(f"{year}_{half}") for year in range(int(OLDEST[:4]), int(NEWEST[:4]) + 1) for half in (1, 2)
        )

    @property
    def wants_account_host(self) -> bool:
        """Whether requests must go to the account's own host: from 2019_1 (help bridgehead_N240435)."""
        return self.value >= "2019_1"

    @property
    def takes_user_credentials(self) -> bool:
        """Whether e-mail and password are taken in a request: gone from 2020_2 (help section_N3539420)."""
        return self.value <= "2020_1"

    @property
    def path(self) -> str:
        """Path of the SOAP endpoint on the account's host."""
        return f"/services/NetSuitePort_{self.value}"

    @property
    def core(self) -> str:
        """Namespace of records, references, search fields and statuses."""
        return self._platform("core")

    @property
    def messages(self) -> str:
        """Namespace of operations and headers."""
        return self._platform("messages")

    @property
    def common(self) -> str:
        """Namespace of the basic searches."""
        return self._platform("common")

    @property
    def customization(self) -> str:
        """Namespace of custom records."""
        return f"urn:customization_{self.value}.setup.webservices.netsuite.com"

    def of_record(self, kind: RecordType | Structure) -> str:
        """Namespace in which the fields of a record type, a line or a complex value stand."""
        return self.of_group(kind.namespace, kind.group)

    def of_group(self, namespace: str, group: str) -> str:
        """Namespace of a schema: ``relationships`` of ``lists``."""
        return f"urn:{namespace}_{self.value}.{group}.webservices.netsuite.com"

    def _platform(self, name: str) -> str:
        return f"urn:{name}_{self.value}.platform.webservices.netsuite.com"

    def __str__(self) -> str:
        return self.value
