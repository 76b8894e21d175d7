"""The file of ``landbridge local serve --accounts FILE``: a list of accounts, each with what one account takes as options.

Every mistake is named by file and line before anything is opened. Paths are relative to the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from landbridge.local.accounts.plan import AccountPlan
from landbridge.local.accounts.taken import Taken
from landbridge.local.addresses import LOOPBACK, Address, ListenError
from landbridge.local.seeds import sowing
from landbridge.local.seeds.errors import SeedError
from landbridge.local.seeds.secrets import VARIABLES, SecretError, TokenSecrets
from landbridge.local.seeds.yamlnodes import Node, load
from landbridge.local.server import Listening, Shared
from landbridge.local.settings import AccountSettings, SettingsError


def _seconds(node: Node) -> float:
    value = node.scalar()
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise node.place.error("a number of seconds is expected here")
    return float(value)


SETTINGS: dict[str, tuple[str, Callable[[Node], Any]]] = {
    "account": ("account_id", Node.text),
    "company_name": ("company_name", Node.text),
    "time_zone": ("time_zone", Node.text),
    "date_format": ("date_format", Node.text),
    "time_format": ("time_format", Node.text),
    "release": ("release", Node.text),
    "tier": ("tier", Node.text),
    "licences": ("licences", Node.whole),
    "https_transfer_timeout": ("https_transfer_timeout", _seconds),
}
"""Key -> the setting it stands for, and how it is read."""

ADDRESSES = ("http", "tls", "control")
FOLDERS = ("data", "suiteapp", "bundles", "wsdl_dir")
SECRET_FILES = {f"{name}_file": name for name in VARIABLES}
KEYS = (*SETTINGS, *ADDRESSES, *FOLDERS, "seed", *SECRET_FILES)


def read(file: Path, shared: Shared) -> list[AccountPlan]:
    """Return the accounts of a file, in its order, none of which meets another or a ``shared`` address.

    Raises ``SeedError`` naming file and line.
    """
    taken = Taken(file, shared)
    plans = [_plan(node, file.absolute().parent, taken) for node in load(file).items()]
    if not plans:
        raise SeedError(f"{file}: it names no account")
    return plans


def _plan(node: Node, folder: Path, taken: Taken) -> AccountPlan:
    given = node.fields(KEYS, ("account",))
    settings = _settings(given, folder)
    taken.value(given["account"], f"account {settings.account_id}", "")
    listening = Listening(**dict(_addresses(given, taken)))
    secrets = _secrets(settings.account_id, given, folder)
    taken.value(given.get("consumer_key_file", given["account"]), "its consumer key", secrets.consumer_key)
    return AccountPlan(
        settings=settings,
        listening=listening,
        data=_data(given, folder, taken),
        seed=_seed(given["seed"], folder) if "seed" in given else "demo",
        suiteapp=_folder(given, "suiteapp", folder),
        bundles=_folder(given, "bundles", folder),
        secrets=secrets,
    )


def _settings(given: dict[str, Node], folder: Path) -> AccountSettings:
    settings = AccountSettings(wsdl_folder=_folder(given, "wsdl_dir", folder))
    for key, (name, read_value) in SETTINGS.items():
        if key in given:
            try:
                settings = replace(settings, **{name: read_value(given[key])})
                AccountPlan(settings)
            except SettingsError as error:
                raise given[key].place.error(str(error)) from error
    return settings


def _addresses(given: dict[str, Node], taken: Taken) -> Iterator[tuple[str, Address]]:
    for name in ADDRESSES:
        if name in given:
            try:
                address = Address.parse(given[name].text())
            except ListenError as error:
                raise given[name].place.error(str(error)) from error
            if name == "control" and address.host not in LOOPBACK:
                raise given[name].place.error("the control plane listens on a loopback address only")
            taken.address(given[name], address)
            yield name, address


def _folder(given: dict[str, Node], key: str, folder: Path) -> Path | None:
    """Return a folder that is there."""
    if key not in given:
        return None
    found = folder / given[key].text()
    if not found.is_dir():
        raise given[key].place.error(f"{found} is no folder")
    return found


def _data(given: dict[str, Node], folder: Path, taken: Taken) -> Path | None:
    """Return the data folder, which is made when the account is opened."""
    if "data" not in given:
        return None
    found = folder / given["data"].text()
    if found.exists() and not found.is_dir():
        raise given["data"].place.error(f"{found} is no folder")
    taken.folder(given["data"], found)
    return found


def _seed(node: Node, folder: Path) -> str:
    seed = node.text()
    if seed.endswith(sowing.FILES):
        seed = str(folder / seed)
    try:
        sowing.checked(seed)
    except SeedError as error:
        raise node.place.error(str(error)) from error
    return seed


def _secrets(account_id: str, given: dict[str, Node], folder: Path) -> TokenSecrets:
    files: dict[str, Path | None] = {}
    secrets = TokenSecrets.of_account(account_id, files)
    for key, name in SECRET_FILES.items():
        if key in given:
            files[name] = folder / given[key].text()
            try:
                secrets = TokenSecrets.of_account(account_id, files)
            except SecretError as error:
                raise given[key].place.error(str(error)) from error
    return secrets
