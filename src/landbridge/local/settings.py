"""What the account is: id, time zone, formats, release, tier. Company-wide, read-only while the account runs."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from landbridge.local.releases import FIRST_RELEASE, LAST_RELEASE, is_release

_ACCOUNT_ID = re.compile(r"[A-Z0-9]+(_(SB|RP)\d*)?")

RELEASE = "2025.2"
"""The NetSuite release that the account answers as."""

DATE_FORMATS = (
    "M/D/YYYY",
    "D/M/YYYY",
    "MM/DD/YYYY",
    "DD/MM/YYYY",
    "D-Mon-YYYY",
    "DD-Mon-YYYY",
    "D.M.YYYY",
    "DD.MM.YYYY",
    "YYYY/M/D",
    "YYYY/MM/DD",
    "YYYY-M-D",
    "YYYY-MM-DD",
)
"""Date formats of Setup > Company > General Preferences, but those that write the month in full."""

TIME_FORMATS = ("h:mm a", "H:mm")
"""Time formats with a colon: twelve and twenty-four hours."""

DEFAULT_URLS = {
    "restDomain": "https://rest.netsuite.com",
    "webservicesDomain": "https://webservices.netsuite.com",
    "systemDomain": "https://system.netsuite.com",
}
"""What an unknown account id gets (documented that there are defaults, the hosts are the old discovery ones: assumed)."""


class SettingsError(ValueError):
    """A setting that no account could have; the text names it."""


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """One account's set-up.

    ``account_id`` in the spelling of the screens (``1234567_SB1``). ``time_zone`` is an IANA name. ``date_format`` and
    ``time_format`` are NetSuite's patterns. ``licences`` counts SuiteCloud Plus. ``https_transfer_timeout`` is what a
    script's call may take once connected, in seconds (45 in NetSuite). ``wsdl_folder`` holds genuine WSDL files to serve instead of
    our own.
    """

    account_id: str = "1234567_SB1"
    company_name: str = "Demo Company"
    time_zone: str = "America/Los_Angeles"
    date_format: str = "M/D/YYYY"
    time_format: str = "h:mm a"
    release: str = RELEASE
    tier: str = "standard"
    licences: int = 0
    https_transfer_timeout: float = 45.0
    wsdl_folder: Path | None = None

    def __post_init__(self) -> None:
        if not is_account_id(self.account_id):
            raise SettingsError(f"{self.account_id!r} is not an account id such as 1234567 or 1234567_SB1")
        _check_one_of("date format", self.date_format, DATE_FORMATS)
        _check_one_of("time format", self.time_format, TIME_FORMATS)
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # a folder of zones is an OSError
            raise SettingsError(f"{self.time_zone!r} is not a time zone") from error
        if not is_release(self.release):
            raise SettingsError(f"{self.release!r} is no release from {FIRST_RELEASE} to {LAST_RELEASE}")
        if self.licences < 0 or not 0 < self.https_transfer_timeout < math.inf:
            raise SettingsError("licences are not negative, time-outs are a number of seconds above 0")

    @property
    def zone(self) -> ZoneInfo:
        """The account's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def host(self) -> str:
        """The account id as it stands in host names: lower case, ``-`` for ``_`` (documented)."""
        return host_of_account(self.account_id)

    def data_centre_urls(self) -> dict[str, str]:
        """Return restDomain, webservicesDomain and systemDomain (documented, getDataCenterUrls)."""
        return {
            "restDomain": f"https://{self.host}.restlets.api.netsuite.com",
            "webservicesDomain": f"https://{self.host}.suitetalk.api.netsuite.com",
            "systemDomain": f"https://{self.host}.app.netsuite.com",
        }


def is_account_id(text: str) -> bool:
    """Say whether a text is an account id in the spelling of the screens."""
    return _ACCOUNT_ID.fullmatch(text) is not None


def host_of_account(account: str) -> str:
    """Return an account id as it stands in host names (documented)."""
    return account.strip().lower().replace("_", "-")


def _check_one_of(what: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise SettingsError(f"{value!r} is no {what}; there are {', '.join(known)}")
