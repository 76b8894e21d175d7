"""Saved bundles: what this account bundles for others, and who may install it.

Documented: *Sharing a Bundle* (``section_N3385867``): a new bundle is private, which opens it to accounts that the same person
administers; a shared one is open to the accounts that are listed, a public one to all. Here accounts of one company (a production account
and its sandboxes, by their ids) have the same administrators (assumed). *Distributing Integration Records* (``section_4389835426``): the
records to choose from are active and inactive ones.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from enum import StrEnum

import msgspec

from landbridge.local.access.applications import Applications
from landbridge.local.access.integration import Definition, Integration
from landbridge.local.bundles import versions
from landbridge.local.bundles.errors import BundleRefused
from landbridge.local.settings import is_account_id
from landbridge.local.storage import Database

NAME_LENGTH = 100
VERSION_LENGTH = 20
DESCRIPTION_LENGTH = 1000
"""The longest texts that a saved bundle takes, in characters (assumed)."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){0,9}", re.ASCII)


class Availability(StrEnum):
    """Level of a bundle's availability (documented)."""

    PRIVATE = "PRIVATE"
    SHARED = "SHARED"
    PUBLIC = "PUBLIC"


class SavedBundle(msgspec.Struct, frozen=True):
    """A bundle of this account. ``integrations`` are application ids, ``shared_with`` account ids; ``*_by`` are user ids."""

    id: str
    name: str
    version: str
    description: str
    integrations: tuple[str, ...]
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str
    level: Availability = Availability.PRIVATE
    shared_with: tuple[str, ...] = ()

    def is_available_to(self, account_id: str, maker: str) -> bool:
        """Say whether an account may install what ``maker``, another account, has bundled."""
        if _company(account_id) == _company(maker) or self.level is Availability.PUBLIC:
            return True
        return self.level is Availability.SHARED and account_id in self.shared_with


class SavedBundles:
    """The bundles that one account has made. ``taken`` are ids of bundles elsewhere; it may ask other accounts."""

    def __init__(
        self,
        database: Database,
        applications: Applications,
        account_id: str,
        now: Callable[[], datetime],
        taken: Callable[[], Collection[str]],
    ) -> None:
        self._database = database
        self._applications = applications
        self._account_id = account_id
        self._now = now
        self._taken = taken

    def all(self) -> list[SavedBundle]:
        """Return the account's bundles, by name."""
        rows = self._database.rows("SELECT document FROM customization WHERE kind = 'savedbundle'")
        found = [msgspec.json.decode(row["document"], type=SavedBundle) for row in rows]
        return sorted(found, key=lambda one: (one.name, one.id))

    def get(self, bundle_id: str) -> SavedBundle:
        """Return one of the account's bundles. Raises ``BundleRefused`` when there is none such."""
        row = self._database.row(
            "SELECT document FROM customization WHERE kind = 'savedbundle' AND script_id = ?", (bundle_id,)
        )
        if row is None:
            raise BundleRefused(f"This account has no saved bundle {bundle_id!r}.")
        return msgspec.json.decode(row["document"], type=SavedBundle)

    def choices(self) -> list[Integration]:
        """Return the records that can be bundled, in whatever state: those that were made here (assumed), but Oracle's own."""
        return [one for one in self._applications.integrations() if one.is_owned and not one.internal]

    def create(
        self, name: str, version: str, description: str, integrations: Iterable[str], *, user: str = "0"
    ) -> SavedBundle:
        """Save a new bundle, private. ``integrations`` are internal ids of records. Raises ``BundleRefused``."""
        bundle_id = self._new_id()
        now = self._now()
        with self._database.transaction():
            made = SavedBundle(
                id=bundle_id,
                name=name_of(name),
                version=version_of(version),
                description=description_of(description),
                integrations=self._chosen(integrations),
                created_at=now,
                created_by=user,
                changed_at=now,
                changed_by=user,
            )
            self._put(made)
        return made

    def change(
        self,
        bundle_id: str,
        name: str,
        version: str,
        description: str,
        integrations: Iterable[str],
        *,
        user: str = "0",
    ) -> SavedBundle:
        """Save a bundle anew. Raises ``BundleRefused``, also for other objects in the same version, or an earlier one (assumed)."""
        with self._database.transaction():
            before = self.get(bundle_id)
            changed = msgspec.structs.replace(
                before,
                name=name_of(name),
                version=version_of(version),
                description=description_of(description),
                integrations=self._chosen(integrations),
                changed_at=self._now(),
                changed_by=user,
            )
            _check_order(before, changed)
            self._put(changed)
        return changed

    def set_availability(
        self, bundle_id: str, level: Availability, shared_with: Iterable[str] = ()
    ) -> SavedBundle:
        """Say who may install a bundle; ``shared_with`` are account ids, for ``SHARED`` alone. Raises ``BundleRefused``."""
        listed = self._listed(shared_with) if level is Availability.SHARED else ()
        with self._database.transaction():
            changed = msgspec.structs.replace(
                self.get(bundle_id),
                level=level,
                shared_with=listed,
            )
            self._put(changed)
        return changed

    def available_to(self, account_id: str) -> list[tuple[SavedBundle, tuple[Definition, ...]]]:
        """Return what another account may install, each bundle with its records as they are now."""
        with self._database.transaction():
            found = [one for one in self.all() if one.is_available_to(account_id, self._account_id)]
            owned = {one.application_id: one.definition for one in self.choices()} if found else {}
        return [(one, tuple(owned[id_] for id_ in one.integrations if id_ in owned)) for one in found]

    def _listed(self, shared_with: Iterable[str]) -> tuple[str, ...]:
        asked = (one.strip().upper().replace("-", "_") for one in shared_with if one.strip())
        listed = tuple(dict.fromkeys(asked))
        if not listed:
            raise BundleRefused("Shared Account IDs: name the accounts that a shared bundle is for.")
        for one in listed:
            if not is_account_id(one):
                raise BundleRefused(
                    f"Shared Account IDs: {one} is not an account id such as 1234567 or 1234567_SB1."
                )
            if one == self._account_id:
                raise BundleRefused(f"Shared Account IDs: {one} is this account; name others.")
        return listed

    def _chosen(self, integrations: Iterable[str]) -> tuple[str, ...]:
        wanted = list(dict.fromkeys(integrations))
        known = {one.id: one.application_id for one in self.choices()}
        strange = [one for one in wanted if one not in known]
        if strange:
            raise BundleRefused(
                f"{', '.join(strange)} cannot be bundled: choose integration records of this account."
            )
        if not wanted:
            raise BundleRefused("Choose Objects: select at least one integration record.")
        return tuple(known[one] for one in wanted)

    def _new_id(self) -> str:
        """Return an id of six digits that no bundle has, here or elsewhere."""
        taken = {*self._taken(), *(one.id for one in self.all())}
        while (found := str(100_000 + secrets.randbelow(900_000))) in taken:
            pass
        return found

    def _put(self, saved: SavedBundle) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO customization (kind, script_id, document) VALUES ('savedbundle', ?, ?)",
                (saved.id, msgspec.json.encode(saved).decode()),
            )


def _company(account_id: str) -> str:
    """Return the number that a production account shares with its sandboxes and release previews."""
    return account_id.partition("_")[0]


def name_of(name: str) -> str:
    """Return a bundle's name as it is saved. Raises ``BundleRefused`` for an empty one, a long one, or one of several lines."""
    found = _bounded("Name", name, NAME_LENGTH)
    if not found:
        raise BundleRefused("Name: give the bundle a name.")
    if _CONTROL.search(found):
        raise BundleRefused("Name: one line of text without control characters.")
    return found


def description_of(description: str) -> str:
    """Return a description as it is saved; it may be empty and have several lines. Raises ``BundleRefused``."""
    found = _bounded("Description", description.replace("\r\n", "\n"), DESCRIPTION_LENGTH)
    if _CONTROL.search(found.replace("\n", "").replace("\t", "")):
        raise BundleRefused("Description: text without control characters.")
    return found


def version_of(version: str) -> str:
    """Return a version as it is saved: numbers with dots, by which updates are told (assumed). Raises ``BundleRefused``."""
    found = _bounded("Version", version, VERSION_LENGTH)
    if not _VERSION.fullmatch(found):
        raise BundleRefused("Version: write numbers with dots between them, such as 1.0.")
    return found


def _bounded(what: str, text: str, longest: int) -> str:
    found = text.strip()
    if len(found) > longest:
        raise BundleRefused(f"{what}: up to {longest} characters, not {len(found)}.")
    return found


def _check_order(before: SavedBundle, changed: SavedBundle) -> None:
    old, new = versions.key(before.version), versions.key(changed.version)
    if new < old:
        raise BundleRefused(f"Version: {changed.version} is earlier than {before.version}, which is saved.")
    if new == old and set(changed.integrations) != set(before.integrations):
        raise BundleRefused(
            f"Version: other objects need a later version than {before.version}, so that accounts can update."
        )
