"""Genuine WSDL sets that the user has, served in place of ours.

Two layouts are read: Oracle's own paths (``wsdl/v2023_2_0/netsuite.wsdl`` with ``xsd/platform/v2023_2_0/core.xsd``), and the flat one of
public copies (``netsuite.wsdl`` with ``xsd/platform.core.xsd``), in the folder itself or in a folder of any name below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from landbridge.local.settings import SettingsError
from landbridge.local.soap.markup import attribute
from landbridge.local.soap.wsdl.files import FILES, SchemaFile

_TARGET = re.compile(rb"urn:platform_(20\d\d_[12])\.webservices\.netsuite\.com")
_IMPORT = re.compile(r"<(?:\w+:)?import\b[^>]*>")
_NAMESPACE = re.compile(
    r"""\bnamespace=["']urn:([^"']+?)_20\d\d_[12]\.(\w+)\.webservices\.netsuite\.com["']"""
)
_LOCATION = re.compile(r"""(\bschemaLocation=)["'][^"']*["']""")
_ADDRESS = re.compile(r"""(<(?:\w+:)?address\b[^>]*?\blocation=)["'][^"']*["']""")
_HEAD_BYTES = 20_000


@dataclass(frozen=True, slots=True)
class GenuineSet:
    """One set on disk. ``oracle_layout``: schemas stand under Oracle's own paths below ``root``, else flat beside the WSDL."""

    version: str
    wsdl: Path
    root: Path
    oracle_layout: bool

    def service(self, address: str) -> str:
        """Return the WSDL with its locations on the host asked and the service at ``address``."""
        text = _relocated(self.wsdl.read_text(encoding="utf-8"), self.version)
        return _ADDRESS.sub(lambda match: f'{match.group(1)}"{attribute(address)}"', text)

    def schema(self, path: str) -> str | None:
        """Return the schema served under ``path``, ``None`` when the set has no such file."""
        file = next((one for one in FILES if one.path(self.version) == path), None)
        place = self._place(file) if file is not None else None
        return _relocated(place.read_text(encoding="utf-8"), self.version) if place is not None else None

    def _place(self, file: SchemaFile) -> Path | None:
        own = self.root / file.path(self.version).removeprefix("/")
        flat = self.root / "xsd" / f"{file.group}.{file.file}.xsd"
        found = own if self.oracle_layout else flat
        return found if found.is_file() else None


def genuine_sets(folder: Path) -> dict[str, GenuineSet]:
    """Return the sets in ``folder`` by endpoint version. Raises ``SettingsError`` when there is none."""
    found: dict[str, GenuineSet] = {}
    for wsdl in sorted(folder.glob("**/netsuite.wsdl")):
        named = _TARGET.search(wsdl.read_bytes()[:_HEAD_BYTES])
        if named is None:
            continue
        version = named.group(1).decode()
        oracle = wsdl.parent.name == f"v{version}_0" and wsdl.parent.parent.name == "wsdl"
        root = wsdl.parents[2] if oracle else wsdl.parent
        found.setdefault(version, GenuineSet(version, wsdl, root, oracle))
    if not found:
        raise SettingsError(f"there is no netsuite.wsdl of NetSuite's below {folder}")
    return found


def _relocated(text: str, version: str) -> str:
    """Point every import at this account, whatever the copy says."""

    def moved(match: re.Match[str]) -> str:
        named = _NAMESPACE.search(match.group())
        path = _path_of(named.group(1), named.group(2), version) if named else None
        return _LOCATION.sub(rf'\1"{path}"', match.group()) if path else match.group()

    return _IMPORT.sub(moved, text)


def _path_of(name: str, group: str, version: str) -> str | None:
    return next((one.path(version) for one in FILES if (one.name, one.group) == (name, group)), None)
