"""The URL of a connection: which host, and which endpoint version (help bridgehead_N240435)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from landbridge.netsuite.account import AccountId
from landbridge.netsuite.versions import Version

_PATH = re.compile(r"/services/NetSuitePort_(?P<version>20\d\d_[12])/?", re.ASCII)
_DISCOVERY_HOST = "webservices.netsuite.com"
DISCOVERY_URL = f"https://{_DISCOVERY_HOST}"
"""Where an account's addresses are asked for over SOAP, and what NetSuite answers for an account without its own."""

ACCOUNT_HOSTS = ".suitetalk.api.netsuite.com"
_CENTRE = r"[a-z]{2,4}\d{1,3}"
_ACCOUNT_HOST = re.compile(r"(?P<account>[a-z0-9-]+)\.suitetalk\.api\.netsuite\.com", re.ASCII)


class InvalidUrl(ValueError):  # noqa: N818 - names what it is about
    """The text is no URL of a SOAP endpoint; the message says what is wrong with it, without repeating a password in it."""


class HostKind(StrEnum):
    """What stands behind the host of a URL."""

    DISCOVERY = "discovery"
    """``webservices.netsuite.com``, the same for every production account; where an account lives is looked up there."""
    DATA_CENTRE = "data centre"
    """``webservices.na1.netsuite.com`` and its like, of the years before accounts had hosts of their own."""
    ACCOUNT = "account"
    """``1234567.suitetalk.api.netsuite.com``, the account's own."""
    SANDBOX = "sandbox"
    """``webservices.sandbox.netsuite.com``, which served sandboxes up to endpoint 2018_2."""
    BETA = "beta"
    """``webservices.beta.netsuite.com``, which served what is release preview today."""


_KINDS = {
    HostKind.DISCOVERY: re.compile(re.escape(_DISCOVERY_HOST)),
    HostKind.DATA_CENTRE: re.compile(rf"webservices\.{_CENTRE}\.netsuite\.com", re.ASCII),
    HostKind.ACCOUNT: _ACCOUNT_HOST,
    HostKind.SANDBOX: re.compile(
        rf"webservices\.(?:{_CENTRE}\.)?sandbox\.(?:{_CENTRE}\.)?netsuite\.com", re.ASCII
    ),
    HostKind.BETA: re.compile(rf"webservices\.(?:{_CENTRE}\.)?beta\.(?:{_CENTRE}\.)?netsuite\.com", re.ASCII),
}
_PRODUCTION = frozenset({HostKind.DISCOVERY, HostKind.DATA_CENTRE})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A checked URL. ``host`` is in lower case."""

    host: str
    kind: HostKind
    version: Version

    @classmethod
    def default(cls, version: Version | None = None) -> Endpoint:
        """The URL to propose: the discovery host with ``version``, the newest where none is given."""
        return cls(_DISCOVERY_HOST, HostKind.DISCOVERY, version or Version.newest())

    @classmethod
    def parse(cls, text: str, version: Version | None = None) -> Endpoint:
        """Read a URL such as ``https://webservices.netsuite.com/services/NetSuitePort_2025_2``.

        Raises :class:`InvalidUrl` (a ``ValueError``) for anything but https, a host of NetSuite's SOAP endpoints and the path of one, and
        for a version other than ``version`` where that is given, naming both.
        """
        parts = _split(text.strip())
        host = (parts.hostname or "").lower()
        kind = next((kind for kind, pattern in _KINDS.items() if pattern.fullmatch(host)), None)
        if kind is None:
            raise InvalidUrl(f"{host[:100]!r} is no host of NetSuite's SOAP endpoints")
        named = _version(parts.path)
        if version is not None and named != version:
            raise InvalidUrl(
                f"the URL names endpoint {named}, but version {version} is chosen; they must be the same"
            )
        return cls(host, kind, named)

    @property
    def url(self) -> str:
        """The URL in full."""
        return f"{self.base}{self.version.path}"

    @property
    def base(self) -> str:
        """Scheme and host."""
        return f"https://{self.host}"

    def looks_up(self, account: AccountId) -> bool:
        """Whether the account's data centre is looked up: for production URLs and production accounts only."""
        return self.kind in _PRODUCTION and account.is_production

    def uses_own_host(self) -> bool:
        """Whether requests go to the URL's own host, without a look-up.

        So they do for an account host and a beta URL, and for an old sandbox URL up to 2018_2; from 2019_1 on sandboxes, too, are
        served at the account's host only.
        """
        if self.kind is HostKind.SANDBOX:
            return not self.version.wants_account_host
        return self.kind in (HostKind.ACCOUNT, HostKind.BETA)

    def require(self, account: AccountId) -> None:
        """Raise :class:`InvalidUrl` where the URL is another account's."""
        match = _ACCOUNT_HOST.fullmatch(self.host)
        if match is not None and match["account"] != account.host:
            raise InvalidUrl(f"the URL is that of account {match['account']}, not of {account}")

    def __str__(self) -> str:
        return self.url


def netsuite_address(url: str) -> str:
    """Check a looked-up address before anything is sent there: https, NetSuite's domain, nothing else in it. ``ValueError`` otherwise."""
    parts = urlsplit(url.strip())
    host = parts.hostname or ""
    plain = not (parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc)
    if parts.scheme != "https" or not host.endswith(".netsuite.com") or parts.port is not None or not plain:
        raise ValueError(f"not an address of NetSuite: {url[:80]!r}")
    return f"https://{host}"


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise InvalidUrl("the URL cannot be read") from None
    if parts.scheme != "https":
        raise InvalidUrl("the URL must begin with https://")
    if "@" in parts.netloc:
        raise InvalidUrl("the URL holds a user name or password; credentials have fields of their own")
    if not parts.netloc:
        raise InvalidUrl("the URL names no host")
    if port is not None or parts.netloc.endswith(":"):
        raise InvalidUrl("the URL names a port; NetSuite answers at the usual one")
    if parts.query or parts.fragment or text.endswith(("?", "#")):
        raise InvalidUrl("the URL goes on after the path")
    return parts


def _version(path: str) -> Version:
    match = _PATH.fullmatch(path)
    if match is None:
        raise InvalidUrl(f"the path {path[:60]!r} is not /services/NetSuitePort_<year>_<number>")
    try:
        return Version.parse(match["version"])
    except ValueError as error:
        raise InvalidUrl(str(error)) from None
