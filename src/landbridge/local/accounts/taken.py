"""What an account of a file has to itself: its id, its data folder, its ports, its consumer key."""

from __future__ import annotations

from pathlib import Path

from landbridge.local.addresses import Address
from landbridge.local.seeds.errors import SeedError
from landbridge.local.seeds.yamlnodes import Node
from landbridge.local.server import Shared

_EVERY = ("0.0.0.0", "::")  # noqa: S104 - recognised here, not listened on


class Taken:
    """What accounts have taken so far, each with the place where. Every method raises ``SeedError`` for what another has."""

    def __init__(self, file: Path, shared: Shared) -> None:
        """Begin with the ports of the ``shared`` addresses."""
        self._values: dict[tuple[str, str], str] = {}
        self._folders: list[tuple[Path, str]] = []
        self._addresses: list[tuple[Address, str]] = []
        for address in (shared.http, shared.tls):
            if self._listening(address):
                raise SeedError(f"{file}: port {address.port} is taken twice")
            self._addresses.append((address, "shared"))

    def value(self, node: Node, what: str, value: str) -> None:
        """Take a value that each account has for itself; the value is never told, since it may be a key."""
        if (what, value) in self._values:
            raise node.place.error(f"{what} is taken already: {self._values[what, value]}")
        self._values[what, value] = _where(node)

    def folder(self, node: Node, folder: Path) -> None:
        """Take a data folder that is neither inside another account's nor around it."""
        own = folder.resolve()
        for other, where in self._folders:
            if own.is_relative_to(other) or other.is_relative_to(own):
                raise node.place.error(f"data folder {folder} is taken already: {where}")
        self._folders.append((own, _where(node)))

    def address(self, node: Node, address: Address) -> None:
        """Take an address; port 0 is a free one each time."""
        where = self._listening(address)
        if where:
            raise node.place.error(f"port {address.port} is taken already: {where}")
        self._addresses.append((address, _where(node)))

    def _listening(self, address: Address) -> str:
        return next((where for other, where in self._addresses if _meet(address, other)), "")


def _meet(one: Address, other: Address) -> bool:
    """Say whether two addresses cannot be listened on at once: an address of all interfaces meets each of its family."""
    hosts = {"127.0.0.1" if address.host == "localhost" else address.host for address in (one, other)}
    families = {":" in host for host in hosts}
    return (
        bool(one.port)
        and one.port == other.port
        and (len(hosts) == 1 or (len(families) == 1 and not hosts.isdisjoint(_EVERY)))
    )


def _where(node: Node) -> str:
    return f"line {node.place.line}"
