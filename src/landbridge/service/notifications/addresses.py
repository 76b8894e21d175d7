"""Where a webhook may go: never to an address inside, unless its network is allowed.

A name is resolved once, every address that it has is looked at, and the connection is made to these very addresses. So neither a
name that points inside nor one that changes between the look and the connection (DNS rebinding) leads anywhere.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from landbridge.service.notifications.errors import NotificationRefused, Undelivered

ALLOWED = "LANDBRIDGE_WEBHOOK_ALLOW_PRIVATE"
PORTS = {"https": 443, "http": 80}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_GIVEN_OUT = ipaddress.ip_network("2000::/3")
"""All that IANA gives out of IPv6; what lies beside it (site-local, IPv4-compatible, a NAT64 of one's own) is somebody's inside."""

_SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")))
"""Of IANA's special-purpose networks those that Python 3.11 counts as global: protocols' own, 6to4 relays, documentation."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Place:
    """A webhook's address and the IP addresses that were found good for it."""

    url: str
    host: str
    port: int
    addresses: tuple[str, ...]


def check_url(url: str) -> SplitResult:
    """Return the parts of an address that has the form of one. Raises ``NotificationRefused``; nothing is resolved."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in PORTS and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable:
        raise NotificationRefused("bad_url", "A webhook's address is https://host/path.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise NotificationRefused("bad_url", "A webhook's address has no user, password or fragment.")
    return parts


def allowed_networks(environment: Mapping[str, str]) -> list[Network]:
    """Return the networks inside that webhooks may reach. Raises ``NotificationRefused`` where the setting is none."""
    names = [one.strip() for one in environment.get(ALLOWED, "").split(",") if one.strip()]
    try:
        return [ipaddress.ip_network(one) for one in names]
    except ValueError as error:
        raise NotificationRefused("bad_networks", f"{ALLOWED} holds what is no network: {error}") from error


def resolve(url: str, environment: Mapping[str, str] = os.environ) -> Place:
    """Find the addresses of a webhook. Blocks while the name is looked up.

    Raises ``NotificationRefused`` for an address that may not be reached and plain HTTP to the outside, ``Undelivered`` for a name
    that is not found.
    """
    parts = check_url(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Undelivered("the name of the host was not found") from error
    addresses = [ipaddress.ip_address(str(entry[4][0]).split("%")[0]) for entry in found]
    _check(addresses, parts.scheme, allowed_networks(environment))
    return Place(url, host, port, tuple(dict.fromkeys(map(str, addresses))))


def _check(addresses: Sequence[Address], scheme: str, allowed: Sequence[Network]) -> None:
    inside = [one for one in addresses if not _is_outside(one)]
    if not all(_is_in(one, allowed) for one in inside):
        raise NotificationRefused(
            "inside_address",
            f"The host has an address inside, which webhooks do not reach unless {ALLOWED} names its network.",
        )
    if scheme != "https" and len(inside) < len(addresses):
        raise NotificationRefused("not_https", "A webhook to the outside goes over https://.")


def _is_outside(address: Address) -> bool:
    """Whether everybody in the internet means the same by the address; of an IPv6 address also the IPv4 address in it."""
    if isinstance(address, ipaddress.IPv6Address) and address not in _GIVEN_OUT and address not in _NAT64:
        return False
    return all(
        one.is_global and not one.is_multicast and not _is_in_one_of(one, _SPECIAL)
        for one in (address, *_carried(address))
    )


def _carried(address: Address) -> list[Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return []
    carried = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        carried.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in carried if one is not None]


def _is_in(address: Address, networks: Sequence[Network]) -> bool:
    return any(_is_in_one_of(one, networks) for one in (address, *_carried(address)))


def _is_in_one_of(address: Address, networks: Sequence[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
