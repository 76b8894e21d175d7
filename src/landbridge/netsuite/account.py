"""The id of a NetSuite account in all its spellings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_ID = re.compile(r"[A-Z0-9]{1,20}(?:_[A-Z0-9]{1,10})?")
_NETSUITE_HOST = re.compile(
    r"(?P<account>[a-z0-9-]+)\.(?:app|suitetalk\.api|restlets\.api|connect\.api)\.netsuite\.com",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AccountId:
    """One account: ``value`` as signatures and ``realm`` want it, ``host`` as host names want it.

    Sandboxes end in ``_SB<n>``, release preview in ``_RP`` (help bridgehead_N240435). Made by :meth:`parse` only, so that nothing
    unchecked ever becomes part of a host name.
    """

    value: str

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.value):
            raise ValueError(f"not a NetSuite account id: {self.value[:40]!r}")

    @classmethod
    def parse(cls, text: str) -> AccountId:
        """Read an account id from any usual spelling.

        Accepts ``1234567_SB1``, ``1234567-sb1``, surrounding blanks, and a copied account address such as
        ``https://1234567-sb1.app.netsuite.com/app/center``. Raises ``ValueError`` for everything else.
        """
        candidate = text.strip()
        if "." in candidate:
            candidate = _account_of_address(candidate)
        return cls(candidate.upper().replace("-", "_"))

    @property
    def host(self) -> str:
        """First label of the account's host names: lower case, ``-`` for ``_``."""
        return self.value.lower().replace("_", "-")

    @property
    def is_production(self) -> bool:
        """Whether the id has no suffix: neither sandbox nor release preview."""
        return "_" not in self.value

    def __str__(self) -> str:
        return self.value


def _account_of_address(address: str) -> str:
    parts = urlsplit(address if "//" in address else f"//{address}")
    match = _NETSUITE_HOST.fullmatch(parts.hostname or "")
    if match is None:
        raise ValueError(f"not an address of a NetSuite account: {address[:80]!r}")
    return match["account"]
