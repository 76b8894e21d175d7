"""SOAP endpoint versions and the names that carry them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from landbridge.recordtypes import RecordType

_VERSION = re.compile(r"(20\d\d)[._]([12])")
_OLDEST, _NEWEST = "2019_1", "2025_2"


@dataclass(frozen=True, slots=True)
class Version:
    """One endpoint version, ``YYYY_N``.

    From 2019_1 (account hosts are compulsory) to 2025_2 (the last endpoint planned), per the support matrix in the
    help, article_2104046421.
    """

    value: str

    @classmethod
    def parse(cls, text: str) -> Version:
        """Read ``2025_2`` or ``2025.2``; ``ValueError`` for anything else or for an endpoint that cannot be served."""
        match = _VERSION.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"not an endpoint version such as 2025_2: {text[:20]!r}")
        value = f"{match[1]}_{match[2]}"
        if not _OLDEST <= value <= _NEWEST:
            raise ValueError(f"endpoint {value} is outside {_OLDEST} to {_NEWEST}")
        return cls(value)

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

    def of_record(self, kind: RecordType) -> str:
        """Namespace in which a record type's fields stand."""
        return f"urn:{kind.namespace}_{self.value}.{kind.group}.webservices.netsuite.com"

    def _platform(self, name: str) -> str:
        return f"urn:{name}_{self.value}.platform.webservices.netsuite.com"

    def __str__(self) -> str:
        return self.value
