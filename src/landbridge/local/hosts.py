"""NetSuite's host names, and what each stands for (documented: Oracle Help *URLs for account-specific domains*)."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum

from starlette.datastructures import Headers
from starlette.types import Scope

DOMAIN = ".netsuite.com"


class Surface(StrEnum):
    """What a host name stands for."""

    SUITETALK = "suitetalk"
    RESTLETS = "restlets"
    APP = "app"
    WEBSERVICES = "webservices"
    REST = "rest"
    SYSTEM = "system"
    LOOPBACK = "loopback"
    """No name of NetSuite's: an address of this machine, which reaches everything."""


@dataclass(frozen=True, slots=True)
class Host:
    """A host that the account may answer. ``account_host`` is empty for the names that belong to no account."""

    surface: Surface
    account_host: str = ""


SHARED = {
    "webservices.netsuite.com": Surface.WEBSERVICES,
    "rest.netsuite.com": Surface.REST,
    "system.netsuite.com": Surface.SYSTEM,
}
"""The old discovery hosts, the same for every account."""

OF_AN_ACCOUNT = {
    ".suitetalk.api.netsuite.com": Surface.SUITETALK,
    ".restlets.api.netsuite.com": Surface.RESTLETS,
    ".app.netsuite.com": Surface.APP,
}
"""What follows the account id in the hosts of one account."""

_ACCOUNT_HOST = re.compile(r"[a-z0-9]+(-(sb|rp)\d*)?", re.ASCII)


def netsuite_host(name: str) -> Host | None:
    """Return what a host name of NetSuite's stands for, or ``None`` for any other name."""
    if name in SHARED:
        return Host(SHARED[name])
    for ending, surface in OF_AN_ACCOUNT.items():
        if name.endswith(ending) and _ACCOUNT_HOST.fullmatch(name.removesuffix(ending)):
            return Host(surface, name.removesuffix(ending))
    return None


def is_address(name: str) -> bool:
    """Say whether a name is ``localhost`` or an address, which no web page can make a name of its own point to."""
    if name == "localhost":
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def host_name(scope: Scope) -> str:
    """Return the ``Host`` of a request without its port, in lower case."""
    given = Headers(scope=scope).get("host", "").strip().lower()
    if given.startswith("["):
        return given[1:].partition("]")[0]
    return given.partition(":")[0].removesuffix(".")


def host_of(scope: Scope) -> Host | None:
    """Return what the ``Host`` of a request stands for, ``None`` for one that is neither NetSuite's nor an address."""
    name = host_name(scope)
    return Host(Surface.LOOPBACK) if is_address(name) else netsuite_host(name)
