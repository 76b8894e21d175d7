"""The id of a NetSuite account in all its spellings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

_COMPANY = re.compile(r"[A-Z0-9]{1,20}")
_SUFFIX = re.compile(r"(?P<kind>SB|RP)\d{0,3}", re.ASCII)
_ADDRESS = re.compile(
    r"(?P<account>[a-z0-9-]+)\.(?:app|suitetalk\.api|restlets\.api|connect\.api)\.netsuite\.com",
    re.IGNORECASE,
)
_LONGEST_SHOWN = 40


class AccountType(StrEnum):
    """What an account is for; its id alone tells (help section_1498251763)."""

    PRODUCTION = "production"
    SANDBOX = "sandbox"
    RELEASE_PREVIEW = "release preview"


class InvalidAccountId(ValueError):  # noqa: N818 - names what it is about
    """The text is no account id; the message says what is wrong with it."""

    def __init__(self, text: str, problem: str) -> None:
        super().__init__(
            f"not a NetSuite account id such as 1234567 or 1234567_SB1: {text[:_LONGEST_SHOWN]!r} {problem}"
        )
        self.problem = problem


@dataclass(frozen=True, slots=True)
class AccountId:
    """One account: ``value`` as signatures and ``realm`` want it, ``host`` as host names want it.

    Sandboxes end in ``_SB<n>``, release preview in ``_RP``, with a number where there are several (help bridgehead_N240435). Nothing
    unchecked ever becomes part of a host name: :meth:`parse` reads what people enter, and the constructor refuses the rest.
    """

    value: str

    def __post_init__(self) -> None:
        problem = _problem(self.value)
        if problem:
            raise InvalidAccountId(self.value, problem)

    @classmethod
    def parse(cls, text: str) -> AccountId:
        """Read an account id from any usual spelling.

        Accepts ``1234567_SB1``, ``1234567-sb1``, surrounding blanks, and a copied account address such as
        ``https://1234567-sb1.app.netsuite.com/app/center``. Raises :class:`InvalidAccountId` (a ``ValueError``) for everything else.
        """
        candidate = text.strip()
        if "." in candidate:
            candidate = _account_of_address(candidate)
        return cls(candidate.upper().replace("-", "_") if candidate.isascii() else candidate)

    @property
    def host(self) -> str:
        """First label of the account's host names: lower case, ``-`` for ``_``."""
        return self.value.lower().replace("_", "-")

    @property
    def type(self) -> AccountType:
        """Production, sandbox or release preview."""
        suffix = _SUFFIX.fullmatch(self.value.partition("_")[2])
        if suffix is None:
            return AccountType.PRODUCTION
        return AccountType.SANDBOX if suffix["kind"] == "SB" else AccountType.RELEASE_PREVIEW

    @property
    def is_production(self) -> bool:
        """Whether the id is neither a sandbox's nor release preview's."""
        return self.type is AccountType.PRODUCTION

    def __str__(self) -> str:
        return self.value


def _problem(value: str) -> str:
    """What is wrong with an id in NetSuite's own spelling; empty for nothing."""
    if not value:
        return "is empty"
    for found, name in (("/", "a slash"), ("\\", "a backslash"), (".", "a dot")):
        if found in value:
            return f"holds {name}"
    if any(letter.isspace() for letter in value):
        return "holds a blank"
    company, separator, suffix = value.partition("_")
    if not _COMPANY.fullmatch(company):
        strange = next((letter for letter in company if not _COMPANY.fullmatch(letter)), "")
        return f"holds {strange!r}" if strange else "must be 1 to 20 letters and digits before its suffix"
    if separator and not _SUFFIX.fullmatch(suffix):
        return "goes on after _ with neither SB and a number (a sandbox) nor RP (release preview)"
    return ""


def _account_of_address(address: str) -> str:
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname
    except ValueError:
        host = None
    match = _ADDRESS.fullmatch(host or "")
    if match is None:
        raise InvalidAccountId(address, "holds a dot and is not the address of an account either")
    return match["account"]
